// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace pim::sync {

/// The mass-change guard (design rule 8): more deletions than both limits allow wait for a person.
struct GuardLimits {
  unsigned percent = 20;  ///< of the collection's live records
  unsigned count = 10;    ///< always allowed

  /// True where so many deletions of a collection of `live` records must wait.
  constexpr bool holds(std::int64_t deletions, std::int64_t live) const {
    const std::int64_t share = live * static_cast<std::int64_t>(percent) / 100;
    return deletions > std::max<std::int64_t>(count, share);
  }
};

}  // namespace pim::sync
