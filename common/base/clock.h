// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim {

/// Seconds since 1970-01-01T00:00:00Z. Wall clocks jump: nothing is ordered by one across sides.
using Seconds = std::int64_t;

/// Where time comes from. Implementations are thread-safe. The simulator has its own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Seconds now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Seconds now() const override;
};

/// "20260131T235959Z", the form of our anchors (sync rule 19) and of REV.
std::string utc_stamp(Seconds time);

/// Reads YYYYMMDD[T]HHMMSS[Z] and YYYY-MM-DDTHH:MM:SS[.frac][Z|+hh:mm]; a bare date is midnight.
/// A stamp without zone is taken as UTC. Malformed otherwise.
Result<Seconds> parse_stamp(std::string_view text);

}  // namespace pim
