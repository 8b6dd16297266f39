// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_property.h"
#include "common/content/kind.h"

// Exceptions as tied records, between stored records: Kind::parts() and with_part() of events and
// tasks (docs/calendar.md).
namespace pim::content {

/// Exceptions that stand for one date. A change of all that follow is none: a side that gets the
/// series with its rule as it is would see both.
Result<std::vector<Part>> series_parts(std::string_view stored, ItemKind kind);

Result<std::string> series_with_part(std::string_view stored, std::string_view id,
                                     std::string_view before, std::string_view now, ItemKind kind);

}  // namespace pim::content
