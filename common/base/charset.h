// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim {

/// UTF-8 of octets in another charset. Unsupported: iconv does not know the name. Malformed: an
/// octet has no meaning there (the place names it). Thread-safe.
Result<std::string> to_utf8(std::string_view charset, std::string_view octets);

/// Reads octets that are no UTF-8 as windows-1252 and leaves well-formed sequences alone: what
/// phones mean that send Latin text in a UTF-8 document. The result is always valid.
std::string repair_utf8(std::string_view text);

/// The Unicode value of a windows-1252 octet; the five undefined ones keep their C1 value.
char32_t windows_1252(unsigned char octet);

}  // namespace pim
