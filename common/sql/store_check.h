// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sql/statement.h"

namespace pim::sql {

/// A sentence for each row that contradicts another one, at most 100, on either database.
Result<std::vector<std::string>> check_rows(
    const std::function<Result<Statement>(const char*)>& prepare);

}  // namespace pim::sql
