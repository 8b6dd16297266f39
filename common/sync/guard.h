// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace pim::sync {

/// The mass-change guard (design rule 8): more deletions than both limits allow wait for a person,
/// and so do changes that set more than half of the records to one same value.
struct GuardLimits {
  unsigned percent = 20;  ///< of the collection's live records
  unsigned count = 10;    ///< always allowed

  /// True where so many deletions of a collection of `live` records must wait.
  constexpr bool holds(std::int64_t deletions, std::int64_t live) const {
    const std::int64_t share = live * static_cast<std::int64_t>(percent) / 100;
    return deletions > std::max<std::int64_t>(count, share);
  }
  /// True where changes must wait that set so many of `live` records to one same value.
  constexpr bool holds_values(std::int64_t set, std::int64_t live) const {
    return set > std::max<std::int64_t>(count, live / 2);
  }
};

}  // namespace pim::sync
