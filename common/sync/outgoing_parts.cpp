// SPDX-License-Identifier: Apache-2.0
// The outgoing feed's parts: they go after the items, and each has a row that says what is to do.
#include <algorithm>

#include "common/sync/outgoing.h"
#include "common/sync/parts.h"
#include "common/sync/relation.h"

namespace pim::sync {

using store::ChangeOp;
using store::PartRow;
using store::PartState;

Result<std::vector<Outgoing>> OutgoingFeed::open_parts(FeedCursor& cursor, std::size_t limit) {
  while (true) {
    PIM_TRY(const auto rows,
            work_.parts().open(work_.scope().now, cursor.after_retry, cursor.after_item, limit));
    if (rows.empty()) {
      cursor.phase = FeedCursor::Phase::Done;
      return std::vector<Outgoing>{};
    }
    std::vector<store::ItemId> items;
    for (const PartRow& row : rows) {
      items.push_back(row.item);
    }
    PIM_CHECK(work_.preload_items(items));
    PIM_CHECK(work_.preload_held(items));
    std::vector<Outgoing> page;
    for (const PartRow& row : rows) {
      cursor.after_retry = row.retry_at;
      cursor.after_item = row.name;
      PIM_TRY(auto change, describe_part(row, cursor.upto));
      if (change) {
        change->after = cursor;
        page.push_back(std::move(*change));
      }
    }
    if (!page.empty()) {
      return page;
    }
  }
}

Result<std::optional<Outgoing>> OutgoingFeed::describe_part(const PartRow& asked,
                                                            store::Revision upto) {
  std::optional<Outgoing> change;
  PIM_TRY(const store::Item* item, work_.item(asked.item));
  PIM_TRY(const bool held, work_.is_held(asked.item));
  if (item == nullptr || held || !is_current(asked, *work_.pairing()) || item->rev > upto) {
    return change;  // what is newer than the snapshot goes with its series, in the next session
  }
  PIM_CHECK(refresh_parts(work_, *item, ability_));
  PIM_TRY(const PartRow* found, work_.parts().by_name(asked.name));
  if (found == nullptr || found->state == PartState::Mapped || found->state == PartState::Deleted) {
    return change;
  }
  const auto part = part_of(work_, *item, found->part);
  const bool gone = found->state == PartState::ToDelete;
  if (gone ? !is_there(*found, *work_.pairing()) : !part) {
    return change;  // never there under a name of theirs, or not known to be
  }
  change.emplace();
  change->part = true;
  change->item = found->name;
  change->rev = item->rev;
  change->our_name = std::to_string(found->name);
  change->peer_id = found->peer_id;
  change->label = item->label;
  if (gone) {
    change->op = ChangeOp::Delete;
    return change;
  }
  change->op = is_there(*found, *work_.pairing()) ? ChangeOp::Replace : ChangeOp::Add;
  auto form = work_.scope().kind.render(part->record, ability_);
  if (!form) {
    change->trouble = std::move(form.error());
  } else {
    change->text = std::move(form->text);
    change->losses = std::move(form->losses);
  }
  return change;
}

Status OutgoingFeed::part_sent(const Outgoing& change) {
  PIM_TRY(const PartRow* found, work_.parts().by_name(change.item));
  if (found == nullptr) {
    return {};
  }
  PartRow row = *found;
  row.generation = work_.pairing()->generation;
  row.failure = 0;
  row.retry_at = 0;
  switch (change.op) {
    case ChangeOp::Add:
      row.state = PartState::Unconfirmed;
      row.seen = change.rev;
      row.peer_id.reset();
      row.base.reset();
      row.base_said_by_side = false;
      row.sent.clear();
      break;
    case ChangeOp::Replace:
      if (std::ranges::find(row.sent, change.rev) == row.sent.end()) {
        row.sent.push_back(change.rev);
      }
      if (row.sent.size() > MaxSent) {
        row.sent.erase(row.sent.begin());
      }
      break;
    case ChangeOp::Delete: break;
  }
  return work_.parts().put(std::move(row));
}

Status OutgoingFeed::part_confirmed(const Outgoing& change) {
  PIM_TRY(const PartRow* found, work_.parts().by_name(change.item));
  if (found == nullptr) {
    return {};
  }
  PartRow row = *found;
  if (change.op == ChangeOp::Delete) {
    if (row.state == PartState::ToDelete) {
      touch_delete(*work_.pairing(), row.peer_id.value_or(""), change.our_name);
      work_.parts().drop(row.name);
    } else if (is_there(row, *work_.pairing())) {
      // there is such an exception again, and that side has just deleted it
      row.state = PartState::ToAdd;
      row.peer_id.reset();
      return work_.parts().put(std::move(row));
    }
    return {};
  }
  if (change.op != ChangeOp::Replace || row.state != PartState::Pending) {
    return {};
  }
  PIM_TRY(const auto before, part_at(work_, row, row.seen));
  PIM_TRY(const auto now, part_at(work_, row, change.rev));
  // what was only sent once more is still the side's own word
  row.base_said_by_side = row.base_said_by_side && !row.base && before && now &&
                          same_form(work_.scope().kind, *before, *now, ability_);
  row.base.reset();
  row.seen = change.rev;
  row.sent.clear();
  row.state = PartState::Mapped;
  PIM_CHECK(work_.parts().put(row));
  PIM_TRY(const store::Item* item, work_.item(row.item));
  return item == nullptr ? Status{} : refresh_parts(work_, *item, ability_);
}

Status OutgoingFeed::part_refused(const Outgoing& change, int status) {
  PIM_TRY(const PartRow* found, work_.parts().by_name(change.item));
  if (found == nullptr) {
    return {};
  }
  PartRow row = *found;
  if (change.op == ChangeOp::Add) {
    row.state = PartState::Failed;
    row.seen = change.rev;
    row.peer_id.reset();
  }
  row.failure = status;
  row.retry_at = work_.scope().now + RetryRefused;
  return work_.parts().put(std::move(row));
}

Status OutgoingFeed::part_lost_there(const Outgoing& change) {
  PIM_TRY(const PartRow* found, work_.parts().by_name(change.item));
  if (found == nullptr || found->state == PartState::ToDelete) {
    return {};
  }
  PartRow row = *found;
  set_to_add(row);
  return work_.parts().put(std::move(row));
}

}  // namespace pim::sync
