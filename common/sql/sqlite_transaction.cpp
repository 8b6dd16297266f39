// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_transaction.h"

#include <algorithm>
#include <thread>

#include "common/sql/sqlite_error.h"
#include "common/sql/sqlite_migration.h"

namespace pim::sql {
namespace {

constexpr const char* BeginRead = "BEGIN";
constexpr const char* BeginWrite = "BEGIN IMMEDIATE";
constexpr const char* Commit = "COMMIT";
constexpr const char* Rollback = "ROLLBACK";

/// Behind the gate only foreign processes (the sqlite3 shell, a recovery after a crash) can hold
/// the database. They do not wake us, so this one wait polls.
template <class Attempt>
Status with_patience(std::chrono::milliseconds patience, Attempt attempt) {
  const auto until = std::chrono::steady_clock::now() + patience;
  auto pause = std::chrono::milliseconds(1);
  for (;;) {
    Status status = attempt();
    if (status || status.error().code != ErrorCode::Busy ||
        std::chrono::steady_clock::now() + pause > until) {
      return status;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(20));
  }
}

Status run(Connection& connection, const char* sql) {
  PIM_TRY(Statement statement, connection.prepare(sql));
  return statement.run();
}

void raise_to(std::atomic<std::uint64_t>& highest, std::uint64_t value) {
  std::uint64_t seen = highest.load(std::memory_order_relaxed);
  while (seen < value && !highest.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
}

}  // namespace

Result<std::unique_ptr<Transaction>> SqliteEngine::begin(store::OwnerId, store::Access access) {
  const bool writes = access == store::Access::Write;
  std::optional<Turn> turn;
  if (writes) {
    PIM_CHECK(gate->lock(patience));
    turn.emplace(*gate);
  }
  Pool<Connection>& pool = writes ? writer : reader;
  PIM_TRY(auto connection, pool.take(patience));
  auto transaction = std::make_unique<SqliteTransaction>(*this, std::move(turn),
                                                         Loan(pool, std::move(connection)));
  PIM_CHECK(transaction->start(access));
  return std::unique_ptr<Transaction>(std::move(transaction));
}

store::Counters SqliteEngine::counters() const {
  return {.statements = statements.load(),
          .rows_read = rows.load(),
          .full_scan_steps = full_scan_steps.load(),
          .transactions = transactions.load(),
          .longest_transaction_us = longest_us.load()};
}

Status SqliteTransaction::start(store::Access access) {
  Connection& connection = **loan_;
  engine_->transactions.fetch_add(1, std::memory_order_relaxed);
  return with_patience(engine_->patience, [&]() -> Status {
    began_ = Time::now();
    PIM_CHECK(run(connection, access == store::Access::Write ? BeginWrite : BeginRead));
    // Opens the snapshot, and notices an upgrade that was made since this connection was opened.
    Status known = check_version(connection);
    if (!known) {
      run(connection, Rollback).has_value();
    }
    return known;
  });
}

void SqliteTransaction::end() {
  if (!loan_) {
    return;
  }
  Connection& connection = **loan_;
  if (connection.in_transaction()) {
    run(connection, Rollback).has_value();
  }
  if (turn_) {
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Time::now() - began_);
    raise_to(engine_->longest_us, static_cast<std::uint64_t>(taken.count()));
  }
  const Work work = std::exchange(connection.work(), Work{});
  engine_->statements.fetch_add(work.statements, std::memory_order_relaxed);
  engine_->rows.fetch_add(work.rows, std::memory_order_relaxed);
  engine_->full_scan_steps.fetch_add(work.full_scan_steps, std::memory_order_relaxed);
  if (connection.in_transaction()) {
    loan_->discard();  // the rollback failed: closing frees the lock
  }
  loan_.reset();
  turn_.reset();
}

Status SqliteTransaction::commit() {
  if (!loan_ || !(*loan_)->in_transaction()) {
    return fail(ErrorCode::Unavailable, "the transaction was rolled back before its commit");
  }
  Status done = run(**loan_, Commit);
  end();
  return done;
}

Result<Statement> SqliteTransaction::prepare(const char* sql, Use) {
  if (!loan_) {
    return fail(ErrorCode::Internal, "the transaction has ended");
  }
  if (!(*loan_)->in_transaction()) {
    return fail(ErrorCode::Unavailable, "the store has rolled the transaction back");
  }
  return (*loan_)->prepare(sql);
}

}  // namespace pim::sql
