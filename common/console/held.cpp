// SPDX-License-Identifier: Apache-2.0
// Deletions and changes that wait for a person, and his answer.
#include <algorithm>
#include <map>
#include <span>

#include "common/base/limits.h"
#include "common/console/broken_off.h"
#include "common/console/json.h"
#include "common/console/labels.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/console/route.h"
#include "common/sync/held_change.h"
#include "common/sync/local.h"

namespace pim::console {

namespace {

std::string_view change_of(const store::Held& held) {
  return held.op == store::ChangeOp::Delete ? "delete" : "change";
}

Json json_held(const store::Held& held, const Labels& labels) {
  return {{"number", held.number},
          {"change", change_of(held)},
          {"peer", labels.peer(held.pairing)},
          {"collection", labels.collection(held.pairing)},
          {"item", labels.item(held.item)},
          {"revision", held.rev},
          {"work", held.work},
          {"at", json_time(held.at)}};
}

/// Adds to the changes among them what they would do to their records.
Status add_fields(const Call& call, store::UnitOfWork& work, const std::vector<store::Held>& all,
                  Json& rows) {
  std::map<store::PairingId, std::vector<store::ItemId>> changing;
  for (const store::Held& held : all) {
    if (held.op != store::ChangeOp::Delete) {
      changing[held.pairing].push_back(held.item);
    }
  }
  std::map<std::int64_t, Json> told;
  for (const auto& [number, ids] : changing) {
    PIM_TRY(const auto pairing, work.pairing(number));
    if (!pairing) {
      continue;
    }
    PIM_TRY(const auto after, sync::look_at_held_changes(work, call.services.store.key(), *pairing,
                                                         ids, call.services.clock.now()));
    PIM_TRY(const auto items, work.items(ids));
    for (const store::Item& item : items) {
      const auto found = after.find(item.id);
      for (const store::Held& held : all) {
        if (found != after.end() && held.item == item.id && held.pairing == number) {
          told[held.number] =
              json_differences(item.deleted ? std::string() : item.content, found->second);
        }
      }
    }
  }
  for (Json& row : rows) {
    const auto found = told.find(row.at("number").get<std::int64_t>());
    row["fields"] = found == told.end() ? Json() : found->second;
  }
  return {};
}

/// Rows that are only proposed belong to a session under way and are nobody's question.
Answer list_held(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit", "fields"}));
  PIM_TRY(const bool fields, asks_for(query, "fields"));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const std::int64_t after, number_position(query, "held", 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto all, work->waiting_held(after, limit));
  std::vector<store::ItemId> ids;
  for (const store::Held& held : all) {
    ids.push_back(held.item);
  }
  PIM_TRY(const Labels labels, Labels::read(*work, ids));
  Json rows = Json::array();
  for (const store::Held& held : all) {
    rows.push_back(json_held(held, labels));
  }
  if (fields) {
    PIM_CHECK(add_fields(call, *work, all, rows));
  }
  const std::string next =
      all.size() < limit ? std::string() : number_cursor("held", all.back().number);
  return json_response(200, json_page("held", std::move(rows), next));
}

/// The numbers of everything that waits at this moment, ascending; of one sort where it is named.
/// Each is decided once: what is asked again by then needs its own answer.
Outcome<std::vector<std::int64_t>> waiting_numbers(const Call& call, std::string_view change) {
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  std::vector<std::int64_t> numbers;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    PIM_TRY(const auto page, work->waiting_held(after, limits::PageRows));
    for (const store::Held& held : page) {
      if (change.empty() || change_of(held) == change) {
        numbers.push_back(held.number);
      }
      after = held.number;
    }
    more = page.size() == limits::PageRows;
  }
  return numbers;
}

struct Decision {
  std::vector<std::int64_t> numbers;
  sync::HeldDecision what = sync::HeldDecision::Keep;
};

tl::unexpected<Problem> wrong(std::string_view member, std::string sentence) {
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongMember, std::move(sentence)).with("member", member));
}

/// All the numbers named must wait, or nothing is decided.
Outcome<std::vector<std::int64_t>> chosen(std::vector<std::int64_t> named,
                                          const std::vector<std::int64_t>& waiting) {
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  std::vector<std::int64_t> unknown;
  std::set_difference(named.begin(), named.end(), waiting.begin(), waiting.end(),
                      std::back_inserter(unknown));
  if (!unknown.empty()) {
    return tl::unexpected<Problem>(
        Problem(Trouble::NotHeld,
                "Some of these numbers do not wait for an answer, or no longer do. Nothing was "
                "decided. Read the list again.")
            .with("numbers", unknown));
  }
  return named;
}

Outcome<Decision> read_decision(const Call& call) {
  PIM_TRY(const Members members,
          Members::read(call.request.body, {"numbers", "all", "change", "decision"}));
  PIM_TRY(const auto word, members.text("decision", 16));
  if (word != "delete" && word != "change" && word != "keep") {
    return wrong("decision",
                 "\"decision\" must be \"delete\", \"change\" or \"keep\". Nothing was decided.");
  }
  PIM_TRY(const auto named, members.text("change", 16));
  std::string change = named.value_or("");
  if (!change.empty() && change != "delete" && change != "change") {
    return wrong("change", "\"change\" must be \"delete\" or \"change\". Nothing was decided.");
  }
  // what one sort of question is answered with answers only those
  change = word == "keep" ? change : *word;
  PIM_TRY(const bool all, members.flag("all", false));
  PIM_TRY(std::vector<std::int64_t> numbers, members.numbers("numbers"));
  if (all == !numbers.empty()) {
    return wrong("numbers",
                 "Give either \"numbers\" with at least one, or \"all\": true. Nothing was "
                 "decided.");
  }
  PIM_TRY(std::vector<std::int64_t> waiting, waiting_numbers(call, change));
  Decision decision;
  decision.what = word == "delete"   ? sync::HeldDecision::Delete
                  : word == "change" ? sync::HeldDecision::Change
                                     : sync::HeldDecision::Keep;
  if (all) {
    decision.numbers = std::move(waiting);
  } else {
    PIM_TRY(decision.numbers, chosen(std::move(numbers), waiting));
  }
  return decision;
}

Result<sync::HeldOutcome> decide_batch(const Call& call, std::span<const std::int64_t> numbers,
                                       sync::HeldDecision what) {
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const sync::HeldOutcome outcome,
          sync::decide_held(call.services.store, *work, numbers, what, call.request.user,
                            call.services.clock.now()));
  PIM_CHECK(work->commit());
  return outcome;
}

Answer decide_held(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Decision decision, read_decision(call));
  sync::HeldOutcome sum;
  for (std::span<const std::int64_t> rest(decision.numbers); !rest.empty();) {
    const auto batch = rest.first(std::min(rest.size(), limits::ImportRecords));
    const auto done = decide_batch(call, batch, decision.what);
    if (!done) {
      const auto decided = decision.numbers.size() - rest.size();
      Problem problem = broken_off(done.error(), decided, decision.numbers.size(), "were decided");
      problem.members = {{"deleted", sum.deleted}, {"changed", sum.changed}, {"kept", sum.kept}};
      return tl::unexpected<Problem>(std::move(problem));
    }
    sum.deleted += done->deleted;
    sum.changed += done->changed;
    sum.kept += done->kept;
    sum.asked_again += done->asked_again;
    rest = rest.subspan(batch.size());
  }
  return json_response(200, {{"deleted", sum.deleted},
                             {"changed", sum.changed},
                             {"kept", sum.kept},
                             {"asked_again", sum.asked_again}});
}

}  // namespace

std::span<const Route> held_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/held", Body::None, list_held},
      {"POST", "/held", Body::Object, decide_held},
  };
  return Routes;
}

}  // namespace pim::console
