// SPDX-License-Identifier: Apache-2.0
// Deletes, and what comes against a record that was deleted here (sync rules 23, 28, 30, 38).
#include "common/sync/reconcile.h"

#include <algorithm>

#include "common/sync/forms.h"
#include "common/sync/outgoing.h"
#include "common/sync/relation.h"

namespace pim::sync {

using store::Item;
using store::MapRow;
using store::MapState;

bool Reconciler::leaves_that_side_only(const Incoming& incoming, const Item& item) const {
  if (incoming.soft || !is_.past) {
    return incoming.soft;
  }
  const auto end = work_.scope().kind.last_end(item.content);
  return end && *end < *is_.past;
}

Result<Outcome> Reconciler::take_delete(const Incoming& incoming, MapRow* row) {
  if (row == nullptr) {
    return Outcome{Effect::Unknown, 0, 0, 0, false, ""};
  }
  const std::string our_name = row->told ? *row->told : std::to_string(row->item);
  PIM_TRY(Item * item, work_.item(row->item));
  const bool stays =
      item == nullptr ? incoming.soft : !item->deleted && leaves_that_side_only(incoming, *item);
  if (!stays) {
    touch_delete(*work_.pairing(), incoming.peer_id, our_name);
  }
  if (item == nullptr || item->deleted) {
    const store::ItemId id = row->item;
    work_.drop_row(id);
    return Outcome{Effect::Gone, id, 0, 0, false, ""};
  }
  if (row->state == MapState::ToAdd) {
    // it goes out under another name: this Delete is of the name before it (sync rule 28)
    return Outcome{Effect::Unknown, item->id, 0, 0, false, ""};
  }
  if (stays) {
    work_.put_row(let_go_row(*item, work_.pairing()->generation));
    return Outcome{Effect::Unchanged, item->id, 0, 0, false, ""};
  }
  PIM_CHECK(work_.drop_held_changes(item->id));
  PIM_TRY(const bool edited, edited_since(work_, *item, *row, ability_));
  if (is_.taking == Taking::OursWin || (edited && is_.taking == Taking::Merge)) {
    // a device deletes by its own name; whoever deletes by ours may say it again (sync rule 28)
    PIM_CHECK(to_add(item->id, work_.pairing()->peer != store::PeerKind::Device));
    return Outcome{Effect::EditKept, item->id, 0, 0, false, ""};
  }
  work_.drop_row(item->id);
  store::Held held;
  held.pairing = work_.pairing()->id;
  held.item = item->id;
  held.rev = item->rev;
  held.consent = incoming.consent;
  held.work = work_.scope().author.work;
  held.at = std::max(work_.scope().now, incoming.modified);
  work_.propose(std::move(held));
  return Outcome{Effect::Proposed, item->id, 0, 0, false, ""};
}

/// Staged in another life of either store, it deletes nothing. Its item went by while it was staged
/// (sync rule 22), and goes now as one that side lacks.
Result<Outcome> Reconciler::take_void_delete(const Incoming& incoming, const MapRow& row) {
  PIM_TRY(const Item* item, work_.item(incoming.item));
  if (item != nullptr && !item->deleted && !work_.current(row)) {
    work_.put_row(to_add_row(item->id, work_.pairing()->generation));
  }
  return Outcome{Effect::Unknown, incoming.item, 0, 0, false, ""};
}

Result<bool> Reconciler::was_once(const Item& item, std::string_view content) {
  PIM_TRY(const auto earlier, earlier_contents(work_, item.id));
  return std::ranges::any_of(earlier, [&](const std::string& version) {
    return work_.scope().kind.equal(version, content, false);
  });
}

Result<Outcome> Reconciler::take_edit_of_tombstone(const Incoming& incoming, Item& item,
                                                   MapRow row) {
  PIM_TRY(auto base, base_form(work_, row, ability_));
  const MergeWish wish{std::move(base), row.base_said_by_side, false, content::Winner::Theirs};
  PIM_TRY(auto result, merged(incoming, item, &row, wish));
  PIM_TRY(const bool past, was_once(item, incoming.entry.stored));
  if ((!result.edit || past) && is_.taking != Taking::TheirsWin) {
    row.state = MapState::Pending;
    const store::ItemId id = row.item;
    work_.put_row(std::move(row));
    return Outcome{Effect::StaysDeleted, id, 0, 0, false, ""};
  }
  work_.put_row(std::move(row));
  PIM_TRY(Item * living, bring_back(item));
  if (living != &item) {
    PIM_TRY(result, merged(incoming, *living, nullptr, wish));
  }
  if (living == &item && incoming.modified != 0) {
    item.changed_at = incoming.modified;  // not that of the deletion: later edits elsewhere win
  }
  Outcome outcome{Effect::Revived, living->id, 0, 0, false, ""};
  PIM_CHECK(apply(incoming, *living, std::move(result), wish, outcome));
  outcome.effect = Effect::Revived;
  PIM_CHECK(settle(incoming, *living, {}));
  return outcome;
}

Result<Outcome> Reconciler::take_tombstone(const Incoming& incoming, Item& item) {
  PIM_TRY(const store::ItemId name, work_.new_id());
  const std::string told = std::to_string(incoming.reserved != 0 ? incoming.reserved : name);
  // unconfirmed: what it lacks it may never have had; only a value we never held is an edit
  const MergeWish wish{item.content, false, true, content::Winner::Theirs};
  PIM_TRY(auto result, merged(incoming, item, nullptr, wish));
  const Seconds made = incoming.modified != 0 ? incoming.modified : work_.scope().now;
  Outcome outcome{Effect::StaysDeleted, item.id, 0, 0, false, ""};
  const bool stays = !result.edit && made <= item.changed_at;
  if (is_.taking == Taking::OursWin || (stays && is_.taking == Taking::Merge)) {
    PIM_CHECK(release_peer(incoming.peer_id, item.id));
    MapRow row;
    row.item = item.id;
    row.peer_id = incoming.peer_id;
    row.told = told;
    row.generation = work_.pairing()->generation;
    row.base = incoming.entry.stored;
    row.base_said_by_side = true;
    row.state = MapState::Pending;
    work_.put_row(std::move(row));
    return outcome;
  }
  // a living twin of the same UID takes it in (sync rule 30)
  PIM_TRY(Item * living, bring_back(item));
  if (living != &item) {
    PIM_TRY(result, merged(incoming, *living, nullptr, {}));
  }
  outcome.item = living->id;
  if (living == &item) {
    // what came keeps its own time: where this was no edit after all, the portal that knows its
    // past tells it from one, and its deletion holds (sync rule 38)
    item.changed_at = made;
  }
  PIM_CHECK(apply(incoming, *living, std::move(result), wish, outcome));
  outcome.effect = Effect::Revived;
  PIM_CHECK(settle(incoming, *living, told));
  return outcome;
}

}  // namespace pim::sync
