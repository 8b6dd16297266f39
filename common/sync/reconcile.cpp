// SPDX-License-Identifier: Apache-2.0
#include "common/sync/reconcile.h"

#include <algorithm>

#include "common/sync/forms.h"
#include "common/sync/left_out.h"
#include "common/sync/outgoing.h"
#include "common/sync/parts.h"
#include "common/sync/relation.h"
#include "common/sync/unread.h"

namespace pim::sync {

using store::ChangeOp;
using store::Item;
using store::MapRow;
using store::MapState;

Reconciler::Reconciler(Workset& work, const content::Ability& ability, Circumstances circumstances)
    : work_(work),
      ability_(ability),
      is_(circumstances),
      joiner_(
          work, ability, circumstances.portal,
          circumstances.slow && circumstances.had_records ? Matching::Likely : Matching::Whole) {}

Status Reconciler::preload(std::span<const Incoming> incoming) {
  std::vector<std::string> peers;
  std::vector<store::ItemId> items;
  std::size_t adds = 0;
  for (const Incoming& change : incoming) {
    if (!change.peer_id.empty()) {
      peers.push_back(change.peer_id);
    }
    if (change.item != 0) {
      items.push_back(change.item);
    }
    adds += change.op == ChangeOp::Delete ? 0 : 1;
  }
  work_.expect_new(adds);
  PIM_CHECK(work_.preload_peers(peers));
  PIM_CHECK(work_.parts().preload_peers(peers));
  for (const std::string& peer : peers) {
    PIM_TRY(const MapRow* row, work_.row_by_peer(peer));
    if (row != nullptr) {
      items.push_back(row->item);
    }
  }
  PIM_CHECK(work_.preload_rows(items));
  PIM_CHECK(work_.preload_items(items));
  PIM_CHECK(work_.preload_held(items));
  PIM_CHECK(work_.parts().preload_items(items));
  return joiner_.preload(incoming);
}

Result<Outcome> Reconciler::take(const Incoming& incoming) {
  PIM_TRY(const bool of_before, is_of_before(incoming));
  PIM_TRY(const store::ItemId unread, unread_before(incoming));
  PIM_TRY(Outcome outcome, decide(incoming));
  if (unread != 0) {
    PIM_CHECK(end_unread(work_, unread));
  }
  if (of_before && outcome.item != 0 && outcome.effect != Effect::HeldBack) {
    PIM_CHECK(leave_unproven(outcome.item));
  }
  switch (outcome.effect) {
    case Effect::Added:
    case Effect::Updated:
    case Effect::Proposed:
    case Effect::Revived: outcome.changed_here = true; break;
    case Effect::Joined:  // apply() has told
    case Effect::Unchanged:
    case Effect::Gone:
    case Effect::Unknown:
    case Effect::EditKept:
    case Effect::StaysDeleted:
    case Effect::HeldBack:
    case Effect::LeftOut: break;
  }
  if (outcome.item != 0 && incoming.op != ChangeOp::Delete) {
    PIM_TRY(const Item* item, work_.item(outcome.item));
    if (item != nullptr) {
      PIM_CHECK(refresh_parts(work_, *item, ability_));
    }
  }
  if (outcome.item != 0) {
    PIM_TRY(const MapRow* row, work_.row_of(outcome.item));
    if (incoming.op != ChangeOp::Delete) {
      outcome.our_name = row != nullptr && row->told ? *row->told : std::to_string(outcome.item);
    }
    if (row != nullptr && outcome.effect != Effect::HeldBack) {
      PIM_TRY(outcome.owed, owed(*row));
    }
  }
  return outcome;
}

Result<store::ItemId> Reconciler::unread_before(const Incoming& incoming) {
  PIM_TRY(const MapRow* row,
          incoming.item != 0 ? work_.row_of(incoming.item) : work_.row_by_peer(incoming.peer_id));
  return row != nullptr && work_.unread(*row) ? row->item : store::ItemId{0};
}

Result<std::optional<ChangeOp>> Reconciler::owed(const MapRow& row) {
  const bool adds = row.state == MapState::ToAdd;
  if (!work_.current(row) || (!adds && row.state != MapState::Pending)) {
    return std::optional<ChangeOp>{};
  }
  PIM_TRY(const Item* item, work_.item(row.item));
  if (item == nullptr || item->deleted) {
    return item == nullptr || adds ? std::optional<ChangeOp>{} : ChangeOp::Delete;
  }
  return std::optional<ChangeOp>(adds ? ChangeOp::Add : ChangeOp::Replace);
}

Result<bool> Reconciler::is_stranger(const Incoming& incoming) {
  if (!is_.portal || incoming.op == ChangeOp::Delete || incoming.item != 0) {
    return false;
  }
  PIM_TRY(const Item* named, joiner_.live_with_uid(incoming.entry.facts.uid, 0));
  return named == nullptr;
}

Result<Outcome> Reconciler::decide(const Incoming& incoming) {
  MapRow* row = nullptr;
  if (incoming.item != 0) {
    PIM_TRY(row, work_.row_of(incoming.item));
  } else {
    if (is_.portal && incoming.op == ChangeOp::Add) {
      PIM_CHECK(
          confirm_by_mark(work_, ability_, incoming.peer_id, incoming.entry, incoming.base_mark));
    }
    PIM_TRY(row, work_.row_by_peer(incoming.peer_id));
  }
  const bool known = row != nullptr && work_.known(*row);
  if (!known) {
    PIM_TRY(auto part, named_part(incoming));
    if (part) {
      return take_part(incoming, std::move(*part));
    }
  }
  if (incoming.op == ChangeOp::Delete) {
    // A slow session keeps what was staged as deleted (sync rule 37): its row is one of before, and
    // that side has not shown the record since.
    const bool was_staged = row != nullptr && incoming.staged && incoming.item != 0;
    const bool kept = was_staged && is_.same_epoch;
    if (was_staged && !known && !kept) {
      return take_void_delete(incoming, *row);
    }
    return take_delete(incoming, known || kept ? row : nullptr);
  }
  if (known) {
    PIM_TRY(Item * item, work_.item(row->item));
    if (item != nullptr) {
      if (item->deleted) {
        bool another = false;
        if (incoming.op == ChangeOp::Add) {
          PIM_TRY(const bool named, has_uid_of(work_, *item, incoming.entry));
          PIM_TRY(const Nearness near,
                  nearness(work_, *item, *row, ability_, incoming.entry.stored));
          another = is_.portal ? !named && near != Nearness::Same : near == Nearness::Far;
        }
        if (!another) {
          return take_edit_of_tombstone(incoming, *item, *row);
        }
        // the name was given anew: what we deleted has gone there too, and our Delete, which is
        // still under way, would be of the new record
        work_.drop_row(item->id);
        return take_unknown(incoming);
      }
      return take_known(incoming, *item, *row);
    }
  }
  if (row != nullptr && work_.hint(*row)) {
    PIM_TRY(auto taken, take_hint(incoming));
    if (taken) {
      return *taken;
    }
  }
  PIM_TRY(auto part, like_part(incoming));
  if (part) {
    return take_part(incoming, std::move(*part));
  }
  if (incoming.op == ChangeOp::Replace && incoming.item != 0) {
    // what it was staged for has lost its row (deleted here and confirmed): the content decides
    PIM_TRY(Item * item, work_.item(incoming.item));
    if (item != nullptr && item->deleted) {
      return take_tombstone(incoming, *item);
    }
  }
  return take_unknown(incoming);
}

// ---------------------------------------------------------------- adds and replaces

Result<bool> Reconciler::is_given_anew(const Incoming& incoming, const Item& item,
                                       const MapRow& row) {
  PIM_TRY(const auto base, base_form(work_, row, ability_));
  if (incoming.op != ChangeOp::Add || !base) {
    return false;
  }
  PIM_TRY(const bool named, has_uid_of(work_, item, incoming.entry));
  if (is_.portal ? named : !is_.older) {
    return false;
  }
  const content::Kind& kind = work_.scope().kind;
  return is_.portal ? !kind.equal(*base, incoming.entry.stored, false)
                    : !kind.near(*base, incoming.entry.stored);
}

Result<Outcome> Reconciler::take_known(const Incoming& incoming, Item& item, MapRow row) {
  PIM_TRY(const bool given_anew, is_given_anew(incoming, item, row));
  if (given_anew) {
    // a side that was put back gives its ids anew: another record under a known name (sync rule 17)
    work_.pairing()->force_slow = true;
    PIM_CHECK(to_add(item.id, false));
    return take_unknown(incoming);
  }
  return take_edit(incoming, item, std::move(row));
}

Result<Outcome> Reconciler::take_edit(const Incoming& incoming, Item& item, MapRow row) {
  PIM_TRY(auto base, base_form(work_, row, ability_));
  // a device that goes on from before the session in which it had this may not have it any more
  const auto& above = work_.pairing()->resend_above;
  const bool unsure = !is_.portal && above && row.seen > *above;
  const bool unconfirmed = row.state == MapState::Unconfirmed || !base || unsure;
  const MergeWish wish{std::move(base), row.base_said_by_side, unconfirmed,
                       content::Winner::ByTime};
  PIM_TRY(auto result, merged(incoming, item, &row, wish));
  PIM_TRY(auto held, hold_back(incoming, item, std::move(row), wish.base, result));
  if (held) {
    return std::move(*held);
  }
  Outcome outcome{Effect::Unchanged, item.id, 0, 0, false, ""};
  PIM_CHECK(apply(incoming, item, std::move(result), wish, outcome));
  PIM_CHECK(join_uid(incoming, item));
  PIM_CHECK(settle(incoming, item, {}));
  return outcome;
}

Result<Outcome> Reconciler::take_unknown(const Incoming& incoming) {
  if (is_.portal) {
    PIM_TRY(auto row, row_of_waiting(work_, incoming.peer_id, incoming.entry, is_.same_epoch));
    if (row) {
      return take_waiting(incoming, std::move(*row));
    }
  }
  PIM_TRY(Item * pending, joiner_.unconfirmed(incoming));
  if (pending != nullptr) {
    return take_unconfirmed(incoming, *pending);
  }
  PIM_TRY(const Joiner::Match match, joiner_.find(incoming));
  if (match.item != nullptr) {
    Item& item = *match.item;
    PIM_TRY(const MapRow* found, work_.row_of(item.id));
    if (!is_.portal && found != nullptr && found->state == MapState::Unconfirmed) {
      return take_unconfirmed(incoming, item);
    }
    PIM_TRY(const bool was_split, split_from(item, incoming));
    std::optional<MapRow> row;
    MergeWish wish;
    if (found != nullptr && work_.current(*found)) {
      row = *found;
      const bool open_add = found->state == MapState::Unconfirmed;
      PIM_TRY(wish.base,
              open_add ? added_form(work_, *found, ability_) : base_form(work_, *found, ability_));
      wish.base_said_by_side = found->base_said_by_side;
    }
    wish.base_unconfirmed = !row || !row->peer_id || row->state == MapState::Unconfirmed;
    PIM_TRY(const bool named, has_uid_of(work_, item, incoming.entry));
    if (is_.portal && !row && named) {
      // deleted here and there, and edited at both: the row went with the deletion, its content
      // still tells what each side changed
      PIM_TRY(wish.base, deleted_content(work_, item.id));
    }
    PIM_TRY(auto result, merged(incoming, item, row ? &*row : nullptr, wish));
    Outcome outcome{Effect::Joined, item.id, 0, 0, false, ""};
    PIM_CHECK(apply(incoming, item, std::move(result), wish, outcome));
    outcome.effect = Effect::Joined;
    PIM_CHECK(join_uid(incoming, item));
    std::optional<std::string> told;
    if (was_split) {
      PIM_TRY(const store::ItemId name, work_.new_id());
      told = std::to_string(name);  // the name it had stays with the other record of that side
    }
    if (incoming.reserved != 0 && incoming.reserved != item.id) {
      told = std::to_string(incoming.reserved);
    }
    PIM_CHECK(settle(incoming, item, std::move(told)));
    return outcome;
  }
  PIM_TRY(const Joiner::Match edited, joiner_.edited_unconfirmed(incoming));
  if (edited.item != nullptr) {
    return take_unconfirmed(incoming, *edited.item);
  }
  PIM_TRY(Item * tombstone, joiner_.tombstone(incoming));
  if (tombstone != nullptr) {
    return take_tombstone(incoming, *tombstone);
  }
  return make(incoming, match.doubtful != 0 ? match.doubtful : edited.doubtful);
}

Result<Outcome> Reconciler::take_unconfirmed(const Incoming& incoming, Item& item) {
  PIM_TRY(const MapRow* found, work_.row_of(item.id));
  MapRow row = *found;
  PIM_TRY(auto base, added_form(work_, row, ability_));
  row.base.reset();  // that of a hint, which this record does not prove
  if (incoming.reserved != 0 && incoming.reserved != item.id) {
    row.told = std::to_string(incoming.reserved);
  }
  if (item.deleted) {
    const MergeWish wish{base, false, true, content::Winner::Theirs};
    PIM_TRY(auto result, merged(incoming, item, &row, wish));
    if (!result.edit) {
      PIM_CHECK(release_peer(incoming.peer_id, item.id));
      row.peer_id = incoming.peer_id;
      row.generation = work_.pairing()->generation;
      row.state = MapState::Pending;
      work_.put_row(std::move(row));
      return Outcome{Effect::StaysDeleted, item.id, 0, 0, false, ""};
    }
    return take_edit_of_tombstone(incoming, item, std::move(row));
  }
  const MergeWish wish{std::move(base), false, true, content::Winner::ByTime};
  PIM_TRY(auto result, merged(incoming, item, &row, wish));
  Outcome outcome{Effect::Joined, item.id, 0, 0, false, ""};
  PIM_CHECK(apply(incoming, item, std::move(result), wish, outcome));
  outcome.effect = Effect::Joined;
  PIM_CHECK(join_uid(incoming, item));
  PIM_CHECK(settle(incoming, item, std::move(row.told)));
  return outcome;
}

Result<Outcome> Reconciler::make(const Incoming& incoming, store::ItemId doubtful) {
  const content::Entry* entry = &incoming.entry;
  content::Entry numbered;
  // a collection never holds two live records of one UID (sync rules 5, 30): equal ones are
  // numbered, a UID that is another record's gives way to one by name
  PIM_TRY(const Item* twin, joiner_.live_with_uid(entry->facts.uid, 0));
  while (is_.portal && twin != nullptr &&
         work_.uid_key(twin->uid) != work_.uid_key(entry->facts.uid)) {
    // only an alias there, of a record joined by content: here comes the one whose UID it is
    PIM_CHECK(work_.drop_alias(twin->id, entry->facts.uid));
    PIM_TRY(twin, joiner_.live_with_uid(entry->facts.uid, 0));
  }
  if (twin != nullptr) {
    PIM_TRY(numbered, renamed(incoming.entry.stored, entry->uid_given ? 0 : 1));
    entry = &numbered;
  }
  const Seconds made = incoming.modified != 0 ? incoming.modified : work_.scope().now;
  PIM_TRY(Item * item, work_.create(*entry, made, incoming.reserved));
  PIM_CHECK(settle(incoming, *item, {}));
  if (is_.taking == Taking::OursWin) {
    return leave_out(incoming, *item);
  }
  if (doubtful != 0) {
    store::Conflict row;
    row.kind = store::ConflictKind::Doubtful;
    row.pairing = work_.pairing()->id;
    row.item = item->id;
    row.other = doubtful;
    row.at = work_.scope().now;
    work_.conflict(std::move(row));
  }
  return Outcome{Effect::Added, item->id, doubtful, 0, false, ""};
}

Result<content::Entry> Reconciler::renamed(std::string_view stored, unsigned ordinal) {
  const content::Kind& kind = work_.scope().kind;
  PIM_TRY(const std::string bare, kind.with_uid(stored, ""));
  while (true) {
    PIM_TRY(content::Entry entry, kind.enter(bare, {work_.scope().key, ordinal++}));
    PIM_TRY(const Item* twin, joiner_.live_with_uid(entry.facts.uid, 0));
    if (twin == nullptr) {
      return entry;
    }
  }
}

/// What only that side has goes there, and can be had back here.
Result<Outcome> Reconciler::leave_out(const Incoming& incoming, Item& item) {
  PIM_TRY(const MapRow* made, work_.row_of(item.id));
  MapRow row = *made;
  row.base = incoming.entry.stored;
  row.base_said_by_side = true;
  row.state = MapState::Pending;
  work_.put_row(std::move(row));
  // a person chose the mirror: the other portal does not ask again (design rule 8)
  PIM_CHECK(work_.kill(item, mirror_consent(work_.scope())));
  return Outcome{Effect::LeftOut, item.id, 0, 0, false, ""};
}

// ---------------------------------------------------------------- shared steps

Result<Reconciler::MergeWish> Reconciler::mirrored(const Incoming& incoming,
                                                   const Item& item) const {
  if (is_.taking == Taking::OursWin) {
    return MergeWish{incoming.entry.stored, true, false, content::Winner::Ours};
  }
  PIM_TRY(content::Form form, work_.scope().kind.render(item.content, ability_));
  return MergeWish{std::move(form.text), true, false, content::Winner::Theirs};
}

Result<content::Merged> Reconciler::merged(const Incoming& incoming, const Item& item,
                                           const MapRow* row, const MergeWish& asked) {
  MergeWish wish = asked;
  std::vector<std::string> earlier;
  std::vector<std::string> sent;
  // a portal that joined its own copy without a base gives back what had been changed before: made
  // no later than ours, so it cannot be somebody's way back to an old value
  const bool not_later = is_.portal && incoming.modified != 0 &&
                         incoming.modified <= item.changed_at && is_.taking == Taking::Merge;
  // where ours is still the confirmed base, older values cannot matter (sync rule 26)
  const bool untouched = !not_later && row != nullptr && wish.base && !wish.base_unconfirmed &&
                         row->sent.empty() && !item.deleted && !row->base && row->seen == item.rev;
  if (is_.taking != Taking::Merge) {
    PIM_TRY(wish, mirrored(incoming, item));
  } else if (!untouched) {
    PIM_TRY(earlier, earlier_contents(work_, item.id));
    if (row != nullptr) {
      PIM_TRY(sent, sent_forms(work_, *row, ability_));
    }
  }
  std::optional<std::string> then;
  if (is_.portal && is_.taking == Taking::Merge && !wish.base && incoming.modified != 0) {
    PIM_TRY(then, content_at(work_, item, incoming.modified));
  }
  content::MergeInput input{
      .ours = item.content,
      .theirs = incoming.entry.stored,
      .base = wish.base ? std::optional<std::string_view>(*wish.base) : std::nullopt,
      .base_said_by_side = wish.base_said_by_side,
      .earlier = {earlier.begin(), earlier.end()},
      .sent = {sent.begin(), sent.end()},
      .base_unconfirmed = wish.base_unconfirmed,
      .theirs_not_later = not_later,
      .ours_then = then ? std::optional<std::string_view>(*then) : std::nullopt,
      .ability = ability_,
      .ours_modified = item.changed_at,
      .theirs_modified = incoming.modified,
      .winner = winner_of(incoming, item, wish.winner),
  };
  PIM_TRY(content::Merged result, work_.scope().kind.merge(input));
  if (is_.policy == Policy::Newest && chooses(wish, result)) {
    return whole_newer(incoming, item, std::move(input), std::move(result));
  }
  return result;
}

Status Reconciler::apply(const Incoming& incoming, Item& item, content::Merged merged,
                         const MergeWish& wish, Outcome& outcome) {
  keep_lost({item.id, work_.stored_rev(item), item.content,
             merged.changed ? merged.stored : item.content, incoming.entry.stored},
            merged, outcome);
  if (is_.policy == Policy::Both && chooses(wish, merged)) {
    PIM_CHECK(keep_loser(incoming, item));
    outcome.changed_here = true;
    outcome.copied = true;
  }
  const Seconds at = time_of(incoming, item, merged, wish, outcome.conflicts != 0);
  if (merged.changed) {
    outcome.changed_here = true;
    outcome.united = true;
    outcome.effect = Effect::Updated;
    PIM_CHECK(work_.change(item, std::move(merged.stored), at));
    item.decision = incoming.consent;
    return {};
  }
  return at == item.changed_at ? Status{} : work_.touch(item, at);
}

/// When the content that a merge has made was made.
Seconds Reconciler::time_of(const Incoming& incoming, const Item& item,
                            const content::Merged& merged, const MergeWish& wish,
                            bool conflict) const {
  if (is_.taking == Taking::TheirsWin && merged.changed) {
    return std::max(incoming.modified, item.changed_at + 1);  // later than what it replaces
  }
  if (is_.taking == Taking::OursWin) {
    const bool same = says_same(work_.scope().kind, item, incoming.entry.stored, ability_,
                                incoming.entry.uid_given);
    return same ? item.changed_at : std::max(item.changed_at, incoming.modified + 1);
  }
  if (conflict && is_.policy != Policy::Merge) {
    // chosen, not older or newer: whoever had the other value must take this for a later edit
    return std::max(item.changed_at, incoming.modified) + 1;
  }
  if (incoming.modified == 0) {
    // a device that does not say it: the edit is one of now, and later than what it changed
    return merged.changed ? std::max(work_.scope().now, item.changed_at + 1) : item.changed_at;
  }
  if (!is_.portal) {
    return merged.changed ? std::max(item.changed_at, incoming.modified) : item.changed_at;
  }
  Seconds at = item.changed_at;
  if (!wish.base && (merged.changed || conflict)) {
    // a join without base cannot tell which of two values replaced the other: its result is no
    // later than either, so that whoever knows takes it for no edit (sync rule 26)
    at = std::min(at, incoming.modified);
  } else if (merged.changed) {
    at = std::max(at, incoming.modified);
  }
  // ours stands against a value of its past: it must be the later one there too. Not so without a
  // base that both know: then ours may as well be of their past.
  const bool stands = merged.refused_past && wish.base && !wish.base_unconfirmed;
  return stands ? std::max(at, incoming.modified + 1) : at;
}

Result<bool> Reconciler::brings_uid(const Incoming& incoming, const Item& item) {
  const std::string& theirs = incoming.entry.facts.uid;
  if (!incoming.entry.uid_given || !ability_.holds("UID") ||
      work_.uid_key(theirs) == work_.uid_key(item.uid)) {
    return false;
  }
  if (!is_.portal &&
      (theirs == incoming.peer_id || theirs.find_first_not_of("0123456789") == std::string::npos)) {
    return false;
  }
  PIM_TRY(const Item* other, joiner_.live_with_uid(theirs, item.id));
  return other == nullptr;  // else it is another record's here; two live ones never share it
}

Status Reconciler::join_uid(const Incoming& incoming, Item& item) {
  PIM_TRY(const bool brings, brings_uid(incoming, item));
  if (!brings) {
    return {};
  }
  const std::string& theirs = incoming.entry.facts.uid;
  if (theirs < item.uid) {  // the smaller one stays, at every portal alike (sync rule 5)
    const std::string mine = item.uid;
    PIM_TRY(std::string renamed, work_.scope().kind.with_uid(item.content, theirs));
    PIM_CHECK(work_.change(item, std::move(renamed), item.changed_at));
    return work_.add_alias(item.id, mine);
  }
  return work_.add_alias(item.id, theirs);
}

/// The item was joined with another record of that side by content, and now the record comes whose
/// UID it has: they are two there. The other one becomes an item of its own, as that side said it.
Result<bool> Reconciler::split_from(const Item& item, const Incoming& incoming) {
  PIM_TRY(const MapRow* found, work_.row_of(item.id));
  if (!is_.portal || found == nullptr || !work_.known(*found) || !found->peer_id ||
      *found->peer_id == incoming.peer_id || !found->base) {
    return false;
  }
  PIM_TRY(auto entry, work_.scope().kind.enter(*found->base, {work_.scope().key, 0}));
  if (work_.uid_key(entry.facts.uid) == work_.uid_key(item.uid)) {
    return false;  // the same record under a new name
  }
  MapRow row = *found;
  row.told = row.told ? *row.told : std::to_string(item.id);
  PIM_CHECK(work_.drop_alias(item.id, entry.facts.uid));
  PIM_TRY(const Item* other, joiner_.live_with_uid(entry.facts.uid, item.id));
  if (other != nullptr) {
    return false;
  }
  const Seconds made = item.changed_at;
  PIM_TRY(Item * apart, work_.create(entry, made, 0));
  work_.drop_row(item.id);
  row.item = apart->id;
  row.base.reset();
  row.seen = apart->rev;
  row.sent.clear();
  row.state = MapState::Mapped;
  work_.put_row(std::move(row));
  return true;
}

Result<Item*> Reconciler::bring_back(Item& item) {
  PIM_TRY(Item * living, joiner_.live_with_uid(item.uid, item.id));
  if (living == nullptr) {
    PIM_CHECK(work_.revive(item));
    return &item;
  }
  PIM_TRY(const MapRow* row, work_.row_of(item.id));
  if (row != nullptr && work_.current(*row)) {
    const std::string told = row->told ? *row->told : std::to_string(item.id);
    work_.drop_row(item.id);
    PIM_TRY(const MapRow* other, work_.row_of(living->id));
    MapRow next = other != nullptr ? *other : MapRow{};
    next.item = living->id;
    next.told = told;
    if (other == nullptr || !work_.current(*other)) {
      next.state = MapState::ToAdd;
      next.peer_id.reset();
      next.generation = work_.pairing()->generation;
    }
    work_.put_row(std::move(next));
  }
  return living;
}

Status Reconciler::release_peer(std::string_view peer_id, store::ItemId keeper) {
  if (peer_id.empty()) {
    return {};
  }
  return release_peer_name(work_, std::string(peer_id), keeper);
}

Status Reconciler::settle(const Incoming& incoming, Item& item, std::optional<std::string> told) {
  PIM_CHECK(release_peer(incoming.peer_id, item.id));
  PIM_TRY(const MapRow* before, work_.row_of(item.id));
  MapRow row;
  row.item = item.id;
  row.generation = work_.pairing()->generation;
  if (before != nullptr && work_.current(*before)) {
    row.peer_id = work_.known(*before) ? before->peer_id : std::nullopt;
    row.told = before->told;
  }
  if (!incoming.peer_id.empty()) {
    row.peer_id = incoming.peer_id;
  }
  if (told) {
    row.told = std::move(told);
  }
  row.base_said_by_side = true;
  if (says_same(work_.scope().kind, item, incoming.entry.stored, ability_,
                incoming.entry.uid_given)) {
    row.seen = item.rev;
  } else {
    row.base = incoming.entry.stored;
    row.state = MapState::Pending;  // goes back once (sync rule 27)
  }
  work_.put_row(std::move(row));
  PIM_CHECK(work_.drop_held_changes(item.id));
  return work_.drop_proposals(item.id);
}

Status Reconciler::to_add(store::ItemId item, bool under_new_name) {
  MapRow row = to_add_row(item, work_.pairing()->generation);
  if (under_new_name) {
    PIM_TRY(const store::ItemId name, work_.new_id());
    row.told = std::to_string(name);
  }
  work_.put_row(std::move(row));
  return {};
}

}  // namespace pim::sync
