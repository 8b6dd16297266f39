// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "common/content/zone.h"

namespace pim::content {

/// The last year whose changes are worked out from a rule; beyond it the last offset goes on.
inline constexpr int LastZoneYear = 2120;

/// Reads a compiled zone of the system (TZif, RFC 8536) with its rule for the years to come.
/// Malformed where it is none.
Result<Zone> read_zone_file(std::string_view octets);

/// One change a year as the rules of POSIX and of VTIMEZONE say it.
struct YearlyChange {
  enum class Day : std::uint8_t {
    NthWeekday,  ///< `week` 1..4, or -1 = last, `weekday` 0 = Monday, of `month`
    OnOrAfter,   ///< the first `weekday` on or after `day` of `month`
    OnOrBefore,  ///< the last one on or before it
    Fixed,       ///< `day` of `month`
    DayOfYear,   ///< `day` 0-based, February 29 counted
    JulianDay,   ///< `day` 1-based, February 29 never counted
  };
  Day day_rule = Day::NthWeekday;
  int month = 1;
  int week = 1;
  int weekday = 0;
  int day = 1;
  std::int64_t seconds = 0;  ///< wall time, may be negative or beyond a day

  /// The wall time of the change in one year, by the clock before it.
  WallSeconds wall_in(int year) const;
};

}  // namespace pim::content
