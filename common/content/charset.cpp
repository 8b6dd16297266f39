// SPDX-License-Identifier: Apache-2.0
#include "common/content/charset.h"

#include <algorithm>
#include <array>

#include "common/base/charset.h"
#include "common/base/text.h"
#include "common/base/utf8.h"

namespace pim::content {
namespace {

unsigned octet(char c) {
  return static_cast<unsigned char>(c);
}

bool is_ascii_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Letters, and the signs that letters of real people hold: quotes, dashes, euro, degree ...
bool is_letter_or_typographic(unsigned c) {
  if (c >= 0xc0U) {
    return c != 0xd7U && c != 0xf7U;
  }
  constexpr std::string_view Others =
      "\x80\x82\x84\x85\x8a\x8b\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9b\x9c\x9e\x9f"
      "\xa0\xa1\xa7\xa9\xaa\xab\xae\xb0\xb4\xb5\xb7\xba\xbb\xbf";
  return Others.find(static_cast<char>(c)) != std::string_view::npos;
}

/// The letter without its mark, or `?`. Folding lowers it; in the block where that matters capital
/// and small letters alternate, capitals even up to U+0137 and from U+014A on, odd between.
char bare_letter(std::string_view sign) {
  const std::string folded = fold_for_search(sign);
  if (folded.size() != 1 || !is_ascii_letter(folded[0])) {
    return '?';
  }
  const unsigned code =
      sign.size() == 2 ? (octet(sign[0]) & 0x1fU) << 6U | (octet(sign[1]) & 0x3fU) : 1U;
  const bool odd_capitals = (code >= 0x139U && code <= 0x148U) || code > 0x178U;
  const bool capital = (code % 2 == 1) == odd_capitals;
  return static_cast<char>(capital ? folded[0] - 32 : folded[0]);
}

bool safe_label(std::string_view charset) {
  return !charset.empty() && charset.size() <= 40 &&
         std::all_of(charset.begin(), charset.end(), [](char c) {
           return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
         });
}

}  // namespace

std::optional<std::string> decode(std::string_view octets, std::string_view charset) {
  if (equals_ignore_case(charset, "ISO-8859-1") || equals_ignore_case(charset, "LATIN1") ||
      equals_ignore_case(charset, "WINDOWS-1252") || equals_ignore_case(charset, "CP1252")) {
    return decode_windows_1252(octets);  // what is called Latin 1 is Windows' in practice
  }
  if (!safe_label(charset)) {
    return std::nullopt;
  }
  auto text = to_utf8(charset, octets);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

std::string decode_windows_1252(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() + octets.size() / 4);
  for (const char c : octets) {
    append_utf8(out, windows_1252(static_cast<unsigned char>(c)));
  }
  return out;
}

bool looks_like_windows_1252(std::string_view octets) {
  for (std::size_t at = 0; at < octets.size();) {
    if (octet(octets[at]) < 0x80U) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    while (at < octets.size() && octet(octets[at]) >= 0x80U) {
      if (!is_letter_or_typographic(octet(octets[at++]))) {
        return false;
      }
    }
    const bool touches = (start > 0 && is_ascii_letter(octets[start - 1])) ||
                         (at < octets.size() && is_ascii_letter(octets[at]));
    if (at - start > 2 || (at - start == 2 && !touches)) {
      return false;
    }
  }
  return true;
}

Latin encode_latin_1(std::string_view utf8) {
  Latin out;
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t length = 1;
    const bool leads = octet(utf8[at]) >= 0xc0U;
    while (leads && at + length < utf8.size() && (octet(utf8[at + length]) & 0xc0U) == 0x80U) {
      ++length;
    }
    const std::string_view sign = utf8.substr(at, length);
    at += length;
    if (length == 1) {
      out.octets += sign;
    } else if (length == 2 && octet(sign[0]) <= 0xc3U) {
      out.octets += static_cast<char>((octet(sign[0]) & 3U) << 6U | (octet(sign[1]) & 0x3fU));
    } else {
      out.octets += bare_letter(sign);
      out.lossy = true;
    }
  }
  return out;
}

bool is_utf8_label(std::string_view charset) {
  return equals_ignore_case(charset, "UTF-8") || equals_ignore_case(charset, "UTF8") ||
         equals_ignore_case(charset, "US-ASCII") || equals_ignore_case(charset, "ASCII");
}

bool is_multi_byte_label(std::string_view charset) {
  const std::string name = to_upper_ascii(charset);
  constexpr std::array<std::string_view, 11> Starts = {
      "SHIFT", "SJIS", "CP932", "GB", "BIG5", "EUC", "ISO-2022", "UTF-7", "CP949", "HZ", "CP936"};
  return std::any_of(Starts.begin(), Starts.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

bool looks_like_mojibake(std::string_view utf8) {
  return utf8.find("\xc3\x83\xc2") != std::string_view::npos ||
         utf8.find("\xc3\x82\xc2") != std::string_view::npos;
}

std::optional<std::string> without_byte_order_mark(std::string_view octets) {
  if (octets.starts_with("\xef\xbb\xbf")) {
    return std::string(octets.substr(3));
  }
  const bool big = octets.starts_with("\xfe\xff");
  if (!big && !octets.starts_with("\xff\xfe")) {
    return std::nullopt;
  }
  return decode(octets.substr(2), big ? "UTF-16BE" : "UTF-16LE").value_or(std::string());
}

}  // namespace pim::content
