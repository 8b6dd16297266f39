// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/base/clock.h"
#include "common/httpd/metrics.h"

namespace pim::httpd {

/// How many things have shown themselves within the last ten minutes, in memory that all children
/// share: each counts in the slot of time in which it was last seen, and whoever sees it again
/// takes it out of that one. What is never seen again ages by itself. All zero at first.
struct RecentCount {
  static constexpr Seconds SlotSeconds = 30;
  static constexpr std::size_t Slots = 21;  ///< ten minutes, and the one that is under way

  std::array<Cell, Slots> slots;

  void add(Seconds seen) noexcept;
  void drop(Seconds seen) noexcept;
  std::uint64_t count(Seconds now) const noexcept;
};

}  // namespace pim::httpd
