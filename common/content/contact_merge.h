// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/kind.h"

namespace pim::content {

/// Kind::merge for contacts (content rules 4 and 5, sync rules 24 to 26).
/// `only`: of theirs no other property is looked at, by its name in Lost; empty = all are.
Result<Merged> merge_contacts(const MergeInput& input, const Lost* only = nullptr);

}  // namespace pim::content
