// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_core.h"

#include <algorithm>
#include <utility>

namespace pim::store {

bool MemoryCore::take_turn() {
  std::unique_lock lock(mutex_);
  if (!turn_.wait_for(lock, busy_wait_, [this] { return !writing_; })) {
    return false;
  }
  writing_ = true;
  return true;
}

void MemoryCore::end_turn() {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
  }
  turn_.notify_one();
}

StoreState MemoryCore::read() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

std::shared_ptr<const OwnerState> MemoryCore::read_owner(OwnerId owner) const {
  const std::lock_guard lock(mutex_);
  const auto found = state_.owners.find(owner);
  return found == state_.owners.end() ? nullptr : found->second.state;
}

void MemoryCore::write(StoreState state) {
  const std::lock_guard lock(mutex_);
  std::swap(state_, state);  // what was is freed after the lock
}

void MemoryCore::write_owner(OwnerId owner, std::shared_ptr<const OwnerState> state) {
  const std::lock_guard lock(mutex_);
  std::swap(state_.owners.at(owner).state, state);
}

Counters MemoryCore::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

void MemoryCore::count(const Counters& more) {
  const std::lock_guard lock(mutex_);
  counters_.statements += more.statements;
  counters_.rows_read += more.rows_read;
  counters_.full_scan_steps += more.full_scan_steps;
  counters_.transactions += more.transactions;
  counters_.longest_transaction_us =
      std::max(counters_.longest_transaction_us, more.longest_transaction_us);
}

Result<std::unique_ptr<WriteTurn>> WriteTurn::take(MemoryCore& core) {
  if (!core.take_turn()) {
    return fail(ErrorCode::Busy, "Another transaction is writing; try again later.");
  }
  return std::make_unique<WriteTurn>(core);
}

}  // namespace pim::store
