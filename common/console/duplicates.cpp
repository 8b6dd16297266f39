// SPDX-License-Identifier: Apache-2.0
// Records of one collection that are, or may be, the same: found by the matcher of slow syncs.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/limits.h"
#include "common/console/item_access.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/console/route.h"
#include "common/content/slow_match.h"

namespace pim::console {

namespace {

/// What is kept of each record while all are looked through; contents are read again where two are
/// compared.
struct Looked {
  std::vector<content::Facts> facts;
  std::vector<store::ItemId> ids;
};

Outcome<Looked> look_through(const Call& call, store::UnitOfWork& work, const Shelf& shelf) {
  if (shelf.collection.live > limits::MaxDuplicatesLooked) {
    return trouble(Trouble::TooMany, "The collection holds more than " +
                                         std::to_string(limits::MaxDuplicatesLooked) +
                                         " records; so many are not compared in one request.");
  }
  Looked looked;
  store::PageQuery page;
  page.collection = shelf.collection.name;
  page.limit = limits::PageRows;
  for (bool more = true; more;) {
    PIM_TRY(const std::vector<store::Item> items, work.page(page));
    for (const store::Item& item : items) {
      content::Facts kept;
      kept.fingerprint = item.fingerprint;
      if (auto facts = shelf.kind->facts(item.content, call.services.store.key())) {
        kept.weak_keys = std::move(facts->weak_keys);
      }
      looked.facts.push_back(std::move(kept));
      looked.ids.push_back(item.id);
    }
    more = items.size() == page.limit;
    if (more) {
      page.after_key = items.back().sort_key;
      page.after_id = items.back().id;
    }
  }
  return looked;
}

struct Pair {
  store::ItemId first = 0;
  store::ItemId second = 0;
  bool same = false;
};

Outcome<std::vector<Pair>> find_pairs(const Call& call, store::UnitOfWork& work,
                                      const Shelf& shelf) {
  PIM_TRY(const Looked looked, look_through(call, work, shelf));
  const content::TextOf read = [&](std::size_t index) -> Result<std::string> {
    PIM_TRY(auto items, work.items(std::span(&looked.ids[index], 1)));
    return items.empty() ? std::string() : std::move(items.front().content);
  };
  PIM_TRY(const content::MatchResult found,
          content::find_duplicates(*shelf.kind, looked.facts, read));
  std::vector<Pair> pairs;
  pairs.reserve(found.same.size() + found.ask.size());
  for (const auto& [one, two] : found.same) {
    pairs.push_back({looked.ids[one], looked.ids[two], true});
  }
  for (const auto& [one, two] : found.ask) {
    pairs.push_back({looked.ids[one], looked.ids[two], false});
  }
  return pairs;
}

Outcome<Json> json_pairs(store::UnitOfWork& work, std::span<const Pair> pairs) {
  std::vector<store::ItemId> ids;
  for (const Pair& pair : pairs) {
    ids.insert(ids.end(), {pair.first, pair.second});
  }
  PIM_TRY(const auto items, work.items(ids));
  std::unordered_map<store::ItemId, const store::Item*> by_id;
  for (const store::Item& item : items) {
    by_id[item.id] = &item;
  }
  Json rows = Json::array();
  for (const Pair& pair : pairs) {
    const store::Item& first = *by_id.at(pair.first);
    const store::Item& second = *by_id.at(pair.second);
    rows.push_back({{"likeness", pair.same ? "same" : "ask"},
                    {"items", Json::array({json_item(first), json_item(second)})},
                    {"fields", json_differences(first.content, second.content)}});
  }
  return rows;
}

Answer list_duplicates(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit"}));
  PIM_TRY(const std::size_t limit, query.limit());
  const std::string list = "duplicates/" + call.captures[0];
  PIM_TRY(const std::int64_t after, number_position(query, list, 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const std::vector<Pair> pairs, find_pairs(call, *work, shelf));
  const std::size_t from = std::min(static_cast<std::size_t>(after), pairs.size());
  const std::size_t count = std::min(limit, pairs.size() - from);
  PIM_TRY(Json rows, json_pairs(*work, std::span(pairs).subspan(from, count)));
  const bool more = from + count < pairs.size();
  return json_response(200,
                       json_page("duplicates", std::move(rows),
                                 more ? number_cursor(list, static_cast<std::int64_t>(from + count))
                                      : std::string()));
}

}  // namespace

std::span<const Route> duplicate_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/collections/*/duplicates", Body::None, list_duplicates}};
  return Routes;
}

}  // namespace pim::console
