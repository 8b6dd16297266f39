// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/sql/sqlite_connection.h"

namespace pim::sql {

/// What is wrong with the file, in sentences (at most 100); empty = sound: sqlite's own check of
/// its trees, then ours of what no constraint guards.
Result<std::vector<std::string>> check_store(Connection& connection);

}  // namespace pim::sql
