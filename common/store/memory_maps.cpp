// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "common/store/memory_work.h"

namespace pim::store {

namespace {

using NameIndex = PersistentMap<std::tuple<PairingId, std::string>, ItemId>;

std::set<ItemId> named(const NameIndex& index, PairingId pairing,
                       std::span<const std::string> names) {
  std::set<ItemId> items;
  for (const std::string& name : names) {
    if (const ItemId* item = index.find(std::tuple(pairing, std::string_view(name)))) {
      items.insert(*item);
    }
  }
  return items;
}

template <class Items>
std::vector<MapRow> rows_of(const OwnerState& state, PairingId pairing, const Items& items) {
  std::vector<MapRow> found;
  for (const ItemId item : items) {
    if (const MapRow* row = state.maps.find(std::tuple(pairing, item))) {
      found.push_back(*row);
    }
  }
  return found;
}

bool is_hint(const MapRow& row, std::uint64_t generation) {
  return row.generation < generation && row.state != MapState::Unconfirmed &&
         row.state != MapState::ToAdd &&
         !(row.state == MapState::Failed && row.retry_at == NeverAgain);
}

}  // namespace

Result<std::vector<MapRow>> MemoryWork::maps_by_peer(PairingId pairing,
                                                     std::span<const std::string> peer_ids) {
  PIM_CHECK(readable());
  return rows_of(state_, pairing, named(state_.maps_by_peer, pairing, peer_ids));
}

Result<std::vector<MapRow>> MemoryWork::maps_by_told(PairingId pairing,
                                                     std::span<const std::string> told) {
  PIM_CHECK(readable());
  return rows_of(state_, pairing, named(state_.maps_by_told, pairing, told));
}

Result<std::vector<MapRow>> MemoryWork::maps_of(PairingId pairing, std::span<const ItemId> items) {
  PIM_CHECK(readable());
  return rows_of(state_, pairing, std::set<ItemId>(items.begin(), items.end()));
}

Result<std::vector<MapRow>> MemoryWork::open_maps(PairingId pairing, Seconds due_by,
                                                  Seconds after_retry, ItemId after_item,
                                                  std::size_t limit) {
  PIM_CHECK(readable());
  std::vector<MapRow> found;
  state_.maps_open.scan_after(std::tuple(pairing, after_retry, after_item),
                              [&](const auto& key, Nothing) {
                                const auto& [of, retry_at, item] = key;
                                if (of != pairing || retry_at > due_by || found.size() >= limit) {
                                  return false;
                                }
                                found.push_back(*state_.maps.find(std::tuple(pairing, item)));
                                return true;
                              });
  counters_.rows_read += found.size();
  return found;
}

void MemoryWork::remove_map(PairingId pairing, ItemId item) {
  const MapRow* row = state_.maps.find(std::tuple(pairing, item));
  if (row == nullptr) {
    return;
  }
  if (row->peer_id) {
    state_.maps_by_peer.erase(std::tuple(pairing, std::string_view(*row->peer_id)));
  }
  if (row->told) {
    state_.maps_by_told.erase(std::tuple(pairing, std::string_view(*row->told)));
  }
  state_.maps_open.erase(std::tuple(pairing, row->retry_at, item));
  state_.maps.erase(std::tuple(pairing, item));
}

void MemoryWork::put_map(PairingId pairing, const MapRow& row) {
  remove_map(pairing, row.item);
  if (row.peer_id) {
    if (const ItemId* other =
            state_.maps_by_peer.find(std::tuple(pairing, std::string_view(*row.peer_id)))) {
      remove_map(pairing, ItemId(*other));
    }
    state_.maps_by_peer.set({pairing, *row.peer_id}, row.item);
  }
  if (row.told) {
    if (const ItemId* other =
            state_.maps_by_told.find(std::tuple(pairing, std::string_view(*row.told)))) {
      remove_map(pairing, ItemId(*other));
    }
    state_.maps_by_told.set({pairing, *row.told}, row.item);
  }
  if (row.state != MapState::Mapped) {
    state_.maps_open.set({pairing, row.retry_at, row.item}, {});
  }
  state_.maps.set({pairing, row.item}, row);
}

Status MemoryWork::put_maps(PairingId pairing, std::span<const MapRow> rows) {
  PIM_CHECK(writable());
  PIM_CHECK(known_pairing(pairing));
  for (const MapRow& row : rows) {
    put_map(pairing, row);
  }
  return {};
}

Status MemoryWork::drop_maps(PairingId pairing, std::span<const ItemId> items) {
  PIM_CHECK(writable());
  for (const ItemId item : items) {
    remove_map(pairing, item);
  }
  return {};
}

Result<std::size_t> MemoryWork::drop_hints(PairingId pairing, std::uint64_t generation,
                                           std::size_t limit) {
  PIM_CHECK(writable());
  std::vector<ItemId> hints;
  state_.maps.scan_from(std::tuple(pairing, ItemId{0}), [&](const auto& key, const MapRow& row) {
    if (std::get<0>(key) != pairing || hints.size() >= limit) {
      return false;
    }
    if (is_hint(row, generation)) {
      hints.push_back(row.item);
    }
    return true;
  });
  for (const ItemId item : hints) {
    remove_map(pairing, item);
  }
  return hints.size();
}

}  // namespace pim::store
