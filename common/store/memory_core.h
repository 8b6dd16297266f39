// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "common/store/memory_state.h"
#include "common/store/store.h"

namespace pim::store {

/// What the transactions of a MemoryStore share: the committed state and the writer's turn.
/// Thread-safe.
class MemoryCore {
 public:
  explicit MemoryCore(std::chrono::milliseconds busy_wait) : busy_wait_(busy_wait) {}

  /// Waits for the writer's turn; false where it did not come in time.
  bool take_turn();
  void end_turn();

  StoreState read() const;
  /// Null where there is no such owner.
  std::shared_ptr<const OwnerState> read_owner(OwnerId owner) const;
  /// Both only by the holder of the turn.
  void write(StoreState state);
  void write_owner(OwnerId owner, std::shared_ptr<const OwnerState> state);

  Counters counters() const;
  void count(const Counters& more);

 private:
  const std::chrono::milliseconds busy_wait_;
  mutable std::mutex mutex_;
  std::condition_variable turn_;
  bool writing_ = false;
  StoreState state_;
  Counters counters_;
};

/// Holds the writer's turn for its lifetime.
class WriteTurn {
 public:
  static Result<std::unique_ptr<WriteTurn>> take(MemoryCore& core);
  explicit WriteTurn(MemoryCore& core) : core_(core) {}
  ~WriteTurn() { core_.end_turn(); }
  WriteTurn(const WriteTurn&) = delete;
  WriteTurn& operator=(const WriteTurn&) = delete;

 private:
  MemoryCore& core_;
};

}  // namespace pim::store
