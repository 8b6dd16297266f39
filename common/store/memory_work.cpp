// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_work.h"

#include <algorithm>
#include <utility>

namespace pim::store {

MemoryWork::MemoryWork(MemoryCore& core, OwnerId owner, std::unique_ptr<WriteTurn> turn)
    : core_(core), owner_(owner), turn_(std::move(turn)), began_(std::chrono::steady_clock::now()) {
  if (const auto state = core_.read_owner(owner)) {
    owner_known_ = true;
    state_ = *state;
  }
}

MemoryWork::~MemoryWork() {
  finish();
}

void MemoryWork::finish() {
  if (finished_) {
    return;
  }
  finished_ = true;
  counters_.transactions = 1;
  if (turn_) {
    const auto took = std::chrono::steady_clock::now() - began_;
    counters_.longest_transaction_us = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  }
  core_.count(counters_);
  turn_.reset();
}

Status MemoryWork::readable() {
  if (finished_) {
    return fail(ErrorCode::Internal, "The transaction has ended.");
  }
  if (spoilt_) {
    return fail(ErrorCode::Refused, "The transaction has failed and must be rolled back.");
  }
  ++counters_.statements;
  return {};
}

Status MemoryWork::writable() {
  PIM_CHECK(readable());
  if (!turn_) {
    return spoil(ErrorCode::Refused, "A read transaction does not write.");
  }
  if (!owner_known_) {
    return spoil(ErrorCode::Refused, "There is no such owner.");
  }
  changed_ = true;
  return {};
}

Failure MemoryWork::spoil(ErrorCode code, std::string message) {
  spoilt_ = true;
  return fail(code, std::move(message));
}

Status MemoryWork::commit() {
  PIM_CHECK(readable());
  if (changed_) {
    core_.write_owner(owner_, std::make_shared<const OwnerState>(std::move(state_)));
  }
  finish();
  return {};
}

Status MemoryWork::savepoint() {
  PIM_CHECK(readable());
  savepoint_ = state_;
  return {};
}

Status MemoryWork::rollback_to_savepoint() {
  if (finished_ || !savepoint_) {
    return fail(ErrorCode::Internal, "There is no savepoint to go back to.");
  }
  // Ids given after the savepoint may live on in the caller's memory: they are not given again.
  const ItemId next_id = state_.next_id;
  state_ = *savepoint_;
  state_.next_id = next_id;
  spoilt_ = false;
  return {};
}

Result<std::vector<Collection>> MemoryWork::collections() {
  PIM_CHECK(readable());
  std::vector<Collection> found;
  state_.collections.scan([&](const auto&, const Collection& each) {
    found.push_back(each);
    return true;
  });
  return found;
}

Result<std::optional<Collection>> MemoryWork::collection(std::string_view name) {
  PIM_CHECK(readable());
  const Collection* found = state_.collections.find(name);
  return found == nullptr ? std::optional<Collection>() : *found;
}

Status MemoryWork::put_collection(const Collection& collection) {
  PIM_CHECK(writable());
  Collection row = collection;
  row.live = 0;
  row.rev = 0;
  if (const Collection* before = state_.collections.find(collection.name)) {
    row = *before;
    row.display_name = collection.display_name;
  }
  state_.collections.set(row.name, row);
  return {};
}

Result<ItemId> MemoryWork::reserve_ids(std::size_t count) {
  PIM_CHECK(writable());
  const ItemId first = state_.next_id;
  state_.next_id += static_cast<ItemId>(count);
  return first;
}

Result<Revision> MemoryWork::raise(std::string_view collection, std::size_t count) {
  PIM_CHECK(writable());
  const Collection* before = state_.collections.find(collection);
  if (before == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such collection.");
  }
  Collection row = *before;
  const Revision first = row.rev + 1;
  row.rev += static_cast<Revision>(count);
  state_.collections.set(row.name, row);
  return first;
}

Status MemoryWork::known_pairing(PairingId pairing) {
  if (state_.pairings.find(pairing) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such pairing.");
  }
  return {};
}

}  // namespace pim::store
