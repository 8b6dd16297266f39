// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/result.h"
#include "common/sql/value.h"

// The one interface between the store's statements and a database. Statements are written once, in
// the dialect that common/sql/dialect.h describes, and both databases run them.
namespace pim::sql {

/// What a connection has done; exact.
struct Work {
  std::uint64_t statements = 0;
  std::uint64_t rows = 0;
  std::uint64_t full_scan_steps = 0;
};

/// How a statement is used.
enum class Use : std::uint8_t {
  Once,  ///< with one row of values at a time
  Many,  ///< a write with many rows of values: add() them, then finish()
  Each,  ///< a query for each value of a list: EACH(?n)
};

/// A database's prepared statement with its present row. Values are bound without a copy: they
/// must live until the next call.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual Result<bool> first(std::span<const Value> values) = 0;
  virtual Result<bool> next() = 0;
  virtual Status add(std::span<const Value> values) = 0;
  virtual Status finish() = 0;
  virtual Status finish_later() = 0;
  virtual std::int64_t changes() const = 0;
  virtual void reset() noexcept = 0;
  /// Of Each: takes the whole list at once, instead of one value after the other.
  virtual bool takes_lists() const = 0;

  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view octets(int column) const = 0;
  virtual bool is_null(int column) const = 0;

 protected:
  Cursor() = default;
  Cursor(const Cursor&) = default;
  Cursor& operator=(const Cursor&) = default;
};

/// The present row of a statement, read column by column from the left. Valid until the next step.
class Row {
 public:
  explicit Row(const Cursor& cursor) : cursor_(&cursor) {}

  std::int64_t integer() { return cursor_->integer(column_++); }
  std::uint64_t bits() { return std::bit_cast<std::uint64_t>(integer()); }
  bool flag() { return integer() != 0; }
  int small() { return static_cast<int>(integer()); }
  template <class Enum>
  Enum as() {
    return static_cast<Enum>(integer());
  }
  /// TEXT or BLOB, octet for octet; valid until the next step.
  std::string_view view() { return cursor_->octets(column_++); }
  std::string text() { return std::string(view()); }
  std::optional<std::string> optional_text() {
    if (is_null()) {
      ++column_;
      return std::nullopt;
    }
    return text();
  }
  bool is_null() const { return cursor_->is_null(column_); }
  void skip(int columns = 1) { column_ += columns; }

 private:
  const Cursor* cursor_;
  int column_ = 0;
};

/// A prepared statement borrowed from its connection's cache; it is reset when this goes away.
class Statement {
 public:
  explicit Statement(Cursor& cursor) : cursor_(&cursor) {}
  ~Statement() {
    if (cursor_ != nullptr) {
      cursor_->reset();
    }
  }
  Statement(Statement&& other) noexcept : cursor_(std::exchange(other.cursor_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Starts anew with these values and steps once: true where there is a row.
  template <class... Values>
  Result<bool> first(const Values&... values) {
    return cursor_->first(std::array<Value, sizeof...(Values)>{Value(values)...});
  }
  /// The next row, if any.
  Result<bool> next() { return cursor_->next(); }
  /// Starts anew and runs to the end; rows are passed over.
  template <class... Values>
  Status run(const Values&... values) {
    PIM_TRY(bool more, first(values...));
    while (more) {
      PIM_TRY(more, next());
    }
    cursor_->reset();
    return {};
  }
  /// Of Use::Many: runs it with these values, at the latest in finish().
  template <class... Values>
  Status add(const Values&... values) {
    return cursor_->add(std::array<Value, sizeof...(Values)>{Value(values)...});
  }
  Status finish() { return cursor_->finish(); }
  /// Does not wait for its end: Transaction::settle() tells.
  Status finish_later() { return cursor_->finish_later(); }
  bool takes_lists() const { return cursor_->takes_lists(); }

  Row row() const { return Row(*cursor_); }
  /// Rows changed by the statement just run.
  std::int64_t changes() const { return cursor_->changes(); }

 private:
  Cursor* cursor_;
};

}  // namespace pim::sql
