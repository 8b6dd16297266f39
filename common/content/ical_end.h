// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "common/base/clock.h"
#include "common/content/ical_view.h"

namespace pim::content {

/// When the last instance of an event has ended; nothing where it goes on for ever, has no start,
/// or counts dates in a way that is not followed. Floating times and dates count as UTC.
std::optional<Seconds> last_end(const ItemView& view);

}  // namespace pim::content
