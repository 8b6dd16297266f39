// SPDX-License-Identifier: Apache-2.0
// Records of a side that are exceptions of series here: what they say is merged into the exception.
#include <algorithm>

#include "common/base/text.h"
#include "common/sync/forms.h"
#include "common/sync/parts.h"
#include "common/sync/reconcile.h"
#include "common/sync/relation.h"

namespace pim::sync {

using store::ChangeOp;
using store::Item;
using store::PartRow;
using store::PartState;

// ---------------------------------------------------------------- which part it is

Result<std::optional<PartRow>> Reconciler::named_part(const Incoming& incoming) {
  if (incoming.peer_id.empty() || incoming.item != 0) {
    return std::optional<PartRow>{};
  }
  PIM_TRY(const PartRow* row, work_.parts().by_peer(incoming.peer_id));
  const bool there = row != nullptr && is_there(*row, *work_.pairing());
  return there ? std::optional(*row) : std::optional<PartRow>{};
}

/// The UID of a part is that of its series with its date (series_split).
Result<std::optional<PartRow>> Reconciler::part_by_uid(const Incoming& incoming) {
  const std::string& uid = incoming.entry.facts.uid;
  const std::size_t dash = uid.rfind('-');
  if (!incoming.entry.uid_given || dash == std::string::npos) {
    return std::optional<PartRow>{};
  }
  PIM_TRY(const Item* item, joiner_.live_with_uid(std::string_view(uid).substr(0, dash), 0));
  const auto part = item == nullptr ? std::nullopt
                                    : part_of(work_, *item, std::string_view(uid).substr(dash + 1));
  if (!part || !work_.scope().kind.near(part->record, incoming.entry.stored)) {
    return std::optional<PartRow>{};
  }
  PIM_CHECK(refresh_parts(work_, *item, ability_));
  PIM_TRY(const auto rows, work_.parts().of(item->id));
  const auto row = std::ranges::find(rows, part->id, &PartRow::part);
  PIM_TRY(const PartRow* hint, work_.parts().by_peer(incoming.peer_id));
  if (hint != nullptr && hint->item == item->id && !is_there(*hint, *work_.pairing()) &&
      !part_of(work_, *item, hint->part)) {
    // the same under a date it had before the series moved: what that side had of it is known
    PartRow moved = *hint;
    PIM_TRY(moved.base, part_base(work_, *hint));
    moved.part = part->id;
    if (row != rows.end()) {
      work_.parts().drop(row->name);
    }
    PIM_CHECK(work_.parts().put(moved));
    return std::optional(std::move(moved));
  }
  if (row != rows.end()) {
    const bool taken = is_there(*row, *work_.pairing());  // by another record of that side
    return taken ? std::optional<PartRow>{} : std::optional(*row);
  }
  PartRow fresh;  // one that lies too far back to be sent
  PIM_TRY(fresh.name, work_.new_id());
  fresh.item = item->id;
  fresh.part = part->id;
  return std::optional(std::move(fresh));
}

Status Reconciler::load_free_parts() {
  if (free_parts_known_) {
    return {};
  }
  free_parts_known_ = true;
  // what is mapped is free only in a slow session, which has not shown it yet
  PIM_TRY(auto rows, is_.slow ? work_.parts().all() : work_.parts().unmapped());
  std::erase_if(rows, [this](const PartRow& row) { return is_there(row, *work_.pairing()); });
  std::vector<store::ItemId> items;
  for (const PartRow& row : rows) {
    items.push_back(row.item);
  }
  PIM_CHECK(work_.preload_items(items));
  for (const PartRow& row : rows) {
    PIM_TRY(const Item* item, work_.item(row.item));
    if (item == nullptr) {
      continue;
    }
    FreePart free{row, fold_for_search(item->label), ""};
    if (const auto part = part_of(work_, *item, row.part)) {
      free.record = part->record;
    } else {
      PIM_TRY(const auto base, part_base(work_, row));
      free.record = base.value_or("");
    }
    if (!free.record.empty()) {
      const auto facts = work_.scope().kind.facts(free.record, work_.scope().key);
      free.label = facts ? fold_for_search(facts->label) : free.label;
      free_parts_.push_back(std::move(free));
    }
  }
  return {};
}

Result<std::optional<PartRow>> Reconciler::like_part(const Incoming& incoming) {
  // a device that has learnt exceptions since may still have what it was given as parts
  const bool may_have = gives_parts(work_, ability_) || work_.parts().any();
  if (incoming.op == ChangeOp::Delete || incoming.item != 0 || !may_have) {
    return std::optional<PartRow>{};
  }
  PIM_TRY(auto by_uid, part_by_uid(incoming));
  if (by_uid || !work_.parts().any()) {
    return by_uid;
  }
  PIM_CHECK(load_free_parts());
  const content::Kind& kind = work_.scope().kind;
  const std::string& theirs = incoming.entry.stored;
  const std::string label = fold_for_search(incoming.entry.facts.label);
  std::vector<PartRow> near;
  for (const FreePart& free : free_parts_) {
    PIM_TRY(const PartRow* found, work_.parts().by_name(free.row.name));
    if (found == nullptr || is_there(*found, *work_.pairing())) {
      continue;  // settled by a record before this one
    }
    const bool hinted = found->peer_id == incoming.peer_id;
    const bool sent = found->state == PartState::Unconfirmed;
    if (!hinted && !free.label.starts_with(label) && !label.starts_with(free.label)) {
      continue;
    }
    const bool same =
        kind.shows(free.record, theirs, ability_, false) ||
        (is_.slow && kind.compare(free.record, theirs, ability_) == content::Likeness::Same);
    if (same) {
      return std::optional(*found);
    }
    if ((hinted || sent) && kind.near(free.record, theirs)) {
      near.push_back(*found);
    }
  }
  // nearness alone tells nothing where several could be meant
  return near.size() == 1 ? std::optional(std::move(near.front())) : std::optional<PartRow>{};
}

// ---------------------------------------------------------------- what it says

Result<Outcome> Reconciler::take_part(const Incoming& incoming, PartRow row) {
  PIM_TRY(Item * item, work_.item(row.item));
  if (item != nullptr) {
    // the series may have moved since the side had the part, and its parts with it
    PIM_CHECK(refresh_parts(work_, *item, ability_));
    PIM_TRY(const PartRow* now, work_.parts().by_name(row.name));
    if (now != nullptr) {
      row = *now;
    }
  }
  if (incoming.op == ChangeOp::Delete) {
    return take_part_delete(incoming, std::move(row));
  }
  const content::Kind& kind = work_.scope().kind;
  const auto part = item == nullptr ? std::nullopt : part_of(work_, *item, row.part);
  if (!part) {
    return take_lost_part(incoming, std::move(row));
  }
  PIM_TRY(auto base, part_base(work_, row));
  if (!is_.same_epoch) {
    base.reset();  // of another life of the store
  }
  if (is_.older && incoming.op == ChangeOp::Add && base && is_there(row, *work_.pairing()) &&
      !kind.near(*base, incoming.entry.stored)) {
    // a restored client gives ids anew: another record under a known name (sync rule 17)
    work_.pairing()->force_slow = true;
    PIM_CHECK(work_.parts().release(incoming.peer_id));
    return take_unknown(incoming);
  }
  // what ours has become since that side said it is not its word any more
  PIM_TRY(const bool ours_edited, part_edited(work_, row, *part, ability_));
  PIM_TRY(auto merged, merged_part(incoming, *item, row, *part, std::move(base)));
  Outcome outcome{Effect::Unchanged, item->id, 0, 0, false, ""};
  const store::Revision before = item->rev;
  const store::Revision stored = work_.stored_rev(*item);
  const std::string content_before = item->content;
  if (merged.changed) {
    const Seconds made = incoming.modified != 0 ? incoming.modified : work_.scope().now;
    auto content = kind.with_part(item->content, row.part, part->record, merged.stored);
    if (!content && content.error().code == ErrorCode::Unsupported) {
      return leave_series(incoming, *item, row, {*part, ours_edited, merged});
    }
    if (!content) {
      return pass(content);
    }
    PIM_CHECK(work_.change(*item, std::move(*content), std::max(made, item->changed_at + 1)));
    PIM_CHECK(keep_series(work_, *item, before, content_before, ability_));
    PIM_CHECK(work_.follow_proposals(*item));  // the edited part outlives its series
    outcome.effect = Effect::Updated;
  }
  if (!merged.lost.empty()) {
    // what gives way is kept as what it is: the series with their word of this part, a value of the
    // exception there
    for (content::Lost& lost : merged.lost) {
      lost.property = '@' + row.part + ' ' + lost.property;
    }
    const auto theirs =
        kind.with_part(content_before, row.part, part->record, incoming.entry.stored);
    keep_lost({item->id, stored, content_before, item->content, theirs ? *theirs : item->content},
              merged, outcome);
  }
  // an echo says nothing of its own: what it lacks is not taken away by that side (sync rule 24)
  row.base_said_by_side = merged.edit || (row.base_said_by_side && !ours_edited);
  PIM_CHECK(settle_part(incoming, *item, std::move(row)));
  return outcome;
}

Result<content::Merged> Reconciler::merged_part(const Incoming& incoming, const Item& item,
                                                const PartRow& row, const content::Part& part,
                                                std::optional<std::string> base) {
  std::vector<std::string> earlier;
  std::vector<std::string> sent;
  bool said = row.base_said_by_side;
  content::Winner winner = content::Winner::ByTime;
  const bool unconfirmed =
      !base || row.state == PartState::Unconfirmed || row.state == PartState::ToAdd;
  if (is_.taking == Taking::TheirsWin) {
    PIM_TRY(content::Form form, work_.scope().kind.render(part.record, ability_));
    base = std::move(form.text);
    said = true;
    winner = content::Winner::Theirs;
  } else if (unconfirmed || row.seen != item.rev || row.base || !row.sent.empty()) {
    PIM_TRY(const auto contents, earlier_contents(work_, item.id));
    for (const std::string& content : contents) {
      const auto parts = work_.parts().memo().of(work_.scope().kind, content);
      if (!parts) {
        continue;
      }
      const auto then = std::ranges::find(**parts, row.part, &content::Part::id);
      if (then != (*parts)->end()) {
        earlier.push_back(then->record);
      }
    }
    for (const store::Revision rev : row.sent) {
      PIM_TRY(auto record, part_at(work_, row, rev));
      if (record) {
        PIM_TRY(content::Form form, work_.scope().kind.render(*record, ability_));
        sent.push_back(std::move(form.text));
      }
    }
  }
  return work_.scope().kind.merge({
      .ours = part.record,
      .theirs = incoming.entry.stored,
      .base = base ? std::optional<std::string_view>(*base) : std::nullopt,
      .base_said_by_side = said,
      .earlier = {earlier.begin(), earlier.end()},
      .sent = {sent.begin(), sent.end()},
      .base_unconfirmed = unconfirmed,
      .ability = ability_,
      .ours_modified = item.changed_at,
      .theirs_modified = incoming.modified,
      .winner = winner,
  });
}

Status Reconciler::settle_part(const Incoming& incoming, const Item& item, PartRow row) {
  PIM_CHECK(release_item_name(work_, incoming.peer_id));
  row.peer_id = incoming.peer_id;
  row.generation = work_.pairing()->generation;
  row.base.reset();
  row.sent.clear();
  row.failure = 0;
  row.retry_at = 0;
  row.seen = item.rev;
  row.state = PartState::Mapped;
  const auto part = part_of(work_, item, row.part);
  if (!part || !work_.scope().kind.shows(part->record, incoming.entry.stored, ability_, false)) {
    row.base = incoming.entry.stored;
    row.state = PartState::Pending;  // goes back once (sync rule 27)
  }
  return work_.parts().put(std::move(row));
}

/// The series has no such exception any more: a record that says nothing new goes, an edit lives on
/// as a record of its own.
Result<Outcome> Reconciler::take_lost_part(const Incoming& incoming, PartRow row) {
  const content::Kind& kind = work_.scope().kind;
  PIM_TRY(const auto base, part_base(work_, row));
  const bool echo = base && (row.base ? kind.equal(*base, incoming.entry.stored, false)
                                      : kind.shows(*base, incoming.entry.stored, ability_, false));
  if (!echo || is_.taking == Taking::TheirsWin) {
    work_.parts().drop(row.name);
    return take_unknown(incoming);
  }
  PIM_CHECK(release_item_name(work_, incoming.peer_id));
  row.peer_id = incoming.peer_id;
  row.generation = work_.pairing()->generation;
  row.state = PartState::ToDelete;
  row.failure = 0;
  row.retry_at = 0;
  const store::ItemId id = row.item;
  PIM_CHECK(work_.parts().put(std::move(row)));
  return Outcome{Effect::StaysDeleted, id, 0, 0, false, ""};
}

/// The side has made more of the instance than an exception can be, a series: it leaves the series,
/// with what was edited of it here.
Result<Outcome> Reconciler::leave_series(const Incoming& incoming, Item& item, const PartRow& row,
                                         const PartMerge& of) {
  PIM_TRY(std::string content, work_.scope().kind.without_part(item.content, row.part));
  const store::Revision before = item.rev;
  const std::string content_before = item.content;
  work_.parts().drop(row.name);
  PIM_CHECK(
      work_.change(item, std::move(content), std::max(work_.scope().now, item.changed_at + 1)));
  PIM_CHECK(keep_series(work_, item, before, content_before, ability_));
  const Seconds edited_at = item.changed_at;
  PIM_TRY(Outcome outcome, take_unknown(incoming));
  PIM_TRY(Item * apart, work_.item(outcome.item));
  if (!of.ours_edited || outcome.effect != Effect::Added || apart == nullptr) {
    return outcome;
  }
  PIM_TRY(std::string united, work_.scope().kind.with_uid(of.merged.stored, apart->uid));
  keep_lost({apart->id, 0, of.ours.record, united, incoming.entry.stored}, of.merged, outcome);
  PIM_CHECK(work_.change(*apart, std::move(united), std::max(edited_at, apart->changed_at)));
  PIM_CHECK(settle(incoming, *apart, {}));
  return outcome;
}

/// The instance goes, never the series. Decided at the end of the package: a device that is being
/// emptied deletes it too.
Result<Outcome> Reconciler::take_part_delete(const Incoming& incoming, PartRow row) {
  PIM_TRY(const Item* item, work_.item(row.item));
  const auto part = item == nullptr ? std::nullopt : part_of(work_, *item, row.part);
  // an exception is over by itself, whatever becomes of the series
  const bool over = is_.past && part && part->at < *is_.past;
  const bool stays = incoming.soft || over;
  if (!stays) {
    touch_delete(*work_.pairing(), incoming.peer_id, std::to_string(row.name));
  }
  const store::ItemId id = row.item;
  if (!part) {
    work_.parts().drop(row.name);
    return Outcome{Effect::Gone, id, 0, 0, false, ""};
  }
  row.peer_id.reset();
  row.failure = 0;
  row.retry_at = 0;
  if (stays) {
    // that side has made room for others: it goes there again once it has changed
    row.state = PartState::Failed;
    row.seen = item->rev;
    row.retry_at = INT64_MAX;
    PIM_CHECK(work_.parts().put(std::move(row)));
    return Outcome{Effect::Unchanged, id, 0, 0, false, ""};
  }
  row.state = PartState::Deleted;
  PIM_CHECK(work_.parts().put(std::move(row)));
  return Outcome{Effect::Proposed, id, 0, 0, false, ""};
}

}  // namespace pim::sync
