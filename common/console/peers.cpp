// SPDX-License-Identifier: Apache-2.0
// The portals a user can choose as the other side.
#include "common/console/peers.h"

#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

Answer list_peers(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  Json rows = Json::array();
  for (const NamedPeer& peer : call.services.peers.named()) {
    rows.push_back({{"name", peer.name}, {"title", peer.title}, {"url", peer.url}});
  }
  Json answer = json_page("peers", std::move(rows), {});
  answer["others_allowed"] = call.services.peers.others_allowed();
  return json_response(200, answer);
}

}  // namespace

std::span<const Route> peer_routes() {
  static constexpr Route Routes[] = {{"GET", "/peers", Body::None, list_peers}};
  return Routes;
}

}  // namespace pim::console
