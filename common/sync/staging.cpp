// SPDX-License-Identifier: Apache-2.0
#include "common/sync/staging.h"

#include <functional>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/sync/forms.h"
#include "common/sync/outgoing.h"
#include "common/sync/relation.h"
#include "common/sync/unread.h"

namespace pim::sync {

using store::ChangeOp;
using store::MapRow;
using store::MapState;
using store::Staged;

namespace {

// SyncML's own numbers: the stage answers for the protocol, in a ring that does not know it.
constexpr int Done = 200;
constexpr int Added = 201;
constexpr int NotDeleted = 211;
constexpr int NotFound = 404;
constexpr int Incomplete = 412;

/// Staged::reason of what void_stage() has marked.
constexpr std::string_view Void = "void: a slow session has begun since";

std::optional<store::ItemId> number_of(std::string_view name) {
  const auto number = parse_unsigned(name);
  if (!number || *number == 0 || *number > INT64_MAX) {
    return {};
  }
  return static_cast<store::ItemId>(*number);
}

/// What a row of the stage goes by where that side has no name for the item.
std::string nameless(store::ItemId item) {
  return "#" + std::to_string(item);
}

std::string name_of(const MapRow& row) {
  return row.told ? *row.told : std::to_string(row.item);
}

}  // namespace

Stager::Stager(Workset& work, const content::Ability& ability, Circumstances circumstances)
    : work_(work), ability_(ability), is_(circumstances) {}

/// What row_of_waiting() asks for each Add.
Status Stager::preload_waiting(std::span<const ServerChange> changes) {
  std::vector<std::uint64_t> keys;
  for (const ServerChange& change : changes) {
    if (change.op == ChangeOp::Add && change.entry.uid_given) {
      keys.push_back(work_.uid_key(change.entry.facts.uid));
    }
  }
  PIM_CHECK(work_.preload_keys(keys));
  std::vector<store::ItemId> items;
  for (const std::uint64_t key : keys) {
    PIM_TRY(const auto hits, work_.by_key(key));
    for (const Workset::KeyHit& hit : hits) {
      items.push_back(hit.item);
    }
  }
  return work_.preload_held(items);
}

Status Stager::preload(std::span<const ServerChange> changes) {
  std::vector<std::string> peers;
  std::vector<std::string> told;
  std::vector<store::ItemId> ours;
  std::size_t adds = 0;
  for (const ServerChange& change : changes) {
    if (!change.their_name.empty()) {
      peers.push_back(change.their_name);
    }
    if (!change.our_name.empty()) {
      told.push_back(change.our_name);
    }
    if (const auto number = number_of(change.our_name)) {
      ours.push_back(*number);
    }
    adds += change.op == ChangeOp::Add ? 1 : 0;
  }
  work_.expect_new(adds);
  PIM_CHECK(work_.preload_peers(peers));
  PIM_CHECK(work_.preload_told(told));
  PIM_CHECK(work_.preload_rows(ours));
  if (is_.portal) {
    PIM_CHECK(preload_waiting(changes));
  }
  const store::PairingId pairing = work_.pairing()->id;
  store::UnitOfWork& unit = work_.scope().work;
  const auto remember = [&](std::vector<Staged> rows) {
    for (Staged& row : rows) {
      if (!counts(row)) {
        continue;
      }
      if (row.reserved != 0) {
        reserved_.emplace(row.reserved, row.peer_id);
      }
      std::string key = row.peer_id;
      rows_.try_emplace(std::move(key), Slot{std::move(row), false});
    }
  };
  if (!peers.empty()) {
    PIM_TRY(auto rows, unit.staged_by_peer(pairing, peers));
    remember(std::move(rows));
    for (std::string& peer : peers) {
      rows_.try_emplace(std::move(peer));
    }
  }
  if (!ours.empty()) {
    PIM_TRY(auto rows, unit.staged_by_reserved(pairing, ours));
    remember(std::move(rows));
    for (const store::ItemId id : ours) {
      reserved_.try_emplace(id, "");
    }
  }
  return {};
}

bool Stager::counts(const Staged& row) const {
  return !is_.slow || row.reason != Void;
}

Result<Stager::Slot*> Stager::by_peer(const std::string& peer_id) {
  auto found = rows_.find(peer_id);
  if (found == rows_.end()) {
    PIM_TRY(auto rows,
            work_.scope().work.staged_by_peer(work_.pairing()->id, std::span(&peer_id, 1)));
    Slot slot;
    if (!rows.empty() && counts(rows.front())) {
      slot.row = std::move(rows.front());
    }
    found = rows_.emplace(peer_id, std::move(slot)).first;
  }
  return &found->second;
}

Result<Staged*> Stager::by_reserved(std::string_view our_name) {
  const auto number = number_of(our_name);
  if (!number) {
    return nullptr;
  }
  auto found = reserved_.find(*number);
  if (found == reserved_.end()) {
    const store::ItemId id = *number;
    PIM_TRY(auto rows,
            work_.scope().work.staged_by_reserved(work_.pairing()->id, std::span(&id, 1)));
    std::string peer;
    if (!rows.empty() && counts(rows.front())) {
      peer = rows.front().peer_id;
      rows_.try_emplace(peer, Slot{rows.front(), false});
    }
    found = reserved_.emplace(id, std::move(peer)).first;
  }
  if (found->second.empty()) {
    return nullptr;
  }
  PIM_TRY(Slot * slot, by_peer(found->second));
  const bool is_it = slot->row && slot->row->op == ChangeOp::Add && slot->row->reserved == *number;
  return is_it ? &*slot->row : nullptr;
}

Status Stager::put(std::string key, const ServerChange& change, ChangeOp op, store::ItemId item,
                   store::ItemId reserved) {
  PIM_TRY(Slot * slot, by_peer(key));
  if (!slot->row) {
    slot->row.emplace();
    slot->row->peer_id = std::move(key);
    slot->row->op = op;
    slot->row->item = item;
    slot->row->reserved = reserved;
    if (reserved != 0) {
      reserved_[reserved] = slot->row->peer_id;
    }
  } else if (slot->row->op != ChangeOp::Add) {
    slot->row->op = op;  // a staged change that the side changes again is replaced (sync rule 37)
    slot->row->item = item != 0 ? item : slot->row->item;
  }
  slot->row->content = change.content;
  slot->row->modified = change.modified;
  slot->row->consent = change.consent;
  slot->row->reason.clear();
  slot->dirty = true;
  return {};
}

Result<StageAnswer> Stager::stage(const ServerChange& change) {
  if (change.op == ChangeOp::Add && change.their_name.empty()) {
    return StageAnswer{Incomplete, "", false};
  }
  if (change.op == ChangeOp::Add) {
    return stage_add(change);
  }
  if (change.our_name.empty()) {
    if (change.op == ChangeOp::Delete && !change.their_name.empty()) {
      return stage_delete_by_source(change);
    }
    return StageAnswer{NotFound, ""};
  }
  return stage_named(change);
}

Result<StageAnswer> Stager::stage_add(const ServerChange& change) {
  PIM_TRY(Slot * slot, by_peer(change.their_name));
  if (slot->row && slot->row->op == ChangeOp::Add) {
    const std::string name = std::to_string(slot->row->reserved);
    PIM_CHECK(put(change.their_name, change, ChangeOp::Add, 0, slot->row->reserved));
    return StageAnswer{Added, name};
  }
  if (is_.portal) {
    PIM_CHECK(confirm_by_mark(work_, ability_, change.their_name, change.entry, change.base_mark));
  }
  PIM_TRY(const MapRow* row, work_.row_by_peer(change.their_name));
  if (row != nullptr && work_.known(*row)) {
    PIM_TRY(const bool another, is_another(change, *slot, *row));
    if (!another) {
      const std::string name = name_of(*row);
      PIM_CHECK(put(change.their_name, change, ChangeOp::Replace, row->item, 0));
      return StageAnswer{Added, name};
    }
    if (slot->row) {
      PIM_CHECK(set_apart(*slot));
    }
  }
  if (row != nullptr && (is_.slow || work_.unread(*row)) && work_.hint(*row)) {
    PIM_TRY(auto answer, stage_by_hint(change, *row));
    if (answer) {
      return *answer;
    }
  }
  if (is_.portal) {
    PIM_TRY(auto waiting, row_of_waiting(work_, change.their_name, change.entry, is_.same_epoch));
    if (waiting) {
      return stage_waiting(change, std::move(*waiting));
    }
  }
  PIM_TRY(const store::ItemId reserved, work_.new_id());
  if (slot->row) {
    slot->row.reset();  // a staged Delete of the name before: its record is another one now
  }
  PIM_CHECK(put(change.their_name, change, ChangeOp::Add, 0, reserved));
  return StageAnswer{Added, std::to_string(reserved)};
}

Result<bool> Stager::is_another(const ServerChange& change, const Slot& slot, const MapRow& row) {
  PIM_TRY(const store::Item* item, work_.item(row.item));
  const bool gone_there = slot.row && slot.row->op == ChangeOp::Delete;
  if (item == nullptr || !(is_.portal || item->deleted || gone_there)) {
    return false;
  }
  PIM_TRY(const bool named, has_uid_of(work_, *item, change.entry));
  if (is_.portal && named) {
    return false;
  }
  PIM_TRY(const Nearness near, nearness(work_, *item, row, ability_, change.entry.stored));
  return is_.portal ? near != Nearness::Same : near == Nearness::Far;
}

/// The staged Delete goes on without the name that another record has now.
Status Stager::set_apart(Slot& slot) {
  Staged apart = std::move(*slot.row);
  slot.row.reset();
  apart.peer_id = nameless(apart.item);
  PIM_TRY(Slot * other, by_peer(apart.peer_id));
  other->row = std::move(apart);
  other->dirty = true;
  return {};
}

Result<bool> Stager::is_hinted(const ServerChange& change, const store::Item& item,
                               const MapRow& row) {
  PIM_TRY(const Nearness near, nearness(work_, item, row, ability_, change.entry.stored));
  const bool other_uid = is_.portal && change.entry.uid_given;
  if (near != Nearness::Near || other_uid) {
    return near == Nearness::Same;
  }
  // an edit of it, unless another record of ours is the same (Reconciler::is_hinted)
  PIM_TRY(const auto hits, work_.by_key(change.entry.facts.fingerprint));
  for (const Workset::KeyHit& hit : hits) {
    PIM_TRY(const store::Item* other, work_.item(hit.item));
    const bool same = hit.kind == store::KeyKind::Fingerprint && other != nullptr &&
                      !other->deleted && other->id != item.id;
    PIM_TRY(const MapRow* known, work_.row_of(hit.item));
    if (same && (known == nullptr || !work_.known(*known))) {
      return false;
    }
  }
  return true;
}

Result<std::optional<StageAnswer>> Stager::stage_by_hint(const ServerChange& change,
                                                         const MapRow& hint) {
  MapRow row = hint;
  PIM_TRY(const store::Item* item, work_.item(row.item));
  if (item == nullptr) {
    return std::optional<StageAnswer>{};
  }
  PIM_TRY(const bool named, has_uid_of(work_, *item, change.entry));
  if (!is_.portal || !named) {
    PIM_TRY(const bool is_it, is_hinted(change, *item, row));
    if (!is_it) {
      return std::optional<StageAnswer>{};  // the name alone proves nothing (sync rule 23)
    }
  }
  const std::string name = name_of(row);
  row.generation = work_.pairing()->generation;
  if (item->deleted) {
    // whether it is an edit that revives, or our Delete goes out, is decided when the stage is
    // applied (sync rules 23, 38); a Delete of it, staged before, is of a life of that store that
    // is no more
    row.state = MapState::Pending;
    work_.put_row(std::move(row));
    PIM_CHECK(put(change.their_name, change, ChangeOp::Replace, item->id, 0));
    return std::optional<StageAnswer>(StageAnswer{Added, name});
  }
  PIM_TRY(const bool held, work_.is_deletion_held(item->id));
  if (held) {
    return std::optional<StageAnswer>{};
  }
  row.state = MapState::Pending;
  if (!is_.same_epoch) {
    row.base.reset();
    row.seen = 0;
  }
  work_.put_row(std::move(row));
  PIM_CHECK(put(change.their_name, change, ChangeOp::Replace, item->id, 0));
  return std::optional<StageAnswer>(StageAnswer{Added, name});
}

Result<StageAnswer> Stager::stage_waiting(const ServerChange& change, MapRow row) {
  const store::ItemId item = row.item;
  PIM_TRY(const auto before,
          work_.scope().work.staged_for_items(work_.pairing()->id, std::span(&item, 1)));
  for (const Staged& other : before) {
    if (other.op == ChangeOp::Replace && other.peer_id != change.their_name) {
      PIM_TRY(Slot * slot, by_peer(other.peer_id));  // said under the name before
      slot->row.reset();
      slot->dirty = true;
    }
  }
  const std::string name = name_of(row);
  work_.put_row(std::move(row));
  PIM_CHECK(put(change.their_name, change, ChangeOp::Replace, item, 0));
  return StageAnswer{Added, name};
}

/// An Add that its side takes back before it was taken in here. A record of ours that it was to
/// join (a run that only sends keeps it back) was not sent meanwhile: it goes as one that side
/// lacks.
Status Stager::withdraw(Slot& slot, const ServerChange& change) {
  PIM_TRY(const bool was_ours, delete_own(slot, change));
  if (was_ours) {
    return {};
  }
  const store::ItemId joining = slot.row->item;
  slot.row.reset();
  slot.dirty = true;
  if (joining == 0) {
    return {};
  }
  PIM_TRY(const MapRow* row, work_.row_of(joining));
  if (row != nullptr && work_.current(*row)) {
    return {};
  }
  work_.put_row(to_add_row(joining, work_.pairing()->generation));
  return {};
}

/// Between portals the UID tells that the Add was a record of ours, gone there before it came: what
/// is deleted there is ours, as that side had it.
Result<bool> Stager::delete_own(Slot& slot, const ServerChange& change) {
  if (!is_.portal) {
    return false;
  }
  const content::Kind& kind = work_.scope().kind;
  const auto entry = kind.enter(slot.row->content, {work_.scope().key, 0, work_.scope().ability});
  if (!entry || !entry->uid_given) {
    return false;
  }
  PIM_TRY(const store::Item* item, living_with_uid(entry->facts.uid));
  if (item == nullptr) {
    return false;
  }
  const Staged added = *slot.row;
  PIM_TRY(const MapRow* named, work_.row_by_peer(added.peer_id));
  PIM_TRY(const MapRow* known, work_.row_of(item->id));
  const bool another = named != nullptr && named->item != item->id;
  const bool under_another =
      known != nullptr && work_.known(*known) && known->peer_id && *known->peer_id != added.peer_id;
  if (another || under_another) {
    return false;
  }
  MapRow row;
  row.item = item->id;
  row.peer_id = added.peer_id;
  row.told = std::to_string(added.reserved);
  row.generation = work_.pairing()->generation;
  row.base = entry->stored;
  row.base_said_by_side = true;
  work_.put_row(std::move(row));
  touch_delete(*work_.pairing(), added.peer_id, std::to_string(added.reserved));
  slot.row.reset();
  PIM_CHECK(put(added.peer_id, change, ChangeOp::Delete, item->id, 0));
  return true;
}

Result<const store::Item*> Stager::living_with_uid(std::string_view uid) {
  PIM_TRY(const auto hits, work_.by_key(work_.uid_key(uid)));
  for (const Workset::KeyHit& hit : hits) {
    PIM_TRY(const store::Item* item, work_.item(hit.item));
    if (hit.kind == store::KeyKind::Uid && item != nullptr && !item->deleted) {
      return item;
    }
  }
  return nullptr;
}

Result<StageAnswer> Stager::stage_delete_by_source(const ServerChange& change) {
  PIM_TRY(Slot * slot, by_peer(change.their_name));
  if (slot->row && slot->row->op == ChangeOp::Add) {
    PIM_CHECK(withdraw(*slot, change));
    return StageAnswer{Done, ""};
  }
  PIM_TRY(const MapRow* row, work_.row_by_peer(change.their_name));
  if (row == nullptr || !work_.known(*row)) {
    if (row != nullptr) {
      PIM_CHECK(end_unread(work_, row->item));
    }
    return StageAnswer{NotDeleted, ""};
  }
  touch_delete(*work_.pairing(), change.their_name, name_of(*row));
  PIM_CHECK(put(change.their_name, change, ChangeOp::Delete, row->item, 0));
  return StageAnswer{Done, ""};
}

Result<StageAnswer> Stager::stage_named(const ServerChange& change) {
  const StageAnswer unknown{change.op == ChangeOp::Replace ? NotFound : NotDeleted, ""};
  PIM_TRY(Staged * staged, by_reserved(change.our_name));
  if (staged != nullptr) {
    // A portal says its own name of a record with ours. Where the two do not fit, a restore that
    // nobody noticed took our name back, and it was given anew: the change is for a record that is
    // no more. Of a row of the map that does not follow: that side may know a record twice.
    if (is_.portal && !change.their_name.empty() && change.their_name != staged->peer_id) {
      return unknown;
    }
    const std::string key = staged->peer_id;
    if (change.op == ChangeOp::Delete) {
      PIM_TRY(Slot * slot, by_peer(key));
      PIM_CHECK(withdraw(*slot, change));
      return StageAnswer{Done, ""};
    }
    PIM_CHECK(put(key, change, ChangeOp::Add, 0, staged->reserved));
    return StageAnswer{Done, ""};
  }
  PIM_TRY(const MapRow* row, row_by_our_name(work_, change.our_name));
  if (row == nullptr) {
    return unknown;
  }
  if (work_.unread(*row) && !work_.known(*row)) {
    MapRow proven = *row;  // our names are given once: what it could not show before is this one
    proven.state = MapState::Pending;
    work_.put_row(std::move(proven));
    PIM_TRY(row, work_.row_of(row->item));
  }
  std::string key = row->peer_id ? *row->peer_id : change.their_name;
  if (!key.empty()) {
    PIM_TRY(const Slot* slot, by_peer(key));
    if (slot->row && slot->row->op == ChangeOp::Add) {
      key.clear();  // given anew to the record of that Add
    }
  }
  if (key.empty()) {
    key = nameless(row->item);
  }
  if (change.op == ChangeOp::Delete) {
    // if this session breaks it goes again, applied or not: the server may have been set back to
    // before it (sync rule 17)
    touch_delete(*work_.pairing(), row->peer_id.value_or(""), name_of(*row));
  }
  PIM_CHECK(put(std::move(key), change, change.op, row->item, 0));
  return StageAnswer{Done, ""};
}

Status Stager::flush() {
  std::vector<Staged> put;
  std::vector<std::string> dropped;
  for (auto& [peer, slot] : rows_) {
    if (!slot.dirty) {
      continue;
    }
    if (slot.row) {
      put.push_back(*slot.row);
    } else {
      dropped.push_back(peer);
    }
    slot.dirty = false;
  }
  const store::PairingId pairing = work_.pairing()->id;
  if (!dropped.empty()) {
    PIM_CHECK(work_.scope().work.drop_staged(pairing, dropped));
  }
  return put.empty() ? Status{} : work_.scope().work.put_staged(pairing, put);
}

namespace {

/// Calls `each` with the staged rows but Deletes, page by page.
Status walk_changes(const Scope& scope, const store::Pairing& pairing,
                    const std::function<Status(std::vector<Staged>&)>& each) {
  ChangeOp op = ChangeOp::Delete;
  std::string after;
  while (true) {
    PIM_TRY(auto page, scope.work.staged(pairing.id, op, after, limits::PageRows));
    if (page.empty()) {
      return {};
    }
    op = page.back().op;
    after = page.back().peer_id;
    std::erase_if(page, [](const Staged& row) { return row.op == ChangeOp::Delete; });
    if (!page.empty()) {
      PIM_CHECK(each(page));
    }
  }
}

}  // namespace

Result<bool> void_stage(const Scope& scope, const store::Pairing& pairing) {
  bool any = false;
  PIM_CHECK(walk_changes(scope, pairing, [&](std::vector<Staged>& page) {
    for (Staged& row : page) {
      row.reason = Void;
    }
    any = true;
    return scope.work.put_staged(pairing.id, page);
  }));
  return any;
}

Status drop_void_stage(const Scope& scope, const store::Pairing& pairing) {
  return walk_changes(scope, pairing, [&](std::vector<Staged>& page) -> Status {
    std::vector<std::string> names;
    for (const Staged& row : page) {
      if (row.reason == Void) {
        names.push_back(row.peer_id);
      }
    }
    return names.empty() ? Status{} : scope.work.drop_staged(pairing.id, names);
  });
}

}  // namespace pim::sync
