// SPDX-License-Identifier: Apache-2.0
// What a record was before: every content that a change has ended, with who ended it and when.
#include "common/console/item_access.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

std::string_view word_of(store::AuthorKind kind) {
  switch (kind) {
    case store::AuthorKind::User: return "user";
    case store::AuthorKind::Device: return "device";
    case store::AuthorKind::Peer: return "peer";
  }
  return "user";
}

Json json_version(const store::ItemVersion& version) {
  return {
      {"revision", version.rev},
      {"deleted", version.deleted},
      {"changed_at", json_time(version.changed_at)},
      {"replaced_by", version.replaced_by},
      {"replaced_at", json_time(version.at)},
      {"author",
       {{"kind", word_of(version.by.kind)}, {"name", version.by.by}, {"work", version.by.work}}},
      {"content", version.content}};
}

Answer list_versions(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"limit"}));
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const store::Item item,
          find_item(*work, shelf.collection.name, call.captures[1], Living::AndTombstones));
  PIM_TRY(const auto versions, work->versions(item.id, limit));
  Json rows = Json::array();
  for (const store::ItemVersion& version : versions) {
    rows.push_back(json_version(version));
  }
  Json answer = json_item(item);
  answer["deleted"] = item.deleted;
  answer["versions"] = std::move(rows);
  return json_response(200, answer);
}

constexpr Route Routes[] = {{"GET", "/collections/*/items/*/versions", Body::None, list_versions}};

}  // namespace

std::span<const Route> version_routes() {
  return Routes;
}

}  // namespace pim::console
