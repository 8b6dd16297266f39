// SPDX-License-Identifier: Apache-2.0
// Weak keys: what a slow sync recognises records by when neither UID nor fingerprint tells. Items
// carry theirs in item_find. Only slow syncs ask, and each of their messages does, so the index over
// the keys is made when first asked for and brought up to date by the change feed: the usual write
// does not pay for it, and no message scans the collection.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "common/sql/unit.h"
#include "common/sql/weak_keys.h"

namespace pim::sql {
namespace {

constexpr const char* IndexedRev =
    "SELECT weak_rev FROM collection WHERE owner = ?1 AND number = ?2";
constexpr const char* SetIndexedRev =
    "UPDATE collection SET weak_rev = ?3 WHERE owner = ?1 AND number = ?2";
constexpr const char* Changed =
    "SELECT key, rev FROM item INDEXED BY item_feed"
    " WHERE owner = ?1 AND collection = ?2 AND rev > ?3 ORDER BY rev LIMIT ?4";
constexpr const char* WeakOf = "SELECT weak FROM item_find WHERE key = ?1";
constexpr const char* Scan = "SELECT key, weak FROM item_find WHERE key BETWEEN ?1 AND ?2";
constexpr const char* Put =
    "INSERT OR IGNORE INTO weak_key(owner, collection, key, item) VALUES(?1, ?2, ?3, ?4)";
constexpr const char* Find =
    "SELECT item FROM weak_key WHERE owner = ?1 AND collection = ?2 AND key = ?3";

/// Items whose keys one call writes: some 10 ms. A larger collection is scanned until its index is
/// complete.
constexpr std::int64_t IndexRows = 2'000;

std::int64_t read_integer(Row row) { return row.integer(); }

void add_wanted(std::string_view weak, store::ItemId id,
                const std::unordered_set<std::uint64_t>& wanted,
                std::vector<store::MatchKey>& found) {
  for (std::size_t i = 0; i < count_weak(weak); ++i) {
    if (const std::uint64_t key = weak_at(weak, i); wanted.contains(key)) {
      found.push_back({.key = key, .item = id, .kind = store::KeyKind::Uid});
    }
  }
}

}  // namespace

/// Writes the keys of the next changed items; true where the index then knows every item.
Result<bool> SqliteUnit::index_weak(const Known& collection) {
  PIM_TRY(const auto stored, select_one(IndexedRev, read_integer, owner_, collection.number));
  store::Revision upto = stored.value_or(0);
  if (upto >= collection.row.rev || !transaction_.writes()) {
    return upto >= collection.row.rev;
  }
  std::vector<std::pair<std::int64_t, store::ItemId>> keys;
  std::int64_t seen = 0;
  {
    PIM_TRY(Statement changed, reading(Changed));
    PIM_TRY(Statement weak_of, reading(WeakOf));
    PIM_TRY(bool more, changed.first(owner_, collection.number, upto, IndexRows));
    while (more) {
      Row row = changed.row();
      const store::ItemId id = id_of(row.integer());
      upto = row.integer();
      ++seen;
      PIM_TRY(const bool live, weak_of.first(find_key(owner_, collection.number, id)));
      const std::string_view weak = live ? weak_of.row().view() : std::string_view();
      for (std::size_t i = 0; i < count_weak(weak); ++i) {
        keys.emplace_back(static_cast<std::int64_t>(weak_at(weak, i)), id);
      }
      PIM_TRY(more, changed.next());
    }
  }
  std::sort(keys.begin(), keys.end());
  PIM_TRY(Statement put, writing(Put));
  for (const auto& [key, id] : keys) {
    PIM_CHECK(guard(put.run(owner_, collection.number, key, id)));
  }
  if (seen > 0) {  // no further than this: revisions given out may not be written yet
    PIM_CHECK(write(SetIndexedRev, owner_, collection.number, upto));
  }
  return seen < IndexRows;
}

/// The items that the index names, and still have the key: it keeps what an item had before.
Result<std::vector<store::MatchKey>> SqliteUnit::weak_by_index(
    const Known& collection, const std::unordered_set<std::uint64_t>& wanted) {
  std::vector<store::ItemId> items;
  PIM_TRY(Statement find, reading(Find));
  for (const std::uint64_t key : wanted) {
    PIM_TRY(bool more, find.first(owner_, collection.number, key));
    while (more) {
      items.push_back(find.row().integer());
      PIM_TRY(more, find.next());
    }
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  std::vector<store::MatchKey> found;
  PIM_TRY(Statement weak_of, reading(WeakOf));
  for (const store::ItemId id : items) {
    PIM_TRY(const bool live, weak_of.first(find_key(owner_, collection.number, id)));
    if (live) {
      add_wanted(weak_of.row().view(), id, wanted, found);
    }
  }
  return found;
}

Result<std::vector<store::MatchKey>> SqliteUnit::weak_by_scan(
    const Known& collection, const std::unordered_set<std::uint64_t>& wanted) {
  std::vector<store::MatchKey> found;
  PIM_TRY(Statement scan, reading(Scan));
  PIM_TRY(bool more, scan.first(find_key(owner_, collection.number, 0),
                                find_key(owner_, collection.number, MaxId)));
  while (more) {
    Row row = scan.row();
    const store::ItemId id = id_of(row.integer());
    add_wanted(row.view(), id, wanted, found);
    PIM_TRY(more, scan.next());
  }
  return found;
}

Result<std::vector<store::MatchKey>> SqliteUnit::find_weak(std::string_view collection,
                                                           std::span<const std::uint64_t> keys) {
  PIM_TRY(const Known* known_collection, known(collection));
  if (known_collection == nullptr || keys.empty()) {
    return std::vector<store::MatchKey>();
  }
  const std::unordered_set<std::uint64_t> wanted(keys.begin(), keys.end());
  PIM_TRY(const bool complete, index_weak(*known_collection));
  return complete ? weak_by_index(*known_collection, wanted)
                  : weak_by_scan(*known_collection, wanted);
}

}  // namespace pim::sql
