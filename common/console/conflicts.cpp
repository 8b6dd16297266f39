// SPDX-License-Identifier: Apache-2.0
// Values that had to give way in a merge, and records that may be the same as another.
#include "common/console/json.h"
#include "common/console/labels.h"
#include "common/console/query.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

Json json_conflict(const store::Conflict& conflict, const Labels& labels) {
  const bool doubtful = conflict.kind == store::ConflictKind::Doubtful;
  return {{"number", conflict.number},
          {"kind", doubtful ? "doubtful" : "value"},
          {"peer", labels.peer(conflict.pairing)},
          {"collection", labels.collection(conflict.pairing)},
          {"item", labels.item(conflict.item)},
          {"other", labels.item(conflict.other)},
          {"property", conflict.property},
          {"kept", conflict.kept},
          {"lost", conflict.lost},
          {"record", conflict.record},
          {"at", json_time(conflict.at)},
          {"choice", conflict.choice.empty() ? Json(nullptr) : Json(conflict.choice)},
          {"by", conflict.by}};
}

Answer list_conflicts(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit"}));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const std::int64_t after, number_position(query, "conflicts", 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto conflicts, work->conflicts(after, limit));
  std::vector<store::ItemId> ids;
  for (const store::Conflict& conflict : conflicts) {
    ids.insert(ids.end(), {conflict.item, conflict.other});
  }
  PIM_TRY(const Labels labels, Labels::read(*work, ids));
  Json rows = Json::array();
  for (const store::Conflict& conflict : conflicts) {
    rows.push_back(json_conflict(conflict, labels));
  }
  const std::string next = conflicts.size() < limit
                               ? std::string()
                               : number_cursor("conflicts", conflicts.back().number);
  return json_response(200, json_page("conflicts", std::move(rows), next));
}

constexpr Route Routes[] = {{"GET", "/conflicts", Body::None, list_conflicts}};

}  // namespace

std::span<const Route> conflict_routes() {
  return Routes;
}

}  // namespace pim::console
