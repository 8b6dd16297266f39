// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/console/problem.h"

namespace pim::console {

/// The problem of an order that failed after its first `done` of `all` parts were committed; `what`
/// was done with them ("records were taken"). It does not say that nothing was changed.
inline Problem broken_off(Error error, std::size_t done, std::size_t all, std::string_view what) {
  Problem problem(std::move(error));
  if (done == 0) {
    return problem;
  }
  constexpr std::string_view Untrue = " Nothing was changed.";
  if (const auto at = problem.detail.find(Untrue); at != std::string::npos) {
    problem.detail.erase(at, Untrue.size());
  }
  problem.detail = "The first " + std::to_string(done) + " of " + std::to_string(all) + " " +
                   std::string(what) + ", then: " + problem.detail;
  return problem;
}

}  // namespace pim::console
