// SPDX-License-Identifier: Apache-2.0
#include "common/sync/outgoing.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/sync/forms.h"
#include "common/sync/parts.h"
#include "common/sync/relation.h"

namespace pim::sync {

using store::ChangeOp;
using store::ItemId;
using store::MapRow;
using store::MapState;

namespace {

std::string name_of(const MapRow* row, ItemId item) {
  return row != nullptr && row->told ? *row->told : std::to_string(item);
}

/// The side has, or may have, a record under this row.
bool reached_them(const MapRow& row) {
  return row.state == MapState::Mapped || row.state == MapState::Pending;
}

}  // namespace

MapRow let_go_row(const store::Item& item, std::uint64_t generation) {
  MapRow row;
  row.item = item.id;
  row.state = MapState::Failed;
  row.generation = generation;
  row.seen = item.rev;
  row.retry_at = store::NeverAgain;
  row.reason = "That side has made room for others.";
  return row;
}

bool is_let_go(const MapRow& row) {
  return row.state == MapState::Failed && row.retry_at == store::NeverAgain;
}

void FeedCursor::pack(Packer& packer) const {
  packer.u(static_cast<std::uint64_t>(phase))
      .u(repeat)
      .i(after_retry)
      .i(after_item)
      .i(after_rev)
      .i(upto);
}

FeedCursor FeedCursor::unpack(Unpacker& unpacker) {
  FeedCursor cursor;
  cursor.phase = static_cast<Phase>(std::min<std::uint64_t>(unpacker.u(), 4));
  cursor.repeat = unpacker.u();
  cursor.after_retry = unpacker.i();
  cursor.after_item = unpacker.i();
  cursor.after_rev = unpacker.i();
  cursor.upto = unpacker.i();
  return cursor;
}

OutgoingFeed::OutgoingFeed(Workset& work, const content::Ability& ability, Sender sender,
                           bool portal)
    : work_(work), ability_(ability), sender_(sender), portal_(portal) {}

Result<OutgoingFeed::Page> OutgoingFeed::next(FeedCursor from, std::size_t limit) {
  Page page;
  page.end = from;
  while (page.changes.empty() && page.end.phase != FeedCursor::Phase::Done) {
    switch (page.end.phase) {
      case FeedCursor::Phase::Repeats: {
        PIM_TRY(page.changes, repeats(page.end, limit));
        break;
      }
      case FeedCursor::Phase::Open: {
        PIM_TRY(page.changes, open_rows(page.end, limit));
        break;
      }
      case FeedCursor::Phase::Feed: {
        PIM_TRY(page.changes, changed(page.end, limit));
        break;
      }
      case FeedCursor::Phase::Parts: {
        PIM_TRY(page.changes, open_parts(page.end, limit));
        break;
      }
      case FeedCursor::Phase::Done: break;
    }
  }
  return page;
}

Result<std::vector<Outgoing>> OutgoingFeed::repeats(FeedCursor& cursor, std::size_t limit) {
  const auto& names = work_.pairing()->repeat_deletes;
  std::vector<Outgoing> page;
  while (cursor.repeat < names.size() && page.size() < limit) {
    const std::string& touched = names[cursor.repeat++];
    const TouchedDelete note = read_touched_delete(touched);
    const bool by_peer = sender_ == Sender::Server;
    const std::string& name = by_peer ? note.peer_id : note.our_name;
    if (name.empty()) {
      continue;
    }
    MapRow* row = nullptr;
    if (by_peer) {
      PIM_TRY(row, work_.row_by_peer(name));
    } else {
      PIM_TRY(row, row_by_our_name(work_, name));
    }
    const store::PartRow* part = nullptr;
    if (by_peer) {
      PIM_TRY(part, work_.parts().by_peer(name));
    }
    if ((row != nullptr && work_.current(*row)) || part != nullptr) {
      continue;  // the name lives again, or its Delete is on its way anyhow
    }
    Outgoing change;
    change.op = ChangeOp::Delete;
    (by_peer ? change.peer_id.emplace() : change.our_name) = name;
    change.touched = touched;
    change.after = cursor;
    page.push_back(std::move(change));
  }
  if (page.empty()) {
    cursor.phase = FeedCursor::Phase::Open;
  }
  return page;
}

Result<std::vector<Outgoing>> OutgoingFeed::open_rows(FeedCursor& cursor, std::size_t limit) {
  // what is due, then what would wait longer than anything does: refused under a clock ahead
  const Seconds ahead = work_.scope().now + RetryRefused;
  while (true) {
    const bool beyond = cursor.after_retry >= ahead;
    PIM_TRY(auto rows, work_.scope().work.open_maps(
                           work_.pairing()->id, beyond ? store::NeverAgain - 1 : work_.scope().now,
                           cursor.after_retry, cursor.after_item, limit));
    if (rows.empty() && beyond) {
      cursor.phase = FeedCursor::Phase::Feed;
      return std::vector<Outgoing>{};
    }
    if (rows.empty()) {
      cursor.after_retry = ahead;
      cursor.after_item = INT64_MAX;
      continue;
    }
    std::vector<ItemId> ids;
    std::vector<FeedCursor> after;
    for (const MapRow& row : rows) {
      cursor.after_retry = row.retry_at;
      cursor.after_item = row.item;
      if (work_.current(row)) {
        ids.push_back(row.item);
        after.push_back(cursor);
      }
    }
    PIM_TRY(auto page, describe(ids, after));
    if (!page.empty()) {
      return page;
    }
  }
}

bool OutgoingFeed::must_resend(store::Revision rev) const {
  const auto& above = work_.pairing()->resend_above;
  return above && rev > *above;
}

bool OutgoingFeed::worth_describing(const store::FeedRow& row) const {
  if (!row.map || !work_.current(*row.map)) {
    return !row.deleted || work_.parts().any();
  }
  const MapRow& map = *row.map;
  switch (map.state) {
    case MapState::Mapped: return row.rev > map.seen || must_resend(row.rev);
    case MapState::Failed: return row.rev > map.seen;
    case MapState::Pending:
      // due ones went in the phase before; one that was refused goes again once it has changed
      return map.failure != 0 && !work_.unread(map) &&
             std::ranges::find(map.sent, row.rev) == map.sent.end();
    case MapState::Unconfirmed:
      // not read in a slow sync before this one, which has not brought it
      return map.retry_at == store::NeverAgain && !work_.unread(map);
    case MapState::ToAdd: return false;
  }
  return false;
}

Result<std::vector<Outgoing>> OutgoingFeed::changed(FeedCursor& cursor, std::size_t limit) {
  const store::Pairing& pairing = *work_.pairing();
  store::FeedQuery query;
  query.collection = work_.scope().collection;
  query.upto = cursor.upto;
  query.pairing = pairing.id;
  query.limit = limit;
  if (!pairing.resend_above) {
    query.skip = pairing.skip;
  }
  cursor.after_rev = std::max(cursor.after_rev, pairing.seen);
  while (true) {
    query.after = cursor.after_rev;
    PIM_TRY(auto rows, work_.scope().work.feed(query));
    if (rows.empty()) {
      cursor.phase = FeedCursor::Phase::Parts;
      cursor.after_retry = INT64_MIN;
      cursor.after_item = 0;
      return std::vector<Outgoing>{};
    }
    std::vector<ItemId> ids;
    std::vector<FeedCursor> after;
    for (const store::FeedRow& row : rows) {
      cursor.after_rev = row.rev;
      if (worth_describing(row)) {
        ids.push_back(row.id);
        after.push_back(cursor);
      }
    }
    PIM_TRY(auto page, describe(ids, after));
    if (!page.empty()) {
      return page;
    }
  }
}

Result<std::vector<Outgoing>> OutgoingFeed::describe(std::span<const ItemId> ids,
                                                     std::span<const FeedCursor> after) {
  std::vector<Outgoing> page;
  if (ids.empty()) {
    return page;
  }
  PIM_CHECK(work_.preload_items(ids));
  PIM_CHECK(work_.preload_rows(ids));
  PIM_CHECK(work_.preload_held(ids));
  PIM_CHECK(work_.parts().preload_items(ids));
  PIM_TRY(auto staged, work_.scope().work.staged_for_items(work_.pairing()->id, ids));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool is_staged =
        std::ranges::any_of(staged, [&](const store::Staged& row) { return row.item == ids[i]; });
    PIM_TRY(const bool held, work_.is_held(ids[i]));
    if (is_staged || held) {
      continue;
    }
    PIM_CHECK(refresh(ids[i]));
    PIM_TRY(auto change, describe_one(ids[i]));
    if (change) {
      change->after = after[i];
      page.push_back(std::move(*change));
    }
  }
  return page;
}

/// What has to go of the item's parts, which follow the items.
Status OutgoingFeed::refresh(ItemId id) {
  PIM_TRY(const store::Item* item, work_.item(id));
  if (item == nullptr) {
    return {};
  }
  return refresh_parts(
      work_, *item, ability_,
      must_resend(item->rev) ? work_.pairing()->resend_above : std::optional<store::Revision>{});
}

Result<std::optional<Outgoing>> OutgoingFeed::describe_one(ItemId id) {
  PIM_TRY(const store::Item* item, work_.item(id));
  PIM_TRY(MapRow * found, work_.row_of(id));
  const MapRow* row = found != nullptr && work_.current(*found) ? found : nullptr;
  if (item == nullptr) {
    return std::optional<Outgoing>{};
  }
  if (row != nullptr && row->state == MapState::Mapped && row->seen >= item->rev &&
      !must_resend(item->rev)) {
    return std::optional<Outgoing>{};  // settled meanwhile, in this very transaction
  }
  Outgoing change;
  change.item = id;
  change.rev = item->rev;
  // a name told before a slow sync is still the best hint that side has (sync rule 23)
  const bool named = found != nullptr && (row != nullptr || work_.hint(*found));
  change.our_name = name_of(named ? found : nullptr, id);
  change.peer_id = row != nullptr ? row->peer_id : std::nullopt;
  change.label = item->label;
  change.changed_at = item->changed_at;
  change.consent = item->decision;
  if (item->deleted) {
    if (row == nullptr) {
      return std::optional<Outgoing>{};
    }
    if (row->state == MapState::ToAdd || row->state == MapState::Failed) {
      work_.drop_row(id);  // that side never had it
      return std::optional<Outgoing>{};
    }
    if (sender_ == Sender::Server && (!row->peer_id || !work_.known(*row)) && !portal_) {
      return std::optional<Outgoing>{};  // a device is told once it has mapped the Add
    }
    change.op = ChangeOp::Delete;
    if (!work_.known(*row)) {
      change.peer_id.reset();  // a hint names nothing
    }
    return std::optional<Outgoing>(std::move(change));
  }
  if (portal_ && row == nullptr && named && found->peer_id) {
    PIM_TRY(const auto base, base_form(work_, *found, ability_));
    change.base_mark = base && *base != item->content ? form_mark(*base) : "";
  }
  const bool nameable = sender_ == Sender::Client || (row != nullptr && row->peer_id);
  change.op = row != nullptr && reached_them(*row) && nameable ? ChangeOp::Replace : ChangeOp::Add;
  auto form = work_.scope().kind.render(item->content, ability_);
  if (change.op == ChangeOp::Add && too_long(change.our_name)) {
    change.trouble =
        Error{ErrorCode::TooLarge,
              "The record's name here is longer than the device can hold; cut short it "
              "would be that of another one.",
              change.our_name};
  } else if (!form) {
    change.trouble = std::move(form.error());
  } else if (const Status shown = presentable(*item); !shown) {
    change.trouble = shown.error();
  } else {
    change.text = std::move(form->text);
    change.losses = std::move(form->losses);
  }
  return std::optional<Outgoing>(std::move(change));
}

// ---------------------------------------------------------------- what became of it

/// A device cuts a name that it cannot hold, and maps what it has left (MaxGUIDSize, sync rule 20).
bool OutgoingFeed::too_long(std::string_view our_name) const {
  const auto rule = ability_.rules.find("names");
  if (sender_ == Sender::Client || rule == ability_.rules.end()) {
    return false;
  }
  const auto most = parse_unsigned(rule->second);
  return most && our_name.size() > *most;
}

/// What no device can show stays here and is named; a portal of ours keeps it as we do.
Status OutgoingFeed::presentable(const store::Item& item) const {
  return portal_ ? Status() : work_.scope().kind.presentable(item.content);
}

Result<MapRow> OutgoingFeed::keep_hint(const MapRow& hint, store::Revision rev) {
  MapRow row = hint;  // with its generation: a hint it stays, until that side proves it
  if (!row.base && row.seen != rev && row.state != MapState::Unconfirmed) {
    PIM_TRY(row.base, base_form(work_, row, ability_));
  }
  return row;
}

Status OutgoingFeed::sent(const Outgoing& change) {
  if (change.part) {
    return part_sent(change);
  }
  if (change.item == 0) {
    work_.pairing()->touched_deletes.push_back(change.touched);  // it may have to go once more
    return {};
  }
  PIM_TRY(const MapRow* found, work_.row_of(change.item));
  MapRow row;
  if (found != nullptr && work_.current(*found)) {
    row = *found;
  }
  row.item = change.item;
  row.generation = work_.pairing()->generation;
  if (change.op == ChangeOp::Add) {
    const bool hinted = found != nullptr && work_.hint(*found);
    if (hinted) {
      PIM_TRY(row, keep_hint(*found, change.rev));
    } else {
      row.peer_id.reset();
      row.base.reset();
      row.base_said_by_side = false;
    }
    row.state = MapState::Unconfirmed;
    row.seen = change.rev;
    row.sent.clear();
  } else {
    if (change.op == ChangeOp::Replace || row.state != MapState::Unconfirmed) {
      row.state = MapState::Pending;  // a Delete of an open Add leaves it open: it may still arrive
    }
    if (change.op == ChangeOp::Replace &&
        std::ranges::find(row.sent, change.rev) == row.sent.end()) {
      row.sent.push_back(change.rev);
      if (row.sent.size() > MaxSent) {
        row.sent.erase(row.sent.begin());
      }
    }
  }
  row.failure = 0;
  row.reason.clear();
  row.retry_at = 0;
  work_.put_row(std::move(row));
  return {};
}

Status OutgoingFeed::confirmed(const Outgoing& change, std::optional<std::string> peer_id) {
  if (change.part) {
    return part_confirmed(change);
  }
  if (change.item == 0) {
    return {};
  }
  PIM_TRY(const MapRow* found, work_.row_of(change.item));
  PIM_TRY(const store::Item* item, work_.item(change.item));
  if (found == nullptr || !work_.current(*found) || item == nullptr) {
    return {};
  }
  MapRow row = *found;
  if (change.op == ChangeOp::Delete) {
    if (item->deleted) {
      touch_delete(*work_.pairing(), row.peer_id.value_or(""), change.our_name);
      work_.drop_row(change.item);
    }
    return {};
  }
  if (row.state == MapState::ToAdd) {
    return {};  // the name this was sent under has been given up meanwhile
  }
  if (!work_.known(row)) {
    row.peer_id.reset();
  }
  row.generation = work_.pairing()->generation;
  if (peer_id && !row.peer_id) {
    PIM_CHECK(release_peer_name(work_, *peer_id, change.item));
    row.peer_id = std::move(peer_id);
  }
  row.base.reset();
  row.base_said_by_side = false;
  row.seen = change.rev;
  row.sent.clear();
  row.state = !item->deleted && item->rev == change.rev ? MapState::Mapped : MapState::Pending;
  work_.put_row(std::move(row));
  return {};
}

Status OutgoingFeed::refused(const Outgoing& change, int status, std::string_view reason) {
  if (change.part) {
    return part_refused(change, status);
  }
  if (change.item == 0) {
    return {};
  }
  PIM_TRY(const MapRow* found, work_.row_of(change.item));
  MapRow row;
  if (found != nullptr && work_.current(*found)) {
    row = *found;
  }
  row.item = change.item;
  row.generation = work_.pairing()->generation;
  if (change.op == ChangeOp::Add) {
    row.state = MapState::Failed;
    row.seen = change.rev;
    row.peer_id.reset();
  } else {
    row.state = MapState::Pending;
  }
  row.failure = status;
  row.reason = reason;
  row.retry_at = work_.scope().now + RetryRefused;
  work_.put_row(std::move(row));
  return {};
}

Status OutgoingFeed::lost_there(const Outgoing& change) {
  if (change.part) {
    return part_lost_there(change);
  }
  work_.put_row(to_add_row(change.item, work_.pairing()->generation));
  return {};
}

// ---------------------------------------------------------------- names

Result<MapRow*> row_by_our_name(Workset& work, std::string_view our_name) {
  PIM_TRY(MapRow * told, work.row_by_told(our_name));
  if (told != nullptr && work.current(*told)) {
    return told;
  }
  const auto number = parse_unsigned(our_name);
  if (!number || *number == 0 || *number > INT64_MAX) {
    return nullptr;
  }
  PIM_TRY(MapRow * row, work.row_of(static_cast<ItemId>(*number)));
  return row != nullptr && !row->told && work.current(*row) ? row : nullptr;
}

MapRow to_add_row(ItemId item, std::uint64_t generation) {
  MapRow row;
  row.item = item;
  row.state = MapState::ToAdd;
  row.generation = generation;
  return row;
}

Status release_peer_name(Workset& work, const std::string& peer_id, ItemId keeper) {
  PIM_CHECK(work.parts().release(peer_id));
  PIM_TRY(const MapRow* other, work.row_by_peer(peer_id));
  if (other == nullptr || other->item == keeper || !work.current(*other)) {
    return {};
  }
  if (other->state == MapState::Unconfirmed && !work.unread(*other)) {
    MapRow open = *other;  // the name is that of a hint: the Add is under way all the same
    open.peer_id.reset();
    open.base.reset();
    open.base_said_by_side = false;
    work.put_row(std::move(open));
    return {};
  }
  work.put_row(to_add_row(other->item, work.pairing()->generation));
  return {};
}

namespace {

/// A device maps a record to a name that another one has. Either it keeps one record for two that
/// are alike, or it was set back and gives its names anew: then what went there under that name may
/// have met this record, and both sides compare everything.
Status give_name(Workset& work, const std::string& peer_id, const store::Item& keeper) {
  PIM_TRY(const MapRow* other, work.row_by_peer(peer_id));
  const bool taken = other != nullptr && other->item != keeper.id && work.current(*other) &&
                     other->state != MapState::Unconfirmed;  // that one's is a hint
  if (!taken || work.pairing()->peer == store::PeerKind::Portal) {
    return release_peer_name(work, peer_id, keeper.id);
  }
  PIM_TRY(const store::Item* first, work.item(other->item));
  const content::Ability* known = work.scope().ability;
  const content::Ability ability = known != nullptr ? *known : content::Ability{};
  const bool alike =
      first != nullptr && !first->deleted &&
      work.scope().kind.compare(first->content, keeper.content, ability) == content::Likeness::Same;
  if (alike) {
    MapRow row = let_go_row(*first, work.pairing()->generation);
    row.reason = "That side keeps one record for this one and another that is like it.";
    work.put_row(std::move(row));
    return {};
  }
  work.pairing()->force_slow = true;
  return release_peer_name(work, peer_id, keeper.id);
}

}  // namespace

Result<bool> take_map(Workset& work, std::string_view our_name, const std::string& peer_id,
                      const content::Ability& ability) {
  PIM_TRY(MapRow * found, row_by_our_name(work, our_name));
  if (found == nullptr) {
    return take_part_map(work, our_name, peer_id, ability);
  }
  MapRow row = *found;
  PIM_TRY(const store::Item* item, work.item(row.item));
  if (item == nullptr || row.state == MapState::ToAdd) {
    return false;
  }
  if (row.state == MapState::Mapped || row.state == MapState::Pending) {
    if (row.peer_id) {
      return row.peer_id == peer_id;  // mapped already: the first Map counts
    }
  }
  PIM_CHECK(give_name(work, peer_id, *item));
  if (row.state == MapState::Unconfirmed) {
    row.base.reset();  // that of a hint; from now on it is the form that was sent
    row.base_said_by_side = false;
  }
  row.peer_id = peer_id;
  row.generation = work.pairing()->generation;
  row.state = item->deleted || item->rev != row.seen ? MapState::Pending : MapState::Mapped;
  row.failure = 0;
  row.retry_at = 0;
  work.put_row(std::move(row));
  return true;
}

Result<bool> take_new_name(Workset& work, const Outgoing& replaced, const std::string& peer_id) {
  if (replaced.part) {
    return take_new_part_name(work, replaced, peer_id);
  }
  PIM_TRY(const MapRow* found, work.row_of(replaced.item));
  PIM_TRY(const store::Item* item, work.item(replaced.item));
  if (found == nullptr || item == nullptr || !reached_them(*found) || !work.current(*found) ||
      found->peer_id != replaced.peer_id) {
    return false;
  }
  MapRow row = *found;
  PIM_CHECK(give_name(work, peer_id, *item));
  row.peer_id = peer_id;
  work.put_row(std::move(row));
  return true;
}

Result<bool> waits_for_map(Workset& work, std::string_view our_name) {
  PIM_TRY(const MapRow* row, row_by_our_name(work, our_name));
  if (row != nullptr) {
    return row->state == MapState::Unconfirmed;
  }
  const auto number = parse_unsigned(our_name);
  if (!work.parts().any() || !number || *number > INT64_MAX) {
    return false;
  }
  PIM_TRY(const store::PartRow* part, work.parts().by_name(static_cast<ItemId>(*number)));
  return part != nullptr && part->state == store::PartState::Unconfirmed;
}

}  // namespace pim::sync
