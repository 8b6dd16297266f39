// SPDX-License-Identifier: Apache-2.0
#include "common/console/route.h"

#include <array>

#include "common/base/text.h"

namespace pim::console {

namespace {

using Routes = std::span<const Route> (*)();
constexpr std::array<Routes, 13> Resources = {
    collection_routes, item_routes,      import_routes, version_routes,  peer_routes,
    connection_routes, run_routes,       held_routes,   conflict_routes, question_routes,
    device_routes,     duplicate_routes, health_routes};

/// Calls `see(route, captures)` for every route with the path's shape.
template <class See>
void for_each_match(std::string_view path, See see) {
  if (!path.starts_with(ApiRoot)) {
    return;
  }
  const std::string_view below = path.substr(ApiRoot.size());
  for (const Routes routes : Resources) {
    for (const Route& route : routes()) {
      if (auto captures = match_pattern(route.pattern, below)) {
        see(route, std::move(*captures));
      }
    }
  }
}

}  // namespace

std::optional<std::vector<std::string>> match_pattern(std::string_view pattern,
                                                      std::string_view path) {
  const std::vector<std::string> wanted = split(pattern, '/');
  const std::vector<std::string> given = split(path, '/');
  if (wanted.size() != given.size()) {
    return std::nullopt;
  }
  std::vector<std::string> captures;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (wanted[at] == "*" && !given[at].empty()) {
      captures.push_back(given[at]);
    } else if (wanted[at] != given[at]) {
      return std::nullopt;
    }
  }
  return captures;
}

std::string allowed_methods(std::string_view path) {
  std::string allowed;
  for_each_match(path, [&allowed](const Route& route, const std::vector<std::string>&) {
    allowed += std::string(route.method) + (route.method == "GET" ? ", HEAD, " : ", ");
  });
  return allowed.empty() ? allowed : allowed + "OPTIONS";
}

Outcome<Match> find_route(std::string_view method, std::string_view path) {
  Match match;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for_each_match(path, [&](const Route& route, std::vector<std::string> captures) {
    if (route.method == wanted && match.route == nullptr) {
      match = Match{&route, std::move(captures)};
    }
  });
  if (match.route != nullptr) {
    return match;
  }
  std::string allowed = allowed_methods(path);
  if (allowed.empty()) {
    return trouble(Trouble::NoSuchAddress,
                   "The API has nothing at this address. Nothing was changed. docs/api.md lists "
                   "its addresses.");
  }
  std::string sentence = "This address takes " + allowed + ". Nothing was changed.";
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongMethod, std::move(sentence)).with_header("Allow", std::move(allowed)));
}

}  // namespace pim::console
