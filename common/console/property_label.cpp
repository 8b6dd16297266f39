// SPDX-License-Identifier: Apache-2.0
#include "common/console/property_label.h"

#include <string_view>

#include "common/console/record_fields.h"

namespace pim::console {

namespace {

/// A property as content::Lost names it: "SUMMARY", of an exception "@20260512T100000 SUMMARY", and
/// "@20260512T100000" for the exception as a whole.
struct Named {
  std::string_view property;
  std::string_view date;
};

Named named(std::string_view name) {
  if (!name.starts_with('@')) {
    return {name, {}};
  }
  const std::size_t blank = name.find(' ');
  return blank == std::string_view::npos ? Named{{}, name.substr(1)}
                                         : Named{name.substr(blank + 1), name.substr(1, blank - 1)};
}

std::string label_of(std::string_view property, const store::Conflict& conflict,
                     const store::Item* item) {
  if (property.empty()) {
    return "Exception";
  }
  const std::string_view contents[] = {item == nullptr ? std::string_view() : item->content,
                                       conflict.record};
  for (const std::string_view content : contents) {
    for (const RecordField& field : record_fields(content).shown) {
      const bool says_it = field.value == conflict.kept || field.value == conflict.lost;
      if (field.property == property && says_it) {
        return field.label;
      }
    }
  }
  return known_label(property);
}

}  // namespace

std::string property_label(const store::Conflict& conflict, const store::Item* item) {
  if (conflict.kind != store::ConflictKind::Value || conflict.property.empty()) {
    return conflict.property;
  }
  const Named name = named(conflict.property);
  const std::string label = label_of(name.property, conflict, item);
  return name.date.empty() ? label : label + ", " + date_in_words(name.date);
}

}  // namespace pim::console
