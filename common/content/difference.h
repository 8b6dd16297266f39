// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/kind.h"

namespace pim::content {

/// One property, or one value of a list, that two records have differently.
struct Difference {
  std::string property;  ///< "TEL", "SUMMARY"; of an override "SUMMARY (20260512T100000)"
  std::string before;    ///< as people read it, types included; empty = not there
  std::string after;
  bool operator==(const Difference&) const = default;
};

/// What differs between two records as a merge would see it: order, version and spelling do not
/// count, nor does a name that only repeats what the others say (content rule 2.3). UIDs are not
/// compared. Errors as for reading.
Result<std::vector<Difference>> differences(const Kind& kind, std::string_view before,
                                            std::string_view after);

}  // namespace pim::content
