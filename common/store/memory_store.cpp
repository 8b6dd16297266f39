// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_store.h"

#include <algorithm>
#include <utility>

#include "common/store/memory_core.h"
#include "common/store/memory_work.h"
#include "common/store/standard.h"

namespace pim::store {
namespace {

std::optional<Owner> owner_in(const StoreState& state, std::string_view portal,
                              std::string_view name) {
  const auto found = std::find_if(state.owners.begin(), state.owners.end(), [&](const auto& each) {
    return each.second.owner.portal == portal && each.second.owner.name == name;
  });
  return found == state.owners.end() ? std::optional<Owner>() : found->second.owner;
}

}  // namespace

MemoryStore::MemoryStore(const HashKey& key, std::chrono::milliseconds busy_wait)
    : key_(key), core_(std::make_unique<MemoryCore>(busy_wait)) {}

MemoryStore::~MemoryStore() = default;

MemoryStore::Snapshot MemoryStore::snapshot() const {
  return std::make_shared<const StoreState>(core_->read());
}

Status MemoryStore::restore(const Snapshot& snapshot) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  core_->write(*snapshot);
  return {};
}

Result<std::unique_ptr<UnitOfWork>> MemoryStore::begin(OwnerId owner, Access access) {
  std::unique_ptr<WriteTurn> turn;
  if (access == Access::Write) {
    PIM_TRY(turn, WriteTurn::take(*core_));
  }
  return std::make_unique<MemoryWork>(*core_, owner, std::move(turn));
}

Result<Portal> MemoryStore::portal(std::string_view name, std::string_view new_id) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  const auto found = state.portals.find(name);
  if (found != state.portals.end()) {
    return found->second;
  }
  Portal made{.name = std::string(name), .id = std::string(new_id), .epoch = FirstEpoch};
  state.portals.emplace(made.name, made);
  core_->write(std::move(state));
  return made;
}

Result<Portal> MemoryStore::renew_epoch(std::string_view name, Seconds now) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  const auto found = state.portals.find(name);
  if (found == state.portals.end()) {
    return fail(ErrorCode::NotFound, "There is no such portal.");
  }
  found->second.epoch = std::max(found->second.epoch + 1, now);
  for (auto& [id, entry] : state.owners) {
    if (entry.owner.portal == name) {
      OwnerState moved = *entry.state;
      moved.next_id += EpochIdSkip;
      entry.state = std::make_shared<const OwnerState>(std::move(moved));
    }
  }
  Portal renewed = found->second;
  core_->write(std::move(state));
  return renewed;
}

Result<Owner> MemoryStore::owner(std::string_view portal, std::string_view name) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  if (!state.portals.contains(portal)) {
    return fail(ErrorCode::NotFound, "There is no such portal.");
  }
  if (auto found = owner_in(state, portal, name)) {
    return *found;
  }
  Owner made{.id = state.next_owner++, .portal = std::string(portal), .name = std::string(name)};
  OwnerState fresh;
  for (const Collection& each : standard_collections()) {
    fresh.collections.set(each.name, each);
  }
  state.owners.emplace(made.id,
                       OwnerEntry{made, std::make_shared<const OwnerState>(std::move(fresh))});
  core_->write(std::move(state));
  return made;
}

Result<std::optional<Owner>> MemoryStore::find_owner(OwnerId id) {
  const StoreState state = core_->read();
  const auto found = state.owners.find(id);
  return found == state.owners.end() ? std::optional<Owner>() : found->second.owner;
}

Result<std::optional<Owner>> MemoryStore::find_owner(std::string_view portal,
                                                     std::string_view name) {
  return owner_in(core_->read(), portal, name);
}

Counters MemoryStore::counters() const {
  return core_->counters();
}

}  // namespace pim::store
