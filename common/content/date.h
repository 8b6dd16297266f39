// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pim::content {

/// Appends a birthday or the like as it is compared (content rule 2.8): `YYYYMMDD`, `--MMDD`
/// without a year, nothing for an absent one, the text itself for what is neither. `omitted_year`
/// is the value of X-APPLE-OMIT-YEAR, or empty.
void append_date(std::string& out, std::string_view raw, std::string_view omitted_year);

}  // namespace pim::content
