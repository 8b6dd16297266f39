// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pim::content {

/// Three-way merge by lines: what only one side changed is taken. Nothing where both changed the
/// same lines differently, or where the texts are too long to be compared. The answer does not
/// depend on which side is `a`.
std::optional<std::string> merge_lines(std::string_view base, std::string_view a,
                                       std::string_view b);

/// Two texts that both go on where `base` ends: base, and what either added, `first` before
/// `second`. What both have, because it came round to one of them from elsewhere, stands there
/// once.
std::string join_additions(std::string_view base, std::string_view first, std::string_view second);

}  // namespace pim::content
