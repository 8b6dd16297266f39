// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "common/sql/item_row.h"
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

constexpr const char* Page =
    "SELECT " PIM_ITEM_COLUMNS
    " FROM item INDEXED BY item_name WHERE owner = ?1 AND collection = ?2 AND deleted = 0"
    " AND (sort_key, key) > (?3, ?4) ORDER BY sort_key, key LIMIT ?5";
constexpr const char* Names =
    "SELECT key, sort_key FROM item INDEXED BY item_name"
    " WHERE owner = ?1 AND collection = ?2 AND deleted = 0"
    " AND (sort_key, key) > (?3, ?4) ORDER BY sort_key, key LIMIT ?5";
constexpr const char* Text = "SELECT text FROM item_find WHERE key = ?1";
constexpr const char* ScanText = "SELECT key, text FROM item_find WHERE key BETWEEN ?1 AND ?2";
constexpr const char* ById = "SELECT " PIM_ITEM_COLUMNS " FROM item WHERE key = ?1";
constexpr const char* SortKey = "SELECT sort_key FROM item WHERE key = ?1";

/// So many names are looked at one by one before the whole collection is scanned: a frequent word
/// fills its page at once, and a rare one costs this much more than the scan.
constexpr std::size_t WalkRows = 4000;

/// Every word of `search` stands somewhere in `text`.
bool has_words(std::string_view text, std::string_view search) {
  while (!search.empty()) {
    const std::size_t end = search.find(' ');
    if (text.find(search.substr(0, end)) == std::string_view::npos) {
      return false;
    }
    search.remove_prefix(end == std::string_view::npos ? search.size() : end + 1);
  }
  return true;
}

struct Place {
  std::string sort_key;
  store::ItemId id = 0;
  bool operator<(const Place& other) const {
    return std::tie(sort_key, id) < std::tie(other.sort_key, other.id);
  }
};

}  // namespace

Result<std::vector<store::Item>> SqliteUnit::page(const store::PageQuery& query) {
  std::vector<store::Item> found;
  PIM_TRY(const Known* collection, known(query.collection));
  if (collection == nullptr) {
    return found;
  }
  if (!query.search.empty()) {
    return page_of_search(query, collection->number);
  }
  PIM_TRY(Statement statement, reading(Page));
  PIM_TRY(bool more, statement.first(owner_, collection->number, query.after_key,
                                     item_key(owner_, query.after_id), limit_of(query.limit)));
  while (more) {
    Row row = statement.row();
    found.push_back(read_item_head(row));
    found.back().collection = query.collection;
    PIM_TRY(more, statement.next());
  }
  return found;
}

/// Walks the names from the page's start, looking into each item's text. True: the page is full or
/// the names are at their end.
Result<bool> SqliteUnit::walk_names(const store::PageQuery& query, std::int64_t collection,
                                    std::vector<store::ItemId>& hits) {
  PIM_TRY(Statement names, reading(Names));
  PIM_TRY(Statement text, reading(Text));
  PIM_TRY(bool more, names.first(owner_, collection, query.after_key,
                                 item_key(owner_, query.after_id), WalkRows));
  std::size_t seen = 0;
  while (more && hits.size() < query.limit) {
    ++seen;
    const store::ItemId id = id_of(names.row().integer());
    PIM_TRY(const bool there, text.first(find_key(owner_, collection, id)));
    if (there && has_words(text.row().view(), query.search)) {
      hits.push_back(id);
    }
    PIM_TRY(more, names.next());
  }
  return hits.size() >= query.limit || seen < WalkRows;
}

/// One scan of the collection's texts; the first `limit` hits by name after the page's start.
Status SqliteUnit::scan_texts(const store::PageQuery& query, std::int64_t collection,
                              std::vector<store::ItemId>& hits) {
  const Place after{query.after_key, query.after_id};
  PIM_TRY(Statement scan, reading(ScanText));
  PIM_TRY(Statement sort_key, reading(SortKey));
  std::vector<Place> best;  // a heap, the last of them on top
  PIM_TRY(bool more, scan.first(find_key(owner_, collection, 0),
                                find_key(owner_, collection, MaxId)));
  while (more) {
    Row row = scan.row();
    const store::ItemId id = id_of(row.integer());
    if (has_words(row.view(), query.search)) {
      PIM_TRY(const bool there, sort_key.first(item_key(owner_, id)));
      Place place{there ? sort_key.row().text() : std::string(), id};
      if (after < place && (best.size() < query.limit || place < best.front())) {
        best.push_back(std::move(place));
        std::push_heap(best.begin(), best.end());
        if (best.size() > query.limit) {
          std::pop_heap(best.begin(), best.end());
          best.pop_back();
        }
      }
    }
    PIM_TRY(more, scan.next());
  }
  std::sort_heap(best.begin(), best.end());
  for (const Place& each : best) {
    hits.push_back(each.id);
  }
  return {};
}

Result<std::vector<store::Item>> SqliteUnit::page_of_search(const store::PageQuery& query,
                                                            std::int64_t collection) {
  std::vector<store::ItemId> hits;
  PIM_TRY(const bool complete, walk_names(query, collection, hits));
  if (!complete) {
    hits.clear();
    PIM_CHECK(scan_texts(query, collection, hits));
  }
  PIM_TRY(Statement by_id, reading(ById));
  std::vector<store::Item> found;
  found.reserve(hits.size());
  for (const store::ItemId id : hits) {
    PIM_TRY(const bool there, by_id.first(item_key(owner_, id)));
    if (there) {
      Row row = by_id.row();
      found.push_back(read_item_head(row));
      found.back().collection = query.collection;
    }
  }
  return found;
}

}  // namespace pim::sql
