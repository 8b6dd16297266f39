// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pim::content {

/// The system zone behind a name that Windows and Outlook give it, or empty.
std::string_view zone_of_windows(std::string_view name);

}  // namespace pim::content
