// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"

// Times of events and tasks as they are written (content rule 2b.14): a wall time and what it is
// bound to.
namespace pim::content {

/// Seconds of a clock on the wall, counted as if it showed UTC.
using WallSeconds = std::int64_t;

inline constexpr std::int64_t DaySeconds = 86'400;

enum class TimeKind : std::uint8_t { Date, Floating, Utc, Zoned };

struct EventTime {
  TimeKind kind = TimeKind::Floating;
  WallSeconds wall = 0;
  /// TZID as written; of a date, where it was midnight there that a marker made one
  /// (content rule 2b.16).
  std::string_view zone;

  bool operator==(const EventTime&) const = default;
};

/// Reads `20260505`, `20260505T100000`, with Z, with dashes and colons, without seconds; T240000 is
/// midnight of the next day. `zone`: the TZID of the line, or empty. Nothing for anything else.
std::optional<EventTime> parse_time(std::string_view value, std::string_view zone);
/// Appends `20260505` or `20260505T100000`, with Z for UTC.
void append_time(std::string& out, TimeKind kind, WallSeconds wall);
std::string format_time(TimeKind kind, WallSeconds wall);

/// A length of time: days follow the wall clock, seconds do not (P1D is not PT24H).
struct Span {
  std::int64_t days = 0;
  std::int64_t seconds = 0;

  bool operator==(const Span&) const = default;
};

/// Reads a duration (`-PT15M`, `P1W`, `P1DT2H`); nothing where it is none or beyond 1,000 years.
std::optional<Span> parse_duration(std::string_view text);
std::string format_duration(const Span& span);

/// Days since 1970-01-01 and back; months and days are 1-based.
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;

  bool operator==(const CivilDate&) const = default;
};
std::int64_t days_of(const CivilDate& date);
CivilDate civil_of(std::int64_t days);
/// The day a wall time falls on, rounded down.
std::int64_t day_of(WallSeconds wall);
/// 0 = Monday.
int weekday_of(std::int64_t days);
int days_in_month(int year, int month);

}  // namespace pim::content
