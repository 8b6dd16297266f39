// SPDX-License-Identifier: Apache-2.0
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "common/base/text.h"

namespace pim {
namespace {

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

std::size_t ascii_run(std::string_view text) {
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
std::size_t sequence_length(std::string_view text) {
  const auto octet = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return octet(i) >= low && octet(i) <= high;
  };
  const unsigned first = octet(0);
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

/// Octets that are no UTF-8 become U+FFFD, so that the rest can still be folded.
std::string replace_invalid(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t ascii = ascii_run(text);
    const std::size_t length = ascii > 0 ? ascii : sequence_length(text);
    out += length > 0 ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

/// `text` must be valid; empty where utf8proc refuses it.
std::string map(std::string_view text, int options) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &raw,
                   static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (size == UTF8PROC_ERROR_NOMEM) {
    throw std::bad_alloc();
  }
  return size < 0 ? std::string()
                  : std::string(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size));
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Lower case and single blanks, for text whose other signs are folded already.
std::string tidy(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (const char c : text) {
    if (is_blank(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) {
      out += ' ';
      gap = false;
    }
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) {
      return true;
    }
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
}

std::string normalize_nfc(std::string_view text) {
  if (is_ascii(text) || !is_valid_utf8(text)) {
    return std::string(text);
  }
  return map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string fold_for_search(std::string_view text) {
  if (is_ascii(text)) {
    return tidy(text);
  }
  constexpr int Options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                          UTF8PROC_IGNORE | UTF8PROC_STRIPMARK;
  return tidy(is_valid_utf8(text) ? map(text, Options) : map(replace_invalid(text), Options));
}

}  // namespace pim
