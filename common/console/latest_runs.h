// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "common/store/store.h"

namespace pim::console {

/// What tells how a connection stands.
struct LatestRuns {
  std::optional<store::Run> last;  ///< of whatever sort
  std::optional<store::Run> good;  ///< did its work: no plan, and ended as Done or Waiting
};

/// By connection. Walks the history from its newest run, until all of these are told.
Result<std::map<std::int64_t, LatestRuns>> latest_runs(
    store::UnitOfWork& work, const std::vector<store::Connection>& connections);

/// The newest of one connection, at most `limit`.
Result<std::vector<store::Run>> runs_of(store::UnitOfWork& work, std::int64_t connection,
                                        std::size_t limit);

}  // namespace pim::console
