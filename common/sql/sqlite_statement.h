// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "common/base/result.h"

namespace pim::sql {

/// What a connection has done; exact.
struct Work {
  std::uint64_t statements = 0;
  std::uint64_t rows = 0;
  std::uint64_t full_scan_steps = 0;
};

/// Binds octets as BLOB; plain strings are bound as TEXT.
struct Blob {
  std::string_view octets;
};
/// Binds NULL where empty. The string must outlive the statement's use.
struct OptionalBlob {
  const std::optional<std::string>& octets;
};

/// The present row of a statement, read column by column from the left. Valid until the next step.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  std::int64_t integer() { return sqlite3_column_int64(statement_, column_++); }
  std::uint64_t bits() { return std::bit_cast<std::uint64_t>(integer()); }
  bool flag() { return integer() != 0; }
  int small() { return static_cast<int>(integer()); }
  template <class Enum>
  Enum as() {
    return static_cast<Enum>(integer());
  }
  /// TEXT or BLOB, octet for octet; valid until the next step.
  std::string_view view();
  std::string text() { return std::string(view()); }
  std::optional<std::string> optional_text();
  bool is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }
  void skip(int columns = 1) { column_ += columns; }

 private:
  sqlite3_stmt* statement_;
  int column_ = 0;
};

/// A prepared statement borrowed from its connection's cache; it is reset when this goes away.
/// Values are bound without a copy: they must live until the next restart or the end.
class Statement {
 public:
  Statement(sqlite3_stmt* statement, Work& work) : statement_(statement), work_(&work) {}
  ~Statement() { reset(); }
  Statement(Statement&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)), work_(other.work_) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Starts anew with these values and steps once: true where there is a row.
  template <class... Values>
  Result<bool> first(const Values&... values) {
    reset();
    int index = 0;
    int code = SQLITE_OK;
    ((code = code == SQLITE_OK ? bind(++index, values) : code), ...);
    if (code != SQLITE_OK) {
      return failure(code);
    }
    ++work_->statements;
    return next();
  }
  /// The next row, if any.
  Result<bool> next();
  /// Starts anew and runs to the end; rows are passed over.
  template <class... Values>
  Status run(const Values&... values) {
    PIM_TRY(bool more, first(values...));
    while (more) {
      PIM_TRY(more, next());
    }
    reset();
    return {};
  }

  Row row() const { return Row(statement_); }
  /// Rows changed by the statement just run.
  std::int64_t changes() const { return sqlite3_changes64(sqlite3_db_handle(statement_)); }

 private:
  template <class Value>
  int bind(int index, const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
      return sqlite3_bind_int64(statement_, index, static_cast<std::int64_t>(value));
    } else if constexpr (std::same_as<Value, std::uint64_t>) {
      return sqlite3_bind_int64(statement_, index, std::bit_cast<std::int64_t>(value));
    } else if constexpr (std::integral<Value>) {
      return sqlite3_bind_int64(statement_, index, static_cast<std::int64_t>(value));
    } else if constexpr (std::convertible_to<const Value&, std::string_view>) {
      return bind_octets(index, std::string_view(value));
    } else {
      return bind_octets(index, value);
    }
  }
  int bind_octets(int index, std::string_view text);
  int bind_octets(int index, const std::optional<std::string>& text);
  int bind_octets(int index, const Blob& blob);
  int bind_octets(int index, const OptionalBlob& blob);

  void reset();
  Failure failure(int code);

  sqlite3_stmt* statement_;
  Work* work_;
};

}  // namespace pim::sql
