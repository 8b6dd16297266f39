// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "common/content/element.h"

// Which value of one record is which value of another (content rule 4.2).
namespace pim::content {

inline constexpr std::size_t NoPair = static_cast<std::size_t>(-1);

/// For each element of `base` the index of its counterpart in `side`, or NoPair: equal ones, then
/// equal values under other types, then the one left per type set, then likeness of 70 % or more.
std::vector<std::size_t> pair_with_base(const std::vector<Element>& base,
                                        const std::vector<Element>& side, Merging merging);

/// The same for two records without a common base: only equal values, numbers that differ by their
/// country alone, and addresses none of whose components contradict. `free_a` and `free_b` list the
/// indexes to be paired; the result is parallel to `free_a`, and does not depend on which side is
/// a.
std::vector<std::size_t> pair_without_base(const std::vector<Element>& a,
                                           const std::vector<std::size_t>& free_a,
                                           const std::vector<Element>& b,
                                           const std::vector<std::size_t>& free_b);

}  // namespace pim::content
