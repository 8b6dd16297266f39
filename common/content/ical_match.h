// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_view.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::near: at least half of the values that both have agree.
bool near_items(const ItemView& a, const ItemView& b);
/// Kind::second_key_agrees (sync rule 30): an equal summary, or an equal moment where one has no
/// summary; never a series against one of its exceptions.
bool item_key_agrees(const ItemView& a, const ItemView& b);
/// Kind::compare by the points of content rule V8.
Likeness compare_items(const ItemView& a, const ItemView& b);
/// The same of our record as a side has it, and one of that side: in what way an alarm rings, and
/// five minutes more or less, are no difference there (content rule 5.2).
Likeness compare_shown(const ItemView& shown, const ItemView& theirs);

}  // namespace pim::content
