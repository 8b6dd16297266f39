// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "common/base/result.h"
#include "common/sql/statement.h"
#include "common/store/store.h"

namespace pim::sql {

/// One transaction on one connection; rolled back unless committed. Both ends in one thread.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual Status commit() = 0;
  /// A statement inside of it; refused once the transaction has ended, by whomever. `sql` must be a
  /// constant: its address is the key of the connection's cache.
  virtual Result<Statement> prepare(const char* sql, Use use) = 0;
  Result<Statement> prepare(const char* sql) { return prepare(sql, Use::Once); }
  /// Waits for what Statement::finish_later() has sent; its first error.
  virtual Status settle() = 0;
  virtual bool writes() const = 0;
  /// Statements of many rows run row by row, in the order given (sqlite), and not as a set.
  virtual bool row_by_row() const = 0;
  /// No other transaction writes meanwhile, to no owner's rows (sqlite).
  virtual bool alone() const = 0;
  /// A transaction for no owner that writes rows of these: nobody else writes theirs until its end.
  /// What was read before must be read again.
  virtual Status lock_owners(std::span<const store::OwnerId> owners) = 0;
  /// Nobody else makes portals or owners until its end.
  virtual Status lock_store() = 0;
};

/// Where transactions begin.
class Engine {
 public:
  virtual ~Engine() = default;
  /// Of one owner, whose writers take turns; 0 = of none.
  virtual Result<std::unique_ptr<Transaction>> begin(store::OwnerId owner,
                                                     store::Access access) = 0;
  virtual store::Counters counters() const = 0;
};

}  // namespace pim::sql
