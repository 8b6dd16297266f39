// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "common/base/result.h"
#include "common/sql/gate.h"
#include "common/sql/pool.h"
#include "common/sql/sqlite_connection.h"
#include "common/sql/transaction.h"

namespace pim::sql {

/// What all transactions of a store file have in common.
struct SqliteEngine final : Engine {
  SqliteEngine(const ConnectionOptions& for_writing, const ConnectionOptions& for_reading,
               std::size_t readers, std::unique_ptr<Gate> writers_gate,
               std::chrono::milliseconds wait_at_most)
      : patience(wait_at_most),
        writer(opener(for_writing, &log_frames), 1),
        reader(opener(for_reading, nullptr), readers),
        gate(std::move(writers_gate)) {}

  /// Gate (writers), connection, BEGIN, schema version check.
  Result<std::unique_ptr<Transaction>> begin(store::OwnerId owner, store::Access access) override;
  store::Counters counters() const override;

  /// How long a writer's turn, a free connection or a lock of a foreign process is waited for.
  const std::chrono::milliseconds patience;

  std::atomic<std::uint64_t> statements{0};
  std::atomic<std::uint64_t> rows{0};
  std::atomic<std::uint64_t> full_scan_steps{0};
  std::atomic<std::uint64_t> transactions{0};
  std::atomic<std::uint64_t> longest_us{0};
  std::atomic<int> log_frames{0};  ///< length of the log after this process's last commit

  /// One connection for writing: behind the gate is only one, and its page cache stays warm.
  Pool<Connection> writer;
  Pool<Connection> reader;
  std::unique_ptr<Gate> gate;

 private:
  /// Its connections note the length of the log after each commit.
  static Pool<Connection>::Opener opener(ConnectionOptions options, std::atomic<int>* frames) {
    options.log_frames = frames;
    return [options = std::move(options)] { return Connection::open(options); };
  }
};

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(SqliteEngine& engine, std::optional<Turn> turn, Loan<Connection> loan)
      : engine_(&engine), turn_(std::move(turn)), loan_(std::move(loan)) {}
  ~SqliteTransaction() override { end(); }
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;

  Status start(store::Access access);
  Status commit() override;
  /// Refused once the transaction has ended, by whomever: sqlite itself rolls back after some I/O
  /// errors, and what followed would commit on its own.
  Result<Statement> prepare(const char* sql, Use use) override;
  Status settle() override { return {}; }
  bool writes() const override { return turn_.has_value(); }
  bool row_by_row() const override { return true; }
  bool alone() const override { return writes(); }
  // The gate lets one writer in.
  Status lock_owners(std::span<const store::OwnerId>) override { return {}; }
  Status lock_store() override { return {}; }

 private:
  using Time = std::chrono::steady_clock;
  void end();

  SqliteEngine* engine_;
  std::optional<Turn> turn_;
  std::optional<Loan<Connection>> loan_;  ///< given back before the turn: the next writer needs it
  Time::time_point began_{};
};

}  // namespace pim::sql
