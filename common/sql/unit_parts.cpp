// SPDX-License-Identifier: Apache-2.0
#include "common/sql/map_row.h"
#include "common/sql/unit.h"

#define PIM_PART_COLUMNS                                                                       \
  "name, item, part, peer_id, state, generation, seen, base_said_by_side, failure, retry_at, " \
  "sent, base"

namespace pim::sql {
namespace {

// state 0 = Mapped
static_assert(static_cast<int>(store::PartState::Mapped) == 0);

constexpr const char* ByPeer = "SELECT " PIM_PART_COLUMNS
                               " FROM map_part INDEXED BY map_part_peer"
                               " WHERE owner = ?1 AND pairing = ?2 AND peer_id = EACH(?3)";
constexpr const char* ByName = "SELECT " PIM_PART_COLUMNS
                               " FROM map_part"
                               " WHERE owner = ?1 AND pairing = ?2 AND name = EACH(?3)";
constexpr const char* ByItem = "SELECT " PIM_PART_COLUMNS
                               " FROM map_part INDEXED BY map_part_item"
                               " WHERE owner = ?1 AND pairing = ?2 AND item = EACH(?3)";
constexpr const char* All = "SELECT " PIM_PART_COLUMNS
                            " FROM map_part"
                            " WHERE owner = ?1 AND pairing = ?2 AND name > ?3"
                            " ORDER BY name LIMIT ?4";
constexpr const char* Open = "SELECT " PIM_PART_COLUMNS
                             " FROM map_part INDEXED BY map_part_open"
                             " WHERE owner = ?1 AND pairing = ?2 AND state <> 0"
                             " AND (retry_at, name) > (?3, ?4) AND retry_at <= ?5"
                             " ORDER BY retry_at, name LIMIT ?6";
constexpr const char* Put =
    "INSERT INTO map_part(owner, pairing, name, item, part, peer_id, state, generation, seen, "
    "base_said_by_side, failure, retry_at, sent, base) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
constexpr const char* Drop = "DELETE FROM map_part WHERE owner = ?1 AND pairing = ?2 AND name = ?3";
constexpr const char* DropPeer =
    "DELETE FROM map_part WHERE owner = ?1 AND pairing = ?2 AND peer_id = ?3";

store::PartRow read_part_row(Row row) {
  store::PartRow part;
  part.name = row.integer();
  part.item = row.integer();
  part.part = row.text();
  part.peer_id = row.optional_text();
  part.state = row.as<store::PartState>();
  part.generation = row.bits();
  part.seen = row.integer();
  part.base_said_by_side = row.flag();
  part.failure = row.small();
  part.retry_at = row.integer();
  part.sent = unpack_sent(row.view());
  part.base = row.optional_text();
  return part;
}

}  // namespace

Result<std::vector<store::PartRow>> Unit::parts_by_peer(store::PairingId pairing,
                                                        std::span<const std::string> peer_ids) {
  return select_each(ByPeer, read_part_row, in_order(peer_ids), owner_, pairing);
}

Result<std::vector<store::PartRow>> Unit::parts_by_name(store::PairingId pairing,
                                                        std::span<const store::ItemId> names) {
  return select_each(ByName, read_part_row, in_order(names), owner_, pairing);
}

Result<std::vector<store::PartRow>> Unit::parts_of(store::PairingId pairing,
                                                   std::span<const store::ItemId> items) {
  return select_each(ByItem, read_part_row, in_order(items), owner_, pairing);
}

Result<std::vector<store::PartRow>> Unit::parts(store::PairingId pairing, store::ItemId after_name,
                                                std::size_t limit) {
  return select(All, read_part_row, owner_, pairing, after_name, limit_of(limit));
}

Result<std::vector<store::PartRow>> Unit::open_parts(store::PairingId pairing, Seconds due_by,
                                                     Seconds after_retry, store::ItemId after_name,
                                                     std::size_t limit) {
  return select(Open, read_part_row, owner_, pairing, after_retry, after_name, due_by,
                limit_of(limit));
}

/// What the rows would replace one after the other goes first, then those come that no later one
/// replaces.
Status Unit::put_parts(store::PairingId pairing, std::span<const store::PartRow> rows) {
  PIM_CHECK(writable());
  PIM_CHECK(known_pairing(pairing));
  std::set<store::ItemId> names;
  std::set<std::string> peers;
  std::vector<const store::PartRow*> last;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const bool new_name = names.insert(row->name).second;
    const bool new_peer = !row->peer_id || peers.insert(*row->peer_id).second;
    if (new_name && new_peer) {
      last.push_back(&*row);
    }
  }
  PIM_CHECK(write_each_later(Drop, names, owner_, pairing));
  PIM_CHECK(write_each_later(DropPeer, peers, owner_, pairing));
  PIM_TRY(Statement put, writing(Put, Use::Many));
  for (const store::PartRow* const row : last) {
    const std::string sent = pack_sent(row->sent);
    PIM_CHECK(guard(put.add(owner_, pairing, row->name, row->item, row->part, row->peer_id,
                            row->state, row->generation, row->seen, row->base_said_by_side,
                            row->failure, row->retry_at, Blob{sent}, OptionalBlob{row->base})));
  }
  PIM_CHECK(guard(put.finish_later()));
  return guard(transaction_->settle());
}

Status Unit::drop_parts(store::PairingId pairing, std::span<const store::ItemId> names) {
  return write_each(Drop, in_order(names), owner_, pairing);
}

}  // namespace pim::sql
