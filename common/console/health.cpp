// SPDX-License-Identifier: Apache-2.0
// For load balancers: one read that crosses owners shows that the store is there. Says nothing
// about anybody's data, so nobody need sign in.
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

Answer tell_health(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  const auto holders = call.services.store.holders(call.services.config.portal);
  if (!holders) {
    Problem problem(Error{ErrorCode::Unavailable, holders.error().text(), {}});
    problem.detail =
        "The store cannot be reached. Records are safe where they are; calls will "
        "work again when it is back.";
    return tl::unexpected<Problem>(std::move(problem));
  }
  return json_response(200, {{"status", "ok"}, {"version", call.services.config.version}});
}

}  // namespace

std::span<const Route> health_routes() {
  static constexpr Route Routes[] = {{"GET", "/health", Body::None, tell_health, Caller::Anyone}};
  return Routes;
}

}  // namespace pim::console
