// SPDX-License-Identifier: Apache-2.0
// What a user has here: the collections whose records this server can read.
#include <algorithm>

#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"
#include "common/store/standard.h"

namespace pim::console {

namespace {

/// As people think of them, contacts first; those of their own making behind, by name.
void put_in_order(std::vector<store::Collection>& collections) {
  const auto standard = store::standard_collections();
  const auto place = [&](const store::Collection& one) {
    return std::ranges::find(standard, one.name, &store::Collection::name) - standard.begin();
  };
  std::ranges::stable_sort(collections, {}, place);
}

Answer list_collections(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(auto collections, work->collections());
  put_in_order(collections);
  Json rows = Json::array();
  for (const store::Collection& collection : collections) {
    const content::Kind* kind = content::kind_of(collection.kind);
    if (kind == nullptr) {
      continue;
    }
    rows.push_back({{"name", collection.name},
                    {"kind", collection.kind},
                    {"title", collection.display_name},
                    {"media_type", kind->media_type()},
                    {"records", collection.live},
                    {"revision", collection.rev}});
  }
  return json_response(200, json_page("collections", std::move(rows), {}));
}

}  // namespace

std::span<const Route> collection_routes() {
  static constexpr Route Routes[] = {{"GET", "/collections", Body::None, list_collections}};
  return Routes;
}

}  // namespace pim::console
