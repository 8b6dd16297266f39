// SPDX-License-Identifier: Apache-2.0
// The user's links to other portals.
#include <algorithm>

#include "common/base/limits.h"
#include "common/console/connection_input.h"
#include "common/console/connection_json.h"
#include "common/console/json.h"
#include "common/console/latest_runs.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/console/route.h"
#include "common/console/run_json.h"

namespace pim::console {

namespace {

Outcome<store::Connection> find_connection(store::UnitOfWork& work, const std::string& number) {
  PIM_TRY(const std::int64_t wanted, number_in_address(number, "connection"));
  PIM_TRY(auto found, work.connection(wanted));
  if (!found) {
    return not_found("connection", number);
  }
  return std::move(*found);
}

std::string path_of(std::int64_t number) {
  return "/connections/" + std::to_string(number);
}

Result<Json> told(const Call& call, const std::optional<store::Run>& run, std::string_view peer) {
  return run ? json_run(*run, peer, call.services.clock.now()) : Json(nullptr);
}

Answer list_connections(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"runs"}));
  PIM_TRY(const bool with_runs, asks_for(query, "runs"));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto connections, work->connections());
  Json rows = Json::array();
  for (const store::Connection& connection : connections) {
    Json row = json_connection(connection, call.services.peers);
    if (with_runs) {
      PIM_TRY(const LatestRuns runs, latest_runs(*work, connection.number));
      PIM_TRY(row["last_run"], told(call, runs.last, connection.peer));
      PIM_TRY(row["last_good_run"], told(call, runs.good, connection.peer));
    }
    rows.push_back(std::move(row));
  }
  return json_response(200, json_page("connections", std::move(rows), {}));
}

Answer get_connection(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const store::Connection connection, find_connection(*work, call.captures[0]));
  return json_response(200, json_connection(connection, call.services.peers));
}

/// AlreadyThere where another one of these has the same other side, user and collections.
Outcome<void> check_other(const Call& call, const std::vector<store::Connection>& others,
                          const store::Connection& connection) {
  const auto same = std::find_if(others.begin(), others.end(), [&](const auto& other) {
    return other.number != connection.number && other.peer == connection.peer &&
           other.url == connection.url && other.user == connection.user &&
           unpack_collections(other.options) == unpack_collections(connection.options);
  });
  if (same == others.end()) {
    return {};
  }
  return tl::unexpected<Problem>(
      Problem(Trouble::AlreadyThere,
              "You have this connection already. Nothing was changed. Use that one, or PATCH "
              "its password.")
          .with("connection", same->number)
          .with_header("Location", call.link(path_of(same->number))));
}

/// There is room for one more, and it is not there already.
Outcome<void> check_new(const Call& call, store::UnitOfWork& work,
                        const store::Connection& connection) {
  PIM_TRY(const auto others, work.connections());
  PIM_CHECK(check_other(call, others, connection));
  if (others.size() >= limits::MaxConnections) {
    return trouble(Trouble::TooMany, "You have " + std::to_string(others.size()) +
                                         " connections, and more are not possible. Nothing was "
                                         "changed. Delete one that you do not need.");
  }
  return {};
}

Answer create_connection(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members,
          Members::read(call.request.body,
                        {"peer", "name", "url", "user", "password", "collections", "mode"}));
  PIM_TRY(store::Connection connection, read_new_connection(call, members));
  PIM_TRY(connection.sealed_password, read_password(call, members, connection, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(connection.options, read_options(*work, members, {}));
  PIM_CHECK(check_new(call, *work, connection));
  PIM_TRY(connection.number, work->put_connection(connection));
  PIM_CHECK(work->commit());
  return json_response_at(201, json_connection(connection, call.services.peers),
                          call.link(path_of(connection.number)));
}

/// A password is sealed for one user: another user needs it anew.
Outcome<void> change_user(const Members& members, store::Connection& connection) {
  PIM_TRY(std::optional<std::string> user, members.text("user", limits::MaxName));
  if (!user || *user == connection.user) {
    return {};
  }
  if (user->empty() || !members.has("password")) {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMember,
                "Another \"user\" needs the \"password\" of that user in the same request. "
                "Nothing was changed.")
            .with("member", user->empty() ? "user" : "password"));
  }
  connection.user = std::move(*user);
  connection.side.clear();  // who that is there, the next session tells
  return {};
}

Answer change_connection(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members,
          Members::read(call.request.body, {"user", "password", "collections", "mode"}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(store::Connection connection, find_connection(*work, call.captures[0]));
  const store::Connection before = connection;
  PIM_CHECK(change_user(members, connection));
  PIM_TRY(connection.sealed_password,
          read_password(call, members, connection, connection.sealed_password));
  PIM_TRY(connection.options, read_options(*work, members, connection.options));
  if (connection.user != before.user || connection.options != before.options) {
    PIM_TRY(const auto others, work->connections());
    PIM_CHECK(check_other(call, others, connection));
  }
  PIM_CHECK(work->put_connection(connection));
  PIM_CHECK(work->commit());
  return json_response(200, json_connection(connection, call.services.peers));
}

Answer delete_connection(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const store::Connection connection, find_connection(*work, call.captures[0]));
  PIM_TRY(const auto live, work->live_runs(connection.number));
  if (!live.empty()) {
    return tl::unexpected<Problem>(
        Problem(Trouble::RunUnderWay,
                "A run of this connection is under way. Nothing was changed. Cancel it or let it "
                "end, then delete the connection.")
            .with("run", live.front().number));
  }
  PIM_CHECK(work->drop_connection(connection.number));
  PIM_CHECK(work->commit());
  return no_content();
}

}  // namespace

std::span<const Route> connection_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/connections", Body::None, list_connections},
      {"POST", "/connections", Body::Object, create_connection},
      {"GET", "/connections/*", Body::None, get_connection},
      {"PATCH", "/connections/*", Body::Object, change_connection},
      {"DELETE", "/connections/*", Body::None, delete_connection},
  };
  return Routes;
}

}  // namespace pim::console
