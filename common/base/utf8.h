// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

// The inner steps of everything that walks over UTF-8; inline because they are called per sign.
namespace pim {

/// Number of octets below 0x80 that `text` begins with.
inline std::size_t ascii_run(std::string_view text) {
  std::size_t at = 0;
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) {
      break;
    }
    at += 8;
  }
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0x80U) == 0) {
    ++at;
  }
  return at;
}

/// Length of the well-formed sequence of two to four octets that `text` begins with; 0 = none.
inline std::size_t utf8_sequence(std::string_view text) {
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    const unsigned octet = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    return octet >= low && octet <= high;
  };
  const unsigned first = text.empty() ? 0U : static_cast<unsigned char>(text[0]);
  if (first >= 0xc2U && first <= 0xdfU) {
    return within(1, 0x80, 0xbf) ? 2 : 0;
  }
  if (first >= 0xe0U && first <= 0xefU) {  // neither overlong nor a surrogate
    const bool second = within(1, first == 0xe0U ? 0xa0 : 0x80, first == 0xedU ? 0x9f : 0xbf);
    return second && within(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (first >= 0xf0U && first <= 0xf4U) {  // neither overlong nor above U+10FFFF
    const bool second = within(1, first == 0xf0U ? 0x90 : 0x80, first == 0xf4U ? 0x8f : 0xbf);
    return second && within(2, 0x80, 0xbf) && within(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

/// `code` must be a scalar value of Unicode.
inline void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t octet) { out += static_cast<char>(octet); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

}  // namespace pim
