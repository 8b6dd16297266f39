// SPDX-License-Identifier: Apache-2.0
#include "common/content/recurrence_dates.h"

#include <algorithm>

namespace pim::content {
namespace {

using Frequency = RecurrenceRule::Frequency;

constexpr int LastYear = 9999;

bool holds(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool follows(const RecurrenceRule& rule) {
  const bool ordinals =
      std::any_of(rule.by_day.begin(), rule.by_day.end(),
                  [](const RecurrenceRule::Day& day) { return day.ordinal != 0; });
  const bool coarse = rule.frequency >= Frequency::Daily;
  const bool by_month_or_year = rule.frequency >= Frequency::Monthly;
  return coarse && rule.by_week.empty() && !rule.has_clock_parts() && rule.extra.empty() &&
         (!ordinals || by_month_or_year) &&
         (rule.by_year_day.empty() || rule.frequency == Frequency::Yearly) &&
         (rule.by_month_day.empty() || rule.frequency != Frequency::Weekly);
}

}  // namespace

RecurrenceDates::RecurrenceDates(const RecurrenceRule& rule, const EventTime& start)
    : rule_(rule), start_(start), first_day_(day_of(start.wall)), understood_(follows(rule)) {}

std::optional<WallSeconds> RecurrenceDates::next() {
  while (understood_ && !exhausted() && !(rule_.count > 0 && given_ >= rule_.count)) {
    while (at_ < days_.size() && days_[at_] < first_day_) {
      ++at_;
    }
    if (at_ == days_.size()) {
      fill();
      continue;
    }
    const WallSeconds wall = days_[at_++] * DaySeconds + (start_.wall - first_day_ * DaySeconds);
    const WallSeconds until =
        rule_.until ? rule_.until->wall + (rule_.until->kind == TimeKind::Date ? DaySeconds - 1 : 0)
                    : wall;
    if (wall > until) {
      return std::nullopt;
    }
    ++given_;
    return wall;
  }
  return std::nullopt;
}

/// The days of the next period.
void RecurrenceDates::fill() {
  days_.clear();
  at_ = 0;
  ++steps_;
  const CivilDate first = civil_of(first_day_);
  const std::int64_t number = period_++ * rule_.interval;
  if (number > 400'000 * 12) {
    steps_ = MaxRecurrenceSteps;
    return;
  }
  switch (rule_.frequency) {
    case Frequency::Daily: add_day(first_day_ + number); break;
    case Frequency::Weekly: {
      const std::int64_t week =
          first_day_ - (weekday_of(first_day_) - rule_.week_start + 7) % 7 + number * 7;
      for (int day = 0; day < 7; ++day) {
        if (rule_.by_day.empty() ? (first_day_ - week - day) % 7 == 0 : holds_weekday(week + day)) {
          add_day(week + day);
        }
      }
      break;
    }
    case Frequency::Monthly: {
      const std::int64_t months = first.year * 12 + first.month - 1 + number;
      if (months / 12 > LastYear) {
        steps_ = MaxRecurrenceSteps;
        return;
      }
      add_month(static_cast<int>(months / 12), static_cast<int>(months % 12) + 1);
      break;
    }
    default: {
      const std::int64_t year = first.year + number;
      if (year > LastYear) {
        steps_ = MaxRecurrenceSteps;
        return;
      }
      add_year(static_cast<int>(year));
      break;
    }
  }
  std::sort(days_.begin(), days_.end());
  days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
  choose_positions();
}

bool RecurrenceDates::holds_weekday(std::int64_t days) const {
  return std::any_of(
      rule_.by_day.begin(), rule_.by_day.end(),
      [days](const RecurrenceRule::Day& day) { return day.weekday == weekday_of(days); });
}

/// A day that came by its period; what else the rule asks of it must hold.
void RecurrenceDates::add_day(std::int64_t days) {
  ++steps_;
  const CivilDate date = civil_of(days);
  if (!rule_.by_month.empty() && !holds(rule_.by_month, date.month)) {
    return;
  }
  if (rule_.frequency == Frequency::Daily) {
    const int length = days_in_month(date.year, date.month);
    if ((!rule_.by_month_day.empty() && !holds(rule_.by_month_day, date.day) &&
         !holds(rule_.by_month_day, date.day - length - 1)) ||
        (!rule_.by_day.empty() && !holds_weekday(days))) {
      return;
    }
  }
  days_.push_back(days);
}

/// The days a month gives: by number, by weekday, or the day of the first date.
void RecurrenceDates::add_month(int year, int month) {
  const int length = days_in_month(year, month);
  const std::int64_t begin = days_of({year, month, 1});
  steps_ += 2;
  if (!rule_.by_month_day.empty()) {
    for (const int number : rule_.by_month_day) {
      const int day = number > 0 ? number : length + number + 1;
      if (day >= 1 && day <= length && (rule_.by_day.empty() || holds_weekday(begin + day - 1))) {
        add_day(begin + day - 1);
      }
    }
    return;
  }
  if (!rule_.by_day.empty()) {
    add_weekdays(begin, begin + length - 1);
    return;
  }
  const int day = civil_of(first_day_).day;
  if (day <= length) {
    add_day(begin + day - 1);
  }
}

/// Weekdays with their ordinals counted within these days.
void RecurrenceDates::add_weekdays(std::int64_t from, std::int64_t to) {
  for (const RecurrenceRule::Day& wanted : rule_.by_day) {
    const std::int64_t first = from + (wanted.weekday - weekday_of(from) + 7) % 7;
    const std::int64_t last = to - (weekday_of(to) - wanted.weekday + 7) % 7;
    if (wanted.ordinal == 0) {
      for (std::int64_t day = first; day <= last; day += 7) {
        add_day(day);
      }
      continue;
    }
    const std::int64_t day =
        wanted.ordinal > 0 ? first + (wanted.ordinal - 1) * 7 : last + (wanted.ordinal + 1) * 7;
    if (day >= first && day <= last) {
      add_day(day);
    }
  }
}

void RecurrenceDates::add_year(int year) {
  const std::int64_t begin = days_of({year, 1, 1});
  const std::int64_t end = days_of({year, 12, 31});
  if (!rule_.by_year_day.empty()) {
    for (const int number : rule_.by_year_day) {
      const std::int64_t day = number > 0 ? begin + number - 1 : end + number + 1;
      if (day >= begin && day <= end && (rule_.by_day.empty() || holds_weekday(day))) {
        add_day(day);
      }
    }
    return;
  }
  if (rule_.by_month.empty() && !rule_.by_day.empty() && rule_.by_month_day.empty()) {
    add_weekdays(begin, end);
    return;
  }
  const CivilDate first = civil_of(first_day_);
  for (int month = 1; month <= 12; ++month) {
    const bool wanted = !rule_.by_month.empty()       ? holds(rule_.by_month, month)
                        : !rule_.by_month_day.empty() ? true
                                                      : month == first.month;
    if (wanted) {
      add_month(year, month);
    }
  }
}

/// BYSETPOS: of the days of a period those at these places.
void RecurrenceDates::choose_positions() {
  if (rule_.by_position.empty()) {
    return;
  }
  std::vector<std::int64_t> chosen;
  const auto count = static_cast<int>(days_.size());
  for (const int position : rule_.by_position) {
    const int at = position > 0 ? position - 1 : count + position;
    if (at >= 0 && at < count) {
      chosen.push_back(days_[static_cast<std::size_t>(at)]);
    }
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  days_ = std::move(chosen);
}

std::optional<WallSeconds> last_date(const RecurrenceRule& rule, const EventTime& start) {
  if (rule.count == 0 && !rule.until) {
    return std::nullopt;
  }
  RecurrenceDates dates(rule, start);
  std::optional<WallSeconds> last;
  while (const auto date = dates.next()) {
    last = date;
  }
  return dates.exhausted() ? std::nullopt : last;
}

}  // namespace pim::content
