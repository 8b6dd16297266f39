// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/console/problem.h"
#include "common/console/query.h"
#include "common/store/types.h"

namespace pim::console {

/// A parameter that is "true", or absent.
Outcome<bool> asks_for(const Query& query, std::string_view flag);

/// What people look for in a list: the first values of the record as [{label, value}].
Json json_head_fields(const store::Item& item);

/// What differs between two contents of a record: {"same", "changes": [{"change", "label", ...}]}.
Json json_differences(std::string_view before, std::string_view after);

}  // namespace pim::console
