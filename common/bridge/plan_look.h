// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/store/store.h"

namespace pim::bridge {

/// What a line of a plan would do to its record.
struct LineLook {
  bool known = false;  ///< false: it cannot be told any more; the record or the stage has moved
  std::string before;  ///< content on the side meant; empty = none
  std::string after;   ///< empty = none
};

/// Looks once more at some lines of a plan, for its preview: the contents before and after, as they
/// would be if the sync were made now. A Read transaction does. One for each line, in order.
Result<std::vector<LineLook>> look_at_lines(store::UnitOfWork& work, const HashKey& key,
                                            const store::Run& run, std::string_view peer,
                                            std::span<const store::RunItem> lines, Seconds now);

}  // namespace pim::bridge
