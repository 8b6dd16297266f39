// SPDX-License-Identifier: Apache-2.0
#include "common/sql/removal.h"

#include <span>

#include "common/sql/keys.h"

namespace pim::sql {
namespace {

constexpr const char* OwnerNamed = "SELECT id FROM owner WHERE portal = ?1 AND name = ?2";
// a portal's name is never empty
constexpr const char* LetGo = "UPDATE owner SET portal = '', name = ?2 WHERE id = ?1";
// collections go last
constexpr const char* HalfRemoved =
    "SELECT o.id FROM owner o WHERE o.portal = '' "
    "AND EXISTS(SELECT 1 FROM collection c WHERE c.owner = o.id) ORDER BY o.id";
constexpr const char* UsersOf =
    "SELECT o.name, (SELECT coalesce(sum(c.live), 0) FROM collection c WHERE c.owner = o.id) "
    "FROM owner o WHERE o.portal = ?1 ORDER BY o.name";

// what signs in and what runs first, then what tells of records, then these; each by its own key
constexpr const char* Slices[] = {
    "DELETE FROM device_password WHERE owner = ?1 AND number IN "
    "(SELECT number FROM device_password WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM connection WHERE owner = ?1 AND number IN "
    "(SELECT number FROM connection WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM session_chunk WHERE owner = ?1 AND (handle, kind, part) IN "
    "(SELECT handle, kind, part FROM session_chunk WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM session WHERE owner = ?1 AND handle IN "
    "(SELECT handle FROM session WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM run_item WHERE owner = ?1 AND (run, line) IN "
    "(SELECT run, line FROM run_item WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM run WHERE owner = ?1 AND number IN "
    "(SELECT number FROM run WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM staged WHERE owner = ?1 AND (pairing, peer_id) IN "
    "(SELECT pairing, peer_id FROM staged WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM held WHERE owner = ?1 AND number IN "
    "(SELECT number FROM held WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM conflict_ours WHERE owner = ?1 AND number IN "
    "(SELECT number FROM conflict_ours WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM conflict WHERE owner = ?1 AND number IN "
    "(SELECT number FROM conflict WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM map_part WHERE owner = ?1 AND (pairing, name) IN "
    "(SELECT pairing, name FROM map_part WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM item_map WHERE owner = ?1 AND (pairing, item) IN "
    "(SELECT pairing, item FROM item_map WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM pairing_ability WHERE owner = ?1 AND pairing IN "
    "(SELECT pairing FROM pairing_ability WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM pairing WHERE owner = ?1 AND id IN "
    "(SELECT id FROM pairing WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM weak_key WHERE owner = ?1 AND (collection, key, item) IN "
    "(SELECT collection, key, item FROM weak_key WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM match_key WHERE owner = ?1 AND (collection, key, item, kind) IN "
    "(SELECT collection, key, item, kind FROM match_key WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM item_version WHERE owner = ?1 AND (item, rev) IN "
    "(SELECT item, rev FROM item_version WHERE owner = ?1 LIMIT ?2)",
    "DELETE FROM item WHERE key IN (SELECT key FROM item WHERE owner = ?1 LIMIT ?2)",
};
// its keys begin with the owner (keys.h)
constexpr const char* SearchRows =
    "DELETE FROM item_find WHERE key IN "
    "(SELECT key FROM item_find WHERE key >= ?1 AND key < ?2 LIMIT ?3)";
constexpr const char* Collections = "DELETE FROM collection WHERE owner = ?1";

template <class... Values>
Result<std::int64_t> removed(Transaction& transaction, const char* sql, const Values&... values) {
  PIM_TRY(Statement statement, transaction.prepare(sql));
  PIM_CHECK(statement.run(values...));
  return statement.changes();
}

}  // namespace

Result<std::optional<store::OwnerId>> let_go_owner(Engine& engine, std::string_view portal,
                                                   std::string_view name) {
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_store());
  PIM_TRY(Statement named, transaction->prepare(OwnerNamed));
  PIM_TRY(const bool there, named.first(portal, name));
  if (!there || portal.empty()) {
    return std::optional<store::OwnerId>();
  }
  const store::OwnerId owner = named.row().integer();
  PIM_CHECK(transaction->lock_owners(std::span(&owner, 1)));
  PIM_TRY([[maybe_unused]] const auto one,
          removed(*transaction, LetGo, owner, std::to_string(owner)));
  PIM_CHECK(transaction->commit());
  return std::optional(owner);
}

Result<std::size_t> remove_rows(Engine& engine, store::OwnerId owner, std::size_t limit) {
  PIM_TRY(const auto transaction, engine.begin(owner, store::Access::Write));
  const auto most = static_cast<std::int64_t>(limit);
  std::int64_t count = 0;
  for (const char* sql : Slices) {
    if (count == 0) {
      PIM_TRY(count, removed(*transaction, sql, owner, most));
    }
  }
  if (count == 0) {
    PIM_TRY(count, removed(*transaction, SearchRows, find_key(owner, 0, 0),
                           find_key(owner + 1, 0, 0), most));
  }
  if (count == 0) {
    PIM_TRY(count, removed(*transaction, Collections, owner));
  }
  PIM_CHECK(transaction->commit());
  return static_cast<std::size_t>(count);
}

Result<std::vector<store::OwnerId>> half_removed(Engine& engine) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  PIM_TRY(Statement statement, look->prepare(HalfRemoved));
  std::vector<store::OwnerId> owners;
  PIM_TRY(bool more, statement.first());
  while (more) {
    owners.push_back(statement.row().integer());
    PIM_TRY(more, statement.next());
  }
  return owners;
}

Result<std::vector<UserLine>> users_of(Engine& engine, std::string_view portal) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  PIM_TRY(Statement statement, look->prepare(UsersOf));
  std::vector<UserLine> users;
  PIM_TRY(bool more, statement.first(portal));
  while (more) {
    Row row = statement.row();
    std::string name = row.text();
    users.push_back({std::move(name), row.integer()});
    PIM_TRY(more, statement.next());
  }
  return users;
}

}  // namespace pim::sql
