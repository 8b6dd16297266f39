// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_cursor.h"

#include "common/sql/sqlite_error.h"

namespace pim::sql {

Result<bool> SqliteCursor::first(std::span<const Value> values) {
  reset();
  int index = 0;
  for (const Value& each : values) {
    const int code = bind(++index, each);
    if (code != SQLITE_OK) {
      return failure(code);
    }
  }
  ++work_->statements;
  return next();
}

Result<bool> SqliteCursor::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    ++work_->rows;
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  return failure(code);
}

Status SqliteCursor::add(std::span<const Value> values) {
  PIM_TRY(bool more, first(values));
  while (more) {
    PIM_TRY(more, next());
  }
  reset();
  return {};
}

std::string_view SqliteCursor::octets(int column) const {
  const void* octets = sqlite3_column_blob(statement_.get(), column);
  if (octets == nullptr) {
    return {};
  }
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(octets), static_cast<std::size_t>(length)};
}

int SqliteCursor::bind(int index, const Value& value) {
  sqlite3_stmt* const statement = statement_.get();
  switch (value.kind()) {
    case Value::Kind::Integer: return sqlite3_bind_int64(statement, index, value.integer());
    case Value::Kind::Text:
      return sqlite3_bind_text64(statement, index, value.octets().data(), value.octets().size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    case Value::Kind::Blob:
      return sqlite3_bind_blob64(statement, index, value.octets().data(), value.octets().size(),
                                 SQLITE_STATIC);
    case Value::Kind::Nothing: return sqlite3_bind_null(statement, index);
    case Value::Kind::Integers:
    case Value::Kind::Texts: break;
  }
  return SQLITE_MISUSE;
}

void SqliteCursor::reset() noexcept {
  sqlite3_reset(statement_.get());
  const int steps = sqlite3_stmt_status(statement_.get(), SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  work_->full_scan_steps += static_cast<std::uint64_t>(steps);
}

Failure SqliteCursor::failure(int code) {
  return sqlite_failure(sqlite3_db_handle(statement_.get()), code, "running a statement");
}

}  // namespace pim::sql
