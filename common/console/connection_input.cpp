// SPDX-License-Identifier: Apache-2.0
#include "common/console/connection_input.h"

#include <algorithm>
#include <set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/bridge/collections.h"
#include "common/bridge/runs.h"
#include "common/console/connection_json.h"

namespace pim::console {

namespace {

tl::unexpected<Problem> wrong_member(std::string_view member, std::string sentence) {
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongMember, std::move(sentence)).with("member", member));
}

Outcome<store::Connection> named_peer(const Call& call, const std::string& name) {
  if (!call.services.peers.find(name)) {
    return trouble(Trouble::UnknownPeer,
                   "This portal knows no other portal of that name. Nothing was changed. "
                   "GET /api/v1/peers lists them.");
  }
  store::Connection connection;
  connection.peer = name;  // its address is looked up at each run: the administrator may move it
  return connection;
}

std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://") + 3;
  return url.substr(start, url.find('/', start) - start);
}

Outcome<store::Connection> typed_peer(const Call& call, std::optional<std::string> name,
                                      const std::string& url) {
  if (!call.services.peers.others_allowed()) {
    return trouble(Trouble::OthersNotAllowed,
                   "The administrator allows the named portals only. Nothing was changed. "
                   "GET /api/v1/peers lists them.");
  }
  if (!is_peer_url(url)) {
    return trouble(Trouble::WrongUrl,
                   "An address looks like https://portal.example.org/syncml, without a user name, "
                   "\"?\" or \"#\". Nothing was changed. Correct it and send the request again.");
  }
  store::Connection connection;
  connection.url = url;
  connection.peer = name && !name->empty() ? std::move(*name) : host_of(url);
  if (call.services.peers.find(connection.peer)) {
    return wrong_member("name",
                        "That name belongs to a portal of the administrator's list. Nothing was "
                        "changed. Choose another one, or leave \"url\" out.");
  }
  return connection;
}

}  // namespace

namespace {

/// "host", "host:port", "[::1]:port"
bool is_authority(std::string_view authority) {
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) {
    return !authority.empty();
  }
  const auto port = parse_unsigned(authority.substr(colon + 1));
  return colon > 0 && port && *port > 0 && *port <= 65535;
}

}  // namespace

bool is_peer_url(std::string_view url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  const bool plain = std::all_of(url.begin(), url.end(), [](char sign) {
    return sign > 0x20 && sign < 0x7f &&
           std::string_view("?#@\\\"<>^`{|}").find(sign) == std::string_view::npos;
  });
  if (!web || !plain) {
    return false;
  }
  const std::string_view rest = url.substr(url.find("://") + 3);
  return is_authority(rest.substr(0, rest.find('/')));
}

Outcome<store::Connection> read_new_connection(const Call& call, const Members& members) {
  PIM_TRY(std::optional<std::string> peer, members.text("peer", limits::MaxName));
  PIM_TRY(std::optional<std::string> name, members.text("name", limits::MaxName));
  PIM_TRY(std::optional<std::string> url, members.text("url", limits::MaxUrl));
  PIM_TRY(std::optional<std::string> user, members.text("user", limits::MaxName));
  if (peer.has_value() == url.has_value() || (peer && name)) {
    return wrong_member(peer ? "peer" : "url",
                        "A connection has either \"peer\", a portal of the list, or \"url\" with "
                        "an optional \"name\". Nothing was changed. Leave one of them out.");
  }
  if (!user || user->empty()) {
    return wrong_member("user",
                        "\"user\" is missing: your name at the other portal. Nothing was changed.");
  }
  if (!members.has("password")) {
    return wrong_member("password",
                        "\"password\" is missing: yours at the other portal. Nothing was changed.");
  }
  PIM_TRY(store::Connection connection,
          peer ? named_peer(call, *peer) : typed_peer(call, std::move(name), *url));
  connection.user = std::move(*user);
  return connection;
}

Outcome<std::string> read_password(const Call& call, const Members& members,
                                   const store::Connection& connection, const std::string& before) {
  PIM_TRY(const std::optional<std::string> password, members.text("password", limits::MaxPassword));
  if (!password) {
    return before;
  }
  return call.seal(*password, password_purpose(connection));
}

Outcome<void> check_mode(std::string_view mode) {
  if (const Status known = bridge::check_mode(mode); !known) {
    return trouble(Trouble::WrongMode, known.error().message + " Nothing was changed.");
  }
  return {};
}

namespace {

Outcome<std::vector<bridge::Wanted>> read_collections(store::UnitOfWork& work,
                                                      const Members& members) {
  PIM_TRY(std::vector<std::string> names, members.texts("collections", limits::MaxName));
  if (names.empty() || std::set(names.begin(), names.end()).size() != names.size()) {
    return wrong_member("collections",
                        "\"collections\" must name at least one collection, and each only once. "
                        "Nothing was changed.");
  }
  std::vector<bridge::Wanted> wanted;
  for (const std::string& name : names) {
    // a name is looked up before it is shown to anything that takes commas apart
    const auto shelf = find_shelf(work, name);
    if (!shelf && shelf.error().trouble != Trouble::NotFound) {
      return tl::unexpected<Problem>(shelf.error());
    }
    if (!shelf) {
      return wrong_member("collections",
                          "\"collections\" names one that you do not have. Nothing was changed. "
                          "GET /api/v1/collections lists them.");
    }
    wanted.push_back({name, name});
  }
  return wanted;
}

/// The kind of every sync that says none itself. To compare everything is of one run: as a habit it
/// would carry no removal over.
Outcome<std::string> read_usual_mode(const Members& members, std::string before) {
  PIM_TRY(const auto mode, members.text("mode", limits::MaxName));
  if (!mode) {
    return before;
  }
  PIM_CHECK(check_mode(*mode));
  if (*mode == "slow") {
    return trouble(Trouble::WrongMode,
                   "\"slow\" is a kind of one sync, not of a connection. Nothing was changed.");
  }
  return *mode;
}

}  // namespace

Outcome<std::string> read_options(store::UnitOfWork& work, const Members& members,
                                  const std::string& before) {
  PIM_TRY(const std::string mode, read_usual_mode(members, bridge::usual_mode(before)));
  if (!members.has("collections")) {
    return members.has("mode") ? bridge::pack_wanted(bridge::unpack_wanted(before), mode) : before;
  }
  PIM_TRY(const auto wanted, read_collections(work, members));
  return bridge::pack_wanted(wanted, mode);
}

}  // namespace pim::console
