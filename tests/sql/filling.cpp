// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/filling.h"

#include "common/base/digest.h"
#include "common/sql/sqlite_connection.h"

namespace pim::sql::testing {
namespace {

/// As long as contacts are: 0.5 to 1.3 kB.
std::string card(const std::string& name) {
  std::string text = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + name + "\r\nFN:" + name + "\r\n";
  const std::size_t length = 500 + siphash({}, name) % 800;
  while (text.size() < length) {
    text += "TEL;TYPE=CELL:+49 123 4567890\r\nEMAIL:" + name + "@example.org\r\n";
  }
  return text + "END:VCARD\r\n";
}

store::ItemWrite contact(store::ItemId id, store::Revision rev, const std::string& name) {
  store::ItemWrite write;
  write.item.id = id;
  write.item.collection = "contacts";
  write.item.rev = rev;
  write.item.changed_at = 1'700'000'000;
  write.item.media_type = "text/vcard";
  write.item.uid = name;
  write.item.label = name;
  // names do not come in their order
  write.item.sort_key = std::to_string(siphash({}, name) % 100'000) + " " + name;
  write.item.fingerprint = siphash({}, name + "f");
  write.item.content = card(name);
  write.find.text = name + " 49 123 4567890 " + name + "@example.org";
  write.find.weak_keys = {siphash({}, name + "1"), siphash({}, name + "2"),
                          siphash({}, name + "3")};
  return write;
}

// The statements of the fill; ?1 owner, ?2 pairing, ?3 count, ?4 first id, ?5 first revision.
constexpr const char* Numbers =
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3) ";
constexpr const char* FillItems =
    "INSERT INTO item(key, owner, collection, rev, origin, changed_at, fingerprint, deleted, "
    "media_type, uid, label, sort_key, decision, content) "
    "SELECT (?1 << 32) | (?4 + i), ?1, 1, ?5 + i, 0, 1700000000, random(), 0, 'text/vcard', "
    "'uid-' || i, 'name ' || i, printf('%06d', abs(random()) % 1000000) || ' name', '', "
    "zeroblob(700) FROM n WHERE ?2 IS NOT NULL";
constexpr const char* FillFind =
    "INSERT INTO item_find(key, weak, text) SELECT (((?1 << 8) | 1) << 32) | (?4 + i), "
    "randomblob(24), CASE WHEN i % 100 = 0 THEN 'frequent ' ELSE '' END || 'name ' || i || "
    "' 49 123 4567890 name@example.org' FROM n WHERE ?2 IS NOT NULL AND ?5 IS NOT NULL";
constexpr const char* FillKeys =
    "INSERT OR IGNORE INTO match_key(owner, collection, key, item, kind) "
    "SELECT ?1, 1, random() AS k, ?4 + i / 2, i % 2 * 2 FROM n "
    "WHERE ?2 IS NOT NULL AND ?5 IS NOT NULL ORDER BY k";
constexpr const char* FillMaps =
    "INSERT INTO item_map(owner, pairing, item, peer_id, told, state, generation, seen, "
    "base_said_by_side, failure, retry_at, reason, sent, base) "
    "SELECT ?1, ?2, ?4 + i, 'p' || (?4 + i), NULL, 0, 1, ?5 + i, 0, 0, 0, '', x'', NULL FROM n";

}  // namespace

store::PairingId make_pairing(store::Store& store, store::OwnerId owner, const std::string& side) {
  const auto unit = must(store.begin(owner, store::Access::Write));
  if (const auto found = must(unit->find_pairing(side, 0, "contacts", "contacts"))) {
    return found->id;
  }
  store::Pairing pairing;
  pairing.side = side;
  pairing.collection = "contacts";
  pairing.remote_uri = "contacts";
  const store::PairingId id = must(unit->put_pairing(pairing));
  must(unit->commit());
  return id;
}

void fill(const std::string& path, store::OwnerId owner, store::PairingId pairing,
          std::int64_t count) {
  if (count == 0) {
    return;
  }
  const auto connection = must(Connection::open({.path = path, .cache_kib = 256 * 1024}));
  must(connection->script("BEGIN IMMEDIATE"));
  const auto number = [&](const char* sql) {
    Statement statement = must(connection->prepare(sql));
    return must(statement.first(owner)) ? statement.row().integer() : 0;
  };
  const std::int64_t first_id = number("SELECT next_id FROM owner WHERE id = ?1");
  const std::int64_t first_rev =
      number("SELECT rev + 1 FROM collection WHERE owner = ?1 AND number = 1");
  const auto run = [&](const std::string& sql, std::int64_t rows) {
    Statement statement = must(connection->prepare(sql.c_str()));
    must(statement.run(owner, pairing, rows, first_id, first_rev));
  };
  // All texts live at once: a statement is cached by the address of its text.
  const std::string items = std::string(Numbers) + FillItems;
  const std::string find = std::string(Numbers) + FillFind;
  const std::string keys = std::string(Numbers) + FillKeys;
  const std::string maps = std::string(Numbers) + FillMaps;
  run(items, count);
  run(find, count);
  run(keys, 2 * count);
  run(maps, count);
  Statement ids =
      must(connection->prepare("UPDATE owner SET next_id = next_id + ?2 WHERE id = ?1"));
  must(ids.run(owner, count));
  Statement revs = must(connection->prepare(
      "UPDATE collection SET rev = rev + ?2, live = live + ?2 WHERE owner = ?1 AND number = 1"));
  must(revs.run(owner, count));
  must(connection->script("COMMIT"));
}

Contacts::Contacts(store::UnitOfWork& unit, std::size_t count, std::size_t from) {
  const store::ItemId id = must(unit.reserve_ids(count));
  first_rev = must(unit.raise("contacts", count));
  for (std::size_t i = 0; i < count; ++i) {
    const auto step = static_cast<std::int64_t>(i);
    const std::string name = "name" + std::to_string(from + i) + "x" + std::to_string(id);
    writes.push_back(contact(id + step, first_rev + step, name));
    ids.push_back(id + step);
    uid_keys.push_back(siphash({}, name));
    peer_ids.push_back("p" + std::to_string(id + step));
    keys.push_back({.key = uid_keys.back(), .item = id + step, .kind = store::KeyKind::Uid});
    keys.push_back({.key = writes.back().item.fingerprint,
                    .item = id + step,
                    .kind = store::KeyKind::Fingerprint});
    store::MapRow map;
    map.item = id + step;
    map.peer_id = peer_ids.back();
    map.seen = first_rev + step;
    maps.push_back(map);
    store::Staged row;
    row.peer_id = peer_ids.back();
    row.content = writes.back().item.content;
    row.reserved = id + step;
    staged.push_back(row);
  }
}

void Contacts::append(const Contacts& more) {
  const auto add = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  first_rev = ids.empty() ? more.first_rev : first_rev;
  add(ids, more.ids);
  add(peer_ids, more.peer_ids);
  add(uid_keys, more.uid_keys);
  add(writes, more.writes);
  add(keys, more.keys);
  add(maps, more.maps);
  add(staged, more.staged);
}

std::vector<store::ItemWrite> Contacts::updates(store::UnitOfWork& unit, std::size_t at,
                                                std::size_t count) {
  store::Revision rev = must(unit.raise("contacts", count));
  std::vector<store::ItemWrite> changed;
  for (std::size_t i = at; i < at + count; ++i) {
    writes[i].expected = writes[i].item.rev;
    writes[i].item.rev = rev++;
    changed.push_back(writes[i]);
  }
  return changed;
}

}  // namespace pim::sql::testing
