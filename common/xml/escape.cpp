// SPDX-License-Identifier: Apache-2.0
#include "common/xml/escape.h"

#include <array>

#include "common/base/charset.h"
#include "common/base/utf8.h"

namespace pim::xml {
namespace {

constexpr std::string_view Replacement = "\xef\xbf\xbd";

constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) {
    plain[c] = c != '&' && c != '<' && c != '>';
  }
  plain['\t'] = true;
  plain['\n'] = true;
  return plain;
}

/// Octets that stand for themselves and need no look at their neighbours.
constexpr std::array<bool, 256> Plain = make_plain();

std::size_t plain_run(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && Plain[static_cast<unsigned char>(text[at])]) {
    ++at;
  }
  return at;
}

/// U+FFFE and U+FFFF are UTF-8 but no characters of XML.
bool is_non_character(std::string_view sequence) {
  return sequence == "\xef\xbf\xbe" || sequence == "\xef\xbf\xbf";
}

/// Writes what `text` begins with, which is not plain; returns the octets taken.
std::size_t append_special(std::string& out, std::string_view text) {
  switch (text.front()) {
    case '&': out += "&amp;"; return 1;
    case '<': out += "&lt;"; return 1;
    case '>': out += "&gt;"; return 1;
    case '\r': out += "&#13;"; return 1;
    default: break;
  }
  const auto octet = static_cast<unsigned char>(text.front());
  if (octet < 0x80) {
    out += Replacement;
    return 1;
  }
  const std::size_t length = utf8_sequence(text);
  if (length == 0) {
    append_utf8(out, windows_1252(octet));
    return 1;
  }
  const std::string_view sequence = text.substr(0, length);
  out += is_non_character(sequence) ? Replacement : sequence;
  return length;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t run = plain_run(text);
    out += text.substr(0, run);
    text.remove_prefix(run);
    if (!text.empty()) {
      text.remove_prefix(append_special(out, text));
    }
  }
}

}  // namespace pim::xml
