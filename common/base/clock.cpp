// SPDX-License-Identifier: Apache-2.0
#include "common/base/clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace pim {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Seconds DaySeconds = 86'400;
constexpr Seconds FirstStamp = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr Seconds LastStamp = 253'402'300'799;   // 9999-12-31T23:59:59Z

/// Takes a stamp apart from the left. After a miss everything further misses.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') {
        good_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  bool skip(char a, char b) {
    if (rest_.empty() || (rest_.front() != a && rest_.front() != b)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  bool skip(char a) { return skip(a, a); }
  void need(bool condition) { good_ = good_ && condition; }
  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool done() const { return rest_.empty(); }
  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

Seconds read_date(Cursor& cursor, bool& extended) {
  const int year = cursor.digits(4);
  extended = cursor.skip('-');
  const int month = cursor.digits(2);
  if (extended) {
    cursor.need(cursor.skip('-'));
  }
  const int day = cursor.digits(2);
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  cursor.need(date.ok());
  return cursor.good() ? sys_days(date).time_since_epoch().count() * DaySeconds : 0;
}

Seconds read_time(Cursor& cursor, bool extended) {
  const int hour = cursor.digits(2);
  if (extended) {
    cursor.need(cursor.skip(':'));
  }
  const int minute = cursor.digits(2);
  if (extended) {
    cursor.need(cursor.skip(':'));
  }
  const int second = cursor.digits(2);
  // T240000 is how UIQ phones end a day; a leap second counts as the next second
  cursor.need(hour < 24 || (hour == 24 && minute == 0 && second == 0));
  cursor.need(minute < 60 && second <= 60);
  if (cursor.skip('.', ',')) {
    cursor.need(cursor.at_digit());
    while (cursor.good() && cursor.at_digit()) {
      cursor.digits(1);
    }
  }
  return Seconds{hour} * 3600 + minute * 60 + second;
}

/// Seconds east of UTC.
Seconds read_zone(Cursor& cursor) {
  if (cursor.done() || cursor.skip('Z', 'z')) {
    return 0;
  }
  const bool west = cursor.skip('-');
  cursor.need(west || cursor.skip('+'));
  const int hours = cursor.digits(2);
  const bool colon = cursor.skip(':');
  const int minutes = colon || cursor.at_digit() ? cursor.digits(2) : 0;
  cursor.need(hours < 24 && minutes < 60);
  const Seconds offset = Seconds{hours} * 3600 + minutes * 60;
  return west ? -offset : offset;
}

}  // namespace

Seconds SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

std::string utc_stamp(Seconds time) {
  // Outside of four-digit years the form has no meaning; the nearest stamp keeps the order.
  time = std::clamp(time, FirstStamp, LastStamp);
  const std::chrono::sys_seconds point{std::chrono::seconds{time}};
  const auto day = std::chrono::floor<days>(point);
  const year_month_day date{day};
  const std::chrono::hh_mm_ss clock{point - day};
  std::array<char, 64> out{};
  const int size = std::snprintf(
      out.data(), out.size(), "%04d%02u%02uT%02ld%02ld%02ldZ", int{date.year()},
      unsigned{date.month()}, unsigned{date.day()}, static_cast<long>(clock.hours().count()),
      static_cast<long>(clock.minutes().count()), static_cast<long>(clock.seconds().count()));
  return {out.data(), static_cast<std::size_t>(size)};
}

Result<Seconds> parse_stamp(std::string_view text) {
  Cursor cursor(text);
  bool extended = false;
  Seconds time = read_date(cursor, extended);
  if (!cursor.done()) {
    const bool separated = cursor.skip('T', 't') || (extended && cursor.skip(' '));
    cursor.need(separated || !extended);
    time += read_time(cursor, extended);
    time -= read_zone(cursor);
  }
  if (!cursor.good() || !cursor.done()) {
    return fail(ErrorCode::Malformed, "not a date or a time stamp");
  }
  return time;
}

}  // namespace pim
