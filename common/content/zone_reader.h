// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "common/content/ical_view.h"
#include "common/content/zone.h"

namespace pim::content {

/// Reads a VTIMEZONE (content rule 2b.14): yearly rules and RDATE, at most 64 observances. Nothing
/// where it says more than that, or less than one offset.
std::optional<Zone> read_zone_component(const Component& component);

}  // namespace pim::content
