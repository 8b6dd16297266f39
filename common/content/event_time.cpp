// SPDX-License-Identifier: Apache-2.0
#include "common/content/event_time.h"

#include <chrono>

#include "common/base/text.h"

namespace pim::content {
namespace {

/// Longer spans and counts mean nothing, and sums of them must not overflow.
constexpr std::int64_t MaxNumber = 1'000'000'000'000;
constexpr std::int64_t MaxSpanDays = 366'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes `count` digits off the front.
bool take_number(std::string_view& rest, std::size_t count, int& out) {
  if (rest.size() < count) {
    return false;
  }
  out = 0;
  for (std::size_t at = 0; at < count; ++at) {
    if (!is_digit(rest[at])) {
      return false;
    }
    out = out * 10 + (rest[at] - '0');
  }
  rest.remove_prefix(count);
  return true;
}

void skip(std::string_view& rest, char sign) {
  if (!rest.empty() && rest.front() == sign) {
    rest.remove_prefix(1);
  }
}

bool take_date(std::string_view& rest, std::int64_t& days) {
  CivilDate date;
  if (!take_number(rest, 4, date.year)) {
    return false;
  }
  skip(rest, '-');
  if (!take_number(rest, 2, date.month)) {
    return false;
  }
  skip(rest, '-');
  if (!take_number(rest, 2, date.day) || date.year == 0 || date.month < 1 || date.month > 12 ||
      date.day < 1 || date.day > days_in_month(date.year, date.month)) {
    return false;
  }
  days = days_of(date);
  return true;
}

/// Hours 0 to 24, where 24 is only midnight; a leap second counts as the second after it.
bool take_clock(std::string_view& rest, std::int64_t& seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!take_number(rest, 2, hour)) {
    return false;
  }
  skip(rest, ':');
  if (!take_number(rest, 2, minute)) {
    return false;
  }
  skip(rest, ':');
  if (!rest.empty() && is_digit(rest.front()) && !take_number(rest, 2, second)) {
    return false;
  }
  seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second <= 60 && seconds <= DaySeconds;
}

void append_digits(std::string& out, std::int64_t number, int count) {
  const std::string digits = std::to_string(number);
  for (int missing = count - static_cast<int>(digits.size()); missing > 0; --missing) {
    out += '0';
  }
  out += digits;
}

/// One number with its unit; the unit is 0 where none stands.
bool take_part(std::string_view& rest, std::int64_t& number, char& unit) {
  std::size_t at = 0;
  number = 0;
  while (at < rest.size() && is_digit(rest[at])) {
    number = number * 10 + (rest[at] - '0');
    if (number > MaxNumber) {
      return false;
    }
    ++at;
  }
  if (at == 0 || at == rest.size()) {
    return false;
  }
  unit = rest[at];
  rest.remove_prefix(at + 1);
  return true;
}

bool add_part(Span& span, std::int64_t number, char unit, bool after_t) {
  switch (unit) {
    case 'W':
    case 'w': span.days += number * 7; return !after_t;
    case 'D':
    case 'd': span.days += number; return !after_t;
    case 'H':
    case 'h': span.seconds += number * 3600; return after_t;
    case 'M':
    case 'm': span.seconds += number * 60; return after_t;
    case 'S':
    case 's': span.seconds += number; return after_t;
    default: return false;
  }
}

}  // namespace

std::int64_t days_of(const CivilDate& date) {
  using namespace std::chrono;
  const sys_days days{year(date.year) / static_cast<int>(date.month) / static_cast<int>(date.day)};
  return days.time_since_epoch().count();
}

CivilDate civil_of(std::int64_t days) {
  using namespace std::chrono;
  const year_month_day date{sys_days{std::chrono::days(static_cast<int>(days))}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::int64_t day_of(WallSeconds wall) {
  const std::int64_t day = wall / DaySeconds;
  return wall % DaySeconds < 0 ? day - 1 : day;
}

int weekday_of(std::int64_t days) {
  return static_cast<int>(((days + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
}

int days_in_month(int year, int month) {
  constexpr int Days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : Days[month - 1];
}

std::optional<EventTime> parse_time(std::string_view value, std::string_view zone) {
  std::string_view rest = trim(value);
  EventTime time;
  std::int64_t days = 0;
  if (!take_date(rest, days)) {
    return std::nullopt;
  }
  time.wall = days * DaySeconds;
  if (rest.empty()) {
    time.kind = TimeKind::Date;
    return time;
  }
  if (rest.front() != 'T' && rest.front() != 't' && rest.front() != ' ') {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  std::int64_t seconds = 0;
  if (!take_clock(rest, seconds)) {
    return std::nullopt;
  }
  time.wall += seconds;
  if (rest == "Z" || rest == "z") {
    time.kind = TimeKind::Utc;
    return time;
  }
  if (!rest.empty()) {
    return std::nullopt;
  }
  time.kind = zone.empty() ? TimeKind::Floating : TimeKind::Zoned;
  time.zone = zone;
  return time;
}

void append_time(std::string& out, TimeKind kind, WallSeconds wall) {
  const std::int64_t day = day_of(wall);
  const CivilDate date = civil_of(day);
  append_digits(out, date.year, 4);
  append_digits(out, date.month, 2);
  append_digits(out, date.day, 2);
  if (kind == TimeKind::Date) {
    return;
  }
  const std::int64_t seconds = wall - day * DaySeconds;
  out += 'T';
  append_digits(out, seconds / 3600, 2);
  append_digits(out, seconds / 60 % 60, 2);
  append_digits(out, seconds % 60, 2);
  if (kind == TimeKind::Utc) {
    out += 'Z';
  }
}

std::string format_time(TimeKind kind, WallSeconds wall) {
  std::string out;
  append_time(out, kind, wall);
  return out;
}

std::optional<Span> parse_duration(std::string_view text) {
  std::string_view rest = trim(text);
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    rest.remove_prefix(1);
  }
  if (rest.size() < 2 || (rest.front() != 'P' && rest.front() != 'p')) {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  Span span;
  bool after_t = false;
  while (!rest.empty()) {
    if (!after_t && (rest.front() == 'T' || rest.front() == 't')) {
      after_t = true;
      rest.remove_prefix(1);
      continue;
    }
    std::int64_t number = 0;
    char unit = 0;
    if (!take_part(rest, number, unit) || !add_part(span, number, unit, after_t)) {
      return std::nullopt;
    }
  }
  if (span.days > MaxSpanDays || span.seconds > MaxSpanDays * DaySeconds) {
    return std::nullopt;
  }
  return negative ? Span{-span.days, -span.seconds} : span;
}

std::string format_duration(const Span& span) {
  const bool negative = span.days < 0 || span.seconds < 0;
  const std::int64_t days = negative ? -span.days : span.days;
  const std::int64_t seconds = negative ? -span.seconds : span.seconds;
  std::string out = negative ? "-P" : "P";
  if (days != 0) {
    out += std::to_string(days) + 'D';
  }
  if (seconds == 0) {
    return days != 0 ? out : out + "T0S";
  }
  out += 'T';
  if (seconds / 3600 != 0) {
    out += std::to_string(seconds / 3600) + 'H';
  }
  if (seconds / 60 % 60 != 0) {
    out += std::to_string(seconds / 60 % 60) + 'M';
  }
  if (seconds % 60 != 0) {
    out += std::to_string(seconds % 60) + 'S';
  }
  return out;
}

}  // namespace pim::content
