// SPDX-License-Identifier: Apache-2.0
#include "common/content/recurrence_rule.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"

namespace pim::content {
namespace {

using Frequency = RecurrenceRule::Frequency;
using Day = RecurrenceRule::Day;

constexpr std::size_t MaxList = 366;
constexpr std::int64_t MaxNumber = 1'000'000'000;

constexpr std::array<std::string_view, 7> Weekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<std::string_view, 7> Frequencies = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                                         "WEEKLY",   "MONTHLY",  "YEARLY"};

std::optional<std::int64_t> number_of(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const auto value = parse_unsigned(text);
  if (!value || *value > static_cast<std::uint64_t>(MaxNumber)) {
    return std::nullopt;
  }
  return negative ? -static_cast<std::int64_t>(*value) : static_cast<std::int64_t>(*value);
}

/// Numbers parted by commas, each within limits and, where `signed_too`, also below zero.
bool take_list(std::string_view text, int low, int high, bool signed_too, std::vector<int>& out) {
  for (const std::string& part : split(text, ',')) {
    const auto value = number_of(trim(part));
    if (!value || out.size() == MaxList) {
      return false;
    }
    const std::int64_t size = signed_too && *value < 0 ? -*value : *value;
    if (size < low || size > high) {
      return false;
    }
    out.push_back(static_cast<int>(*value));
  }
  return true;
}

bool take_days(std::string_view text, std::vector<Day>& out) {
  for (const std::string& part : split(text, ',')) {
    const std::string_view day = trim(part);
    if (day.size() < 2 || out.size() == MaxList) {
      return false;
    }
    const auto weekday = weekday_of_name(day.substr(day.size() - 2));
    const std::string_view ordinal = day.substr(0, day.size() - 2);
    const auto number = ordinal.empty() ? std::optional<std::int64_t>(0) : number_of(ordinal);
    if (!weekday || !number || *number > 53 || *number < -53 ||
        (!ordinal.empty() && *number == 0)) {
      return false;
    }
    out.push_back({static_cast<int>(*number), *weekday});
  }
  return true;
}

bool take_frequency(std::string_view text, Frequency& out) {
  for (std::size_t at = 0; at < Frequencies.size(); ++at) {
    if (equals_ignore_case(Frequencies[at], text)) {
      out = static_cast<Frequency>(at);
      return true;
    }
  }
  return false;
}

bool take_positive(std::string_view text, std::int64_t& out) {
  const auto value = number_of(text);
  out = value.value_or(0);
  return out > 0;
}

bool take_part(std::string_view name, std::string_view value, RecurrenceRule& rule) {
  const auto is = [name](std::string_view other) { return equals_ignore_case(name, other); };
  if (is("FREQ")) {
    return take_frequency(value, rule.frequency);
  }
  if (is("INTERVAL")) {
    return take_positive(value, rule.interval);
  }
  if (is("COUNT")) {
    return take_positive(value, rule.count);
  }
  if (is("UNTIL")) {
    rule.until = parse_time(value, {});
    return rule.until.has_value();
  }
  if (is("WKST")) {
    const auto day = weekday_of_name(value);
    rule.week_start = day.value_or(0);
    return day.has_value();
  }
  if (is("BYDAY")) {
    return take_days(value, rule.by_day);
  }
  struct ListPart {
    std::string_view name;
    std::vector<int>* list;
    int low;
    int high;
    bool signed_too;
  };
  const std::array<ListPart, 8> lists = {{{"BYMONTH", &rule.by_month, 1, 12, false},
                                          {"BYMONTHDAY", &rule.by_month_day, 1, 31, true},
                                          {"BYYEARDAY", &rule.by_year_day, 1, 366, true},
                                          {"BYWEEKNO", &rule.by_week, 1, 53, true},
                                          {"BYHOUR", &rule.by_hour, 0, 23, false},
                                          {"BYMINUTE", &rule.by_minute, 0, 59, false},
                                          {"BYSECOND", &rule.by_second, 0, 60, false},
                                          {"BYSETPOS", &rule.by_position, 1, 366, true}}};
  for (const ListPart& part : lists) {
    if (is(part.name)) {
      return take_list(value, part.low, part.high, part.signed_too, *part.list);
    }
  }
  rule.extra += to_upper_ascii(name) + '=' + to_upper_ascii(value) + ';';
  return true;
}

template <class List, class Write>
void append_list(std::string& out, std::string_view name, const List& list, Write write) {
  if (list.empty()) {
    return;
  }
  out.append(";").append(name) += '=';
  bool first = true;
  for (const auto& one : list) {
    out += first ? "" : ",";
    out += write(one);
    first = false;
  }
}

void append_numbers(std::string& out, std::string_view name, const std::vector<int>& list) {
  append_list(out, name, list, [](int value) { return std::to_string(value); });
}

template <class T>
void tidy(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

template <class T>
bool only(const std::vector<T>& list, const T& value) {
  return list.size() == 1 && list.front() == value;
}

/// Other words for the same dates.
void respell(RecurrenceRule& rule, const CivilDate& first) {
  if (rule.frequency == Frequency::Daily && rule.interval == 1 && !rule.by_day.empty() &&
      rule.by_month.empty() && rule.by_month_day.empty() && rule.by_position.empty() &&
      std::all_of(rule.by_day.begin(), rule.by_day.end(),
                  [](const Day& day) { return day.ordinal == 0; })) {
    rule.frequency = Frequency::Weekly;
  }
  if (rule.frequency == Frequency::Monthly && rule.interval % 12 == 0 && rule.by_month.empty()) {
    rule.frequency = Frequency::Yearly;
    rule.interval /= 12;
    rule.by_month.push_back(first.month);
  }
}

void drop_implied(RecurrenceRule& rule, const CivilDate& first, int weekday) {
  if (!rule.by_position.empty() || !rule.by_year_day.empty() || !rule.by_week.empty()) {
    return;
  }
  if (rule.frequency == Frequency::Weekly && rule.by_month.empty() &&
      only(rule.by_day, {0, weekday})) {
    rule.by_day.clear();
  }
  if (rule.frequency == Frequency::Monthly && rule.by_day.empty() &&
      only(rule.by_month_day, first.day)) {
    rule.by_month_day.clear();
  }
  if (rule.frequency == Frequency::Yearly && rule.by_day.empty() &&
      only(rule.by_month, first.month) &&
      (rule.by_month_day.empty() || only(rule.by_month_day, first.day))) {
    rule.by_month.clear();
    rule.by_month_day.clear();
  }
}

/// The end as the last date, where no calendar is needed for it.
void round_until(RecurrenceRule& rule, const EventTime& start) {
  if (!rule.until) {
    return;
  }
  if (rule.until->kind == TimeKind::Date && start.kind != TimeKind::Date) {
    rule.until->wall += DaySeconds - 1;
  }
  rule.until->kind = start.kind;
  rule.until->zone = {};
  const bool weekly = rule.frequency == Frequency::Weekly;
  const std::int64_t step = rule.interval * (weekly ? 7 : 1) * DaySeconds;
  if ((weekly || rule.frequency == Frequency::Daily) && !rule.has_parts() &&
      rule.until->wall >= start.wall) {
    rule.until->wall = start.wall + (rule.until->wall - start.wall) / step * step;
  }
}

/// Weekdays some days on; false where weeks that are left out would be others.
bool move_weekdays(RecurrenceRule& rule, int days) {
  std::size_t into_next_week = 0;
  for (Day& day : rule.by_day) {
    if (day.ordinal != 0) {
      return false;  // the first Monday is not always the day behind the first Sunday
    }
    const int in_week = (day.weekday - rule.week_start + 7) % 7 + days;
    into_next_week += in_week < 0 || in_week > 6 ? 1 : 0;
    day.weekday = (day.weekday + days + 7) % 7;
  }
  const bool apart = into_next_week != 0 && into_next_week != rule.by_day.size();
  return rule.interval == 1 || !apart;
}

/// Days of the month some days on; false where not every month has both.
bool move_month_days(RecurrenceRule& rule, const EventTime& start, int days) {
  const bool of_days = rule.frequency <= Frequency::Weekly;
  const bool plain = rule.by_year_day.empty() && rule.by_week.empty() && rule.by_position.empty() &&
                     rule.extra.empty();
  if (of_days || !plain || !rule.by_day.empty()) {
    return plain && rule.by_month.empty() && rule.by_month_day.empty();
  }
  const auto in_every_month = [days](int day) {
    return day >= 1 && day <= 28 && day + days >= 1 && day + days <= 28;
  };
  if (rule.by_month_day.empty()) {
    return in_every_month(civil_of(day_of(start.wall)).day);
  }
  for (int& day : rule.by_month_day) {
    if (!in_every_month(day)) {
      return false;
    }
    day += days;
  }
  return true;
}

}  // namespace

std::string_view weekday_name(int weekday) {
  return Weekdays[static_cast<std::size_t>(weekday)];
}

std::optional<int> weekday_of_name(std::string_view name) {
  for (std::size_t at = 0; at < Weekdays.size(); ++at) {
    if (equals_ignore_case(Weekdays[at], name)) {
      return static_cast<int>(at);
    }
  }
  return std::nullopt;
}

std::optional<RecurrenceRule> parse_rule(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > MaxRuleText) {
    return std::nullopt;
  }
  RecurrenceRule rule;
  bool has_frequency = false;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view part = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (part.empty()) {
      continue;
    }
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos ||
        !take_part(part.substr(0, equals), part.substr(equals + 1), rule)) {
      return std::nullopt;
    }
    has_frequency = has_frequency || equals_ignore_case(part.substr(0, equals), "FREQ");
  }
  return has_frequency ? std::optional(std::move(rule)) : std::nullopt;
}

std::string format_rule(const RecurrenceRule& rule) {
  std::string out = "FREQ=";
  out += Frequencies[static_cast<std::size_t>(rule.frequency)];
  if (rule.until) {
    out += ";UNTIL=";
    append_time(out, rule.until->kind, rule.until->wall);
  }
  if (rule.count > 0) {
    out += ";COUNT=" + std::to_string(rule.count);
  }
  if (rule.interval != 1) {
    out += ";INTERVAL=" + std::to_string(rule.interval);
  }
  append_numbers(out, "BYSECOND", rule.by_second);
  append_numbers(out, "BYMINUTE", rule.by_minute);
  append_numbers(out, "BYHOUR", rule.by_hour);
  append_list(out, "BYDAY", rule.by_day, [](const Day& day) {
    return (day.ordinal == 0 ? std::string() : std::to_string(day.ordinal)) +
           std::string(weekday_name(day.weekday));
  });
  append_numbers(out, "BYMONTHDAY", rule.by_month_day);
  append_numbers(out, "BYYEARDAY", rule.by_year_day);
  append_numbers(out, "BYWEEKNO", rule.by_week);
  append_numbers(out, "BYMONTH", rule.by_month);
  append_numbers(out, "BYSETPOS", rule.by_position);
  if (rule.week_start != 0) {
    out += ";WKST=";
    out += weekday_name(rule.week_start);
  }
  if (!rule.extra.empty()) {
    out += ';' + rule.extra.substr(0, rule.extra.size() - 1);
  }
  return out;
}

RecurrenceRule normal_rule(RecurrenceRule rule, const EventTime& start) {
  const std::int64_t day = day_of(start.wall);
  const CivilDate first = civil_of(day);
  for (std::vector<int>* list :
       {&rule.by_month, &rule.by_month_day, &rule.by_year_day, &rule.by_week, &rule.by_hour,
        &rule.by_minute, &rule.by_second, &rule.by_position}) {
    tidy(*list);
  }
  std::sort(rule.by_day.begin(), rule.by_day.end(), [](const Day& a, const Day& b) {
    return std::pair(a.weekday, a.ordinal) < std::pair(b.weekday, b.ordinal);
  });
  rule.by_day.erase(std::unique(rule.by_day.begin(), rule.by_day.end()), rule.by_day.end());
  const bool weeks_matter =
      (rule.frequency == Frequency::Weekly && rule.interval > 1 && rule.by_day.size() > 1) ||
      !rule.by_week.empty();
  if (!weeks_matter) {
    rule.week_start = 0;
  }
  respell(rule, first);
  drop_implied(rule, first, weekday_of(day));
  round_until(rule, start);
  return rule;
}

std::optional<RecurrenceRule> rule_by_other_clock(RecurrenceRule rule, const EventTime& start,
                                                  const EventTime& there) {
  if (start.wall == there.wall) {
    return rule;
  }
  if (rule.has_clock_parts()) {
    return std::nullopt;
  }
  const auto days = static_cast<int>(day_of(there.wall) - day_of(start.wall));
  if (days == 0) {
    return rule;
  }
  const bool told = move_weekdays(rule, days) && move_month_days(rule, start, days);
  return told ? std::optional(std::move(rule)) : std::nullopt;
}

}  // namespace pim::content
