// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "common/store/memory_work.h"

namespace pim::store {

Result<std::vector<PartRow>> MemoryWork::parts_by_peer(PairingId pairing,
                                                       std::span<const std::string> peer_ids) {
  PIM_CHECK(readable());
  std::vector<PartRow> found;
  for (const std::string& peer : std::set<std::string>(peer_ids.begin(), peer_ids.end())) {
    if (const ItemId* name =
            state_.parts_by_peer.find(std::tuple(pairing, std::string_view(peer)))) {
      found.push_back(*state_.parts.find(std::tuple(pairing, *name)));
    }
  }
  return found;
}

Result<std::vector<PartRow>> MemoryWork::parts_by_name(PairingId pairing,
                                                       std::span<const ItemId> names) {
  PIM_CHECK(readable());
  std::vector<PartRow> found;
  for (const ItemId name : std::set<ItemId>(names.begin(), names.end())) {
    if (const PartRow* row = state_.parts.find(std::tuple(pairing, name))) {
      found.push_back(*row);
    }
  }
  return found;
}

Result<std::vector<PartRow>> MemoryWork::parts_of(PairingId pairing,
                                                  std::span<const ItemId> items) {
  PIM_CHECK(readable());
  std::vector<PartRow> found;
  for (const ItemId item : std::set<ItemId>(items.begin(), items.end())) {
    state_.parts_by_item.scan_from(
        std::tuple(pairing, item, ItemId{0}), [&](const auto& key, Nothing) {
          if (std::get<0>(key) != pairing || std::get<1>(key) != item) {
            return false;
          }
          found.push_back(*state_.parts.find(std::tuple(pairing, std::get<2>(key))));
          return true;
        });
  }
  return found;
}

Result<std::vector<PartRow>> MemoryWork::parts(PairingId pairing, ItemId after_name,
                                               std::size_t limit) {
  PIM_CHECK(readable());
  std::vector<PartRow> found;
  state_.parts.scan_after(std::tuple(pairing, after_name),
                          [&](const auto& key, const PartRow& row) {
                            if (std::get<0>(key) != pairing || found.size() >= limit) {
                              return false;
                            }
                            found.push_back(row);
                            return true;
                          });
  return found;
}

Result<std::vector<PartRow>> MemoryWork::open_parts(PairingId pairing, Seconds due_by,
                                                    Seconds after_retry, ItemId after_name,
                                                    std::size_t limit) {
  PIM_CHECK(readable());
  std::vector<PartRow> found;
  state_.parts_open.scan_after(std::tuple(pairing, after_retry, after_name),
                               [&](const auto& key, Nothing) {
                                 const auto& [of, retry_at, name] = key;
                                 if (of != pairing || retry_at > due_by || found.size() >= limit) {
                                   return false;
                                 }
                                 found.push_back(*state_.parts.find(std::tuple(pairing, name)));
                                 return true;
                               });
  return found;
}

void MemoryWork::remove_part(PairingId pairing, ItemId name) {
  const PartRow* row = state_.parts.find(std::tuple(pairing, name));
  if (row == nullptr) {
    return;
  }
  if (row->peer_id) {
    state_.parts_by_peer.erase(std::tuple(pairing, std::string_view(*row->peer_id)));
  }
  state_.parts_by_item.erase(std::tuple(pairing, row->item, name));
  state_.parts_open.erase(std::tuple(pairing, row->retry_at, name));
  state_.parts.erase(std::tuple(pairing, name));
}

void MemoryWork::put_part(PairingId pairing, const PartRow& row) {
  remove_part(pairing, row.name);
  if (row.peer_id) {
    if (const ItemId* other =
            state_.parts_by_peer.find(std::tuple(pairing, std::string_view(*row.peer_id)))) {
      remove_part(pairing, ItemId(*other));
    }
    state_.parts_by_peer.set({pairing, *row.peer_id}, row.name);
  }
  state_.parts_by_item.set({pairing, row.item, row.name}, {});
  if (row.state != PartState::Mapped) {
    state_.parts_open.set({pairing, row.retry_at, row.name}, {});
  }
  state_.parts.set({pairing, row.name}, row);
}

Status MemoryWork::put_parts(PairingId pairing, std::span<const PartRow> rows) {
  PIM_CHECK(writable());
  PIM_CHECK(known_pairing(pairing));
  for (const PartRow& row : rows) {
    put_part(pairing, row);
  }
  return {};
}

Status MemoryWork::drop_parts(PairingId pairing, std::span<const ItemId> names) {
  PIM_CHECK(writable());
  for (const ItemId name : names) {
    remove_part(pairing, name);
  }
  return {};
}

}  // namespace pim::store
