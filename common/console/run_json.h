// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/console/problem.h"
#include "common/store/types.h"

namespace pim::console {

/// "due", "running", "waiting", "done", "failed", "cancelled".
std::string_view word_of(store::RunState state);

/// A run with its result so far. `peer`: the name of its connection, empty where that is gone.
/// Corrupt where the stored result cannot be read.
Result<Json> json_run(const store::Run& run, std::string_view peer, Seconds now);

Json json_run_item(const store::RunItem& line);

}  // namespace pim::console
