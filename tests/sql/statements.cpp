// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/statements.h"

#include <sqlite3.h>

#include <mutex>

#include "common/sql/sqlite_connection.h"
#include "tests/sql/scratch.h"

namespace pim::sql::testing {
namespace {

// sqlite hands its hook for new connections no context, so what it notes is the program's.
std::mutex mutex;
std::set<std::string> noted;

int note(unsigned, void*, void* statement, void*) {
  const std::lock_guard lock(mutex);
  noted.insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
  return 0;
}

int watch(sqlite3* db, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, note, nullptr);
}

// The type sqlite documents for this call: the entry point is called with its arguments anyway.
void (*entry())() {
  return reinterpret_cast<void (*)()>(reinterpret_cast<void*>(watch));
}

}  // namespace

StatementLog::StatementLog() {
  noted.clear();
  sqlite3_auto_extension(entry());
}

StatementLog::~StatementLog() {
  sqlite3_cancel_auto_extension(entry());
}

std::set<std::string> StatementLog::texts() const {
  const std::lock_guard lock(mutex);
  return noted;
}

std::vector<std::string> plan_of(const std::string& path, const std::string& sql) {
  const auto connection = must(Connection::open({.path = path}));
  const std::string text = "EXPLAIN QUERY PLAN " + sql;
  Statement statement = must(connection->prepare(text.c_str()));
  std::vector<std::string> lines;
  for (bool more = must(statement.first()); more; more = must(statement.next())) {
    Row row = statement.row();
    row.skip(3);
    lines.push_back(row.text());
  }
  return lines;
}

}  // namespace pim::sql::testing
