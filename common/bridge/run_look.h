// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "common/bridge/plan_look.h"
#include "common/store/store.h"

namespace pim::bridge {

/// What the lines of a run that was no plan did to their records here: the contents before and
/// after the whole run, out of the records' versions. Not known: what was done at the other side,
/// what was new, and what has no versions any more. A Read transaction does. One for each line, in
/// order.
Result<std::vector<LineLook>> look_at_done(store::UnitOfWork& work, const store::Run& run,
                                           std::span<const store::RunItem> lines);

}  // namespace pim::bridge
