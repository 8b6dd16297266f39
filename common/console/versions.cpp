// SPDX-License-Identifier: Apache-2.0
// What a record was before: every content that a change has ended, with who ended it and when.
#include <span>
#include <string>

#include "common/base/limits.h"
#include "common/base/text.h"
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

/// The place behind these versions; empty where there are no older ones.
Result<std::string> next_place(store::UnitOfWork& work, std::string_view list,
                               std::span<const store::ItemVersion> versions) {
  if (versions.empty()) {
    return std::string();
  }
  store::VersionQuery older;
  older.item = versions.back().item;
  older.before = versions.back().rev;
  older.limit = 1;
  PIM_TRY(const auto found, work.versions(older));
  return found.empty() ? std::string() : number_cursor(list, older.before);
}

Answer list_versions(Call& call) {
  PIM_TRY(const Query query, Query::read(call.request.query, {"cursor", "limit"}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const store::Item item,
          find_item(*work, shelf.collection.name, call.captures[1], Living::AndTombstones));
  const std::string list = "versions of " + std::to_string(item.id);
  store::VersionQuery wanted;
  wanted.item = item.id;
  PIM_TRY(wanted.limit, query.limit());
  PIM_TRY(wanted.before, number_position(query, list, wanted.before));
  wanted.octets = limits::MaxObjSize;  // one of the largest comes alone
  PIM_TRY(const auto versions, work->versions(wanted));
  PIM_TRY(const std::string next, next_place(*work, list, versions));
  Json rows = Json::array();
  for (const store::ItemVersion& version : versions) {
    rows.push_back(json_version(version));
  }
  Json answer = json_item(item);
  answer["deleted"] = item.deleted;
  answer.update(json_page("versions", std::move(rows), next));
  return json_response(200, answer);
}

/// {"revision": 4}: the record becomes what it was then, or, where it was deleted, is made anew.
Answer restore_version(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members, Members::read(call.request.body, {"revision"}));
  PIM_TRY(const auto revision, members.number("revision"));
  if (!revision) {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMember,
                "\"revision\" names the version to go back to. Nothing was changed.")
            .with("member", "revision"));
  }
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  PIM_TRY(const store::Item before,
          find_item(*work, shelf.collection.name, call.captures[1], Living::AndTombstones));
  PIM_CHECK(check_if_match(call.request, before));
  sync::LocalContext context = local_context(call, *work, shelf);
  auto after = sync::restore_item(context, before.id, *revision, before.rev);
  if (!after && after.error().code == ErrorCode::AlreadyExists) {
    const auto living = parse_unsigned(after.error().place).value_or(0);
    return tl::unexpected<Problem>(
        Problem(Trouble::AlreadyThere,
                "A record of the same UID has been made since this one was deleted. Nothing was "
                "changed. Delete that one first, or copy into it what it lacks.")
            .with("item", living));
  }
  PIM_CHECK(after);
  PIM_CHECK(work->commit());
  return item_as_json(*after);
}

}  // namespace

std::span<const Route> version_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/collections/*/items/*/versions", Body::None, list_versions},
      {"POST", "/collections/*/items/*/restore", Body::Object, restore_version},
  };
  return Routes;
}

}  // namespace pim::console
