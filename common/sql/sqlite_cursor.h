// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <memory>

#include "common/sql/statement.h"

namespace pim::sql {

/// A statement of sqlite. Many and Each run once for each row of values.
class SqliteCursor final : public Cursor {
 public:
  SqliteCursor(sqlite3_stmt* statement, Work& work) : statement_(statement), work_(&work) {}

  Result<bool> first(std::span<const Value> values) override;
  Result<bool> next() override;
  Status add(std::span<const Value> values) override;
  Status finish() override { return {}; }
  Status finish_later() override { return {}; }
  std::int64_t changes() const override {
    return sqlite3_changes64(sqlite3_db_handle(statement_.get()));
  }
  void reset() noexcept override;
  bool takes_lists() const override { return false; }

  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_.get(), column);
  }
  std::string_view octets(int column) const override;
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  int bind(int index, const Value& value);
  Failure failure(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  Work* work_;
};

}  // namespace pim::sql
