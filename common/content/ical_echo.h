// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ability.h"
#include "common/content/ical_elements.h"
#include "common/content/merge_history.h"

// What a side returns of events and tasks without meaning it, and what it means though it looks
// like nothing (content rules 5). Each works on the elements of a record that came, before they are
// merged.
namespace pim::content {

/// Counts which parts of a rule, and whether times of a task, a form shows its side can hold.
void learn_places(const ItemView& form, Ability& ability);

/// A side of vCalendar 1.0 has no place for parts of a rule and times of a task that it has never
/// sent itself: where it returns what we sent without them, nothing was edited (sync rule 24).
void forgive_places(Elements& theirs, const Elements& base, const Ability& ability);

/// A task that was done in the base and that the side says is to be done has been opened again,
/// though the word for it is the default, which other records need not say. Not where one of the
/// forms `sent` since then did not say it done: that may be what comes back.
void tell_reopened(Elements& theirs, const Elements& base, const ItemView& came, History& sent);

}  // namespace pim::content
