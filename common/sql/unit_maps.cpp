// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "common/sql/map_row.h"
#include "common/sql/unit.h"
#include "common/store/types.h"

namespace pim::sql {
namespace {

// state 0 = Mapped, 2 = Unconfirmed, 3 = ToAdd, 4 = Failed
static_assert(static_cast<int>(store::MapState::Mapped) == 0);
static_assert(static_cast<int>(store::MapState::Unconfirmed) == 2);
static_assert(static_cast<int>(store::MapState::ToAdd) == 3);
static_assert(static_cast<int>(store::MapState::Failed) == 4);
static_assert(store::NeverAgain == 9223372036854775807);

constexpr const char* ByPeer = "SELECT " PIM_MAP_COLUMNS
                               ", m.base FROM item_map m INDEXED BY map_peer"
                               " WHERE m.owner = ?1 AND m.pairing = ?2 AND m.peer_id = EACH(?3)";
constexpr const char* ByTold = "SELECT " PIM_MAP_COLUMNS
                               ", m.base FROM item_map m INDEXED BY map_told"
                               " WHERE m.owner = ?1 AND m.pairing = ?2 AND m.told = EACH(?3)";
constexpr const char* ByItem =
    "SELECT " PIM_MAP_COLUMNS
    ", m.base FROM item_map m WHERE m.owner = ?1 AND m.pairing = ?2 AND m.item = EACH(?3)";
// Without statistics sqlite would rather read every map of the pairing than this index.
constexpr const char* Open = "SELECT " PIM_MAP_COLUMNS
                             ", m.base FROM item_map m INDEXED BY map_open"
                             " WHERE m.owner = ?1 AND m.pairing = ?2 AND m.state <> 0"
                             " AND (m.retry_at, m.item) > (?3, ?4) AND m.retry_at <= ?5"
                             " ORDER BY m.retry_at, m.item LIMIT ?6";
// REPLACE removes the row of this item and every row whose peer_id or told this one takes.
constexpr const char* Put =
    "INSERT OR REPLACE INTO item_map(owner, pairing, item, peer_id, told, state, generation, "
    "seen, base_said_by_side, failure, retry_at, reason, sent, base) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
constexpr const char* Drop = "DELETE FROM item_map WHERE owner = ?1 AND pairing = ?2 AND item = ?3";
constexpr const char* DropPeer =
    "DELETE FROM item_map WHERE owner = ?1 AND pairing = ?2 AND peer_id = ?3";
constexpr const char* DropTold =
    "DELETE FROM item_map WHERE owner = ?1 AND pairing = ?2 AND told = ?3";
constexpr const char* Walk =
    "SELECT item, generation < ?4 AND state NOT IN (2, 3) "
    "AND NOT (state = 4 AND retry_at = 9223372036854775807) FROM item_map "
    "WHERE owner = ?1 AND pairing = ?2 AND item > ?3 AND item <= ?5 ORDER BY item LIMIT ?6";
constexpr const char* SetHints =
    "UPDATE pairing SET hint_cursor = ?3, oldest_hint = ?4 WHERE owner = ?1 AND id = ?2";

/// Maps that one call of drop_hints() looks at: some 5 ms. An index by generation would find them
/// at once, but costs every map row 8 % of receiving a contact, for a job after slow syncs only.
/// After a first sync, and where a call has reached the end, `oldest_hint` spares the walk.
constexpr std::size_t WalkRows = 50'000;
constexpr store::ItemId Last = std::numeric_limits<store::ItemId>::max();

store::MapRow read_map(Row row) {
  store::MapRow map = read_map_head(row);
  map.base = row.optional_text();
  return map;
}

/// Two names cannot stand for one item, so the rows differ; only the order has to be made.
Result<std::vector<store::MapRow>> by_item(Result<std::vector<store::MapRow>> rows) {
  if (rows) {
    std::sort(rows->begin(), rows->end(),
              [](const auto& a, const auto& b) { return a.item < b.item; });
  }
  return rows;
}

}  // namespace

Result<std::vector<store::MapRow>> Unit::maps_by_peer(store::PairingId pairing,
                                                      std::span<const std::string> peer_ids) {
  return by_item(select_each(ByPeer, read_map, in_order(peer_ids), owner_, pairing));
}

Result<std::vector<store::MapRow>> Unit::maps_by_told(store::PairingId pairing,
                                                      std::span<const std::string> told) {
  return by_item(select_each(ByTold, read_map, in_order(told), owner_, pairing));
}

Result<std::vector<store::MapRow>> Unit::maps_of(store::PairingId pairing,
                                                 std::span<const store::ItemId> items) {
  return select_each(ByItem, read_map, in_order(items), owner_, pairing);
}

Result<std::vector<store::MapRow>> Unit::open_maps(store::PairingId pairing, Seconds due_by,
                                                   Seconds after_retry, store::ItemId after_item,
                                                   std::size_t limit) {
  return select(Open, read_map, owner_, pairing, after_retry, after_item, due_by, limit_of(limit));
}

Status Unit::put_maps(store::PairingId pairing, std::span<const store::MapRow> rows) {
  PIM_CHECK(writable());
  PIM_TRY(KnownPairing* const known, find_known(pairing));
  if (known == nullptr) {
    return spoil(ErrorCode::Refused, "there is no such pairing");
  }
  for (const store::MapRow& row : rows) {
    PIM_CHECK(set_hints(*known, std::min(known->oldest_hint, row.generation), known->hint_cursor));
  }
  if (!transaction_->row_by_row()) {
    return put_map_set(pairing, rows);
  }
  PIM_TRY(Statement put, writing(Put, Use::Many));
  for (const store::MapRow& row : rows) {
    PIM_CHECK(put_map(put, pairing, row));
  }
  return guard(put.finish());
}

Status Unit::put_map(Statement& put, store::PairingId pairing, const store::MapRow& row) {
  const std::string sent = pack_sent(row.sent);
  return guard(put.add(owner_, pairing, row.item, row.peer_id, row.told, row.state, row.generation,
                       row.seen, row.base_said_by_side, row.failure, row.retry_at, row.reason,
                       Blob{sent}, OptionalBlob{row.base}));
}

/// What the rows would replace one after the other goes first, then those come that no later one
/// replaces.
Status Unit::put_map_set(store::PairingId pairing, std::span<const store::MapRow> rows) {
  std::set<store::ItemId> items;
  std::set<std::string> peers;
  std::set<std::string> told;
  std::vector<const store::MapRow*> last;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const bool new_item = items.insert(row->item).second;
    const bool new_peer = !row->peer_id || peers.insert(*row->peer_id).second;
    const bool new_told = !row->told || told.insert(*row->told).second;
    if (new_item && new_peer && new_told) {
      last.push_back(&*row);
    }
  }
  PIM_CHECK(write_each_later(Drop, items, owner_, pairing));
  PIM_CHECK(write_each_later(DropPeer, peers, owner_, pairing));
  PIM_CHECK(write_each_later(DropTold, told, owner_, pairing));
  PIM_TRY(Statement put, writing(Put, Use::Many));
  for (const store::MapRow* const row : last) {
    PIM_CHECK(put_map(put, pairing, *row));
  }
  PIM_CHECK(guard(put.finish_later()));
  return guard(transaction_->settle());
}

Status Unit::drop_maps(store::PairingId pairing, std::span<const store::ItemId> items) {
  return write_each(Drop, in_order(items), owner_, pairing);
}

/// Written where it changes something only.
Status Unit::set_hints(KnownPairing& pairing, std::uint64_t oldest_hint, store::ItemId cursor) {
  if (pairing.oldest_hint == oldest_hint && pairing.hint_cursor == cursor) {
    return {};
  }
  pairing.oldest_hint = oldest_hint;
  pairing.hint_cursor = cursor;
  PIM_CHECK(write_later(SetHints, owner_, pairing.id, cursor, oldest_hint));
  return {};
}

/// Goes over the maps behind `cursor` up to `last` and moves it; at the end it is 0 again.
Result<Unit::Walked> Unit::walk_maps(const HintWalk& walk, store::ItemId last, std::size_t rows,
                                     store::ItemId& cursor, std::vector<store::ItemId>& hints) {
  PIM_TRY(Statement statement, reading(Walk));
  PIM_TRY(bool more,
          statement.first(owner_, walk.pairing, cursor, walk.generation, last, limit_of(rows)));
  Walked walked;
  while (more && hints.size() < walk.limit) {
    ++walked.rows;
    Row row = statement.row();
    cursor = row.integer();
    if (row.flag()) {
      hints.push_back(cursor);
    }
    PIM_TRY(more, statement.next());
  }
  walked.to_the_end = !more && walked.rows < rows;
  if (walked.to_the_end) {
    cursor = 0;
  }
  return walked;
}

/// Begins where the last call stopped, and goes on with what lies before that.
Result<std::size_t> Unit::drop_hints(store::PairingId pairing, std::uint64_t generation,
                                     std::size_t limit) {
  PIM_CHECK(writable());
  PIM_TRY(KnownPairing* const known, find_known(pairing));
  if (known == nullptr || generation <= known->oldest_hint) {
    return std::size_t{0};
  }
  const HintWalk walk{.pairing = pairing, .generation = generation, .limit = limit};
  store::ItemId cursor = known->hint_cursor;
  std::vector<store::ItemId> hints;
  PIM_TRY(Walked walked, walk_maps(walk, Last, WalkRows, cursor, hints));
  if (walked.to_the_end && known->hint_cursor != 0 && walked.rows < WalkRows) {
    PIM_TRY(walked, walk_maps(walk, known->hint_cursor, WalkRows - walked.rows, cursor, hints));
  }
  PIM_CHECK(write_each(Drop, hints, owner_, pairing));
  PIM_CHECK(set_hints(*known, walked.to_the_end ? generation : known->oldest_hint, cursor));
  return hints.size();
}

}  // namespace pim::sql
