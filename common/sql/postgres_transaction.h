// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/sql/pool.h"
#include "common/sql/postgres_connection.h"
#include "common/sql/transaction.h"

namespace pim::sql {

/// What all transactions of a database have in common. Writers of one owner take turns: the first
/// statement of each raises `turn` in the owner's row and so holds its lock to the end. Revisions
/// become visible in order, and nobody waits for another owner's writers.
class PostgresEngine final : public Engine {
 public:
  PostgresEngine(PostgresLink link, std::size_t connections);

  Result<std::unique_ptr<Transaction>> begin(store::OwnerId owner, store::Access access) override;
  store::Counters counters() const override;

  const PostgresLink& link() const { return link_; }
  void note(const Work& work, bool wrote, std::chrono::steady_clock::duration taken);

 private:
  const PostgresLink link_;
  Pool<PostgresConnection> pool_;
  std::atomic<std::uint64_t> statements_{0};
  std::atomic<std::uint64_t> rows_{0};
  std::atomic<std::uint64_t> transactions_{0};
  std::atomic<std::uint64_t> longest_us_{0};
};

/// One transaction on one connection. A write transaction of an owner leaves a random token in the
/// owner's row: when the connection is lost during COMMIT, the token tells whether it was done.
class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(PostgresEngine& engine, Loan<PostgresConnection> loan, store::OwnerId owner,
                      store::Access access)
      : engine_(&engine), loan_(std::move(loan)), owner_(owner), access_(access) {}
  ~PostgresTransaction() override { end(); }
  PostgresTransaction(const PostgresTransaction&) = delete;
  PostgresTransaction& operator=(const PostgresTransaction&) = delete;

  Status start();
  bool lost() const { return !loan_ || (*loan_)->lost(); }

  Status commit() override;
  Result<Statement> prepare(const char* sql, Use use) override;
  Status settle() override;
  bool writes() const override { return access_ == store::Access::Write; }
  bool row_by_row() const override { return false; }
  bool alone() const override { return false; }
  Status lock_owners(std::span<const store::OwnerId> owners) override;
  Status lock_store() override;

 private:
  Status take_turn();
  Status find_out();
  void end();

  PostgresEngine* engine_;
  std::optional<Loan<PostgresConnection>> loan_;
  const store::OwnerId owner_;
  const store::Access access_;
  std::int64_t turn_ = 0;  ///< of the owner; 0 = of none
  std::string token_;
  std::chrono::steady_clock::time_point began_{};
};

}  // namespace pim::sql
