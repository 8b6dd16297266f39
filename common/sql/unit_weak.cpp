// SPDX-License-Identifier: Apache-2.0
// Weak keys: what a slow sync recognises records by when neither UID nor fingerprint tells. Items
// carry theirs in item_find. Only slow syncs ask, and each of their messages does, so the index
// over the keys is made when first asked for and brought up to date by the change feed: the usual
// write does not pay for it, and no message scans the collection.
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
// ?5: the search key of an item without its id
constexpr const char* Changed =
    "SELECT i.key, i.rev, f.weak FROM item i INDEXED BY item_feed"
    " LEFT JOIN item_find f ON f.key = ?5 + (i.key & 4294967295)"
    " WHERE i.owner = ?1 AND i.collection = ?2 AND i.rev > ?3 ORDER BY i.rev LIMIT ?4";
constexpr const char* WeakOf = "SELECT key, weak FROM item_find WHERE key = EACH(?1)";
constexpr const char* Scan =
    "SELECT key, weak FROM item_find WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3";
constexpr const char* Put =
    "INSERT OR IGNORE INTO weak_key(owner, collection, key, item) VALUES(?1, ?2, ?3, ?4)";
constexpr const char* Find =
    "SELECT item FROM weak_key WHERE owner = ?1 AND collection = ?2 AND key = EACH(?3)";

/// Items whose keys one call writes: some 10 ms. A larger collection is scanned until its index is
/// complete.
constexpr std::int64_t IndexRows = 2'000;

/// Rows of one query of the scan: PostgreSQL gives them all at once.
constexpr std::int64_t ScanRows = 1'000;
static_assert(MaxId == 4294967295);

/// An item and its keys.
struct Weak {
  store::ItemId id = 0;
  std::string keys;
};

Weak read_weak(Row row) {
  Weak weak;
  weak.id = id_of(row.integer());
  weak.keys = row.text();
  return weak;
}

std::int64_t read_integer(Row row) {
  return row.integer();
}

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
Result<bool> Unit::index_weak(const Known& collection) {
  PIM_TRY(const auto stored, select_one(IndexedRev, read_integer, owner_, collection.number));
  store::Revision upto = stored.value_or(0);
  if (upto >= collection.row.rev || !transaction_->writes()) {
    return upto >= collection.row.rev;
  }
  std::vector<std::pair<std::int64_t, store::ItemId>> keys;
  std::int64_t seen = 0;
  {
    PIM_TRY(Statement changed, reading(Changed));
    PIM_TRY(bool more, changed.first(owner_, collection.number, upto, IndexRows,
                                     find_key(owner_, collection.number, 0)));
    while (more) {
      Row row = changed.row();
      const store::ItemId id = id_of(row.integer());
      upto = row.integer();
      ++seen;
      const std::string_view weak = row.view();
      for (std::size_t i = 0; i < count_weak(weak); ++i) {
        keys.emplace_back(static_cast<std::int64_t>(weak_at(weak, i)), id);
      }
      PIM_TRY(more, changed.next());
    }
  }
  std::sort(keys.begin(), keys.end());
  PIM_TRY(Statement put, writing(Put, Use::Many));
  for (const auto& [key, id] : keys) {
    PIM_CHECK(guard(put.add(owner_, collection.number, key, id)));
  }
  PIM_CHECK(guard(put.finish()));
  if (seen > 0) {  // no further than this: revisions given out may not be written yet
    PIM_CHECK(write(SetIndexedRev, owner_, collection.number, upto));
  }
  return seen < IndexRows;
}

/// The items that the index names, and still have the key: it keeps what an item had before.
Result<std::vector<store::MatchKey>> Unit::weak_by_index(
    const Known& collection, const std::unordered_set<std::uint64_t>& wanted) {
  const std::vector<std::uint64_t> asked(wanted.begin(), wanted.end());
  PIM_TRY(const auto items, select_each(Find, read_integer, asked, owner_, collection.number));
  std::vector<std::int64_t> places;
  for (const store::ItemId id : in_order(std::span(items))) {
    places.push_back(find_key(owner_, collection.number, id));
  }
  PIM_TRY(const auto live, select_each(WeakOf, read_weak, places));
  std::vector<store::MatchKey> found;
  for (const Weak& each : live) {
    add_wanted(each.keys, each.id, wanted, found);
  }
  return found;
}

Result<std::vector<store::MatchKey>> Unit::weak_by_scan(
    const Known& collection, const std::unordered_set<std::uint64_t>& wanted) {
  std::vector<store::MatchKey> found;
  PIM_TRY(Statement scan, reading(Scan));
  std::int64_t after = find_key(owner_, collection.number, 0);
  const std::int64_t last = find_key(owner_, collection.number, MaxId);
  while (after < last) {
    std::int64_t rows = 0;
    PIM_TRY(bool more, scan.first(std::exchange(after, last), last, ScanRows));
    while (more) {
      Row row = scan.row();
      const std::int64_t key = row.integer();
      add_wanted(row.view(), id_of(key), wanted, found);
      if (++rows == ScanRows) {
        after = key;
      }
      PIM_TRY(more, scan.next());
    }
  }
  return found;
}

Result<std::vector<store::MatchKey>> Unit::find_weak(std::string_view collection,
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
