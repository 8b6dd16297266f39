// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "common/console/problem.h"

namespace pim::console {

/// A problem that came after something was committed: `done` says what. It does not say any more
/// that nothing was changed.
inline Problem told_after(Problem problem, std::string_view done) {
  constexpr std::string_view Untrue = " Nothing was changed.";
  if (const auto at = problem.detail.find(Untrue); at != std::string::npos) {
    problem.detail.erase(at, Untrue.size());
  }
  problem.detail = std::string(done) + ", then: " + problem.detail;
  return problem;
}

/// The problem of an order that failed after its first `done` of `all` parts were committed; `what`
/// was done with them ("records were taken").
inline Problem broken_off(Problem problem, std::size_t done, std::size_t all,
                          std::string_view what) {
  return done == 0
             ? problem
             : told_after(std::move(problem), "The first " + std::to_string(done) + " of " +
                                                  std::to_string(all) + " " + std::string(what));
}

}  // namespace pim::console
