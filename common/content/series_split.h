// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/ical_view.h"

// A series in parts for sides that know no exceptions, and what returns of a part as what it means
// for the series (content rules 6.2, 6.4). Pure: who ties parts to names of a side keeps (item,
// part).
namespace pim::content {

/// One record of a series that was split.
struct SeriesPart {
  /// The instance it is, by the clock of the master ("20260512T100000", with "+" for all that
  /// follow); empty = the series itself.
  std::string id;
  std::string record;
};

/// The series without its exceptions, which it excludes, then each exception as a record of its own
/// with a UID of its own and the zones it names; lines of the calendar stay with the series. A
/// change of all that follow ends the series a second before it and becomes a series too. What lies
/// before `since` by the clock of the master stays excluded without a part. A record without
/// exceptions, or without their master, is its only part.
std::vector<SeriesPart> split_series(const ItemView& view, WallSeconds since);

/// A part that came back, as the exception of the series it is: a record to be merged with the
/// stored one. `id` need not be an exception yet. Malformed where it is no date of the series.
Result<std::string> part_as_exception(const ItemView& stored, std::string_view id,
                                      std::string_view part);

/// The side deleted a part, or a date of the series: excluded, and its exception gone.
Result<std::string> without_instance(const ItemView& stored, std::string_view id);

}  // namespace pim::content
