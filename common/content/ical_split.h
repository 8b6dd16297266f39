// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pim::content {

/// A calendar file as its records (content rule 8.1): all instances of a UID together, each piece
/// with the lines of its calendar and the zones it names. A calendar of one record stays octet for
/// octet. What stands outside of BEGIN and END goes with none; a file without any BEGIN is one
/// piece.
std::vector<std::string> split_items(std::string_view file);

}  // namespace pim::content
