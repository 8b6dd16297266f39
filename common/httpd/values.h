// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::httpd {

// Readers of directive values. `directive` is its name: every error is a sentence that names the
// directive, the value and what is allowed.

/// A number from low to high.
Result<std::uint64_t> read_number(std::string_view directive, std::string_view value,
                                  std::uint64_t low, std::uint64_t high);
/// Octets: a number that may end in K or M (1024s), from low to high.
Result<std::size_t> read_size(std::string_view directive, std::string_view value, std::size_t low,
                              std::size_t high);
/// A portal's or peer's name: 1 to 64 letters, digits, dots, dashes, underscores.
Result<std::string> read_name(std::string_view directive, std::string_view value);
/// An absolute http or https URL without query and fragment; a slash at its end is cut.
Result<std::string> read_url(std::string_view directive, std::string_view value);

/// "DIRECTIVE: value 'VALUE' ...; allowed is ..." as Malformed.
Failure refuse(std::string_view directive, std::string_view value, std::string_view allowed);

}  // namespace pim::httpd
