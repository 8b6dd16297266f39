// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/content/ability.h"
#include "common/sync/workset.h"

// The forms one side knows of our items: what it had last, what it was sent, what it would get now.
namespace pim::sync {

/// What the side last had of the row's item; nothing where there is no base (a join, a hint whose
/// version is gone).
Result<std::optional<std::string>> base_form(Workset& work, const store::MapRow& row,
                                             const content::Ability& ability);
enum class Nearness : std::uint8_t { Far, Near, Same };
/// How near the content is to what the side last had of the row's item, or, where that is not
/// known, to the item: a name alone proves nothing, since devices give theirs anew (sync rule 23).
Result<Nearness> nearness(Workset& work, const store::Item& item, const store::MapRow& row,
                          const content::Ability& ability, std::string_view content);
/// The form of the Add that was sent and not confirmed.
Result<std::optional<std::string>> added_form(Workset& work, const store::MapRow& row,
                                              const content::Ability& ability);
/// The forms sent to the side and not confirmed.
Result<std::vector<std::string>> sent_forms(Workset& work, const store::MapRow& row,
                                            const content::Ability& ability);
/// Older contents of the item, newest first.
Result<std::vector<std::string>> earlier_contents(Workset& work, store::ItemId item);

/// What the item was when it was deleted, where it has been brought back since.
Result<std::optional<std::string>> deleted_content(Workset& work, store::ItemId item);

/// What the item was at that time, where it has changed since.
Result<std::optional<std::string>> content_at(Workset& work, const store::Item& item, Seconds time);

/// The record brought a UID, and it is the item's or one of its aliases: between portals that alone
/// says that they are the same (sync rule 30).
Result<bool> has_uid_of(Workset& work, const store::Item& item, const content::Entry& entry);

/// A short name of a form, by which two portals find out that they mean the same one.
std::string form_mark(std::string_view form);

/// A portal's record with a UID of ours answers an Add of ours that it never confirmed, and names
/// that Add's form as what it was made from: then the Add has arrived, and the row says so. False
/// where it cannot be told.
Result<bool> confirm_by_mark(Workset& work, const content::Ability& ability,
                             const std::string& peer_id, const content::Entry& entry,
                             std::string_view base_mark);

/// A portal's record comes that has no row under its name, and by its UID it is an item whose
/// change by that portal waits for an answer: the item's row under that name, so that the question
/// goes on. What waits was not shown in a slow session, so that portal may not know any more what
/// we call it, and no session without an answer makes the base void. Nothing where it is no such
/// record.
Result<std::optional<store::MapRow>> row_of_waiting(Workset& work, const std::string& peer_id,
                                                    const content::Entry& entry, bool same_epoch);

/// Our item, as that side would get it, says just what `form` says. `uid_counts`: the side brought
/// a UID of its own.
bool says_same(const content::Kind& kind, const store::Item& item, std::string_view form,
               const content::Ability& ability, bool uid_counts);

/// Our item has been edited since the side had it. An edit that was sent and not confirmed counts:
/// that side may never have seen it (sync rule 28).
Result<bool> edited_since(Workset& work, const store::Item& item, const store::MapRow& row,
                          const content::Ability& ability);

}  // namespace pim::sync
