// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/content/kind.h"

namespace pim::content {

/// Of two stored records of one UID: both are all of it, or the same one occurrence of a series.
/// Another occurrence is another record, and never its series (sync rule 30).
bool same_instance(const Kind& kind, std::string_view a, std::string_view b);

}  // namespace pim::content
