// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pim::content {

/// Some event of the record has a DTSTART that can be read (content rule 2b.17). Events without
/// one are records of ours, but no device can place them in its calendar.
bool has_start(std::string_view stored);

}  // namespace pim::content
