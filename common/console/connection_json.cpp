// SPDX-License-Identifier: Apache-2.0
#include "common/console/connection_json.h"

#include "common/bridge/collections.h"

namespace pim::console {

std::vector<std::string> unpack_collections(std::string_view options) {
  std::vector<std::string> names;
  for (bridge::Wanted& one : bridge::unpack_wanted(options)) {
    names.push_back(std::move(one.collection));
  }
  return names;
}

Json json_connection(const store::Connection& connection, const PeerDirectory& peers) {
  const auto named = connection.url.empty() ? peers.find(connection.peer) : std::nullopt;
  return {{"id", connection.number},
          {"peer", connection.peer},
          {"title", named ? named->title : connection.peer},
          {"url", named ? named->url : connection.url},
          {"named", connection.url.empty()},
          {"user", connection.user},
          {"password_set", !connection.sealed_password.empty()},
          {"collections", unpack_collections(connection.options)},
          {"mode", bridge::usual_mode(connection.options)}};
}

}  // namespace pim::console
