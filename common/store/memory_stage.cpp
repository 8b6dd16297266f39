// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "common/store/memory_work.h"

namespace pim::store {

namespace {

using ItemIndex = PersistentSet<std::tuple<PairingId, ItemId, std::string>>;

std::vector<Staged> staged_with(const OwnerState& state, const ItemIndex& index, PairingId pairing,
                                std::span<const ItemId> items) {
  std::vector<Staged> found;
  for (const ItemId wanted : std::set<ItemId>(items.begin(), items.end())) {
    using Key = std::tuple<PairingId, ItemId, std::string_view>;
    index.scan_from(Key(pairing, wanted, ""), [&](const auto& key, Nothing) {
      const auto& [of, item, peer_id] = key;
      if (of != pairing || item != wanted) {
        return false;
      }
      found.push_back(*state.staged.find(std::tuple(of, std::string_view(peer_id))));
      return true;
    });
  }
  return found;
}

}  // namespace

Result<std::vector<Staged>> MemoryWork::staged_by_peer(PairingId pairing,
                                                       std::span<const std::string> peer_ids) {
  PIM_CHECK(readable());
  std::vector<Staged> found;
  for (const std::string_view peer_id :
       std::set<std::string_view>(peer_ids.begin(), peer_ids.end())) {
    if (const Staged* row = state_.staged.find(std::tuple(pairing, peer_id))) {
      found.push_back(*row);
    }
  }
  return found;
}

Result<std::vector<Staged>> MemoryWork::staged_by_reserved(PairingId pairing,
                                                           std::span<const ItemId> reserved) {
  PIM_CHECK(readable());
  return staged_with(state_, state_.staged_by_reserved, pairing, reserved);
}

Result<std::vector<Staged>> MemoryWork::staged_for_items(PairingId pairing,
                                                         std::span<const ItemId> items) {
  PIM_CHECK(readable());
  return staged_with(state_, state_.staged_by_item, pairing, items);
}

Result<std::vector<Staged>> MemoryWork::staged(PairingId pairing, ChangeOp after_op,
                                               std::string_view after_peer, std::size_t limit) {
  PIM_CHECK(readable());
  std::vector<Staged> found;
  using Key = std::tuple<PairingId, bool, std::string_view>;
  const bool from_start = after_peer.empty();
  const Key after(pairing, !from_start && after_op != ChangeOp::Delete, after_peer);
  state_.staged_in_order.scan_after(after, [&](const auto& key, Nothing) {
    const auto& [of, change, peer_id] = key;
    if (of != pairing || found.size() >= limit) {
      return false;
    }
    found.push_back(*state_.staged.find(std::tuple(of, std::string_view(peer_id))));
    return true;
  });
  counters_.rows_read += found.size();
  return found;
}

void MemoryWork::remove_staged(PairingId pairing, const std::string& peer_id) {
  const std::string_view peer = peer_id;
  const Staged* row = state_.staged.find(std::tuple(pairing, peer));
  if (row == nullptr) {
    return;
  }
  state_.staged_in_order.erase(std::tuple(pairing, row->op != ChangeOp::Delete, peer));
  state_.staged_by_reserved.erase(std::tuple(pairing, row->reserved, peer));
  state_.staged_by_item.erase(std::tuple(pairing, row->item, peer));
  state_.staged.erase(std::tuple(pairing, peer));
}

Status MemoryWork::put_staged(PairingId pairing, std::span<const Staged> rows) {
  PIM_CHECK(writable());
  PIM_CHECK(known_pairing(pairing));
  for (const Staged& row : rows) {
    if (row.peer_id.empty()) {
      return spoil(ErrorCode::Refused, "A staged row needs a name.");
    }
    remove_staged(pairing, row.peer_id);
    state_.staged_in_order.set({pairing, row.op != ChangeOp::Delete, row.peer_id}, {});
    if (row.reserved != 0) {
      state_.staged_by_reserved.set({pairing, row.reserved, row.peer_id}, {});
    }
    if (row.item != 0) {
      state_.staged_by_item.set({pairing, row.item, row.peer_id}, {});
    }
    state_.staged.set({pairing, row.peer_id}, row);
  }
  return {};
}

Status MemoryWork::drop_staged(PairingId pairing, std::span<const std::string> peer_ids) {
  PIM_CHECK(writable());
  for (const std::string& peer_id : peer_ids) {
    remove_staged(pairing, peer_id);
  }
  return {};
}

}  // namespace pim::store
