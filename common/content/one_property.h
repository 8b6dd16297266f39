// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/content/kind.h"

namespace pim::content {

/// Ours (stored) with what `theirs` says of one property, as content::Lost names it. The rest of
/// ours stays, and so do values of that property which only ours has. Nothing where ours says so
/// already, or theirs says nothing of it. Errors as for reading.
Result<std::optional<std::string>> with_property_of(const Kind& kind, std::string_view ours,
                                                    std::string_view theirs,
                                                    std::string_view property);

}  // namespace pim::content
