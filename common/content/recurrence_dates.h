// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "common/content/recurrence_rule.h"

namespace pim::content {

/// How many periods and days may be looked at for one answer (tiny rules keep other programs busy
/// for minutes).
inline constexpr int MaxRecurrenceSteps = 10'000;

/// The dates of a rule, one by one, from its start on, in counted steps. Rules by the hour and
/// faster, and parts that 1.0 has nothing like, are not followed.
class RecurrenceDates {
 public:
  RecurrenceDates(const RecurrenceRule& rule, const EventTime& start);

  /// The rule is of those that are followed.
  bool understood() const { return understood_; }
  /// The next date, nothing behind the last one or where the steps are used up.
  std::optional<WallSeconds> next();
  bool exhausted() const { return steps_ >= MaxRecurrenceSteps; }

 private:
  void fill();
  void add_day(std::int64_t days);
  void add_month(int year, int month);
  void add_year(int year);
  void add_weekdays(std::int64_t from, std::int64_t to);
  void choose_positions();
  bool holds_weekday(std::int64_t days) const;

  const RecurrenceRule& rule_;
  const EventTime start_;
  const std::int64_t first_day_;
  bool understood_ = false;
  int steps_ = 0;
  std::int64_t period_ = 0;
  std::int64_t given_ = 0;
  std::vector<std::int64_t> days_;  ///< of the period at hand, in order
  std::size_t at_ = 0;
};

/// The last date of a rule that counts its dates; nothing where it is endless, not followed or too
/// far away.
std::optional<WallSeconds> last_date(const RecurrenceRule& rule, const EventTime& start);

}  // namespace pim::content
