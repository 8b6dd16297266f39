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
// ?6: the search key of an item without its id
constexpr const char* Names =
    "SELECT i.key, i.sort_key, f.text FROM item i INDEXED BY item_name"
    " LEFT JOIN item_find f ON f.key = ?6 + (i.key & 4294967295)"
    " WHERE i.owner = ?1 AND i.collection = ?2 AND i.deleted = 0"
    " AND (i.sort_key, i.key) > (?3, ?4) ORDER BY i.sort_key, i.key LIMIT ?5";
constexpr const char* ScanText =
    "SELECT key, text FROM item_find WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3";
constexpr const char* ById = "SELECT " PIM_ITEM_COLUMNS " FROM item WHERE key = EACH(?1)";
constexpr const char* SortKeys = "SELECT key, sort_key FROM item WHERE key = EACH(?1)";
static_assert(MaxId == 4294967295);

/// So many names are looked at one by one at most before the whole collection is scanned: a
/// frequent word fills its page at once, and a rare one costs one step more than the scan.
constexpr std::size_t WalkRows = 4000;
/// Of these as many as soon tell: a name costs as much as ten rows of the scan, and names with a
/// word of their own stand together, so that elsewhere there is none.
constexpr std::size_t FirstRows = 100;
/// Rows of one query: PostgreSQL gives them all at once.
constexpr std::size_t StepRows = 1000;

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

Place read_place(Row row) {
  Place place;
  place.id = id_of(row.integer());
  place.sort_key = row.text();
  return place;
}

store::Item read_whole(Row row) {
  return read_item_head(row);
}

}  // namespace

Result<std::vector<store::Item>> Unit::page(const store::PageQuery& query) {
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
Result<bool> Unit::walk_names(const store::PageQuery& query, std::int64_t collection,
                              std::vector<store::ItemId>& hits) {
  PIM_TRY(Statement names, reading(Names));
  Place last{query.after_key, query.after_id};
  for (std::size_t seen = 0; seen < WalkRows;) {
    const std::size_t step = seen == 0 ? FirstRows : StepRows;
    const Place after = last;
    PIM_TRY(bool more, names.first(owner_, collection, after.sort_key, item_key(owner_, after.id),
                                   step, find_key(owner_, collection, 0)));
    std::size_t rows = 0;
    while (more && hits.size() < query.limit) {
      ++rows;
      Row row = names.row();
      last.id = id_of(row.integer());
      last.sort_key = row.text();
      if (!row.is_null() && has_words(row.view(), query.search)) {
        hits.push_back(last.id);
      }
      PIM_TRY(more, names.next());
    }
    if (hits.size() >= query.limit || rows < step) {
      return true;
    }
    seen += step;
    if (hits.size() * WalkRows < query.limit * seen) {
      return false;  // at this rate the walk ends without a full page
    }
  }
  return false;
}

/// The items of the next texts behind `after` that have the words; `after` moves to the last text,
/// or to `last` at the end.
Result<std::vector<store::ItemId>> Unit::texts_with_words(const store::PageQuery& query,
                                                          std::int64_t& after, std::int64_t last) {
  std::vector<store::ItemId> keys;
  std::size_t rows = 0;
  PIM_TRY(Statement scan, reading(ScanText));
  PIM_TRY(bool more, scan.first(std::exchange(after, last), last, StepRows));
  while (more) {
    Row row = scan.row();
    const std::int64_t key = row.integer();
    if (has_words(row.view(), query.search)) {
      keys.push_back(item_key(owner_, id_of(key)));
    }
    if (++rows == StepRows) {
      after = key;
    }
    PIM_TRY(more, scan.next());
  }
  return keys;
}

/// One scan of the collection's texts; the first `limit` hits by name after the page's start.
Status Unit::scan_texts(const store::PageQuery& query, std::int64_t collection,
                        std::vector<store::ItemId>& hits) {
  const Place start{query.after_key, query.after_id};
  std::vector<Place> best;  // a heap, the last of them on top
  std::int64_t after = find_key(owner_, collection, 0);
  const std::int64_t last = find_key(owner_, collection, MaxId);
  while (after < last) {
    PIM_TRY(const auto keys, texts_with_words(query, after, last));
    PIM_TRY(auto places, select_each(SortKeys, read_place, keys));
    for (Place& place : places) {
      if (start < place && (best.size() < query.limit || place < best.front())) {
        best.push_back(std::move(place));
        std::push_heap(best.begin(), best.end());
        if (best.size() > query.limit) {
          std::pop_heap(best.begin(), best.end());
          best.pop_back();
        }
      }
    }
  }
  std::sort_heap(best.begin(), best.end());
  for (const Place& each : best) {
    hits.push_back(each.id);
  }
  return {};
}

Result<std::vector<store::Item>> Unit::page_of_search(const store::PageQuery& query,
                                                      std::int64_t collection) {
  std::vector<store::ItemId> hits;
  PIM_TRY(const bool complete, walk_names(query, collection, hits));
  if (!complete) {
    hits.clear();
    PIM_CHECK(scan_texts(query, collection, hits));
  }
  std::vector<std::int64_t> keys;
  keys.reserve(hits.size());
  for (const store::ItemId id : hits) {
    keys.push_back(item_key(owner_, id));
  }
  PIM_TRY(auto found, select_each(ById, read_whole, keys));
  for (store::Item& each : found) {
    each.collection = query.collection;
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.sort_key, a.id) < std::tie(b.sort_key, b.id);
  });
  return found;
}

}  // namespace pim::sql
