// SPDX-License-Identifier: Apache-2.0
// What the map of before a slow sync still tells (sync rule 23).
#include "common/sync/reconcile.h"

#include <algorithm>

#include "common/sync/forms.h"
#include "common/sync/outgoing.h"
#include "common/sync/relation.h"

namespace pim::sync {

using store::Item;
using store::MapRow;
using store::MapState;

Result<bool> Reconciler::is_hinted(const Incoming& incoming, const Item& item, const MapRow& row) {
  PIM_TRY(const Nearness near, nearness(work_, item, row, ability_, incoming.entry.stored));
  // between portals another UID is another record (sync rule 30)
  const bool other_uid = is_.portal && incoming.entry.uid_given;
  if (near != Nearness::Near || other_uid) {
    return near == Nearness::Same;
  }
  // an edit of it, unless another record of ours is the same, or went there as the same: a side
  // that was put back gives its names anew, and colleagues are near each other
  PIM_TRY(const Item* sent, joiner_.unconfirmed(incoming));
  if (sent != nullptr && sent->id != item.id) {
    return false;
  }
  PIM_TRY(const Joiner::Match match, joiner_.find(incoming));
  if (match.item != nullptr) {
    return match.item->id == item.id;
  }
  const content::Kind& kind = work_.scope().kind;
  const bool renamed =
      kind.compare(item.content, incoming.entry.stored, ability_) == content::Likeness::Different;
  if (!renamed || match.doubtful != 0) {
    return !renamed;
  }
  PIM_TRY(const Joiner::Match edited, joiner_.edited_unconfirmed(incoming));
  return edited.item == nullptr || edited.item->id == item.id;
}

Result<std::optional<Outcome>> Reconciler::take_hint(const Incoming& incoming) {
  PIM_TRY(const MapRow* found, work_.row_by_peer(incoming.peer_id));
  MapRow row = *found;
  PIM_TRY(Item * item, work_.item(row.item));
  if (item == nullptr) {
    return std::optional<Outcome>{};
  }
  PIM_TRY(auto base, base_form(work_, row, ability_));
  PIM_TRY(const bool named, has_uid_of(work_, *item, incoming.entry));
  if (!is_.portal || !named) {
    PIM_TRY(const bool is_it, is_hinted(incoming, *item, row));
    if (!is_it) {
      return std::optional<Outcome>{};  // the id alone proves nothing (sync rule 23)
    }
  }
  row.generation = work_.pairing()->generation;
  if (row.state == MapState::Unconfirmed) {
    row.state = MapState::Pending;  // proven: that side has it, Add or no Add
  }
  if (item->deleted) {
    // our tombstone proves it deleted; an edit against it revives it (sync rules 23, 38)
    return take_edit_of_tombstone(incoming, *item, std::move(row));
  }
  PIM_TRY(const bool held, work_.is_deletion_held(item->id));
  if (held) {
    return std::optional<Outcome>{};
  }
  if (!is_.same_epoch) {
    base.reset();
  }
  const MergeWish wish{std::move(base), row.base_said_by_side, false, content::Winner::ByTime};
  PIM_TRY(auto result, merged(incoming, *item, &row, wish));
  PIM_TRY(auto put_by, hold_back(incoming, *item, row, wish.base, result));
  if (put_by) {
    return put_by;
  }
  Outcome outcome{Effect::Unchanged, item->id, 0, 0, false, ""};
  PIM_CHECK(apply(incoming, *item, std::move(result), wish, outcome));
  PIM_CHECK(join_uid(incoming, *item));
  work_.put_row(std::move(row));
  PIM_CHECK(settle(incoming, *item, {}));
  return std::optional<Outcome>(outcome);
}

}  // namespace pim::sync
