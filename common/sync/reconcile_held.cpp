// SPDX-License-Identifier: Apache-2.0
// Changes that wait for a person (design rule 8): putting them by, and their coming again.
#include <algorithm>

#include "common/sync/forms.h"
#include "common/sync/reconcile.h"

namespace pim::sync {

using store::ChangeOp;
using store::Item;
using store::MapRow;
using store::MapState;

Result<std::optional<Outcome>> Reconciler::hold_back(const Incoming& incoming, const Item& item,
                                                     MapRow row,
                                                     const std::optional<std::string>& base,
                                                     const content::Merged& result) {
  const bool shared = row.state == MapState::Mapped || row.state == MapState::Pending;
  // what a person chose at the other portal is not asked about again
  if (is_.watch == nullptr || !incoming.consent.empty() || !result.changed || !shared) {
    return std::optional<Outcome>{};
  }
  PIM_TRY(const bool asked, work_.is_change_held(item.id));
  // without a base it is a join, which counts nothing, and what is staged for no item of its own
  // joins as well; what is asked about already stays so until there is an answer
  if (!asked && (!base || (incoming.staged && incoming.item == 0))) {
    return std::optional<Outcome>{};
  }
  std::vector<std::uint64_t> values;
  if (is_.watch->counts()) {
    values = work_.scope().kind.set_values(item.content, result.stored, work_.scope().key);
    is_.watch->tally.count(values);
  }
  if (!asked && !is_.watch->suspects(values)) {
    return std::optional<Outcome>{};
  }
  if (!asked) {
    store::Held held;
    held.pairing = work_.pairing()->id;
    held.item = item.id;
    held.rev = item.rev;
    held.op = ChangeOp::Replace;
    held.work = work_.scope().author.work;
    held.at = std::max(work_.scope().now, incoming.modified);
    work_.propose(std::move(held));
  }
  PIM_TRY(const bool brings, brings_uid(incoming, item));
  if (is_.portal && brings) {
    // the answer is about what it says; that it is this record stands already
    PIM_CHECK(work_.add_alias(item.id, incoming.entry.facts.uid));
  }
  if (asked && incoming.staged && incoming.item != 0) {
    // looked at once more: it shows nothing of what that side has now (is_of_before)
    return std::optional<Outcome>(Outcome{Effect::HeldBack, item.id, 0, 0, false, ""});
  }
  // the side's base and name stay as they are; whatever becomes of the change, ours goes there then
  row.base = base;
  row.state = MapState::Pending;
  row.retry_at = 0;  // should a record before this one not have been read
  work_.put_row(std::move(row));
  return std::optional<Outcome>(Outcome{Effect::HeldBack, item.id, 0, 0, false, ""});
}

Result<bool> Reconciler::is_of_before(const Incoming& incoming) {
  if (!is_.portal || !incoming.staged || incoming.op == ChangeOp::Delete || incoming.item == 0) {
    return false;
  }
  PIM_TRY(const MapRow* row, work_.row_of(incoming.item));
  PIM_TRY(const Item* item, work_.item(incoming.item));
  return item != nullptr && !item->deleted && (row == nullptr || !work_.known(*row));
}

Status Reconciler::leave_unproven(store::ItemId id) {
  PIM_TRY(const MapRow* row, work_.row_of(id));
  PIM_TRY(const Item* item, work_.item(id));
  if (row == nullptr || !work_.known(*row) || item == nullptr || item->deleted) {
    return {};
  }
  return to_add(id, false);
}

Result<Outcome> Reconciler::take_waiting(const Incoming& incoming, MapRow row) {
  PIM_TRY(Item * item, work_.item(row.item));
  if (!incoming.staged || incoming.item == 0) {
    PIM_CHECK(release_peer(incoming.peer_id, item->id));
    work_.drop_staged_change(item->id);  // said under the name before
  }
  if (incoming.reserved != 0 && incoming.reserved != item->id) {
    row.told = std::to_string(incoming.reserved);
  }
  return take_edit(incoming, *item, std::move(row));
}

}  // namespace pim::sync
