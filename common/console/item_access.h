// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/console/call.h"
#include "common/console/media.h"
#include "common/sync/local.h"

namespace pim::console {

/// Which items an address may name.
enum class Living : std::uint8_t { Only, AndTombstones };

/// The item of the collection with that number; NotFound where it is another collection's.
Outcome<store::Item> find_item(store::UnitOfWork& work, std::string_view collection,
                               std::string_view number, Living living);

/// What sync/local.h needs to act for the caller.
sync::LocalContext local_context(const Call& call, store::UnitOfWork& work, const Shelf& shelf);

/// WrongContentType unless the body says it holds records of this kind, in UTF-8.
Outcome<void> check_record_type(const Request& request, const content::Kind& kind);

/// In this order: JSON, the kind's own records in the version that answers are given in.
std::vector<Offer> record_offers(const content::Kind& kind);
/// The form in which records go out: the kind's own type, everything that it can hold.
content::Ability export_ability(const content::Kind& kind);

/// Changed where If-Match does not name the item's revision.
Outcome<void> check_if_match(const Request& request, const store::Item& item);
/// The answer about one item, with its content and its tag.
Response item_as_json(const store::Item& item);

/// A row of a list. Content and media type stand only in the item's own answer.
Json json_item(const store::Item& item);

}  // namespace pim::console
