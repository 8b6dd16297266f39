// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/console/call.h"
#include "common/console/problem.h"

namespace pim::console {

/// What a route takes as body. A type no form can send is part of the guard against foreign pages,
/// so a route without one (DELETE) must not be reachable by a form's method.
enum class Body : std::uint8_t {
  None,
  Object,   ///< application/json; may be empty
  Record,   ///< one; the handler checks the type against the collection's kind
  Records,  ///< a file of them, the same
};

enum class Caller : std::uint8_t { SignedIn, Anyone };

/// One method of one address.
struct Route {
  std::string_view method;
  std::string_view pattern;  ///< below ApiRoot, "*" for any one segment: "/runs/*"
  Body body = Body::None;
  Answer (*handle)(Call& call) = nullptr;
  Caller caller = Caller::SignedIn;
};

// One per resource, in the file of its name.
std::span<const Route> collection_routes();
std::span<const Route> item_routes();
std::span<const Route> import_routes();
std::span<const Route> version_routes();
std::span<const Route> peer_routes();
std::span<const Route> connection_routes();
std::span<const Route> run_routes();
std::span<const Route> held_routes();
std::span<const Route> conflict_routes();
std::span<const Route> question_routes();
std::span<const Route> device_routes();
std::span<const Route> duplicate_routes();
std::span<const Route> health_routes();

/// A route found, with what stood for its "*".
struct Match {
  const Route* route = nullptr;
  std::vector<std::string> captures;
};

/// The captures where the path has the pattern's shape.
std::optional<std::vector<std::string>> match_pattern(std::string_view pattern,
                                                      std::string_view path);
/// Finds the route of a request. NoSuchAddress; WrongMethod with Allow. HEAD goes where GET goes.
Outcome<Match> find_route(std::string_view method, std::string_view path);
/// What "Allow" says of an address; empty where there is none.
std::string allowed_methods(std::string_view path);

}  // namespace pim::console
