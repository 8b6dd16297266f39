// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/sql/across.h"
#include "common/sql/keys.h"
#include "common/store/standard.h"

namespace pim::sql {
namespace {

constexpr const char* PortalByName = "SELECT name, id, epoch FROM portal WHERE name = ?1";
constexpr const char* PortalNames = "SELECT name FROM portal ORDER BY name";
constexpr const char* MakePortal =
    "INSERT INTO portal(name, id, epoch) VALUES(?1, ?2, ?3) ON CONFLICT(name) DO NOTHING";
constexpr const char* RaiseEpoch =
    "UPDATE portal SET epoch = CASE WHEN epoch + 1 > ?2 THEN epoch + 1 ELSE ?2 END WHERE name = ?1";
constexpr const char* SkipIds =
    "UPDATE owner SET next_id = CASE WHEN next_id + ?2 < ?3 THEN next_id + ?2 ELSE ?3 END "
    "WHERE id = ?1";
constexpr const char* OwnerByName =
    "SELECT id, portal, name FROM owner WHERE portal = ?1 AND name = ?2";
constexpr const char* OwnerById = "SELECT id, portal, name FROM owner WHERE id = ?1";
constexpr const char* OwnersOf = "SELECT id FROM owner WHERE portal = ?1";
constexpr const char* MakeOwner =
    "INSERT INTO owner(id, portal, name, next_id) "
    "SELECT coalesce(max(id), 0) + 1, ?1, ?2, 1 FROM owner";
constexpr const char* MakeCollection =
    "INSERT INTO collection(owner, number, name, kind, display_name, live, rev) "
    "VALUES(?1, ?2, ?3, ?4, ?5, 0, 0)";

Result<std::optional<store::Portal>> portal_of(Transaction& transaction, std::string_view name) {
  PIM_TRY(Statement statement, transaction.prepare(PortalByName));
  PIM_TRY(const bool there, statement.first(name));
  if (!there) {
    return std::optional<store::Portal>();
  }
  Row row = statement.row();
  store::Portal portal;
  portal.name = row.text();
  portal.id = row.text();
  portal.epoch = row.integer();
  return std::optional(std::move(portal));
}

template <class... Values>
Result<std::optional<store::Owner>> owner_of(Transaction& transaction, const char* sql,
                                             const Values&... values) {
  PIM_TRY(Statement statement, transaction.prepare(sql));
  PIM_TRY(const bool there, statement.first(values...));
  if (!there) {
    return std::optional<store::Owner>();
  }
  Row row = statement.row();
  store::Owner owner;
  owner.id = row.integer();
  owner.portal = row.text();
  owner.name = row.text();
  return std::optional(std::move(owner));
}

template <class... Values>
Status run(Transaction& transaction, const char* sql, const Values&... values) {
  PIM_TRY(Statement statement, transaction.prepare(sql));
  return statement.run(values...);
}

/// Nobody makes another owner meanwhile, nor takes an id.
Status skip_ids(Transaction& transaction, std::string_view portal) {
  PIM_CHECK(transaction.lock_store());
  std::vector<store::OwnerId> owners;
  PIM_TRY(Statement statement, transaction.prepare(OwnersOf));
  PIM_TRY(bool more, statement.first(portal));
  while (more) {
    owners.push_back(statement.row().integer());
    PIM_TRY(more, statement.next());
  }
  std::sort(owners.begin(), owners.end());
  PIM_CHECK(transaction.lock_owners(owners));
  PIM_TRY(Statement skip, transaction.prepare(SkipIds, Use::Many));
  for (const store::OwnerId each : owners) {
    PIM_CHECK(skip.add(each, store::EpochIdSkip, MaxId));
  }
  return skip.finish();
}

Status make_collections(Transaction& transaction, store::OwnerId owner) {
  std::int64_t number = 0;
  for (const store::Collection& each : store::standard_collections()) {
    PIM_CHECK(
        run(transaction, MakeCollection, owner, ++number, each.name, each.kind, each.display_name));
  }
  return {};
}

}  // namespace

Result<store::Portal> find_or_make_portal(Engine& engine, std::string_view name,
                                          std::string_view new_id) {
  {
    PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
    PIM_TRY(auto found, portal_of(*look, name));
    if (found) {
      return *found;
    }
  }
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_store());
  PIM_CHECK(run(*transaction, MakePortal, name, new_id, store::FirstEpoch));
  PIM_TRY(const auto made, portal_of(*transaction, name));
  PIM_CHECK(transaction->commit());
  return made.value_or(store::Portal{});
}

Result<std::vector<std::string>> portal_names(Engine& engine) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  PIM_TRY(Statement statement, look->prepare(PortalNames));
  PIM_TRY(bool more, statement.first());
  std::vector<std::string> names;
  while (more) {
    names.push_back(statement.row().text());
    PIM_TRY(more, statement.next());
  }
  return names;
}

Result<std::optional<store::Portal>> renew_epoch_in(Transaction& transaction, std::string_view name,
                                                    Seconds now) {
  PIM_CHECK(skip_ids(transaction, name));
  PIM_CHECK(run(transaction, RaiseEpoch, name, now));
  return portal_of(transaction, name);
}

Result<store::Portal> renew_portal_epoch(Engine& engine, std::string_view name, Seconds now) {
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_TRY(const auto portal, renew_epoch_in(*transaction, name, now));
  if (!portal) {
    return fail(ErrorCode::NotFound, "there is no such portal");
  }
  PIM_CHECK(transaction->commit());
  return *portal;
}

Result<store::Owner> find_or_make_owner(Engine& engine, std::string_view portal,
                                        std::string_view name) {
  {
    PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
    PIM_TRY(auto found, owner_of(*look, OwnerByName, portal, name));
    if (found) {
      return *found;
    }
  }
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_store());
  PIM_TRY(const auto known, portal_of(*transaction, portal));
  if (!known) {
    return fail(ErrorCode::NotFound, "there is no such portal");
  }
  PIM_TRY(auto owner, owner_of(*transaction, OwnerByName, portal, name));
  if (owner) {
    return *owner;  // another process was faster
  }
  PIM_CHECK(run(*transaction, MakeOwner, portal, name));
  PIM_TRY(owner, owner_of(*transaction, OwnerByName, portal, name));
  if (!owner || owner->id > MaxOwner) {
    return fail(ErrorCode::Full, "this store holds as many users as it can");
  }
  PIM_CHECK(make_collections(*transaction, owner->id));
  PIM_CHECK(transaction->commit());
  return *owner;
}

Result<std::optional<store::Owner>> find_owner(Engine& engine, store::OwnerId id) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  return owner_of(*look, OwnerById, id);
}

Result<std::optional<store::Owner>> find_owner(Engine& engine, std::string_view portal,
                                               std::string_view name) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  return owner_of(*look, OwnerByName, portal, name);
}

}  // namespace pim::sql
