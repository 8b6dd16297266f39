// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_property.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::merge for calendar records (rules 4 and 5): each instance by property, each list by value.
Result<Merged> merge_items(const MergeInput& input, ItemKind kind);

}  // namespace pim::content
