// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "common/sql/map_row.h"
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

// INDEXED BY: where the index cannot be used the statement fails, instead of reading everything.
constexpr const char* Feed =
    "SELECT i.key, i.rev, i.origin, i.deleted, " PIM_MAP_COLUMNS
    " FROM item i INDEXED BY item_feed LEFT JOIN item_map m"
    " ON m.owner = ?1 AND m.pairing = ?5 AND m.item = (i.key & 4294967295)"
    " WHERE i.owner = ?1 AND i.collection = ?2 AND i.rev > ?3 AND i.rev <= ?4"
    " ORDER BY i.rev LIMIT ?6";
static_assert(MaxId == 4294967295);
// In two statements: PostgreSQL, planning for tables it knows nothing of, may look for each item's
// map among all of the pairing, which costs the square of the collection.
constexpr const char* Heads =
    "SELECT key, rev, origin, deleted FROM item"
    " WHERE owner = ?1 AND collection = ?2 AND rev > ?3 AND rev <= ?4 ORDER BY rev LIMIT ?5";
constexpr const char* Maps =
    "SELECT " PIM_MAP_COLUMNS
    " FROM item_map m WHERE m.owner = ?1 AND m.pairing = ?2 AND m.item = EACH(?3)";

store::MapRow read_map(Row row) {
  return read_map_head(row);
}

store::FeedRow read_head(Row row) {
  store::FeedRow feed;
  feed.id = id_of(row.integer());
  feed.rev = row.integer();
  feed.origin = row.integer();
  feed.deleted = row.flag();
  return feed;
}

store::FeedRow read_feed(Row row) {
  store::FeedRow feed = read_head(row);
  row.skip(4);
  if (!row.is_null()) {
    feed.map = read_map_head(row);
  }
  return feed;
}

/// The revisions in (after, upto] without the skipped ones, as ranges (after, upto]: so the feed
/// steps over what the other side wrote itself instead of reading it.
std::vector<store::RevisionRange> wanted(const store::FeedQuery& query) {
  std::vector<store::RevisionRange> skip = query.skip;
  std::sort(skip.begin(), skip.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<store::RevisionRange> ranges;
  store::Revision after = query.after;
  for (const store::RevisionRange& each : skip) {
    if (each.first > each.last) {
      continue;
    }
    const store::Revision upto = std::min(each.first - 1, query.upto);
    if (after < upto) {
      ranges.push_back({after, upto});
    }
    after = std::max(after, each.last);
  }
  if (after < query.upto) {
    ranges.push_back({after, query.upto});
  }
  return ranges;
}

}  // namespace

Result<std::vector<store::FeedRow>> Unit::feed_in_two(const store::FeedQuery& query,
                                                      std::int64_t collection) {
  std::vector<store::FeedRow> found;
  std::vector<store::ItemId> ids;
  for (const store::RevisionRange& each : wanted(query)) {
    if (found.size() >= query.limit) {
      break;
    }
    PIM_TRY(const auto rows, select(Heads, read_head, owner_, collection, each.first, each.last,
                                    limit_of(query.limit - found.size())));
    found.insert(found.end(), rows.begin(), rows.end());
  }
  ids.reserve(found.size());
  for (const store::FeedRow& each : found) {
    ids.push_back(each.id);
  }
  PIM_TRY(const auto rows, select_each(Maps, read_map, ids, owner_, query.pairing));
  std::unordered_map<store::ItemId, const store::MapRow*> maps;
  for (const store::MapRow& each : rows) {
    maps.emplace(each.item, &each);
  }
  for (store::FeedRow& each : found) {
    if (const auto map = maps.find(each.id); map != maps.end()) {
      each.map = *map->second;
    }
  }
  return found;
}

Result<std::vector<store::FeedRow>> Unit::feed(const store::FeedQuery& query) {
  std::vector<store::FeedRow> found;
  PIM_TRY(const Known* collection, known(query.collection));
  if (collection == nullptr) {
    return found;
  }
  if (!transaction_->row_by_row()) {
    return feed_in_two(query, collection->number);
  }
  PIM_TRY(Statement statement, reading(Feed));
  for (const store::RevisionRange& each : wanted(query)) {
    if (found.size() >= query.limit) {
      break;
    }
    PIM_TRY(bool more, statement.first(owner_, collection->number, each.first, each.last,
                                       query.pairing, limit_of(query.limit - found.size())));
    while (more) {
      found.push_back(read_feed(statement.row()));
      PIM_TRY(more, statement.next());
    }
  }
  return found;
}

}  // namespace pim::sql
