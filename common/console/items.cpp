// SPDX-License-Identifier: Apache-2.0
// Records one by one: read, replace, delete.
#include "common/console/guards.h"
#include "common/console/item_access.h"
#include "common/console/item_list.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"
#include "common/content/record_file.h"

namespace pim::console {

namespace {

Answer item_as_record(const store::Item& item, const content::Kind& kind) {
  PIM_TRY(const content::Form form, kind.render(item.content, export_ability(kind)));
  Response response;
  response.content_type = std::string(kind.media_type()) + "; charset=utf-8";
  content::append_to_file(response.body, form.text);
  // the tag is the revision's in either form, so that If-Match takes it from either
  response.headers.emplace_back("ETag", revision_tag(item.rev));
  response.headers.emplace_back("Vary", "Accept");
  return response;
}

Answer get_item(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const store::Item item,
          find_item(*work, shelf.collection.name, call.captures[1], Living::Only));
  std::vector<Offer> offers = record_offers(*shelf.kind);
  std::swap(offers[0], offers[1]);  // a single record is given as itself where nobody minds
  const auto chosen = choose(call.request.accept, offers);
  if (!chosen) {
    return not_acceptable(offers);
  }
  return *chosen == 0 ? item_as_record(item, *shelf.kind) : Answer(item_as_json(item));
}

Answer put_item(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_CHECK(check_record_type(call.request, *shelf.kind));
  PIM_TRY(const store::Item before,
          find_item(*work, shelf.collection.name, call.captures[1], Living::Only));
  PIM_CHECK(check_if_match(call.request, before));
  sync::LocalContext context = local_context(call, *work, shelf);
  PIM_TRY(const store::Item after,
          sync::replace_item(context, before.id, call.request.body, before.rev));
  PIM_CHECK(work->commit());
  return item_as_json(after);
}

Answer delete_item(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const store::Item before,
          find_item(*work, shelf.collection.name, call.captures[1], Living::Only));
  PIM_CHECK(check_if_match(call.request, before));
  sync::LocalContext context = local_context(call, *work, shelf);
  PIM_CHECK(sync::delete_item(context, before.id, before.rev));
  PIM_CHECK(work->commit());
  return no_content();
}

}  // namespace

std::span<const Route> item_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/collections/*/items", Body::None, list_items},
      {"GET", "/collections/*/items/*", Body::None, get_item},
      {"PUT", "/collections/*/items/*", Body::Record, put_item},
      {"DELETE", "/collections/*/items/*", Body::None, delete_item},
  };
  return Routes;
}

}  // namespace pim::console
