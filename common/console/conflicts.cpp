// SPDX-License-Identifier: Apache-2.0
// Values that had to give way in a merge, and records that may be the same as another.
#include "common/console/item_access.h"
#include "common/console/json.h"
#include "common/console/labels.h"
#include "common/console/property_label.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/console/route.h"
#include "common/sync/loser.h"

namespace pim::console {

namespace {

/// An exception that a series has lost, or gained anew, is no value that could be taken over, and a
/// change that was turned away names none.
bool can_come_back(const store::Conflict& conflict) {
  const std::string& name = conflict.property;
  const bool exception =
      name == "RECURRENCE-ID" || (name.starts_with('@') && name.find(' ') == std::string::npos);
  return conflict.kind == store::ConflictKind::Value && !name.empty() && !exception;
}

/// What two alike records differ in; null where one of them is gone.
Json json_alike(const store::Conflict& conflict, const Labels& labels) {
  const store::Item* one = labels.record(conflict.item);
  const store::Item* other = labels.record(conflict.other);
  const bool both = one != nullptr && other != nullptr && !one->deleted && !other->deleted;
  return both ? json_differences(one->content, other->content) : Json(nullptr);
}

Json json_conflict(const store::Conflict& conflict, const Labels& labels) {
  const bool doubtful = conflict.kind == store::ConflictKind::Doubtful;
  return {{"number", conflict.number},
          {"kind", doubtful ? "doubtful" : "value"},
          {"peer", labels.peer(conflict.pairing)},
          {"collection", labels.collection(conflict.pairing)},
          {"item", labels.item(conflict.item)},
          {"other", labels.item(conflict.other)},
          {"property", conflict.property},
          {"label", property_label(conflict, labels.record(conflict.item))},
          {"can_come_back", can_come_back(conflict)},
          {"kept", conflict.kept},
          {"lost", conflict.lost},
          {"record", conflict.record},
          {"at", json_time(conflict.at)},
          {"choice", conflict.choice.empty() ? Json(nullptr) : Json(conflict.choice)},
          {"by", conflict.by}};
}

Answer list_conflicts(Call& call) {
  PIM_TRY(const Query query,
          Query::read(call.request.query, {"cursor", "limit", "open", "fields"}));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const bool open, asks_for(query, "open"));
  PIM_TRY(const bool fields, asks_for(query, "fields"));
  PIM_TRY(const std::int64_t after, number_position(query, "conflicts", 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto found,
          open ? work->open_conflicts(after, limit) : work->conflicts(after, limit));
  std::vector<store::ItemId> ids;
  for (const store::Conflict& conflict : found) {
    ids.insert(ids.end(), {conflict.item, conflict.other});
  }
  PIM_TRY(const Labels labels, Labels::read(*work, ids));
  Json rows = Json::array();
  for (const store::Conflict& conflict : found) {
    rows.push_back(json_conflict(conflict, labels));
    if (fields && conflict.kind == store::ConflictKind::Doubtful) {
      rows.back()["fields"] = json_alike(conflict, labels);
    }
  }
  const std::string next =
      found.size() < limit ? std::string() : number_cursor("conflicts", found.back().number);
  return json_response(200, json_page("conflicts", std::move(rows), next));
}

/// Open, or closed as it was: who left it so may take the other value later.
bool can_be_decided(const store::Conflict& conflict, std::string_view choice) {
  return conflict.choice.empty() || (choice == "lost" && conflict.choice == "kept");
}

/// The row with that number, where it waits for this choice.
Outcome<store::Conflict> find_conflict(store::UnitOfWork& work, std::int64_t number,
                                       std::string_view choice) {
  PIM_TRY(auto found, work.conflicts(number - 1, 1));
  if (found.empty() || found.front().number != number || !can_be_decided(found.front(), choice)) {
    return tl::unexpected<Problem>(
        Problem(Trouble::NotHeld,
                "Some of these do not wait for an answer any more. Nothing was "
                "changed. Read the list again.")
            .with("numbers", Json::array({number})));
  }
  return std::move(found.front());
}

/// The value that gave way comes back into its record.
Outcome<void> bring_back(const Call& call, store::UnitOfWork& work,
                         const store::Conflict& conflict) {
  PIM_TRY(const auto items, work.items({&conflict.item, 1}));
  auto restored = Result<store::Item>(fail(ErrorCode::NotFound, "There is no such record."));
  if (can_come_back(conflict) && !items.empty()) {
    PIM_TRY(const Shelf shelf, find_shelf(work, items.front().collection));
    sync::LocalContext context = local_context(call, work, shelf);
    restored = sync::restore_lost(context, conflict);
  }
  if (restored) {
    return {};
  }
  if (restored.error().code != ErrorCode::NotFound &&
      restored.error().code != ErrorCode::AlreadyExists) {
    return pass(restored);
  }
  return tl::unexpected<Problem>(
      Problem(
          Trouble::AlreadyThere,
          "There is nothing to bring back: the record says so already, was deleted, or cannot "
          "be given this value alone. Nothing was changed. What it was before can be read in its "
          "history.")
          .with("numbers", Json::array({conflict.number})));
}

/// "kept": things stay as they are. "lost": what gave way comes back. Both close the question.
Answer decide_conflicts(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members, Members::read(call.request.body, {"numbers", "choice"}));
  PIM_TRY(const auto numbers, members.numbers("numbers"));
  PIM_TRY(const auto choice, members.text("choice", 16));
  if (numbers.empty() || (choice.value_or("") != "kept" && choice.value_or("") != "lost")) {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMember,
                "\"numbers\" names what is decided, \"choice\" is \"kept\" or \"lost\". "
                "Nothing was changed.")
            .with("member", numbers.empty() ? "numbers" : "choice"));
  }
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  std::vector<store::Conflict> rows;
  for (const std::int64_t number : numbers) {
    PIM_TRY(store::Conflict conflict, find_conflict(*work, number, *choice));
    if (*choice == "lost") {
      PIM_CHECK(bring_back(call, *work, conflict));
    }
    conflict.choice = *choice;
    conflict.by = call.request.user;
    rows.push_back(std::move(conflict));
  }
  PIM_CHECK(work->put_conflicts(rows));
  PIM_CHECK(work->commit());
  return json_response(200, {{"decided", rows.size()}});
}

}  // namespace

std::span<const Route> conflict_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/conflicts", Body::None, list_conflicts},
      {"POST", "/conflicts", Body::Object, decide_conflicts},
  };
  return Routes;
}

}  // namespace pim::console
