// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_property.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::merge for calendar records (content rules 4 and 5): each instance by property, each list
/// by value. `only`: of theirs no other property is looked at, by its name in Lost; empty = all
/// are. Instances neither come nor go then.
Result<Merged> merge_items(const MergeInput& input, ItemKind kind, const Lost* only = nullptr);

}  // namespace pim::content
