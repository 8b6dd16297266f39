// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_transaction.h"

#include <string_view>

#include "common/sql/migration.h"
#include "common/sql/postgres_error.h"
#include "common/sql/postgres_outcome.h"

namespace pim::sql {
namespace {

constexpr const char* Commit = "COMMIT";
constexpr const char* ReadVersion = "SELECT version FROM meta WHERE one = 1";
constexpr const char* TakeTurn =
    "UPDATE owner SET turn = turn + 1, tokens = substr(?2 || tokens, 1, 512) WHERE id = ?1 "
    "RETURNING turn, (SELECT version FROM meta WHERE one = 1)";
static_assert(TokenSize * TokensKept == 512);
/// In the order of the list, which is ascending: nobody waits in a circle.
constexpr const char* LockOwners = "SELECT id FROM owner WHERE id = EACH(?1) FOR UPDATE";
constexpr const char* LockStore = "SELECT one FROM meta WHERE one = 1 FOR UPDATE";

void raise_to(std::atomic<std::uint64_t>& highest, std::uint64_t value) {
  std::uint64_t seen = highest.load(std::memory_order_relaxed);
  while (seen < value && !highest.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
}

}  // namespace

PostgresEngine::PostgresEngine(PostgresLink link, std::size_t connections)
    : link_(std::move(link)),
      pool_([this] { return PostgresConnection::open(link_); }, connections) {}

/// A connection that the server has closed meanwhile (a restart, a timeout) shows itself here,
/// where nothing has been done yet: the next try has a new one.
Result<std::unique_ptr<Transaction>> PostgresEngine::begin(store::OwnerId owner,
                                                           store::Access access) {
  transactions_.fetch_add(1, std::memory_order_relaxed);
  for (int tried = 1;; ++tried) {
    PIM_TRY(auto connection, pool_.take(link_.patience));
    auto transaction = std::make_unique<PostgresTransaction>(
        *this, Loan<PostgresConnection>(pool_, std::move(connection)), owner, access);
    const Status started = transaction->start();
    if (started) {
      return std::unique_ptr<Transaction>(std::move(transaction));
    }
    if (tried > 1 || !transaction->lost()) {
      return Failure(started.error());
    }
    transaction.reset();
    pool_.forget_idle();
  }
}

store::Counters PostgresEngine::counters() const {
  return {.statements = statements_.load(),
          .rows_read = rows_.load(),
          .full_scan_steps = 0,
          .transactions = transactions_.load(),
          .longest_transaction_us = longest_us_.load()};
}

void PostgresEngine::note(const Work& work, bool wrote, std::chrono::steady_clock::duration taken) {
  statements_.fetch_add(work.statements, std::memory_order_relaxed);
  rows_.fetch_add(work.rows, std::memory_order_relaxed);
  if (wrote) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(taken).count();
    raise_to(longest_us_, static_cast<std::uint64_t>(us));
  }
}

Status PostgresTransaction::start() {
  PostgresConnection& connection = **loan_;
  began_ = std::chrono::steady_clock::now();
  if (!connection.alive()) {
    return connection_failure(connection.handle(), "beginning a transaction");
  }
  if (!writes()) {
    return connection.begin_reading();
  }
  PIM_CHECK(connection.begin_writing());
  if (owner_ != 0) {
    PIM_CHECK(take_turn());
    if (turn_ != 0) {
      return {};
    }
  }
  Statement statement = connection.prepare(ReadVersion, Use::Once);
  PIM_TRY(const bool there, statement.first());
  return check_schema_version(there ? statement.row().small() : 0);
}

Status PostgresTransaction::take_turn() {
  token_ = make_token();
  Statement statement = (*loan_)->prepare(TakeTurn, Use::Once);
  PIM_TRY(const bool there, statement.first(owner_, Blob{token_}));
  if (!there) {
    return {};  // no such owner: it can only be read
  }
  began_ = std::chrono::steady_clock::now();
  Row row = statement.row();
  turn_ = row.integer();
  return check_schema_version(row.small());
}

Status PostgresTransaction::commit() {
  if (!loan_ || !(*loan_)->in_transaction()) {
    return fail(ErrorCode::Unavailable, "the transaction was rolled back before its commit");
  }
  PostgresConnection& connection = **loan_;
  Status done = connection.send(Commit);
  if (done) {
    auto result = connection.collect();
    if (!result) {
      done = pass(result);
    } else if (std::string_view(PQcmdStatus(result->get())) != Commit) {
      done = fail(ErrorCode::Refused, "the transaction had failed and was rolled back");
    }
  }
  const bool lost = connection.lost();
  end();
  return lost && writes() ? find_out() : done;
}

Status PostgresTransaction::find_out() {
  if (turn_ == 0) {
    return fail(ErrorCode::Unknown, "the connection to the store was lost during the commit");
  }
  return outcome_of(engine_->link(), {.owner = owner_, .turn = turn_, .token = token_});
}

Result<Statement> PostgresTransaction::prepare(const char* sql, Use use) {
  if (!loan_) {
    return fail(ErrorCode::Internal, "the transaction has ended");
  }
  if (!(*loan_)->in_transaction()) {
    return fail(ErrorCode::Unavailable, "the store has rolled the transaction back");
  }
  return (*loan_)->prepare(sql, use);
}

Status PostgresTransaction::settle() {
  PIM_CHECK((*loan_)->collect());
  return {};
}

Status PostgresTransaction::lock_owners(std::span<const store::OwnerId> owners) {
  const std::vector<std::int64_t> list(owners.begin(), owners.end());
  PIM_TRY(Statement statement, prepare(LockOwners, Use::Each));
  return statement.run(list);
}

Status PostgresTransaction::lock_store() {
  PIM_TRY(Statement statement, prepare(LockStore, Use::Once));
  return statement.run();
}

void PostgresTransaction::end() {
  if (!loan_) {
    return;
  }
  PostgresConnection& connection = **loan_;
  const bool usable = !connection.lost() && connection.fits() &&
                      (!connection.in_transaction() || connection.leave());
  engine_->note(std::exchange(connection.work(), Work{}), writes(),
                std::chrono::steady_clock::now() - began_);
  if (!usable) {
    loan_->discard();
  }
  loan_.reset();
}

}  // namespace pim::sql
