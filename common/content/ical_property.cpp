// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_property.h"

#include <array>

#include "common/base/text.h"

namespace pim::content {
namespace {

constexpr Shape shape_of(ItemValue value) {
  switch (value) {
    case ItemValue::Text: return Shape::Text;
    case ItemValue::List:
    case ItemValue::Times: return Shape::List;
    case ItemValue::When:
    case ItemValue::Person: return Shape::Structured;
    default: return Shape::Raw;
  }
}

constexpr bool may_be_cut(ItemValue value) {
  switch (value) {
    case ItemValue::Token:
    case ItemValue::Number:
    case ItemValue::Time:
    case ItemValue::Times:
    case ItemValue::When:
    case ItemValue::State:
    case ItemValue::Rule: return false;
    default: return true;
  }
}

constexpr ItemProperty entry(std::string_view name, ItemValue value, Merging merging,
                             std::string_view fallback = {}, std::string_view canonical = {},
                             Property id = Property::Other) {
  return {{name,
           canonical.empty() ? name : canonical,
           id,
           shape_of(value),
           merging,
           Weight::Compared,
           {},
           may_be_cut(value)},
          value,
          fallback};
}
constexpr ItemProperty hidden(std::string_view name) {
  return {{name, name, Property::Other, Shape::Raw, Merging::Single, Weight::Never, {}},
          ItemValue::Raw,
          {}};
}

using enum ItemValue;

/// Of all kinds; the small tables below say where one kind differs.
constexpr auto Table = std::to_array<ItemProperty>({
    entry("SUMMARY", Text, Merging::Single),
    entry("DTSTART", Time, Merging::Single),
    entry("DESCRIPTION", Text, Merging::Text),
    entry("LOCATION", Text, Merging::Single),
    hidden("UID"),
    hidden("DTSTAMP"),
    hidden("CREATED"),
    hidden("DCREATED"),
    hidden("LAST-MODIFIED"),
    hidden("SEQUENCE"),
    hidden("RECURRENCE-ID"),
    hidden("VERSION"),
    hidden("PRODID"),
    hidden("METHOD"),
    hidden("CALSCALE"),
    hidden("X-IRMC-LUID"),
    hidden("X-SYMBIAN-LUID"),
    hidden("X-SONYERICSSON-DST"),
    hidden("X-FUNAMBOL-ALLDAY"),
    entry("RRULE", Rule, Merging::Single),
    entry("EXRULE", Rule, Merging::Single),
    entry("EXDATE", Times, Merging::Set),
    entry("RDATE", Times, Merging::Set),
    entry("STATUS", Token, Merging::Single),
    entry("CLASS", Token, Merging::Single, "PUBLIC"),
    entry("PRIORITY", Number, Merging::Single, "0"),
    entry("TRANSP", Token, Merging::Single, "OPAQUE"),
    entry("ATTENDEE", Person, Merging::Keyed),
    entry("ORGANIZER", Person, Merging::Single),
    entry("CATEGORIES", List, Merging::Set, {}, {}, Property::Categories),
    entry("RESOURCES", List, Merging::Set),
    entry("COMMENT", Text, Merging::List),
    entry("CONTACT", Text, Merging::List),
    entry("RELATED-TO", Text, Merging::Keyed),
    entry("ATTACH", Data, Merging::List),
    entry("URL", Uri, Merging::Single),
    entry("GEO", Raw, Merging::Single),
    entry("DUE", Time, Merging::Single),
    entry("DURATION", Raw, Merging::Single),
});

constexpr auto OfEvents = std::to_array<ItemProperty>({
    entry("DTSTART", When, Merging::Components, {}, "WHEN"),
    entry("DTEND", When, Merging::Components, {}, "WHEN"),
    entry("DURATION", When, Merging::Components, {}, "WHEN"),
});
constexpr auto OfTasks = std::to_array<ItemProperty>({
    entry("STATUS", State, Merging::Single, "NEEDS-ACTION", "STATE"),
    entry("COMPLETED", State, Merging::Single, {}, "STATE"),
    entry("PERCENT-COMPLETE", State, Merging::Single, "0", "STATE"),
});

constexpr ItemProperty Unknown{};
constexpr ItemProperty NestedEntry = entry("BEGIN", Nested, Merging::Keyed, {}, "NESTED");
constexpr ItemProperty InstanceEntry = entry("BEGIN", Nested, Merging::Keyed, {}, "INSTANCE");

template <class Entries>
const ItemProperty* find_in(const Entries& entries, std::string_view name) {
  for (const ItemProperty& one : entries) {
    if (one.name.size() == name.size() && equals_ignore_case(one.name, name)) {
      return &one;
    }
  }
  return nullptr;
}

}  // namespace

std::string_view component_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::Event: return "VEVENT";
    case ItemKind::Task: return "VTODO";
    case ItemKind::Note: break;
  }
  return "VJOURNAL";
}

const ItemProperty* find_item_property(std::string_view name, ItemKind kind) {
  const ItemProperty* found = kind == ItemKind::Event  ? find_in(OfEvents, name)
                              : kind == ItemKind::Task ? find_in(OfTasks, name)
                                                       : nullptr;
  found = found == nullptr ? find_in(Table, name) : found;
  return found == nullptr ? &Unknown : found;
}

const ItemProperty& nested_property() {
  return NestedEntry;
}
const ItemProperty& instance_property() {
  return InstanceEntry;
}

}  // namespace pim::content
