// SPDX-License-Identifier: Apache-2.0
#include "common/sync/part_set.h"

#include "common/base/limits.h"

namespace pim::sync {

using store::ItemId;
using store::PartRow;
using store::PartState;

void PartSet::cache(PartRow row) {
  const auto [where, fresh] = rows_.try_emplace(row.name);
  if (!fresh) {
    return;  // what is here is newer than what the store says
  }
  if (row.peer_id) {
    by_peer_.try_emplace(*row.peer_id, row.name);
  }
  by_item_[row.item].insert(row.name);
  where->second.row = std::move(row);
}

Status PartSet::preload_peers(std::span<const std::string> peer_ids) {
  std::vector<std::string> wanted;
  for (const std::string& peer : peer_ids) {
    if (any() && !all_known_ && !by_peer_.contains(peer)) {
      wanted.push_back(peer);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, work_.parts_by_peer(pairing_->id, wanted));
  for (PartRow& row : rows) {
    cache(std::move(row));
  }
  for (std::string& peer : wanted) {
    by_peer_.try_emplace(std::move(peer), 0);
  }
  return {};
}

Status PartSet::preload_names(std::span<const ItemId> names) {
  std::vector<ItemId> wanted;
  for (const ItemId name : names) {
    if (any() && !all_known_ && !rows_.contains(name)) {
      wanted.push_back(name);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, work_.parts_by_name(pairing_->id, wanted));
  for (PartRow& row : rows) {
    cache(std::move(row));
  }
  for (const ItemId name : wanted) {
    rows_.try_emplace(name);
  }
  return {};
}

Status PartSet::preload_items(std::span<const ItemId> items) {
  std::vector<ItemId> wanted;
  for (const ItemId item : items) {
    if (any() && !all_known_ && items_known_.insert(item).second) {
      wanted.push_back(item);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, work_.parts_of(pairing_->id, wanted));
  for (PartRow& row : rows) {
    cache(std::move(row));
  }
  return {};
}

Result<const PartRow*> PartSet::by_peer(const std::string& peer_id) {
  PIM_CHECK(preload_peers(std::span(&peer_id, 1)));
  const auto found = by_peer_.find(peer_id);
  if (found == by_peer_.end() || found->second == 0) {
    return nullptr;
  }
  const auto row = rows_.find(found->second);
  const bool has = row != rows_.end() && row->second.row && row->second.row->peer_id == peer_id;
  return has ? &*row->second.row : nullptr;
}

Result<const PartRow*> PartSet::by_name(ItemId name) {
  PIM_CHECK(preload_names(std::span(&name, 1)));
  const auto found = rows_.find(name);
  return found != rows_.end() && found->second.row ? &*found->second.row : nullptr;
}

Result<std::vector<PartRow>> PartSet::of(ItemId item) {
  PIM_CHECK(preload_items(std::span(&item, 1)));
  std::vector<PartRow> found;
  if (const auto names = by_item_.find(item); names != by_item_.end()) {
    for (const ItemId name : names->second) {
      if (rows_[name].row) {
        found.push_back(*rows_[name].row);
      }
    }
  }
  return found;
}

Result<std::vector<PartRow>> PartSet::all() {
  ItemId after = 0;
  while (any() && !all_known_) {
    PIM_TRY(auto page, work_.parts(pairing_->id, after, limits::PageRows));
    all_known_ = page.size() < limits::PageRows;
    for (PartRow& row : page) {
      after = row.name;
      cache(std::move(row));
    }
  }
  std::vector<PartRow> found;
  for (const auto& [name, slot] : rows_) {
    if (slot.row) {
      found.push_back(*slot.row);
    }
  }
  return found;
}

Result<std::vector<PartRow>> PartSet::unmapped() {
  Seconds after_retry = INT64_MIN;
  ItemId after_name = 0;
  while (any() && !all_known_ && !unmapped_known_) {
    PIM_TRY(auto page,
            work_.open_parts(pairing_->id, INT64_MAX, after_retry, after_name, limits::PageRows));
    unmapped_known_ = page.size() < limits::PageRows;
    for (PartRow& row : page) {
      after_retry = row.retry_at;
      after_name = row.name;
      cache(std::move(row));
    }
  }
  std::vector<PartRow> found;
  for (const auto& [name, slot] : rows_) {
    if (slot.row && slot.row->state != PartState::Mapped) {
      found.push_back(*slot.row);
    }
  }
  return found;
}

Result<std::vector<PartRow>> PartSet::open(Seconds due_by, Seconds after_retry, ItemId after_name,
                                           std::size_t limit) {
  if (!any()) {
    return std::vector<PartRow>();
  }
  PIM_CHECK(flush());
  return work_.open_parts(pairing_->id, due_by, after_retry, after_name, limit);
}

// ---------------------------------------------------------------- writing

void PartSet::set(ItemId name, std::optional<PartRow> row) {
  Slot& slot = rows_[name];
  if (slot.row && slot.row->peer_id) {
    const auto had = by_peer_.find(*slot.row->peer_id);
    if (had != by_peer_.end() && had->second == name) {
      had->second = 0;
    }
  }
  if (slot.row) {
    by_item_[slot.row->item].erase(name);
  }
  if (row) {
    by_item_[row->item].insert(name);
    if (row->peer_id) {
      by_peer_.insert_or_assign(*row->peer_id, name);
    }
  }
  slot.row = std::move(row);
  slot.dirty = true;
}

Status PartSet::put(PartRow row) {
  if (row.peer_id) {
    PIM_TRY(const PartRow* other, by_peer(*row.peer_id));
    if (other != nullptr && other->name != row.name) {
      PIM_CHECK(release(*row.peer_id));
    }
  }
  pairing_->parts = true;
  const ItemId name = row.name;
  set(name, std::move(row));
  return {};
}

void PartSet::drop(ItemId name) {
  set(name, std::nullopt);
}

Status PartSet::release(const std::string& peer_id) {
  PIM_TRY(const PartRow* found, by_peer(peer_id));
  if (found == nullptr) {
    return {};
  }
  if (found->state == PartState::ToDelete) {
    drop(found->name);
    return {};
  }
  PartRow row = *found;
  row.peer_id.reset();
  if (row.state == PartState::Mapped || row.state == PartState::Pending) {
    row.state = PartState::ToAdd;
    row.generation = pairing_->generation;
  }
  const ItemId name = row.name;
  set(name, std::move(row));
  return {};
}

Status PartSet::flush() {
  std::vector<PartRow> put;
  std::vector<ItemId> dropped;
  for (auto& [name, slot] : rows_) {
    if (slot.dirty && slot.row) {
      put.push_back(*slot.row);
    } else if (slot.dirty) {
      dropped.push_back(name);
    }
    slot.dirty = false;
  }
  if (!dropped.empty()) {
    PIM_CHECK(work_.drop_parts(pairing_->id, dropped));
  }
  return put.empty() ? Status{} : work_.put_parts(pairing_->id, put);
}

}  // namespace pim::sync
