// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_elements.h"

namespace pim::content {

/// item_elements() of a form whose side has another clock than ours: starts and excluded dates are
/// told by the clock that `ours` uses, so that only what somebody moved differs.
Elements aligned_elements(const ItemView& view, const ItemView& ours);

}  // namespace pim::content
