// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "common/base/result.h"
#include "common/sql/migration.h"
#include "common/sql/sqlite_connection.h"

namespace pim::sql {

/// The version the file has; 0 = no schema.
Result<int> version_of(Connection& connection);
/// Runs the steps above the file's version inside the caller's transaction and notes the version
/// reached. Stopped anywhere and begun again it comes to the same end.
Status migrate(Connection& connection, std::span<const Migration> steps);
/// Fails unless the file has exactly SchemaVersion; the sentence says what to run.
Status check_version(Connection& connection);

}  // namespace pim::sql
