// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "common/sql/unit.h"

namespace pim::sql {
namespace {

constexpr const char* Find =
    "SELECT item, kind, key FROM match_key WHERE owner = ?1 AND collection = ?2 "
    "AND key = EACH(?3)";
constexpr const char* Put =
    "INSERT OR IGNORE INTO match_key(owner, collection, key, item, kind) "
    "VALUES(?1, ?2, ?3, ?4, ?5)";
/// Without a look for what is there: on PostgreSQL that costs as much again as the row.
constexpr const char* Add =
    "INSERT INTO match_key(owner, collection, key, item, kind) VALUES(?1, ?2, ?3, ?4, ?5)";
constexpr const char* Drop =
    "DELETE FROM match_key WHERE owner = ?1 AND collection = ?2 AND key = ?3 AND item = ?4 "
    "AND kind = ?5";

store::MatchKey read_key(Row row) {
  store::MatchKey key;
  key.item = row.integer();
  key.kind = row.as<store::KeyKind>();
  key.key = row.bits();
  return key;
}

/// In the order of the tree (keys are signed there), so that a batch goes through it once.
std::vector<store::MatchKey> in_tree_order(std::span<const store::MatchKey> keys) {
  std::vector<store::MatchKey> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tuple(static_cast<std::int64_t>(a.key), a.item, a.kind) <
           std::tuple(static_cast<std::int64_t>(b.key), b.item, b.kind);
  });
  return sorted;
}

}  // namespace

Result<std::vector<store::MatchKey>> Unit::find_keys(std::string_view collection,
                                                     std::span<const std::uint64_t> keys) {
  std::vector<store::MatchKey> found;
  PIM_TRY(const Known* known_collection, known(collection));
  if (known_collection == nullptr) {
    return found;
  }
  return select_each(Find, read_key, in_order(keys), owner_, known_collection->number);
}

Status Unit::put_keys(std::string_view collection, std::span<const store::MatchKey> keys) {
  return insert_keys(Put, collection, keys);
}

Status Unit::add_keys(std::string_view collection, std::span<const store::MatchKey> keys) {
  return insert_keys(Add, collection, keys);
}

Status Unit::insert_keys(const char* sql, std::string_view collection,
                         std::span<const store::MatchKey> keys) {
  PIM_CHECK(writable());
  PIM_TRY(const std::int64_t number, number_of(collection));
  PIM_TRY(Statement statement, writing(sql, Use::Many));
  for (const store::MatchKey& each : in_tree_order(keys)) {
    PIM_CHECK(guard(statement.add(owner_, number, each.key, each.item, each.kind)));
  }
  return guard(statement.finish());
}

Status Unit::drop_keys(std::string_view collection, std::span<const store::MatchKey> keys) {
  PIM_CHECK(writable());
  PIM_TRY(const Known* known_collection, known(collection));
  if (known_collection == nullptr) {
    return {};
  }
  PIM_TRY(Statement statement, writing(Drop, Use::Many));
  for (const store::MatchKey& each : in_tree_order(keys)) {
    PIM_CHECK(
        guard(statement.add(owner_, known_collection->number, each.key, each.item, each.kind)));
  }
  return guard(statement.finish());
}

}  // namespace pim::sql
