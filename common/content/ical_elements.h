// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/content/canonical.h"
#include "common/content/element.h"
#include "common/content/ical_view.h"
#include "common/content/recurrence_rule.h"

namespace pim::content {

/// The values of an event, task or note for comparing and merging. Names of the master stand plain
/// ("SUMMARY"), those of an override behind its date ("@20260512T100000 SUMMARY"); the whole of an
/// instance is an element of its own ("@20260512T100000", of the master "@").
Elements item_elements(const ItemView& view);

/// What stands before the names of an instance's values.
std::string scope_of(const Component& component);
/// The name of the element that is the instance as a whole.
std::string instance_name(const Component& component);

/// The record as compared (content rule 3), UID left out.
std::string item_canonical(const ItemView& view, Level level);
std::string canonical_of(const Elements& elements, Level level);

/// Slots of an attendee or organiser: each merges on its own (content rule V9).
enum class PersonSlot : std::uint8_t {
  Address,
  Name,
  Role,
  Answer,
  Rsvp,
  Type,
  DelegatedTo,
  DelegatedFrom,
  Member,
  SentBy,
  Directory,
};
inline constexpr std::size_t PersonSlots = 11;
/// The parameter of a slot ("CN"), empty for the address.
std::string_view person_parameter(PersonSlot slot);
/// Says whether a parameter has a slot, or is never compared.
bool is_person_parameter(std::string_view name);

/// The start of an instance by its own clock, if it has one that can be read.
std::optional<EventTime> start_of(const ItemView& view, const Component& component);
/// How long an event lasts on its own clock (content rule 2b.17), as "<days>D<seconds>S"; or, where
/// its end cannot be read, "?" and the text.
std::string length_of(const ItemView& view, const Component& component);
/// The rule of an instance as compared, or nothing.
std::optional<RecurrenceRule> rule_of(const ItemView& view, const Component& component);
/// Has dates besides its first.
bool recurs(const Component& component);

}  // namespace pim::content
