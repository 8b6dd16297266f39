// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/content/zone.h"

// The zones that the system knows (package tzdata). Read once each and kept: zones do not change
// while a process lives. Thread-safe.
namespace pim::content {

struct SystemZone {
  std::string name;  ///< links followed: one name for all spellings of a place
  Zone zone;
};

/// The zone a TZID means (content rule 2b.14): its longest tail that is a system zone, or what
/// Windows calls it. Null where there is none.
const SystemZone* system_zone(std::string_view tzid);
/// The names of all zones, sorted, links left out.
const std::vector<std::string>& system_zone_names();

}  // namespace pim::content
