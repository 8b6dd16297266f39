// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "common/content/property.h"

// What we know of the properties of events, tasks and notes: how a value is read, what it says
// where it is absent, how it is compared and merged (content rules 2b, 3, V4, V6, V9).
namespace pim::content {

enum class ItemKind : std::uint8_t { Event, Task, Note };

/// "VEVENT", "VTODO", "VJOURNAL".
std::string_view component_of(ItemKind kind);

enum class ItemValue : std::uint8_t {
  Text,
  List,   ///< texts parted by `,`
  Token,  ///< a word of the standard, in any case
  Number,
  Time,
  Times,  ///< a set of times parted by `,`
  When,   ///< DTSTART, DTEND and DURATION of an event: one value of three components
  State,  ///< STATUS, COMPLETED and PERCENT-COMPLETE of a task: one value
  Rule,
  Person,  ///< an address and its parameters
  Uri,
  Data,  ///< base64 or a link
  Raw,
  Nested,  ///< a component inside
};

struct ItemProperty : PropertyInfo {
  ItemValue value = ItemValue::Raw;
  /// what its absence says: the same as not saying it (content rule V6)
  std::string_view fallback;
};

/// Never null: unknown names share one entry whose canonical is empty.
const ItemProperty* find_item_property(std::string_view name, ItemKind kind);
/// The entry of nested components (alarms and such as we do not know).
const ItemProperty& nested_property();
/// The entry of a whole event, task or note within its record.
const ItemProperty& instance_property();

inline const ItemProperty& item_property(const PropertyInfo& info) {
  return static_cast<const ItemProperty&>(info);
}

}  // namespace pim::content
