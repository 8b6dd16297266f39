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
/// The form of the Add that was sent and not confirmed.
Result<std::optional<std::string>> added_form(Workset& work, const store::MapRow& row,
                                              const content::Ability& ability);
/// The forms sent to the side and not confirmed.
Result<std::vector<std::string>> sent_forms(Workset& work, const store::MapRow& row,
                                            const content::Ability& ability);
/// Older contents of the item, newest first.
Result<std::vector<std::string>> earlier_contents(Workset& work, store::ItemId item);

/// Our item, as that side would get it, says just what `form` says. `uid_counts`: the side brought
/// a UID of its own.
bool says_same(const content::Kind& kind, const store::Item& item, std::string_view form,
               const content::Ability& ability, bool uid_counts);

/// Our item has been edited since the side had it. An edit that was sent and not confirmed counts:
/// that side may never have seen it (sync rule 28).
Result<bool> edited_since(Workset& work, const store::Item& item, const store::MapRow& row,
                          const content::Ability& ability);

}  // namespace pim::sync
