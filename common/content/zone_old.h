// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/zone_system.h"

namespace pim::content {

/// What TZ and DAYLIGHT of a vCalendar 1.0 say.
struct OldZone {
  std::int32_t offset = 0;  ///< without summer time
  struct Summer {
    std::int32_t offset = 0;
    Seconds begin = 0;
    Seconds end = 0;
  };
  std::vector<Summer> summers;

  std::int32_t offset_at(Seconds utc) const;
  /// These offsets and changes are those of the zone.
  bool fits(const Zone& zone) const;
};

/// Reads `+01`, `-0530`, `+01:00` and DAYLIGHT lines (`TRUE;+02;20070325T010000Z;...`). Nothing
/// where TZ is none; DAYLIGHT lines that cannot be read are left out.
std::optional<OldZone> read_old_zone(std::string_view tz, const std::vector<std::string>& daylight);

/// The zone that is meant: the preferred one where it fits, else the first by name that does.
const SystemZone* place_of(const OldZone& zone, const SystemZone* preferred);

/// TZ and DAYLIGHT lines for the year of an instant, with CR LF.
std::string write_old_zone(const Zone& zone, Seconds at);

}  // namespace pim::content
