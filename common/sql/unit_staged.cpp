// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

// op 2 = Delete
static_assert(static_cast<int>(store::ChangeOp::Delete) == 2);

#define PIM_STAGED_COLUMNS \
  "peer_id, op, modified, item, reserved, consent, reason, content FROM staged "

constexpr const char* ByPeer =
    "SELECT " PIM_STAGED_COLUMNS "WHERE owner = ?1 AND pairing = ?2 AND peer_id = EACH(?3)";
constexpr const char* ByReserved =
    "SELECT " PIM_STAGED_COLUMNS
    "INDEXED BY staged_reserved WHERE owner = ?1 AND pairing = ?2 AND reserved = EACH(?3) "
    "AND reserved <> 0";
constexpr const char* ByItem =
    "SELECT " PIM_STAGED_COLUMNS
    "INDEXED BY staged_item WHERE owner = ?1 AND pairing = ?2 AND item = EACH(?3) AND item <> 0";
constexpr const char* Deletes =
    "SELECT " PIM_STAGED_COLUMNS
    "INDEXED BY staged_delete WHERE owner = ?1 AND pairing = ?2 AND op = 2 AND peer_id > ?3 "
    "ORDER BY peer_id LIMIT ?4";
// Walks over the deletes in between; each page begins where the last one ended.
constexpr const char* Changes =
    "SELECT " PIM_STAGED_COLUMNS
    "WHERE owner = ?1 AND pairing = ?2 AND op <> 2 AND peer_id > ?3 ORDER BY peer_id LIMIT ?4";
constexpr const char* Put =
    "INSERT INTO staged(owner, pairing, peer_id, op, modified, item, reserved, consent, reason, "
    "content) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
    "ON CONFLICT(owner, pairing, peer_id) DO UPDATE SET op = excluded.op, "
    "modified = excluded.modified, item = excluded.item, reserved = excluded.reserved, "
    "consent = excluded.consent, reason = excluded.reason, content = excluded.content";
constexpr const char* Drop =
    "DELETE FROM staged WHERE owner = ?1 AND pairing = ?2 AND peer_id = ?3";

store::Staged read_staged(Row row) {
  store::Staged staged;
  staged.peer_id = row.text();
  staged.op = row.as<store::ChangeOp>();
  staged.modified = row.integer();
  staged.item = row.integer();
  staged.reserved = row.integer();
  staged.consent = row.text();
  staged.reason = row.text();
  staged.content = row.text();
  return staged;
}

}  // namespace

Result<std::vector<store::Staged>> Unit::staged_by_peer(store::PairingId pairing,
                                                        std::span<const std::string> peer_ids) {
  return select_each(ByPeer, read_staged, in_order(peer_ids), owner_, pairing);
}

Result<std::vector<store::Staged>> Unit::staged_by_reserved(
    store::PairingId pairing, std::span<const store::ItemId> reserved) {
  return select_each(ByReserved, read_staged, in_order(reserved), owner_, pairing);
}

Result<std::vector<store::Staged>> Unit::staged_for_items(store::PairingId pairing,
                                                          std::span<const store::ItemId> items) {
  return select_each(ByItem, read_staged, in_order(items), owner_, pairing);
}

Result<std::vector<store::Staged>> Unit::staged(store::PairingId pairing, store::ChangeOp after_op,
                                                std::string_view after_peer, std::size_t limit) {
  const bool in_deletes = after_peer.empty() || after_op == store::ChangeOp::Delete;
  std::vector<store::Staged> found;
  if (in_deletes) {
    PIM_TRY(found, select(Deletes, read_staged, owner_, pairing, after_peer, limit_of(limit)));
  }
  if (found.size() < limit) {
    const std::string_view after = in_deletes ? std::string_view() : after_peer;
    PIM_TRY(auto changes,
            select(Changes, read_staged, owner_, pairing, after, limit_of(limit - found.size())));
    std::move(changes.begin(), changes.end(), std::back_inserter(found));
  }
  return found;
}

Status Unit::put_staged(store::PairingId pairing, std::span<const store::Staged> rows) {
  PIM_CHECK(writable());
  PIM_CHECK(known_pairing(pairing));
  PIM_TRY(Statement statement, writing(Put, Use::Many));
  for (const store::Staged* row : last_of_each(rows, &store::Staged::peer_id)) {
    if (row->peer_id.empty()) {
      return spoil(ErrorCode::Refused, "a staged row needs a name");
    }
    PIM_CHECK(guard(statement.add(owner_, pairing, row->peer_id, row->op, row->modified, row->item,
                                  row->reserved, row->consent, row->reason, Blob{row->content})));
  }
  return guard(statement.finish());
}

Status Unit::drop_staged(store::PairingId pairing, std::span<const std::string> peer_ids) {
  return write_each(Drop, in_order(peer_ids), owner_, pairing);
}

}  // namespace pim::sql
