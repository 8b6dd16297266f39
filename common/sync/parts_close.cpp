// SPDX-License-Identifier: Apache-2.0
// What a package's Deletes of parts mean, once all of it is known.
#include <algorithm>

#include "common/base/limits.h"
#include "common/sync/held.h"
#include "common/sync/parts.h"

namespace pim::sync {

using store::Item;
using store::PartRow;
using store::PartState;

namespace {

/// A record made of a part, under a UID that no living one has.
Result<content::Entry> entry_of(Workset& work, std::string_view record) {
  const Scope& scope = work.scope();
  PIM_TRY(const std::string bare, scope.kind.with_uid(record, ""));
  for (unsigned ordinal = 0;; ++ordinal) {
    PIM_TRY(content::Entry entry, scope.kind.enter(bare, {scope.key, ordinal}));
    PIM_TRY(const auto hits, work.by_key(work.uid_key(entry.facts.uid)));
    const bool taken = std::ranges::any_of(
        hits, [](const Workset::KeyHit& hit) { return hit.kind != store::KeyKind::Fingerprint; });
    if (!taken) {
      return entry;
    }
  }
}

/// The part goes out under a new name: that side has deleted it under the one it had.
Status send_anew(Workset& work, const PartRow& row) {
  PartRow next;
  PIM_TRY(next.name, work.new_id());
  next.item = row.item;
  next.part = row.part;
  next.generation = work.pairing()->generation;
  work.parts().drop(row.name);
  return work.parts().put(std::move(next));
}

Status close_deleted(Workset& work, const PartRow& row, const content::Ability& ability,
                     bool held) {
  PIM_TRY(Item * item, work.item(row.item));
  const auto part = item == nullptr ? std::nullopt : part_of(work, *item, row.part);
  if (!part) {
    work.parts().drop(row.name);
    return {};
  }
  PIM_TRY(const bool waiting, work.is_held(row.item));
  PIM_TRY(const bool edited, part_edited(work, row, *part, ability));
  if (held || waiting || edited) {
    return send_anew(work, row);
  }
  PIM_TRY(std::string content, work.scope().kind.without_part(item->content, row.part));
  const store::Revision before = item->rev;
  const std::string content_before = item->content;
  work.parts().drop(row.name);
  PIM_CHECK(
      work.change(*item, std::move(content), std::max(work.scope().now, item->changed_at + 1)));
  PIM_CHECK(keep_series(work, *item, before, content_before, ability));
  return refresh_parts(work, *item, ability);
}

Result<std::vector<PartRow>> open_rows(Workset& work) {
  std::vector<PartRow> rows;
  Seconds after_retry = INT64_MIN;
  store::ItemId after_name = 0;
  while (true) {
    PIM_TRY(auto page, work.parts().open(INT64_MAX, after_retry, after_name, limits::PageRows));
    if (page.empty()) {
      return rows;
    }
    after_retry = page.back().retry_at;
    after_name = page.back().name;
    std::ranges::move(page, std::back_inserter(rows));
  }
}

/// What a slow session has not shown is not there.
Status close_unseen(Workset& work, PartRow row) {
  if (row.generation == work.pairing()->generation) {
    return {};
  }
  switch (row.state) {
    case PartState::ToDelete: work.parts().drop(row.name); return {};
    case PartState::Mapped:
    case PartState::Pending:
    case PartState::Failed: set_to_add(row); break;
    case PartState::Unconfirmed: {
      PIM_TRY(const Item* item, work.item(row.item));
      if (item == nullptr || !part_of(work, *item, row.part)) {
        work.parts().drop(row.name);  // it has not arrived, or came as what it is
        return {};
      }
      break;
    }
    case PartState::ToAdd:
    case PartState::Deleted: break;
  }
  row.generation = work.pairing()->generation;
  return work.parts().put(std::move(row));
}

}  // namespace

Status save_edited_parts(Workset& work, const Item& item) {
  PIM_TRY(const auto rows, work.parts().of(item.id));
  for (const PartRow& row : rows) {
    const auto part = part_of(work, item, row.part);
    if (!part || !row.base_said_by_side || !is_there(row, *work.pairing())) {
      continue;
    }
    PIM_TRY(const content::Entry entry, entry_of(work, part->record));
    PIM_TRY(const Item* apart, work.create(entry, item.changed_at, 0));
    store::MapRow map;
    map.item = apart->id;
    map.peer_id = row.peer_id;
    map.told = std::to_string(row.name);
    map.state = row.state == PartState::Mapped ? store::MapState::Mapped : store::MapState::Pending;
    map.generation = work.pairing()->generation;
    map.seen = apart->rev;
    map.base = row.base;
    map.base_said_by_side = true;
    work.parts().drop(row.name);
    work.put_row(std::move(map));
  }
  return {};
}

Status close_parts(const Scope& scope, store::Pairing& pairing, const content::Ability& ability,
                   const HeldDecided& decided, bool slow) {
  if (!pairing.parts) {
    return {};
  }
  Workset work(scope, &pairing);
  PIM_TRY(const auto rows, slow ? work.parts().all() : open_rows(work));
  for (const PartRow& row : rows) {
    if (slow) {
      PIM_CHECK(close_unseen(work, row));
    }
    if (row.state == PartState::Deleted && !decided.put_off) {
      PIM_CHECK(close_deleted(work, row, ability, decided.waiting != 0));
    }
  }
  PIM_CHECK(work.flush());
  skip_own(pairing, work.own_range());
  return {};
}

}  // namespace pim::sync
