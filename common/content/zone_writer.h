// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/content/zone.h"

namespace pim::content {

/// A VTIMEZONE of this zone that holds from one instant to another, with CR LF. Where the clocks
/// are set by one pair of yearly rules it says these, else every change.
std::string write_zone_component(std::string_view tzid, const Zone& zone, Seconds from, Seconds to);

}  // namespace pim::content
