// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Character sets of what comes in (content rule 1.5). Decoded once, at entry.
namespace pim::content {

/// The text as UTF-8, or nothing where an octet does not fit the charset or iconv lacks it.
std::optional<std::string> decode(std::string_view octets, std::string_view charset);
std::string decode_windows_1252(std::string_view octets);

/// Octets >= 0x80 look like windows-1252: no run longer than two, runs of two touch an ASCII
/// letter, and all are letters or typographic signs there.
bool looks_like_windows_1252(std::string_view octets);

/// A UTF-8 text in ISO-8859-1: what that lacks becomes the letter without its mark, else `?`.
struct Latin {
  std::string octets;
  bool lossy = false;
};
Latin encode_latin_1(std::string_view utf8);

bool is_utf8_label(std::string_view charset);        ///< UTF-8, or US-ASCII
bool is_multi_byte_label(std::string_view charset);  ///< Shift_JIS, GBK, ISO-2022, UTF-7 ...
/// "Ã¼" where "ü" was meant: UTF-8 taken for Latin-1 once before. A guess.
bool looks_like_mojibake(std::string_view utf8);

/// A text with a UTF-16 or UTF-8 byte order mark as UTF-8 without it; nothing where no mark stands.
/// An empty string where UTF-16 cannot be decoded.
std::optional<std::string> without_byte_order_mark(std::string_view octets);

}  // namespace pim::content
