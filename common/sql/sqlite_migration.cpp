// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_migration.h"

#include <string>

namespace pim::sql {
namespace {

// The version stands in the file's header: it is read without a table and changes with the
// transaction like any row.
constexpr const char* ReadVersion = "PRAGMA user_version";

}  // namespace

Result<int> version_of(Connection& connection) {
  PIM_TRY(Statement statement, connection.prepare(ReadVersion));
  PIM_TRY(const bool row, statement.first());
  return row ? statement.row().small() : 0;
}

Status migrate(Connection& connection, std::span<const Migration> steps) {
  PIM_TRY(const int from, version_of(connection));
  int reached = from;
  for (const Migration& step : steps) {
    if (step.version <= from) {
      continue;
    }
    PIM_CHECK(connection.script(step.sql));
    reached = step.version;
  }
  // A pragma takes no bound values; the number is ours.
  return connection.script("PRAGMA user_version=" + std::to_string(reached));
}

Status check_version(Connection& connection) {
  PIM_TRY(const int version, version_of(connection));
  return check_schema_version(version);
}

}  // namespace pim::sql
