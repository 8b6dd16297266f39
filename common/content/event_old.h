// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/ical_property.h"
#include "common/content/kind.h"
#include "common/content/recurrence_old.h"
#include "common/content/zone_old.h"
#include "common/content/zone_system.h"

// vCalendar 1.0 and iCalendar 2.0 into each other (content rules 2b).
namespace pim::content {

class ItemView;

/// What is known of the side that speaks vCalendar, from Ability::rules.
struct OldManner {
  enum class AllDay : std::uint8_t {
    Midnights,   ///< T000000 to T000000 of the day behind
    LastMinute,  ///< T000000 to T235900 of the last day
    Hour24,      ///< T000000 to T240000 of the last day
    Dates,
  };
  enum class Times : std::uint8_t { Utc, Local, LocalWithZone };

  const SystemZone* zone = nullptr;  ///< where the device is
  AllDay all_day = AllDay::Midnights;
  Times times = Times::Utc;
  bool bare_is_utc = false;  ///< sends UTC without Z (Nokia 9300, 9500)
  OldRuleManner rules;
  std::string charset;  ///< empty = UTF-8

  /// Says anything that a record does not say itself.
  bool known() const {
    return zone != nullptr || bare_is_utc || rules.counts_dates || rules.clamps;
  }
};

/// Keys: zone=Europe/Berlin, times=utc|local|local-tz, all-day=000000|235900|240000|date,
/// bare=utc, count=dates, days=clamp.
OldManner old_manner(const Ability& ability);

/// The document is a vCalendar 1.0.
bool is_old_calendar(const Document& document);

/// What TZ and DAYLIGHT say, wherever they stand: some devices put them into the event.
std::optional<OldZone> old_zone_of(const Document& document);

/// A vCalendar 1.0 as the iCalendar 2.0 it means. Deterministic: base and return of a side are read
/// alike. What is told goes into remarks.
std::string ical_of_old(const Document& document, const OldManner& manner, ItemKind kind,
                        std::vector<Remark>& remarks);

/// An event or task as vCalendar 1.0. `file`: what it cannot say goes as X-PIMSYNC- properties.
Form old_of_ical(const ItemView& view, const OldManner& manner, bool file);

}  // namespace pim::content
