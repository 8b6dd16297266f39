// SPDX-License-Identifier: Apache-2.0
#include "common/console/item_access.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/console/guards.h"
#include "common/console/json.h"

namespace pim::console {

Outcome<store::Item> find_item(store::UnitOfWork& work, std::string_view collection,
                               std::string_view number, Living living) {
  PIM_TRY(const store::ItemId id, number_in_address(number, "record"));
  PIM_TRY(std::vector<store::Item> found, work.items({&id, 1}));
  if (found.empty() || found.front().collection != collection) {
    return not_found("record", number);
  }
  if (found.front().deleted && living == Living::Only) {
    return trouble(Trouble::NotFound,
                   "The record \"" + std::string(number) +
                       "\" was deleted. Its earlier versions can still be read in its history.");
  }
  return std::move(found.front());
}

sync::LocalContext local_context(const Call& call, store::UnitOfWork& work, const Shelf& shelf) {
  return sync::LocalContext{call.services.store, work,
                            *shelf.kind,         shelf.collection.name,
                            call.request.user,   call.services.clock.now()};
}

Outcome<void> check_record_type(const Request& request, const content::Kind& kind) {
  const auto type = parse_media_type(request.content_type);
  const auto formats = kind.formats();
  const bool known = type && std::ranges::any_of(formats, [&](const content::Format& format) {
                       return type->type == format.media_type;
                     });
  if (!known) {
    return trouble(Trouble::WrongContentType,
                   "This request must say \"Content-Type: " + std::string(kind.media_type()) +
                       "\". Nothing was changed. Send the records again with it.");
  }
  const std::string charset = type->parameter("charset");
  if (!charset.empty() && !equals_ignore_case(charset, "utf-8") &&
      !equals_ignore_case(charset, "us-ascii")) {
    return trouble(Trouble::WrongContentType,
                   "Records are taken in UTF-8 only. Nothing was changed. Convert the file and "
                   "send it again.");
  }
  return {};
}

std::vector<Offer> record_offers(const content::Kind& kind) {
  return {{"application/json", {}}, {std::string(kind.media_type()), export_ability(kind).version}};
}

content::Ability export_ability(const content::Kind& kind) {
  content::Ability ability = content::whole_ability(kind);
  ability.whole = false;  // what the store keeps for itself stays here
  ability.any_extension = true;
  ability.file = true;
  return ability;
}

Json json_item(const store::Item& item) {
  return {{"id", item.id},
          {"collection", item.collection},
          {"revision", item.rev},
          {"uid", item.uid},
          {"label", item.label},
          {"changed_at", json_time(item.changed_at)},
          {"octets", item.content.size()}};
}

Outcome<void> check_if_match(const Request& request, const store::Item& item) {
  if (request.if_match.empty()) {
    return {};
  }
  PIM_TRY(const bool named, names_tag(request.if_match, revision_tag(item.rev), TagMatch::Strong));
  if (!named) {
    return tl::unexpected<Problem>(
        Problem(Trouble::Changed,
                "The record was changed since you read it. Nothing was changed by this request. "
                "Read it again, and repeat your change on what is there now.")
            .with("revision", item.rev));
  }
  return {};
}

Response item_as_json(const store::Item& item) {
  Json row = json_item(item);
  row["media_type"] = item.media_type;
  row["content"] = item.content;
  Response response = json_response(200, row);
  response.headers.emplace_back("ETag", revision_tag(item.rev));
  response.headers.emplace_back("Vary", "Accept");
  return response;
}

}  // namespace pim::console
