// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "common/syncml/dev_inf.h"

namespace pim::syncml {

/// What versions 1.0 and 1.1 put beside the datastores.
struct FlatParts {
  std::vector<ContentCapability> capabilities;
  std::vector<int> sync_types;
};

/// Brings what was read into the 1.2 shape: a capability goes to the datastores that name its
/// type, with their version of it; sync types to those that have none. Nameless properties and
/// numbers that were none are dropped.
void settle(DevInf& info, FlatParts flat);

/// The other way, for writing: one capability for each type of all datastores.
std::vector<ContentCapability> flatten(const DevInf& info);

}  // namespace pim::syncml
