// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "common/store/store.h"

namespace pim::console {

/// What tells how a connection stands.
struct LatestRuns {
  std::optional<store::Run> last;  ///< of whatever sort
  std::optional<store::Run> good;  ///< did its work: no plan, and ended as Done or Waiting
};

Result<LatestRuns> latest_runs(store::UnitOfWork& work, std::int64_t connection);

}  // namespace pim::console
