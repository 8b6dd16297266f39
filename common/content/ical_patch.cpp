// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_patch.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/ical_clock.h"
#include "common/content/ical_elements.h"
#include "common/content/lost_value.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// The component inside `owner` that an element stands for.
const Component* nested_of(const Component& owner, const Field* field) {
  for (const Component& nested : owner.nested) {
    if (&nested.self == field) {
      return &nested;
    }
  }
  return nullptr;
}

const Component* nested_in(const ItemView& view, const Field* field) {
  for (const Component& component : view.items()) {
    if (const Component* nested = nested_of(component, field)) {
      return nested;
    }
  }
  return nullptr;
}

ItemValue value_of(const Element& element) {
  return item_property(*element.info).value;
}

/// The instance that a field stands in.
const Component* owner_of(const ItemView& view, const Field& field) {
  for (const Component& component : view.items()) {
    const Field* begin = component.fields.data();
    if (&field >= begin && &field < begin + component.fields.size()) {
      return &component;
    }
  }
  return nullptr;
}

/// A text with markup, for which the plain one stands (Outlook).
constexpr std::string_view Formatted = "X-ALT-DESC";

bool has_field(const Component* component, std::string_view name) {
  return component != nullptr && component->first(name) != nullptr;
}

std::string component_text(const Outcome& outcome, std::size_t number) {
  return number < outcome.components.size() ? outcome.components[number] : std::string();
}

}  // namespace

void ItemPatch::take(const Component& component, const Outcomes& outcomes) {
  for (const Outcome& outcome : outcomes) {
    drop_formatted(component, outcome);
    if (!outcome.present) {
      remove(component, *outcome.ours);
    } else if (rule_comes_in(outcome) && !rule_value(outcome)) {
      // stays with theirs, and people are told
      lost_.push_back({scope_of(component) + to_upper_ascii(outcome.theirs->field().line->name),
                       outcome.ours == nullptr ? "" : shown_value(outcome.ours->components),
                       shown_value(outcome.theirs->components)});
    } else if (outcome.ours == nullptr) {
      add(component, outcome);
    } else if (differs(outcome)) {
      change(component, outcome);
    }
  }
}

/// Of a description that theirs edited or removed: the markup says what it was before, and whoever
/// shows it would bring that back. A side that says it itself says what becomes of it.
void ItemPatch::drop_formatted(const Component& component, const Outcome& outcome) {
  const bool edited = outcome.ours != nullptr &&
                      (!outcome.present || outcome.components != outcome.ours->components);
  if (!edited || !equals_ignore_case(outcome.ours->field().line->name, "DESCRIPTION")) {
    return;
  }
  const Component* theirs = outcome.theirs != nullptr ? owner_of(theirs_, outcome.theirs->field())
                                                      : theirs_.item(component.id);
  if (has_field(theirs, Formatted)) {
    return;
  }
  for (const Field& field : component.fields) {
    if (equals_ignore_case(field.line->name, Formatted)) {
      remove_line(*field.line);
    }
  }
}

bool ItemPatch::rule_comes_in(const Outcome& outcome) const {
  return by_our_clock_ && outcome.value == Outcome::Source::Theirs &&
         value_of(*outcome.theirs) == ItemValue::Rule;
}

/// A rule of theirs as ours has to say it; nothing where our clock has no rule for its dates.
std::optional<std::string> ItemPatch::rule_value(const Outcome& outcome) const {
  const std::string raw(outcome.theirs->raw());
  const Component* owner = owner_of(theirs_, outcome.theirs->field());
  const auto start = owner == nullptr ? std::nullopt : start_of(theirs_, *owner);
  const auto clock =
      start && start->kind != TimeKind::Date ? clock_for(ours_, *owner) : std::nullopt;
  auto rule = parse_rule(raw);
  if (!rule || !clock) {
    return raw;
  }
  const auto until = rule->until;
  rule->until.reset();
  auto moved = rule_by_clock(theirs_, *rule, *start, ours_, *clock);
  if (!moved || *moved == *rule) {
    return moved ? std::optional(raw) : std::nullopt;
  }
  moved->until = until;
  return format_rule(*moved);
}

bool ItemPatch::differs(const Outcome& outcome) const {
  return outcome.components != outcome.ours->components ||
         (outcome.parameters_from_theirs && outcome.theirs->parameters != outcome.ours->parameters);
}

void ItemPatch::remove_line(const Line& line) {
  replace_line(line, {});
}

void ItemPatch::replace_line(const Line& line, std::string with) {
  if (touched_.insert(&line).second) {
    patch_.replace(line.begin, line.end, std::move(with));
  }
}

void ItemPatch::remove(const Component& component, const Element& element) {
  for (const Element::Place& place : element.places) {
    if (value_of(element) == ItemValue::Nested) {
      const Component* nested = nested_of(component, place.field);
      patch_.remove(nested->self.line->begin, nested->end->end);
    } else if (element.info->shape == Shape::List) {
      lists_[place.field].removed.insert(place.item);
    } else {
      remove_line(*place.field->line);
    }
  }
}

/// The first line becomes what the outcome says; further lines of the value go.
void ItemPatch::change(const Component& component, const Outcome& outcome) {
  const Element& ours = *outcome.ours;
  if (ours.info->shape == Shape::List) {
    remove(component, ours);
    add(component, outcome);
    return;
  }
  bool placed = false;
  for (const Element::Place& place : ours.places) {
    if (value_of(ours) == ItemValue::Nested) {
      const Component* nested = nested_of(component, place.field);
      patch_.replace(nested->self.line->begin, nested->end->end,
                     placed ? std::string() : lines_of(outcome));
    } else {
      replace_line(*place.field->line, placed ? std::string() : lines_of(outcome));
    }
    placed = true;
  }
}

void ItemPatch::add(const Component& component, const Outcome& outcome) {
  const Element& theirs = *outcome.theirs;
  if (theirs.info->shape == Shape::List && add_item(component, outcome)) {
    return;
  }
  std::string lines = lines_of(outcome);
  if (value_of(theirs) == ItemValue::Nested) {
    patch_.insert(component.end->begin, std::move(lines));
  } else {
    insert_behind(component, theirs.field().line->name, std::move(lines));
  }
}

/// Texts join a line of their property that has no parameters of its own; times bring their zone
/// and stand alone.
bool ItemPatch::add_item(const Component& component, const Outcome& outcome) {
  const Element& theirs = *outcome.theirs;
  if (value_of(theirs) != ItemValue::List || !theirs.parameters.empty()) {
    return false;
  }
  for (const Field& field : component.fields) {
    if (equals_ignore_case(field.line->name, theirs.field().line->name) &&
        field.line->parameter_count == 0 && !touched_.contains(field.line)) {
      lists_[&field].added.push_back(escape(outcome.components.front()));
      return true;
    }
  }
  return false;
}

std::string ItemPatch::lines_of(const Outcome& outcome) const {
  const Element& from = outcome.theirs != nullptr ? *outcome.theirs : *outcome.ours;
  const bool theirs_whole = outcome.ours == nullptr || outcome.value == Outcome::Source::Theirs;
  switch (value_of(from)) {
    case ItemValue::Nested: {
      const Component* nested = nested_in(theirs_, &from.field());
      return copied(theirs_.document(), *nested->self.line, *nested->end);
    }
    case ItemValue::Person:
      return theirs_whole && outcome.ours == nullptr
                 ? copied(theirs_.document(), *from.field().line, *from.field().line)
                 : person_line(outcome);
    case ItemValue::When:
      if (!theirs_whole || (by_our_clock_ && outcome.ours != nullptr)) {
        return when_lines(outcome);
      }
      [[fallthrough]];
    case ItemValue::State: {
      std::string out;
      for (const Element::Place& place : from.places) {
        if (!trim(place.field->line->value).empty()) {
          out += copied(theirs_.document(), *place.field->line, *place.field->line);
        }
      }
      return out;
    }
    case ItemValue::Times:
      if (by_our_clock_) {
        return date_line(outcome);
      }
      [[fallthrough]];
    case ItemValue::List: {
      const Line& line = *from.field().line;
      const std::vector<std::string_view> items = split_raw(line.value, ',');
      return fold(head_of(theirs_.document(), line) + ':' +
                      std::string(trim(items[from.places.front().item])),
                  line_end());
    }
    default: return single_line(outcome);
  }
}

/// An excluded or further date by the clock of our start.
std::string ItemPatch::date_line(const Outcome& outcome) const {
  const std::string& told = outcome.components.front();
  const std::size_t blank = told.find(' ');
  const std::string zone = blank == std::string::npos ? std::string() : told.substr(blank + 1);
  std::string head(outcome.theirs->field().line->name);
  const Field* start = ours_.items().front().first("DTSTART");
  const std::string_view tzid =
      start == nullptr ? std::string_view() : ours_.parameter(*start->line, "TZID");
  if (zone.empty()) {
    head += told.size() == 8 ? ";VALUE=DATE" : "";
  } else if (zone != "UTC") {
    head += ";TZID=" + parameter_value(tzid.empty() ? std::string_view(zone) : tzid);
  }
  return fold(head + ':' + told.substr(0, blank) + (zone == "UTC" ? "Z" : ""), line_end());
}

/// Value and parameters may come from different sides.
std::string ItemPatch::single_line(const Outcome& outcome) const {
  const bool head_of_theirs =
      outcome.ours == nullptr || outcome.parameters_from_theirs ||
      (outcome.value == Outcome::Source::Theirs && value_of(*outcome.theirs) != ItemValue::Text);
  const Line& line = head_of_theirs ? *outcome.theirs->field().line : *outcome.ours->field().line;
  const bool text_edited = outcome.ours != nullptr && outcome.theirs != nullptr &&
                           value_of(*outcome.ours) == ItemValue::Text &&
                           outcome.components != outcome.ours->components;
  // a link to the text with markup, as it was before the edit of a side that has none
  const bool stale = text_edited && !head_of_theirs &&
                     theirs_.parameter(*outcome.theirs->field().line, "ALTREP").empty();
  const std::string head =
      head_of(head_of_theirs ? theirs_.document() : ours_.document(), line, stale ? "ALTREP" : "");
  const Element* const from = outcome.value == Outcome::Source::Theirs ? outcome.theirs
                              : outcome.value == Outcome::Source::Ours ? outcome.ours
                                                                       : nullptr;
  const std::string value = rule_comes_in(outcome) ? *rule_value(outcome)
                            : from != nullptr      ? std::string(from->raw())
                                                   : escape(outcome.components.front());
  return fold(head + ':' + value, line_end());
}

/// A start of one side with the length of the other.
std::string ItemPatch::when_lines(const Outcome& outcome) const {
  const std::string start = component_text(outcome, 0);
  std::string zone = component_text(outcome, 1);
  const std::string length = component_text(outcome, 2);
  const auto time = parse_time(start, {});
  if (!time) {
    return "DTSTART:" + start.substr(start.starts_with('?') ? 1 : 0) + std::string(line_end());
  }
  std::string head;
  std::string tail;
  if (time->kind == TimeKind::Date) {
    head = ";VALUE=DATE";
  } else if (zone == "UTC") {
    tail = "Z";
  } else if (!zone.empty()) {
    // The TZID as the side wrote it whose zone it is.
    for (const Element* element : {outcome.ours, outcome.theirs}) {
      const ItemView& view = element == outcome.ours ? ours_ : theirs_;
      const bool has = element->components.size() > 1 && element->components[1] == zone;
      const std::string_view tzid = has ? view.parameter(*element->field().line, "TZID") : "";
      if (!tzid.empty()) {
        zone = tzid;
        break;
      }
    }
    head = ";TZID=" + parameter_value(zone);
  }
  std::string out = fold("DTSTART" + head + ':' + start + tail, line_end());
  const std::size_t days = length.find('D');
  const bool readable = days != std::string::npos && length.ends_with('S');
  if (!readable) {
    return out;
  }
  Span span{std::strtoll(length.c_str(), nullptr, 10),
            std::strtoll(length.c_str() + days + 1, nullptr, 10)};
  if (time->kind == TimeKind::Date) {
    span.days = std::max(span.days + (span.seconds > 0 ? 1 : 0), std::int64_t{1});
    span.seconds = 0;
  }
  const WallSeconds end = time->wall + span.days * DaySeconds + span.seconds;
  return out + fold("DTEND" + head + ':' + format_time(time->kind, end) + tail, line_end());
}

/// Slots that merged, and parameters without a slot as they stand at the side that has them.
std::string ItemPatch::person_line(const Outcome& outcome) const {
  const Element& kept = *outcome.ours;
  std::string out(kept.field().line->name);
  for (std::size_t slot = 1; slot < PersonSlots; ++slot) {
    const std::string value = component_text(outcome, slot);
    if (!value.empty()) {
      out += ';' + std::string(person_parameter(static_cast<PersonSlot>(slot))) + '=' +
             parameter_value(value);
    }
  }
  const bool from_theirs = outcome.parameters_from_theirs;
  const Document& document = from_theirs ? theirs_.document() : ours_.document();
  const Line& line = from_theirs ? *outcome.theirs->field().line : *kept.field().line;
  for (const Parameter& parameter : Parameters{document, line}) {
    if (!is_person_parameter(parameter.name)) {
      out.append(";").append(parameter.name).append(parameter.name.empty() ? "" : "=");
      out += parameter.value;
    }
  }
  const std::string address = component_text(outcome, 0);
  const bool same = address == kept.components.front();
  const Line& value = same ? *kept.field().line : *outcome.theirs->field().line;
  return fold(out + ':' + std::string(value.value), line_end());
}

void ItemPatch::write_lists() {
  for (const auto& [field, edit] : lists_) {
    std::string value;
    std::size_t number = 0;
    bool first = true;
    const auto put = [&](std::string_view item) {
      value.append(first ? "" : ",").append(item);
      first = false;
    };
    Parts parts(field->line->value, ',');
    for (std::string_view part; parts.next(part); ++number) {
      if (!edit.removed.contains(number) && !trim(part).empty()) {
        put(edit.moved == 0 ? std::string(part) : moved_date(*field->line, part, edit.moved));
      }
    }
    for (const std::string& item : edit.added) {
      put(item);
    }
    replace_line(*field->line,
                 first ? std::string()
                       : fold(head_of(ours_.document(), *field->line) + ':' + value, line_end()));
  }
}

/// Behind the last line of that name, else before what is nested, else before the end.
void ItemPatch::insert_behind(const Component& component, std::string_view name,
                              std::string lines) {
  std::size_t at =
      component.nested.empty() ? component.end->begin : component.nested.front().self.line->begin;
  for (const Field& field : component.fields) {
    if (equals_ignore_case(field.line->name, name)) {
      at = field.line->end;
    }
  }
  patch_.insert(at, std::move(lines));
}

std::string ItemPatch::copied(const Document& from, const Line& first, const Line& last) const {
  std::string out;
  for (const Line* line = &first; line <= &last; ++line) {
    out += fold(head_of(from, *line) + ':' + std::string(line->value), line_end());
  }
  return out;
}

void ItemPatch::add_instance(const Component& theirs) {
  patch_.insert(ours_.items().back().end->end,
                copied(theirs_.document(), *theirs.self.line, *theirs.end));
}

void ItemPatch::remove_instance(const Component& ours) {
  patch_.remove(ours.self.line->begin, ours.end->end);
}

void ItemPatch::move_instance(const Component& ours, WallSeconds by) {
  const Field* field = ours.first("RECURRENCE-ID");
  if (field != nullptr) {
    replace_line(*field->line, fold(head_of(ours_.document(), *field->line) + ':' +
                                        moved_date(*field->line, field->line->value, by),
                                    line_end()));
  }
}

void ItemPatch::move_dates(const Component& ours, WallSeconds by) {
  for (const Field& field : ours.fields) {
    if (!field.empty && equals_ignore_case(field.line->name, "EXDATE")) {
      lists_[&field].moved = by;
    }
  }
}

std::string ItemPatch::moved_date(const Line& line, std::string_view date, WallSeconds by) const {
  auto time = parse_time(date, ours_.parameter(line, "TZID"));
  const Component* master = ours_.master();
  const auto start = master == nullptr ? std::nullopt : start_of(ours_, *master);
  if (!time || !start) {
    return std::string(date);
  }
  if (time->kind == TimeKind::Date) {
    time->wall += (day_of(start->wall + by) - day_of(start->wall)) * DaySeconds;
  } else if (time->kind == TimeKind::Utc && start->kind == TimeKind::Zoned) {
    EventTime told = ours_.aligned(*time, *start);
    told.wall += by;
    time->wall = ours_.utc_of(told);
  } else {
    time->wall += by;
  }
  return format_time(time->kind, time->wall);
}

void ItemPatch::free_rule(const Component& ours, const Component& theirs) {
  const Field* field = ours.first("RRULE");
  const Field* other = theirs.first("RRULE");
  const auto start = start_of(ours_, ours);
  auto rule = field == nullptr ? std::nullopt : parse_rule(field->line->value);
  if (!rule || !start) {
    return;
  }
  RecurrenceRule plain = *rule;
  plain.until.reset();
  const RecurrenceRule normal = normal_rule(plain, *start);
  const bool implied = normal.by_day.size() < rule->by_day.size() ||
                       normal.by_month_day.size() < rule->by_month_day.size() ||
                       normal.by_month.size() < rule->by_month.size();
  if (!implied) {
    return;
  }
  std::string value;
  auto told = rule_of(theirs_, theirs);
  if (told) {
    told->until.reset();
  }
  if (!by_our_clock_ && other != nullptr && told == normal) {
    value = other->line->value;
  } else if (normal.frequency == rule->frequency) {
    rule->by_day = normal.by_day;
    rule->by_month_day = normal.by_month_day;
    rule->by_month = normal.by_month;
    value = format_rule(*rule);
  } else {
    return;
  }
  replace_line(*field->line,
               fold(head_of(ours_.document(), *field->line) + ':' + value, line_end()));
}

void ItemPatch::take_stamp(const Component& ours, const Component& theirs) {
  const Field* stamp = theirs.first("LAST-MODIFIED");
  if (stamp == nullptr) {
    return;
  }
  std::string line = fold("LAST-MODIFIED:" + std::string(stamp->line->value), line_end());
  if (const Field* old = ours.first("LAST-MODIFIED")) {
    replace_line(*old->line, std::move(line));
  } else {
    insert_behind(ours, "LAST-MODIFIED", std::move(line));
  }
}

/// Zones that the result names, that theirs defines and ours does not.
std::string ItemPatch::their_zones(const std::string& text) const {
  std::string out;
  for (const Component& zone : theirs_.zones()) {
    const Field* tzid = zone.first("TZID");
    if (tzid == nullptr) {
      continue;
    }
    const std::string_view name = trim(tzid->line->value);
    const auto defines = [name](const Component& own) {
      const Field* other = own.first("TZID");
      return other != nullptr && trim(other->line->value) == name;
    };
    const bool known = std::any_of(ours_.zones().begin(), ours_.zones().end(), defines);
    if (!known && text.find("TZID=" + parameter_value(name)) != std::string::npos) {
      out += copied(theirs_.document(), *zone.self.line, *zone.end);
    }
  }
  return out;
}

std::string ItemPatch::apply() {
  write_lists();
  std::string text = patch_.apply();
  const std::string zones = their_zones(text);
  if (!zones.empty()) {
    const Document document = *Document::parse(text);
    for (const Line& line : document.lines()) {
      if (line.depth == 2 && opens(line)) {
        text.insert(line.begin, zones);
        break;
      }
    }
  }
  return text;
}

}  // namespace pim::content
