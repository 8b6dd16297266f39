// SPDX-License-Identifier: Apache-2.0
#include "common/sync/workset.h"

#include <algorithm>
#include <cassert>

#include "common/base/text.h"

namespace pim::sync {

using store::ItemId;
using store::MapRow;
using store::MapState;

namespace {

/// A look's own numbers, of items and revisions, begin beyond all that a store gives (32 bits for
/// items).
constexpr ItemId FirstProvisional = ItemId{1} << 40;

}  // namespace

Workset::Workset(Scope scope, store::Pairing* pairing, Purpose purpose)
    : scope_(std::move(scope)),
      pairing_(pairing),
      parts_(scope_.work, pairing),
      purpose_(purpose),
      next_id_(purpose == Purpose::Look ? FirstProvisional : 0),
      end_id_(purpose == Purpose::Look ? INT64_MAX : 0) {}

bool Workset::current(const MapRow& row) const {
  return row.state == MapState::Unconfirmed || row.state == MapState::ToAdd ||
         row.generation == pairing_->generation;
}

bool Workset::hint(const MapRow& row) const {
  const bool may_be = !current(row) || (row.state == MapState::Unconfirmed && row.peer_id);
  return may_be && row.generation >= pairing_->hint_floor &&
         (row.generation < pairing_->generation || unread(row));
}

bool Workset::unread(const MapRow& row) const {
  return row.retry_at == store::NeverAgain && row.generation == pairing_->generation &&
         (row.state == MapState::Pending || row.state == MapState::Unconfirmed);
}

bool Workset::known(const MapRow& row) const {
  return current(row) && !(row.state == MapState::Unconfirmed && row.peer_id);
}

std::uint64_t Workset::uid_key(std::string_view uid) const {
  constexpr std::string_view Urn = "urn:uuid:";
  if (uid.size() > Urn.size() && equals_ignore_case(uid.substr(0, Urn.size()), Urn)) {
    uid.remove_prefix(Urn.size());
  }
  return siphash(scope_.key, uid);
}

// ---------------------------------------------------------------- reading

Workset::RowSlot& Workset::cache(MapRow row) {
  auto [where, fresh] = rows_.try_emplace(row.item);
  if (!fresh && (where->second.dirty || where->second.row)) {
    return where->second;  // what is here is newer than what the store says
  }
  if (row.peer_id) {
    by_peer_.insert_or_assign(*row.peer_id, row.item);
  }
  if (row.told) {
    by_told_.insert_or_assign(*row.told, row.item);
  }
  where->second.row = std::move(row);
  return where->second;
}

Status Workset::preload_peers(std::span<const std::string> peer_ids) {
  std::vector<std::string> wanted;
  for (const std::string& peer : peer_ids) {
    if (!by_peer_.contains(peer)) {
      wanted.push_back(peer);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, scope_.work.maps_by_peer(pairing_->id, wanted));
  for (MapRow& row : rows) {
    cache(std::move(row));
  }
  for (std::string& peer : wanted) {
    by_peer_.try_emplace(std::move(peer), 0);
  }
  return {};
}

Status Workset::preload_told(std::span<const std::string> names) {
  std::vector<std::string> wanted;
  for (const std::string& name : names) {
    if (!by_told_.contains(name)) {
      wanted.push_back(name);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, scope_.work.maps_by_told(pairing_->id, wanted));
  for (MapRow& row : rows) {
    cache(std::move(row));
  }
  for (std::string& name : wanted) {
    by_told_.try_emplace(std::move(name), 0);
  }
  return {};
}

Status Workset::preload_rows(std::span<const ItemId> items) {
  std::vector<ItemId> wanted;
  for (const ItemId id : items) {
    if (!rows_.contains(id)) {
      wanted.push_back(id);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, scope_.work.maps_of(pairing_->id, wanted));
  for (MapRow& row : rows) {
    cache(std::move(row));
  }
  for (const ItemId id : wanted) {
    rows_.try_emplace(id);
  }
  return {};
}

Status Workset::preload_items(std::span<const ItemId> items) {
  std::vector<ItemId> wanted;
  for (const ItemId id : items) {
    if (!items_.contains(id)) {
      wanted.push_back(id);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto found, scope_.work.items(wanted));
  for (store::Item& item : found) {
    if (item.collection != scope_.collection) {
      continue;  // an id of another collection names nothing here
    }
    ItemSlot& slot = items_[item.id];
    slot.loaded = item.rev;
    slot.item = std::move(item);
  }
  for (const ItemId id : wanted) {
    items_.try_emplace(id);
  }
  return {};
}

Status Workset::preload_keys(std::span<const std::uint64_t> keys) {
  std::vector<std::uint64_t> wanted;
  for (const std::uint64_t key : keys) {
    if (!keys_.contains(key)) {
      wanted.push_back(key);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto hits, scope_.work.find_keys(scope_.collection, wanted));
  std::unordered_map<std::uint64_t, std::vector<KeyHit>> loaded;
  for (const std::uint64_t key : wanted) {
    loaded.try_emplace(key);
  }
  std::vector<ItemId> ids;
  for (const store::MatchKey& hit : hits) {
    if (std::ranges::find(old_keys_, hit) == old_keys_.end()) {
      loaded[hit.key].push_back({hit.item, hit.kind});
      ids.push_back(hit.item);
    }
  }
  for (const store::MatchKey& key : new_keys_) {
    const auto found = loaded.find(key.key);
    if (found != loaded.end() && std::ranges::find(hits, key) == hits.end()) {
      found->second.push_back({key.item, key.kind});
    }
  }
  keys_.merge(loaded);
  if (pairing_ != nullptr) {
    PIM_CHECK(preload_rows(ids));
  }
  return preload_items(ids);
}

Result<Workset::ItemSlot*> Workset::slot(ItemId id) {
  auto found = items_.find(id);
  if (found == items_.end()) {
    PIM_CHECK(preload_items(std::span(&id, 1)));
    found = items_.find(id);
  }
  return &found->second;
}

Result<store::Item*> Workset::item(ItemId id) {
  PIM_TRY(ItemSlot * found, slot(id));
  return found->item ? &*found->item : nullptr;
}

store::Revision Workset::stored_rev(const store::Item& item) const {
  const auto found = items_.find(item.id);
  return found == items_.end() || found->second.dirty ? 0 : item.rev;
}

Result<bool> Workset::has_versions(ItemId id) {
  if (!versions_.contains(id)) {
    std::vector<ItemId> asked = {id};
    for (const auto& [other, slot] : items_) {
      if (other != id && slot.loaded != 0 && !versions_.contains(other)) {
        asked.push_back(other);
      }
    }
    PIM_TRY(const auto found, scope_.work.with_versions(asked));
    for (const ItemId each : asked) {
      versions_[each] = false;
    }
    for (const ItemId each : found) {
      versions_[each] = true;
    }
  }
  return versions_[id];
}

Result<MapRow*> Workset::row_of(ItemId id) {
  auto found = rows_.find(id);
  if (found == rows_.end()) {
    PIM_CHECK(preload_rows(std::span(&id, 1)));
    found = rows_.find(id);
  }
  return found->second.row ? &*found->second.row : nullptr;
}

Result<MapRow*> Workset::row_by_peer(std::string_view peer_id) {
  auto found = by_peer_.find(peer_id);
  if (found == by_peer_.end()) {
    const std::string peer(peer_id);
    PIM_CHECK(preload_peers(std::span(&peer, 1)));
    found = by_peer_.find(peer_id);
  }
  if (found->second == 0) {
    return nullptr;
  }
  PIM_TRY(MapRow * row, row_of(found->second));
  return row != nullptr && row->peer_id == peer_id ? row : nullptr;
}

Result<MapRow*> Workset::row_by_told(std::string_view told) {
  auto found = by_told_.find(told);
  if (found == by_told_.end()) {
    const std::string name(told);
    PIM_CHECK(preload_told(std::span(&name, 1)));
    found = by_told_.find(told);
  }
  if (found->second == 0) {
    return nullptr;
  }
  PIM_TRY(MapRow * row, row_of(found->second));
  return row != nullptr && row->told == told ? row : nullptr;
}

Result<std::vector<Workset::KeyHit>> Workset::by_key(std::uint64_t key) {
  PIM_CHECK(preload_keys(std::span(&key, 1)));
  return keys_[key];
}

// ---------------------------------------------------------------- writing

Result<ItemId> Workset::new_id() {
  if (next_id_ == end_id_) {
    const std::size_t count = std::max<std::size_t>(expected_new_, 1);
    PIM_TRY(next_id_, scope_.work.reserve_ids(count));
    end_id_ = next_id_ + static_cast<ItemId>(count);
    expected_new_ = 1;
  }
  return next_id_++;
}

Status Workset::mark(ItemSlot& slot) {
  if (range_.first == 0) {
    if (purpose_ == Purpose::Look) {
      range_.first = FirstProvisional;
    } else {
      // takes the collection's lock: from here on its revisions are ours to count
      PIM_TRY(range_.first, scope_.work.raise(scope_.collection, 1));
    }
    range_.last = range_.first - 1;
  }
  if (!slot.dirty) {
    slot.dirty = true;
    slot.item->rev = ++range_.last;
  }
  slot.item->origin = pairing_ != nullptr ? pairing_->id : 0;
  return {};
}

Result<store::Item*> Workset::create(const content::Entry& entry, Seconds changed_at, ItemId id) {
  if (id == 0) {
    PIM_TRY(id, new_id());
  }
  ItemSlot& slot = items_[id];
  assert(!slot.item);
  store::Item& item = slot.item.emplace();
  item.id = id;
  item.collection = scope_.collection;
  item.changed_at = changed_at;
  item.media_type = scope_.kind.media_type();
  item.uid = entry.facts.uid;
  item.label = entry.facts.label;
  item.sort_key = entry.facts.sort_key;
  item.fingerprint = entry.facts.fingerprint;
  item.content = entry.stored;
  slot.find = {entry.facts.find_text, entry.facts.weak_keys};
  slot.find_known = true;
  PIM_CHECK(mark(slot));
  const std::uint64_t uid = uid_key(item.uid);
  put_key({uid, id, store::KeyKind::Uid});
  put_key({item.fingerprint, id, store::KeyKind::Fingerprint});
  rows_.try_emplace(id);
  held_.try_emplace(id);
  return &item;
}

Result<bool> Workset::has_key(const store::MatchKey& key) {
  PIM_TRY(const auto hits, by_key(key.key));
  return std::ranges::any_of(
      hits, [&](const KeyHit& hit) { return hit.item == key.item && hit.kind == key.kind; });
}

/// What was not read yet is not read for this: preload_keys() adds what was written here.
void Workset::put_key(const store::MatchKey& key) {
  if (std::erase(old_keys_, key) == 0) {
    new_keys_.push_back(key);
  }
  if (const auto known = keys_.find(key.key); known != keys_.end()) {
    known->second.push_back({key.item, key.kind});
  }
}

void Workset::drop_key(const store::MatchKey& key) {
  // a key that was only new in this transaction simply never comes to be
  if (std::erase(new_keys_, key) == 0) {
    old_keys_.push_back(key);
  }
  if (const auto known = keys_.find(key.key); known != keys_.end()) {
    std::erase_if(known->second,
                  [&](const KeyHit& hit) { return hit.item == key.item && hit.kind == key.kind; });
  }
}

void Workset::move_key(ItemId item, std::uint64_t from, std::uint64_t to, store::KeyKind kind) {
  if (from != to) {
    drop_key({from, item, kind});
    put_key({to, item, kind});
  }
}

Status Workset::change(store::Item& item, std::string content, Seconds changed_at) {
  PIM_TRY(content::Facts facts, scope_.kind.facts(content, scope_.key));
  PIM_TRY(ItemSlot * slot, this->slot(item.id));
  move_key(item.id, uid_key(item.uid), uid_key(facts.uid), store::KeyKind::Uid);
  move_key(item.id, item.fingerprint, facts.fingerprint, store::KeyKind::Fingerprint);
  item.content = std::move(content);
  item.uid = std::move(facts.uid);
  item.label = std::move(facts.label);
  item.sort_key = std::move(facts.sort_key);
  item.fingerprint = facts.fingerprint;
  item.changed_at = changed_at;
  item.decision.clear();
  slot->find = {std::move(facts.find_text), std::move(facts.weak_keys)};
  slot->find_known = true;
  return mark(*slot);
}

Status Workset::touch(store::Item& item, Seconds changed_at) {
  item.changed_at = changed_at;
  PIM_TRY(ItemSlot * slot, this->slot(item.id));
  return mark(*slot);
}

Status Workset::kill(store::Item& item, std::string_view decision) {
  item.deleted = true;
  item.decision = decision;
  settled_.push_back(item.id);
  // who deletes has seen the content: the deletion is later, whatever the clocks say (sync rule 38)
  return touch(item, std::max(scope_.now, item.changed_at + 1));
}

Status Workset::revive(store::Item& item) {
  item.deleted = false;
  item.decision.clear();
  return touch(item, item.changed_at);
}

Status Workset::add_alias(ItemId item, std::string_view uid) {
  const store::MatchKey alias{uid_key(uid), item, store::KeyKind::Alias};
  PIM_TRY(const bool there, has_key(alias));
  if (!there) {
    put_key(alias);
  }
  return {};
}

Status Workset::drop_alias(ItemId item, std::string_view uid) {
  const store::MatchKey alias{uid_key(uid), item, store::KeyKind::Alias};
  PIM_TRY(const bool there, has_key(alias));
  if (there) {
    drop_key(alias);
  }
  return {};
}

/// Takes a name away from the row that had it. What is on its way to that side as an Add stays so,
/// without the name; a row that was nothing but its name goes.
void Workset::release(ItemId item, std::optional<std::string> MapRow::*name,
                      const std::string& value) {
  RowSlot& slot = rows_[item];
  if (!slot.row || *slot.row.*name != value) {
    return;  // it has given the name up itself
  }
  const bool on_its_way =
      slot.row->state == MapState::Unconfirmed || slot.row->state == MapState::ToAdd;
  if (on_its_way) {
    (*slot.row.*name).reset();
  } else {
    slot.row.reset();
  }
  slot.dirty = true;
}

void Workset::put_row(MapRow row) {
  const auto take = [&](auto& index, std::optional<std::string> MapRow::*name) {
    if (!(row.*name)) {
      return;
    }
    const auto other = index.find(*(row.*name));
    if (other != index.end() && other->second != 0 && other->second != row.item) {
      release(other->second, name, *(row.*name));
    }
    index.insert_or_assign(*(row.*name), row.item);
  };
  take(by_peer_, &MapRow::peer_id);
  take(by_told_, &MapRow::told);
  RowSlot& slot = rows_[row.item];
  slot.row = std::move(row);
  slot.dirty = true;
}

void Workset::drop_row(ItemId item) {
  RowSlot& slot = rows_[item];
  slot.row.reset();
  slot.dirty = true;
}

// ---------------------------------------------------------------- held

Status Workset::preload_held(std::span<const ItemId> items) {
  std::vector<ItemId> wanted;
  for (const ItemId id : items) {
    if (!held_.contains(id)) {
      wanted.push_back(id);
    }
  }
  if (wanted.empty()) {
    return {};
  }
  PIM_TRY(auto rows, scope_.work.held_for_items(pairing_->id, wanted));
  for (const ItemId id : wanted) {
    held_.try_emplace(id);
  }
  for (store::Held& row : rows) {
    held_[row.item].rows.push_back(std::move(row));
  }
  return {};
}

Result<bool> Workset::is_held(ItemId item) {
  PIM_CHECK(preload_held(std::span(&item, 1)));
  return !held_[item].rows.empty();
}

Result<bool> Workset::is_held_as(ItemId item, bool deletion) {
  PIM_CHECK(preload_held(std::span(&item, 1)));
  return std::ranges::any_of(held_[item].rows, [&](const store::Held& row) {
    return (row.op == store::ChangeOp::Delete) == deletion;
  });
}

Result<bool> Workset::is_deletion_held(ItemId item) {
  return is_held_as(item, true);
}

Result<bool> Workset::is_change_held(ItemId item) {
  return is_held_as(item, false);
}

Result<std::vector<ItemId>> Workset::proposed(std::size_t limit) {
  if (!proposals_known_) {
    proposals_known_ = true;
    PIM_TRY(auto rows, scope_.work.held(pairing_->id, store::HeldState::Proposed, 0, limit));
    std::vector<ItemId> ids;
    for (const store::Held& row : rows) {
      ids.push_back(row.item);
    }
    PIM_CHECK(preload_held(ids));
  }
  std::vector<ItemId> found;
  for (const auto& [id, slot] : held_) {
    const bool open = std::ranges::any_of(slot.rows, [](const store::Held& row) {
      return row.state == store::HeldState::Proposed && row.op == store::ChangeOp::Delete;
    });
    if (open) {
      found.push_back(id);
    }
  }
  return found;
}

template <class Is>
void Workset::forget_held(ItemId item, Is is) {
  std::erase_if(held_[item].rows, [&](const store::Held& row) {
    if (is(row) && row.number != 0) {
      dropped_held_.push_back(row.number);  // in the store already
    }
    return is(row);
  });
}

void Workset::propose(store::Held row) {
  HeldSlot& slot = held_[row.item];
  slot.rows.push_back(std::move(row));
  slot.proposed = true;
}

Status Workset::drop_proposals(ItemId item) {
  PIM_CHECK(preload_held(std::span(&item, 1)));
  forget_held(item, [](const store::Held& row) {
    return row.state == store::HeldState::Proposed && row.op == store::ChangeOp::Delete;
  });
  return {};
}

Status Workset::follow_proposals(const store::Item& item) {
  PIM_CHECK(preload_held(std::span(&item.id, 1)));
  std::optional<store::Held> proposed;
  for (const store::Held& row : held_[item.id].rows) {
    if (row.state == store::HeldState::Proposed && row.op == store::ChangeOp::Delete) {
      proposed = row;
    }
  }
  if (proposed) {
    PIM_CHECK(drop_proposals(item.id));
    proposed->number = 0;
    proposed->rev = item.rev;
    propose(std::move(*proposed));
  }
  return {};
}

Status Workset::drop_held_changes(ItemId item) {
  PIM_TRY(const bool held, is_change_held(item));
  if (held) {
    forget_held(item, [](const store::Held& row) { return row.op != store::ChangeOp::Delete; });
    unstaged_.push_back(item);
  }
  return {};
}

// ---------------------------------------------------------------- flush

Status Workset::write_items() {
  std::vector<store::ItemWrite> writes;
  for (auto& [id, slot] : items_) {
    if (!slot.dirty) {
      continue;
    }
    if (!slot.find_known && !slot.item->deleted) {
      PIM_TRY(content::Facts facts, scope_.kind.facts(slot.item->content, scope_.key));
      slot.find = {std::move(facts.find_text), std::move(facts.weak_keys)};
    }
    writes.push_back({*slot.item, slot.find, slot.loaded});
  }
  if (range_.last > range_.first) {
    PIM_TRY(auto first, scope_.work.raise(scope_.collection,
                                          static_cast<std::size_t>(range_.last - range_.first)));
    if (first != range_.first + 1) {
      return fail(ErrorCode::Conflict, "The collection was written by someone else meanwhile.");
    }
  }
  std::ranges::sort(writes, {}, [](const store::ItemWrite& write) { return write.item.id; });
  PIM_CHECK(scope_.work.write_items(writes, scope_.author, scope_.now));
  for (auto& [id, slot] : items_) {
    if (slot.dirty) {
      slot.dirty = false;
      slot.loaded = slot.item->rev;
    }
  }
  return {};
}

Status Workset::write_rows() {
  std::vector<MapRow> put;
  std::vector<ItemId> dropped;
  for (auto& [id, slot] : rows_) {
    if (slot.dirty) {
      if (slot.row) {
        put.push_back(*slot.row);
      } else {
        dropped.push_back(id);
      }
      slot.dirty = false;
    }
  }
  std::ranges::sort(put, {}, &MapRow::item);
  std::ranges::sort(dropped);
  if (!dropped.empty()) {
    PIM_CHECK(scope_.work.drop_maps(pairing_->id, dropped));
  }
  return put.empty() ? Status{} : scope_.work.put_maps(pairing_->id, put);
}

Status Workset::write_held() {
  if (!unstaged_.empty()) {
    std::vector<std::string> names;
    PIM_TRY(const auto rows, scope_.work.staged_for_items(pairing_->id, unstaged_));
    for (const store::Staged& row : rows) {
      if (row.op == store::ChangeOp::Replace) {
        names.push_back(row.peer_id);
      }
    }
    PIM_CHECK(scope_.work.drop_staged(pairing_->id, names));
  }
  if (!dropped_held_.empty()) {
    PIM_CHECK(scope_.work.drop_held(dropped_held_));
  }
  std::vector<store::Held> proposals;
  for (auto& [id, slot] : held_) {
    if (slot.proposed) {
      std::ranges::copy_if(slot.rows, std::back_inserter(proposals),
                           [](const store::Held& row) { return row.number == 0; });
      slot.proposed = false;
    }
  }
  std::ranges::sort(proposals, {}, &store::Held::item);
  if (!proposals.empty()) {
    PIM_CHECK(scope_.work.put_held(proposals));
  }
  return {};
}

/// Keys of items that are made here go apart: nobody needs to look whether they are there.
std::vector<store::MatchKey> Workset::take_keys_of_made() {
  const auto made = [&](const store::MatchKey& key) {
    const auto slot = items_.find(key.item);
    return slot != items_.end() && slot->second.item && slot->second.loaded == 0;
  };
  std::vector<store::MatchKey> keys;
  std::ranges::copy_if(new_keys_, std::back_inserter(keys), made);
  std::erase_if(new_keys_, made);
  return keys;
}

Status Workset::flush() {
  const auto keys_of_made = take_keys_of_made();
  if (range_.first != 0) {
    PIM_CHECK(write_items());
  }
  if (!old_keys_.empty()) {
    PIM_CHECK(scope_.work.drop_keys(scope_.collection, old_keys_));
  }
  if (!keys_of_made.empty()) {
    PIM_CHECK(scope_.work.add_keys(scope_.collection, keys_of_made));
  }
  if (!new_keys_.empty()) {
    PIM_CHECK(scope_.work.put_keys(scope_.collection, new_keys_));
  }
  if (pairing_ != nullptr) {
    PIM_CHECK(write_rows());
    PIM_CHECK(parts_.flush());
  }
  PIM_CHECK(write_held());
  if (!conflicts_.empty()) {
    PIM_CHECK(scope_.work.put_conflicts(conflicts_));
  }
  if (!settled_.empty()) {
    PIM_CHECK(scope_.work.settle_doubtful(settled_));
  }
  versions_.clear();  // what was changed has one from now on
  new_keys_.clear();
  old_keys_.clear();
  dropped_held_.clear();
  unstaged_.clear();
  conflicts_.clear();
  settled_.clear();
  return {};
}

}  // namespace pim::sync
