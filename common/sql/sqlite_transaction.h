// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "common/base/result.h"
#include "common/sql/gate.h"
#include "common/sql/sqlite_pool.h"
#include "common/store/store.h"

namespace pim::sql {

/// What all transactions of a store have in common.
struct Engine {
  Engine(const ConnectionOptions& for_writing, const ConnectionOptions& for_reading,
         std::size_t readers, std::unique_ptr<Gate> writers_gate,
         std::chrono::milliseconds wait_at_most)
      : patience(wait_at_most),
        writer(for_writing, 1),
        reader(for_reading, readers),
        gate(std::move(writers_gate)) {
    writer.watch_log(log_frames);
  }

  /// How long a writer's turn, a free connection or a lock of a foreign process is waited for.
  const std::chrono::milliseconds patience;

  std::atomic<std::uint64_t> statements{0};
  std::atomic<std::uint64_t> rows{0};
  std::atomic<std::uint64_t> full_scan_steps{0};
  std::atomic<std::uint64_t> transactions{0};
  std::atomic<std::uint64_t> longest_us{0};
  std::atomic<int> log_frames{0};  ///< length of the log after this process's last commit

  /// One connection for writing: behind the gate is only one, and its page cache stays warm.
  Pool writer;
  Pool reader;
  std::unique_ptr<Gate> gate;
};

/// One transaction on one connection: gate (writers), connection, BEGIN, schema version check;
/// rolled back unless committed. Both ends in one thread.
class Transaction {
 public:
  static Result<Transaction> begin(Engine& engine, store::Access access);
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;

  Status commit();
  /// A statement inside of it; refused once the transaction has ended, by whomever: sqlite itself
  /// rolls back after some I/O errors, and what followed would commit on its own.
  Result<Statement> prepare(const char* sql);
  bool writes() const { return turn_.has_value(); }

 private:
  using Time = std::chrono::steady_clock;

  Transaction(Engine& engine, std::optional<Turn> turn, Loan loan)
      : engine_(&engine), turn_(std::move(turn)), loan_(std::move(loan)) {}
  Status start(store::Access access);
  void end();

  Engine* engine_;
  std::optional<Turn> turn_;
  std::optional<Loan> loan_;  ///< given back before the turn: the next writer needs it
  Time::time_point began_{};
};

}  // namespace pim::sql
