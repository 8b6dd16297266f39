// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pim::content {

/// A file of many vCards, each as its own text (content rules 8.1, 8.3). A record whose END is
/// missing because the next BEGIN follows keeps that BEGIN as its last line, so that entry tells
/// where it was glued. Text between records goes with none of them; a file without any BEGIN is one
/// piece.
std::vector<std::string> split_contacts(std::string_view file);

}  // namespace pim::content
