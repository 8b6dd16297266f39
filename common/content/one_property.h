// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/content/kind.h"

namespace pim::content {

/// Ours (stored) with the one value of `theirs` that gave way, in the place of what it gave way to
/// or, where that is gone, beside what there is. The rest of ours stays, also other values of that
/// property. Nothing where ours says so already, or theirs has no value, or several, that `lost`
/// can mean. Errors as for reading.
Result<std::optional<std::string>> with_property_of(const Kind& kind, std::string_view ours,
                                                    std::string_view theirs, const Lost& lost);

}  // namespace pim::content
