// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/event_time.h"

namespace pim::content {

/// Octets of a rule; a longer one is refused unread.
inline constexpr std::size_t MaxRuleText = 1024;

/// A recurrence as a value, whatever grammar it came in. Dates are worked out from it by arithmetic
/// or in counted steps only (recurrence_dates.h), never without bound.
struct RecurrenceRule {
  enum class Frequency : std::uint8_t {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly
  };
  struct Day {
    int ordinal = 0;  ///< 0 = every one
    int weekday = 0;  ///< 0 = Monday
    auto operator<=>(const Day&) const = default;
  };

  Frequency frequency = Frequency::Daily;
  std::int64_t interval = 1;
  std::int64_t count = 0;  ///< 0 = not told
  std::optional<EventTime> until;
  std::vector<int> by_month;
  std::vector<int> by_month_day;
  std::vector<int> by_year_day;
  std::vector<int> by_week;
  std::vector<Day> by_day;
  std::vector<int> by_hour;
  std::vector<int> by_minute;
  std::vector<int> by_second;
  std::vector<int> by_position;
  int week_start = 0;
  std::string extra;  ///< further parts, as `NAME=VALUE;`

  bool has_clock_parts() const {
    return !by_hour.empty() || !by_minute.empty() || !by_second.empty();
  }
  bool has_parts() const {
    return !by_month.empty() || !by_month_day.empty() || !by_year_day.empty() || !by_week.empty() ||
           !by_day.empty() || has_clock_parts() || !by_position.empty();
  }
  bool operator==(const RecurrenceRule&) const = default;
};

/// Reads an RRULE of iCalendar 2.0. Nothing where it is none, or longer than 1 KiB, or a list in it
/// longer than 366.
std::optional<RecurrenceRule> parse_rule(std::string_view text);
/// Writes it the way iCalendar 2.0 does.
std::string format_rule(const RecurrenceRule& rule);
/// "MO"; 0 = Monday.
std::string_view weekday_name(int weekday);
std::optional<int> weekday_of_name(std::string_view name);

/// The rule as it is compared (content rule 3.4): what the first date implies is left out, lists
/// sorted. `start`: the first date by its own clock; UNTIL must have been brought to that clock.
RecurrenceRule normal_rule(RecurrenceRule rule, const EventTime& start);

/// The same dates by a clock that shows `there` where the first one shows `start`: where that is
/// another day, weekdays and days of the month move along. UNTIL stays as it is. Nothing where no
/// rule says the same dates by the other clock.
std::optional<RecurrenceRule> rule_by_other_clock(RecurrenceRule rule, const EventTime& start,
                                                  const EventTime& there);

}  // namespace pim::content
