// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "common/sql/dialect.h"
#include "common/sql/postgres_values.h"
#include "common/sql/statement.h"

namespace pim::sql {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

class PostgresConnection;

/// A statement of PostgreSQL. A query has all its rows when first() returns; Many sends its rows as
/// arrays, one statement for all of them, and a value that all rows have in common by itself:
/// each array costs the server something for every row.
class PostgresCursor final : public Cursor {
 public:
  PostgresCursor(PostgresConnection& connection, const char* sql, Use use, std::string name)
      : connection_(&connection), sql_(sql), use_(use), name_(std::move(name)) {}

  /// Sends it with these values; the connection's collect() has its result.
  Status send(std::span<const Value> values);
  Result<bool> first(std::span<const Value> values) override;
  Result<bool> next() override;
  Status add(std::span<const Value> values) override;
  Status finish() override;
  Status finish_later() override;
  std::int64_t changes() const override { return changes_; }
  void reset() noexcept override;
  bool takes_lists() const override { return true; }

  std::int64_t integer(int column) const override;
  std::string_view octets(int column) const override;
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }

 private:
  /// What was prepared for this set of common values.
  struct Form {
    Alike alike = 0;
    bool prepared = false;
  };
  Form& form_for(Alike alike);
  Alike alike_columns() const;
  Status send_as(Alike alike);
  /// Waits for it.
  Status take();

  PostgresConnection* connection_;
  const char* sql_;
  Use use_;
  std::string name_;
  std::vector<Form> forms_;
  Parameters parameters_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;  ///< added to the columns
  PostgresResult result_;
  int row_ = 0;
  std::int64_t changes_ = 0;
};

}  // namespace pim::sql
