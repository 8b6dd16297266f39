// SPDX-License-Identifier: Apache-2.0
// Runs: start one, see how it goes, read what it did, stop it.
#include "common/bridge/runs.h"
#include "common/base/limits.h"
#include "common/bridge/collections.h"
#include "common/bridge/plan_look.h"
#include "common/bridge/run_look.h"

#include "common/console/connection_input.h"
#include "common/console/idempotency.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/console/route.h"
#include "common/console/run_json.h"

namespace pim::console {

namespace {

Outcome<store::Run> find_run(store::UnitOfWork& work, const std::string& number) {
  PIM_TRY(const std::int64_t wanted, number_in_address(number, "run"));
  PIM_TRY(auto found, work.run(wanted));
  if (!found) {
    return not_found("run", number);
  }
  return std::move(*found);
}

Outcome<Json> describe(const Call& call, store::UnitOfWork& work, const store::Run& run) {
  PIM_TRY(const auto connection, work.connection(run.connection));
  PIM_TRY(Json json,
          json_run(run, connection ? connection->peer : std::string(), call.services.clock.now()));
  return json;
}

Outcome<Json> describe(const Call& call, store::UnitOfWork& work, std::int64_t number) {
  PIM_TRY(const store::Run run, find_run(work, std::to_string(number)));
  return describe(call, work, run);
}

/// The cursor behind a page of runs; empty where it is the last.
std::string next_of(const std::string& list, const std::vector<store::Run>& page,
                    std::size_t limit) {
  return page.size() < limit ? std::string() : number_cursor(list, page.back().number);
}

Answer list_runs_of(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit"}));
  PIM_TRY(const std::size_t limit, query.limit());
  const std::string list = "connections/" + call.captures[0] + "/runs";
  PIM_TRY(const std::int64_t before, number_position(query, list, FromTheNewest));
  PIM_TRY(const std::int64_t wanted, number_in_address(call.captures[0], "connection"));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto connection, work->connection(wanted));
  if (!connection) {
    return not_found("connection", call.captures[0]);
  }
  PIM_TRY(const auto runs, work->runs_of(wanted, before, limit));
  Json rows = Json::array();
  for (const store::Run& run : runs) {
    PIM_TRY(Json row, json_run(run, connection->peer, call.services.clock.now()));
    rows.push_back(std::move(row));
  }
  return json_response(200, json_page("runs", std::move(rows), next_of(list, runs, limit)));
}

Answer list_runs(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit"}));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const std::int64_t before, number_position(query, "runs", FromTheNewest));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto connections, work->connections());
  std::map<std::int64_t, std::string> peers;
  for (const store::Connection& connection : connections) {
    peers[connection.number] = connection.peer;
  }
  PIM_TRY(const auto runs, work->runs(before, limit));
  Json rows = Json::array();
  for (const store::Run& run : runs) {
    PIM_TRY(Json row, json_run(run, peers[run.connection], call.services.clock.now()));
    rows.push_back(std::move(row));
  }
  return json_response(200, json_page("runs", std::move(rows), next_of("runs", runs, limit)));
}

Answer get_run(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const store::Run run, find_run(*work, call.captures[0]));
  PIM_TRY(const Json json, describe(call, *work, run));
  return json_response(200, json);
}

/// Adds to the lines of a run what they did, or as a plan would do, to the fields of their records.
Status add_fields(const Call& call, store::UnitOfWork& work, const store::Run& run,
                  std::span<const store::RunItem> lines, Json& rows) {
  PIM_TRY(const auto looks, run.plan_only
                                ? bridge::look_at_lines(work, call.services.store.key(), run, {},
                                                        lines, call.services.clock.now())
                                : bridge::look_at_done(work, run, lines));
  for (std::size_t at = 0; at < looks.size(); ++at) {
    rows[at]["fields"] =
        looks[at].known ? json_differences(looks[at].before, looks[at].after) : Json(nullptr);
  }
  return {};
}

Answer list_run_items(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit", "fields"}));
  PIM_TRY(const bool fields, asks_for(query, "fields"));
  PIM_TRY(const std::size_t limit, query.limit());
  const std::string list = "runs/" + call.captures[0];
  PIM_TRY(const std::int64_t after, number_position(query, list, 0));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const store::Run run, find_run(*work, call.captures[0]));
  PIM_TRY(const auto lines, work->run_items(run.number, after, limit));
  Json rows = Json::array();
  for (const store::RunItem& line : lines) {
    rows.push_back(json_run_item(line));
  }
  if (fields) {
    PIM_CHECK(add_fields(call, *work, run, lines, rows));
  }
  const std::string next =
      lines.size() < limit ? std::string() : number_cursor(list, lines.back().line);
  return json_response(200, json_page("items", std::move(rows), next));
}

struct Order {
  std::optional<std::string> mode;  ///< nothing = that of the connection
  bool plan = false;
  sync::Policy policy = sync::Policy::Merge;
};

Outcome<Order> read_order(const Call& call) {
  PIM_TRY(const Members members, Members::read(call.request.body, {"mode", "plan", "conflicts"}));
  Order order;
  PIM_TRY(order.mode, members.text("mode", limits::MaxName));
  PIM_TRY(order.plan, members.flag("plan", false));
  PIM_TRY(const auto conflicts, members.text("conflicts", 64));
  const auto policy = sync::policy_of(conflicts.value_or(std::string(sync::name_of(order.policy))));
  if (!policy) {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMember, "\"conflicts\" is one of " + std::string(sync::PolicyNames) +
                                          ". Nothing was changed.")
            .with("member", "conflicts"));
  }
  order.policy = *policy;
  if (order.mode) {
    PIM_CHECK(check_mode(*order.mode));
  }
  return order;
}

/// The run that this order makes, or has made when it came before under the same key.
Outcome<std::int64_t> make_run(store::UnitOfWork& work, const store::Connection& connection,
                               const Order& order, const IdempotencyKey& key, Seconds now) {
  PIM_TRY(const auto before, key.made(work));
  if (before) {
    PIM_TRY(const auto still_there, work.run(*before));
    if (still_there) {
      return *before;
    }
  }
  auto made = bridge::create_run(work, connection.number,
                                 order.mode.value_or(bridge::usual_mode(connection.options)),
                                 order.plan, now, order.policy);
  if (!made && made.error().code == ErrorCode::Conflict) {
    return trouble(Trouble::RunUnderWay, made.error().message);
  }
  PIM_TRY(const std::int64_t number, std::move(made));
  PIM_CHECK(key.remember(work, number, now));
  return number;
}

Response accepted(const Call& call, const Json& run) {
  return json_response_at(202, run, call.link("/runs/" + run["id"].dump()));
}

Answer create_run(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Order order, read_order(call));
  PIM_TRY(const IdempotencyKey key, IdempotencyKey::read(call));
  PIM_TRY(const std::int64_t wanted, number_in_address(call.captures[0], "connection"));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const auto connection, work->connection(wanted));
  if (!connection) {
    return not_found("connection", call.captures[0]);
  }
  PIM_TRY(const std::int64_t number,
          make_run(*work, *connection, order, key, call.services.clock.now()));
  PIM_TRY(const Json json, describe(call, *work, number));
  PIM_CHECK(work->commit());
  if (call.services.poke) {
    call.services.poke();
  }
  return accepted(call, json);
}

Answer cancel_run(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_CHECK(Members::read(call.request.body, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const store::Run run, find_run(*work, call.captures[0]));
  const Status asked = bridge::cancel_run(*work, run.number, call.services.clock.now());
  if (!asked && asked.error().code == ErrorCode::Conflict) {
    return trouble(Trouble::RunEnded,
                   "The run has ended: there is nothing to stop. Nothing was "
                   "changed. Read the run for its result.");
  }
  PIM_CHECK(Status(asked));
  PIM_TRY(const Json json, describe(call, *work, run.number));
  PIM_CHECK(work->commit());
  return accepted(call, json);
}

}  // namespace

std::span<const Route> run_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/connections/*/runs", Body::None, list_runs_of},
      {"POST", "/connections/*/runs", Body::Object, create_run},
      {"GET", "/runs", Body::None, list_runs},
      {"GET", "/runs/*", Body::None, get_run},
      {"GET", "/runs/*/items", Body::None, list_run_items},
      {"POST", "/runs/*/cancel", Body::Object, cancel_run},
  };
  return Routes;
}

}  // namespace pim::console
