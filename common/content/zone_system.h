// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/content/zone.h"

// The zones that the system knows (package tzdata). Read once each and kept: zones do not change
// while a process lives. Thread-safe.
namespace pim::content {

struct SystemZone {
  std::string name;  ///< links followed: one name for all spellings of a place
  Zone zone;
};

/// The zone a TZID means (rule 2b.14): its longest tail that is a system zone, or what Windows
/// calls it. Null where there is none.
const SystemZone* system_zone(std::string_view tzid);
/// Where the zones lie.
std::string_view zone_folder();

}  // namespace pim::content
