// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/content/ability.h"
#include "common/sync/held.h"
#include "common/sync/workset.h"

// Exceptions of series as records of their own, for devices that know no exceptions: which there
// are, and what has to go out of them (docs/calendar.md).
namespace pim::sync {

struct Outgoing;

/// The side gets exceptions so: a device that knows none. Portals know them, and a client's own
/// sessions send none.
bool gives_parts(const Workset& work, const content::Ability& ability);

/// The row belongs to the living relation, as Workset::current() for maps.
bool is_current(const store::PartRow& row, const store::Pairing& pairing);
/// Current, and the side has a record under the row's peer_id.
bool is_there(const store::PartRow& row, const store::Pairing& pairing);
/// The side has lost it, and with it all that was known of its form there.
void set_to_add(store::PartRow& row);

/// The exception as the item now has it; nothing where it has none of this id.
std::optional<content::Part> part_of(Workset& work, const store::Item& item, std::string_view id);
/// As the item had it at a revision.
Result<std::optional<std::string>> part_at(Workset& work, const store::PartRow& row,
                                           store::Revision rev);
/// What the side last had of the part.
Result<std::optional<std::string>> part_base(Workset& work, const store::PartRow& row);

/// Two records of ours are one to this side.
bool same_form(const content::Kind& kind, std::string_view one, std::string_view other,
               const content::Ability& ability);
/// Our exception is not what the side last had.
Result<bool> part_edited(Workset& work, const store::PartRow& row, const content::Part& part,
                         const content::Ability& ability);

/// Brings the rows of an item's parts up to what the item is: new exceptions are to be added,
/// changed ones to be replaced, those that are gone to be deleted. Where the series has moved, rows
/// move along. `again`: what that side was sent above this revision goes once more (sync rule 17).
Status refresh_parts(Workset& work, const store::Item& item, const content::Ability& ability,
                     std::optional<store::Revision> again = {});
/// As refresh_parts() for an item that is deleted.
Status retire_parts(Workset& work, store::ItemId item);

/// The item has got another content in the course of taking in a part: where its series looks to
/// that side as before, that side has this revision too. The feed tells of it otherwise.
Status keep_series(Workset& work, const store::Item& item, store::Revision before,
                   std::string_view content_before, const content::Ability& ability);

/// A Map for the name of a part; false where it is none.
Result<bool> take_part_map(Workset& work, std::string_view our_name, const std::string& peer_id,
                           const content::Ability& ability);
/// As take_new_name() of a part.
Result<bool> take_new_part_name(Workset& work, const Outgoing& replaced,
                                const std::string& peer_id);
/// The side has a part under this name now: an item that had it goes out again.
Status release_item_name(Workset& work, const std::string& peer_id);

// ---- the end of a package

/// That side has deleted a series: parts that it has edited itself live on as records of their own.
/// Call it before the item is deleted.
Status save_edited_parts(Workset& work, const store::Item& item);

/// What the package's Deletes of parts mean: the instances are excluded. Where deletions of the
/// package wait for a person, it may be a device that is being emptied: then the parts go out
/// again. Where they were put off, those of parts wait with them. After a slow session, parts that
/// the side has not shown go out again too.
Status close_parts(const Scope& scope, store::Pairing& pairing, const content::Ability& ability,
                   const HeldDecided& decided, bool slow);

}  // namespace pim::sync
