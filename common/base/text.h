// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace pim {

// Small things on octets and UTF-8. Pure functions, thread-safe.

std::string to_upper_ascii(std::string_view text);
std::string to_lower_ascii(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);  ///< ASCII only
std::string_view trim(std::string_view text);                     ///< blanks, tabs, CR, LF
std::vector<std::string> split(std::string_view text, char separator);

bool is_valid_utf8(std::string_view text);
/// NFC. Text that is no valid UTF-8 comes back unchanged.
std::string normalize_nfc(std::string_view text);
/// For search and matching: NFKC, case folded, marks stripped, blanks run together, ends trimmed.
std::string fold_for_search(std::string_view text);

std::string base64_encode(std::string_view octets);
/// White space is skipped; padding may be missing. Malformed on any other sign.
Result<std::string> base64_decode(std::string_view text);
std::string hex_encode(std::string_view octets);

/// Decimal, the whole text, no sign.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

}  // namespace pim
