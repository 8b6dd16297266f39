// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/element.h"
#include "common/content/ical_view.h"
#include "common/content/kind.h"

// What becomes of the instances of a series that a side does not name when it moves the series or
// gives it another rule (content rule 6.3).
namespace pim::content {

/// A line of a date of the series (EXDATE, RDATE), written as the start of its master is, which has
/// to be there.
std::string series_date_line(const ItemView& view, std::string_view name, WallSeconds wall,
                             std::string_view line_end);

/// How far theirs moved a series whose rule stayed; 0 where it names exceptions of ours itself, or
/// ours moved too. Elements of theirs and base are told by the clock of ours.
WallSeconds series_shift(const ItemView& base, const Elements& base_elements, const ItemView& ours,
                         const Elements& our_elements, const ItemView& theirs,
                         const Elements& their_elements);

/// Names of instances and of what is in them, and excluded dates, under the dates they move to.
Elements moved_elements(Elements&& elements, WallSeconds by);
/// The canonical name of an instance under the date it moves to.
std::string moved_id(const std::string& id, WallSeconds by);
/// Excluded dates of theirs that its side left behind when it moved the series, moved along: those
/// that the base has.
void move_left_behind(Elements& theirs, const Elements& base, WallSeconds by);

/// Two alarms of an event ring within five minutes, in whatever way: to a device they are one.
bool rings_alike(const Element& a, const Element& b);
/// Alarms of a side that need not return what it got: one that rings within five minutes of an
/// alarm of the base, in whatever way, is that alarm (content rule 5.2).
void forgive_alarms(Elements& theirs, const Elements& base);

/// What a new rule of theirs leaves of the exceptions it does not name. An end set earlier takes
/// those behind it along, unless they were edited since; they go into `lost`. Where another rule
/// has no such date, an RDATE keeps it; what cannot be decided in counted steps stays. `merged`:
/// the record as merged; returns its text, changed or not.
std::string settle_exceptions(const ItemView& merged, const ItemView& base, const ItemView& theirs,
                              const std::function<bool(const std::string& id)>& edited,
                              std::vector<Lost>& lost);

}  // namespace pim::content
