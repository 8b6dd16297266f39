// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "common/store/persistent_map.h"
#include "common/store/store.h"
#include "common/store/types.h"

// The tables of the memory store. A state is a value: copying it copies some thirty pointers.
namespace pim::store {

struct ItemRow {
  Item item;
  ItemFind find;
};

/// Everything of one owner. No table holds anything of another: what a unit of work cannot reach
/// it cannot leak.
struct OwnerState {
  ItemId next_id = 1;  ///< one counter for all ids and numbers of the owner

  PersistentMap<std::string, Collection> collections;
  PersistentMap<ItemId, ItemRow> items;
  PersistentMap<std::tuple<std::string, Revision>, ItemId> items_by_rev;
  /// Live items only.
  PersistentSet<std::tuple<std::string, std::string, ItemId>> items_by_name;
  PersistentMap<std::tuple<ItemId, Revision>, ItemVersion> versions;
  PersistentSet<std::tuple<std::string, std::uint64_t, ItemId, KeyKind>> keys;

  PersistentMap<PairingId, Pairing> pairings;
  PersistentMap<std::tuple<PairingId, ItemId>, MapRow> maps;
  PersistentMap<std::tuple<PairingId, std::string>, ItemId> maps_by_peer;
  PersistentMap<std::tuple<PairingId, std::string>, ItemId> maps_by_told;
  /// Rows that are not Mapped.
  PersistentSet<std::tuple<PairingId, Seconds, ItemId>> maps_open;

  PersistentMap<std::tuple<PairingId, ItemId>, PartRow> parts;  ///< by name
  PersistentMap<std::tuple<PairingId, std::string>, ItemId> parts_by_peer;
  PersistentSet<std::tuple<PairingId, ItemId, ItemId>> parts_by_item;
  /// Rows that are not Mapped.
  PersistentSet<std::tuple<PairingId, Seconds, ItemId>> parts_open;

  PersistentMap<std::tuple<PairingId, std::string>, Staged> staged;
  /// False stands for Delete, so that deletes come first.
  PersistentSet<std::tuple<PairingId, bool, std::string>> staged_in_order;
  PersistentSet<std::tuple<PairingId, ItemId, std::string>> staged_by_reserved;
  PersistentSet<std::tuple<PairingId, ItemId, std::string>> staged_by_item;

  PersistentMap<std::int64_t, Held> held;
  PersistentSet<std::tuple<PairingId, ItemId, std::int64_t>> held_by_item;
  PersistentMap<std::int64_t, Conflict> conflicts;

  PersistentMap<std::string, Session> sessions;
  PersistentMap<std::tuple<std::string, std::int64_t, std::int64_t>, std::string> session_parts;
  PersistentMap<std::int64_t, Device> devices;
  PersistentMap<std::int64_t, Connection> connections;
  PersistentMap<std::int64_t, Run> runs;
  PersistentMap<std::tuple<std::int64_t, std::int64_t>, RunItem> run_items;
};

/// A session's parts go with it.
void drop_parts_of(OwnerState& state, std::string_view handle);

/// Adds what waits of this owner.
void count_questions(const OwnerState& state, OpenQuestions& open);

struct OwnerEntry {
  Owner owner;
  /// Shared by the store, its snapshots and the transactions that read this version.
  std::shared_ptr<const OwnerState> state;
};

/// The whole store.
struct StoreState {
  std::map<std::string, Portal, std::less<>> portals;
  OwnerId next_owner = 1;
  std::map<OwnerId, OwnerEntry> owners;
};

}  // namespace pim::store
