// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_statement.h"

#include "common/sql/sqlite_error.h"

namespace pim::sql {

std::string_view Row::view() {
  const int column = column_++;
  const void* octets = sqlite3_column_blob(statement_, column);
  if (octets == nullptr) {
    return {};
  }
  const int length = sqlite3_column_bytes(statement_, column);
  return {static_cast<const char*>(octets), static_cast<std::size_t>(length)};
}

std::optional<std::string> Row::optional_text() {
  if (is_null()) {
    ++column_;
    return std::nullopt;
  }
  return text();
}

Result<bool> Statement::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    ++work_->rows;
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  return failure(code);
}

int Statement::bind_octets(int index, std::string_view text) {
  // A view without storage would be bound as NULL.
  return sqlite3_bind_text64(statement_, index, text.data() != nullptr ? text.data() : "",
                             text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

int Statement::bind_octets(int index, const std::optional<std::string>& text) {
  return text ? bind_octets(index, std::string_view(*text)) : sqlite3_bind_null(statement_, index);
}

int Statement::bind_octets(int index, const Blob& blob) {
  return sqlite3_bind_blob64(statement_, index, blob.octets.data() != nullptr ? blob.octets.data() : "",
                             blob.octets.size(), SQLITE_STATIC);
}

int Statement::bind_octets(int index, const OptionalBlob& blob) {
  return blob.octets ? bind_octets(index, Blob{*blob.octets}) : sqlite3_bind_null(statement_, index);
}

void Statement::reset() {
  if (statement_ == nullptr) {
    return;
  }
  sqlite3_reset(statement_);
  const int steps = sqlite3_stmt_status(statement_, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  work_->full_scan_steps += static_cast<std::uint64_t>(steps);
}

Failure Statement::failure(int code) {
  sqlite3* db = sqlite3_db_handle(statement_);
  return sqlite_failure(db, code, "running a statement");
}

}  // namespace pim::sql
