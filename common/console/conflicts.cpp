// SPDX-License-Identifier: Apache-2.0
// Values that had to give way in a merge, and records that may be the same as another.
#include "common/console/json.h"
#include "common/console/labels.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
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

/// Settled ones stay as history: so many pages of them are passed over in search of open ones.
constexpr int PagesPassed = 5;

struct Found {
  std::vector<store::Conflict> rows;
  std::int64_t last = 0;
  bool more = false;
};

/// Rows behind `after`; with `open` those that nobody has decided.
Result<Found> find_conflicts(store::UnitOfWork& work, std::int64_t after, std::size_t limit,
                             bool open) {
  Found found;
  found.last = after;
  for (int passed = 0; passed < PagesPassed; ++passed) {
    PIM_TRY(auto page, work.conflicts(found.last, limit));
    found.more = page.size() == limit;
    for (store::Conflict& conflict : page) {
      found.last = conflict.number;
      if (!open || conflict.choice.empty()) {
        found.rows.push_back(std::move(conflict));
      }
      if (found.rows.size() == limit) {
        found.more = true;
        return found;
      }
    }
    if (!open || !found.more) {
      break;
    }
  }
  return found;
}

Answer list_conflicts(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit", "open"}));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const bool open, asks_for(query, "open"));
  PIM_TRY(const std::int64_t after, number_position(query, "conflicts", 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Found found, find_conflicts(*work, after, limit, open));
  std::vector<store::ItemId> ids;
  for (const store::Conflict& conflict : found.rows) {
    ids.insert(ids.end(), {conflict.item, conflict.other});
  }
  PIM_TRY(const Labels labels, Labels::read(*work, ids));
  Json rows = Json::array();
  for (const store::Conflict& conflict : found.rows) {
    rows.push_back(json_conflict(conflict, labels));
  }
  const std::string next = found.more ? number_cursor("conflicts", found.last) : std::string();
  return json_response(200, json_page("conflicts", std::move(rows), next));
}

/// The row with that number, still open.
Outcome<store::Conflict> open_conflict(store::UnitOfWork& work, std::int64_t number) {
  PIM_TRY(auto found, work.conflicts(number - 1, 1));
  if (found.empty() || found.front().number != number || !found.front().choice.empty()) {
    return tl::unexpected<Problem>(
        Problem(Trouble::NotHeld,
                "Some of these do not wait for an answer any more. Nothing was "
                "changed. Read the list again.")
            .with("numbers", Json::array({number})));
  }
  return std::move(found.front());
}

/// "kept": things stay as they are, and the question is closed.
Answer decide_conflicts(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members, Members::read(call.request.body, {"numbers", "choice"}));
  PIM_TRY(const auto numbers, members.numbers("numbers"));
  PIM_TRY(const auto choice, members.text("choice", 16));
  if (numbers.empty() || choice.value_or("") != "kept") {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMember,
                "\"numbers\" names what is decided, \"choice\" is \"kept\". "
                "Nothing was changed.")
            .with("member", numbers.empty() ? "numbers" : "choice"));
  }
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  std::vector<store::Conflict> rows;
  for (const std::int64_t number : numbers) {
    PIM_TRY(store::Conflict conflict, open_conflict(*work, number));
    conflict.choice = *choice;
    conflict.by = call.request.user;
    rows.push_back(std::move(conflict));
  }
  PIM_CHECK(work->put_conflicts(rows));
  PIM_CHECK(work->commit());
  return json_response(200, {{"decided", rows.size()}});
}

constexpr Route Routes[] = {
    {"GET", "/conflicts", Body::None, list_conflicts},
    {"POST", "/conflicts", Body::Object, decide_conflicts},
};

}  // namespace

std::span<const Route> conflict_routes() {
  return Routes;
}

}  // namespace pim::console
