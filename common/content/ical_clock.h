// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "common/content/ical_view.h"
#include "common/content/recurrence_rule.h"

// What a side with another clock than ours says, told by the clock of ours.
namespace pim::content {

/// The start of the instance of ours that `component` of another record is, where its clock is one
/// to tell times by.
std::optional<EventTime> clock_for(const ItemView& ours, const Component& component);

/// What that clock shows at a time of `view`; a floating one is meant by it.
EventTime by_clock(const ItemView& view, const EventTime& time, const ItemView& ours,
                   const EventTime& clock);

/// A rule of `view` whose first date is `start`, by that clock: weekdays and days of the month are
/// those that ours has. Nothing where no rule says that.
std::optional<RecurrenceRule> rule_by_clock(const ItemView& view, RecurrenceRule rule,
                                            const EventTime& start, const ItemView& ours,
                                            const EventTime& clock);

}  // namespace pim::content
