// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "common/content/ability.h"
#include "common/content/kind.h"
#include "common/session/identity.h"
#include "common/store/types.h"
#include "common/syncml/dev_inf.h"

namespace pim::session {

/// Our own DevInf with these collections; portals need no property lists of each other.
syncml::DevInf our_dev_inf(syncml::Version version, const PortalMark& mark,
                           std::span<const store::Collection> collections);
/// What we tell of the largest record that is taken; 0 where the version does not know the word.
std::uint64_t max_obj_size(syncml::Version version);
/// Octets of the largest record that goes to the other side in parts, where it takes such
/// (SupportLargeObjs) and has told `told` as its MaxObjSize (0 = nothing); 0 = it takes none.
std::uint64_t largest_in_parts(const content::Ability& ability, syncml::Version version,
                               std::uint64_t told);
/// Cuts it until its encoded form is at most `room` octets: datastores beside the wanted ones go
/// first, then ValEnums, then CTCap (sync rule 15). The wanted ones stay, since some devices (S60)
/// end a session of whose datastores one is missing; none = all are wanted.
void cut_dev_inf(syncml::DevInf& info, syncml::Encoding encoding, syncml::Version version,
                 std::span<const std::string> wanted, std::size_t room);

/// What the other side's datastore can hold of this kind. Unsupported where it reads no format we
/// write. `before` brings what was learnt in earlier sessions along.
Result<content::Ability> ability_of(const syncml::DevInf& info, std::string_view datastore,
                                    const content::Kind& kind, const content::Ability& before);

/// The datastore of the other side that holds records of this kind, by what it reads and, where
/// several do, by its name; empty where there is none or no telling.
std::string datastore_for(const syncml::DevInf& info, const content::Kind& kind);

}  // namespace pim::session
