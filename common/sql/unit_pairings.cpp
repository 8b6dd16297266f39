// SPDX-License-Identifier: Apache-2.0
#include "common/sql/pairing_state.h"
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

#define PIM_PAIRING_COLUMNS                                                              \
  "p.id, p.side, p.device_password, p.collection, p.remote_uri, p.peer, p.epoch, "       \
  "p.peer_epoch, p.generation, p.seen, p.last_anchor, p.force_slow, p.anchors_dead, "    \
  "p.session, p.state, a.ability, a.dev_inf FROM pairing p LEFT JOIN pairing_ability a " \
  "ON a.owner = p.owner AND a.pairing = p.id "

constexpr const char* ById = "SELECT " PIM_PAIRING_COLUMNS "WHERE p.owner = ?1 AND p.id = ?2";
constexpr const char* ByRelation =
    "SELECT " PIM_PAIRING_COLUMNS
    "WHERE p.owner = ?1 AND p.side = ?2 AND p.device_password = ?3 AND p.collection = ?4 "
    "AND p.remote_uri = ?5";
constexpr const char* All = "SELECT " PIM_PAIRING_COLUMNS "WHERE p.owner = ?1 ORDER BY p.id";
constexpr const char* Exists =
    "SELECT hint_cursor, oldest_hint FROM pairing WHERE owner = ?1 AND id = ?2";
constexpr const char* Insert =
    "INSERT INTO pairing(owner, id, side, device_password, collection, remote_uri, peer, epoch, "
    "peer_epoch, generation, seen, last_anchor, force_slow, anchors_dead, session, state) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
constexpr const char* Update =
    "UPDATE pairing SET side = ?3, device_password = ?4, collection = ?5, remote_uri = ?6, "
    "peer = ?7, epoch = ?8, peer_epoch = ?9, generation = ?10, seen = ?11, last_anchor = ?12, "
    "force_slow = ?13, anchors_dead = ?14, session = ?15, state = ?16 "
    "WHERE owner = ?1 AND id = ?2";
// Compared before it is written: the usual case is that nothing changed.
constexpr const char* PutAbility =
    "INSERT INTO pairing_ability(owner, pairing, ability, dev_inf) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(owner, pairing) DO UPDATE SET ability = excluded.ability, "
    "dev_inf = excluded.dev_inf "
    "WHERE pairing_ability.ability <> excluded.ability "
    "OR pairing_ability.dev_inf <> excluded.dev_inf";

/// A row whose packed part is still to be read, which can fail.
struct Raw {
  store::Pairing pairing;
  std::string state;
};

Raw read_raw(Row row) {
  Raw raw;
  store::Pairing& pairing = raw.pairing;
  pairing.id = row.integer();
  pairing.side = row.text();
  pairing.device_password = row.integer();
  pairing.collection = row.text();
  pairing.remote_uri = row.text();
  pairing.peer = row.as<store::PeerKind>();
  pairing.epoch = row.integer();
  pairing.peer_epoch = row.integer();
  pairing.generation = row.bits();
  pairing.seen = row.integer();
  pairing.last_anchor = row.integer();
  pairing.force_slow = row.flag();
  pairing.anchors_dead = row.flag();
  pairing.session = row.text();
  raw.state = row.text();
  pairing.ability = row.text();
  pairing.dev_inf = row.text();
  return raw;
}

Result<std::optional<store::Pairing>> one(Result<std::optional<Raw>> found) {
  if (!found) {
    return pass(found);
  }
  if (!*found) {
    return std::optional<store::Pairing>();
  }
  PIM_CHECK(unpack_pairing_state((*found)->state, (*found)->pairing));
  return std::optional((*found)->pairing);
}

}  // namespace

Result<std::optional<store::Pairing>> Unit::pairing(store::PairingId id) {
  return one(select_one(ById, read_raw, owner_, id));
}

Result<std::optional<store::Pairing>> Unit::find_pairing(std::string_view side,
                                                         std::int64_t device_password,
                                                         std::string_view collection,
                                                         std::string_view remote_uri) {
  return one(
      select_one(ByRelation, read_raw, owner_, side, device_password, collection, remote_uri));
}

Result<std::vector<store::Pairing>> Unit::pairings() {
  PIM_TRY(const auto raw, select(All, read_raw, owner_));
  std::vector<store::Pairing> found;
  for (const Raw& each : raw) {
    found.push_back(each.pairing);
    PIM_CHECK(unpack_pairing_state(each.state, found.back()));
  }
  return found;
}

Result<Unit::KnownPairing*> Unit::find_known(store::PairingId pairing) {
  const auto known = std::find_if(known_pairings_.begin(), known_pairings_.end(),
                                  [&](const KnownPairing& each) { return each.id == pairing; });
  if (known != known_pairings_.end()) {
    return &*known;
  }
  PIM_TRY(Statement statement, reading(Exists));
  PIM_TRY(const bool there, statement.first(owner_, pairing));
  if (!there) {
    return nullptr;
  }
  Row row = statement.row();
  const store::ItemId cursor = row.integer();
  known_pairings_.push_back({.id = pairing, .hint_cursor = cursor, .oldest_hint = row.bits()});
  return &known_pairings_.back();
}

Status Unit::known_pairing(store::PairingId pairing) {
  PIM_TRY(const KnownPairing* known, find_known(pairing));
  return known != nullptr ? Status() : spoil(ErrorCode::Refused, "there is no such pairing");
}

Result<store::PairingId> Unit::put_pairing(const store::Pairing& pairing) {
  PIM_CHECK(writable());
  PIM_CHECK(number_of(pairing.collection));
  store::PairingId id = pairing.id;
  if (id == 0) {
    PIM_TRY(id, next_number());
  }
  const std::string state = pack_pairing_state(pairing);
  PIM_TRY(
      const std::int64_t rows,
      write(pairing.id == 0 ? Insert : Update, owner_, id, pairing.side, pairing.device_password,
            pairing.collection, pairing.remote_uri, pairing.peer, pairing.epoch, pairing.peer_epoch,
            pairing.generation, pairing.seen, pairing.last_anchor, pairing.force_slow,
            pairing.anchors_dead, pairing.session, Blob{state}));
  if (rows == 0) {
    return spoil(ErrorCode::Refused, "there is no such pairing");
  }
  PIM_CHECK(write(PutAbility, owner_, id, Blob{pairing.ability}, Blob{pairing.dev_inf}));
  return id;
}

}  // namespace pim::sql
