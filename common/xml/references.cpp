// SPDX-License-Identifier: Apache-2.0
#include "common/xml/references.h"

#include <algorithm>
#include <charconv>

#include "common/base/charset.h"
#include "common/base/text.h"
#include "common/base/utf8.h"

namespace pim::xml {
namespace {

struct Reference {
  std::size_t length = 0;  ///< with ampersand and semicolon; 0 = it is none
  char32_t code = 0;
};

/// "&#x10ffff;" with some leading zeros; nothing longer is looked at.
constexpr std::size_t LongestReference = 16;

char32_t named(std::string_view name) {
  if (name == "amp") {
    return U'&';
  }
  if (name == "lt") {
    return U'<';
  }
  if (name == "gt") {
    return U'>';
  }
  if (name == "quot") {
    return U'"';
  }
  if (name == "apos") {
    return U'\'';
  }
  return 0;
}

char32_t numbered(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x');
  digits.remove_prefix(hexadecimal ? 1 : 0);
  std::uint32_t code = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code, hexadecimal ? 16 : 10);
  const bool scalar = code <= 0x10ffffU && (code < 0xd800U || code > 0xdfffU);
  return error == std::errc{} && stop == end && scalar ? code : 0;
}

/// `text` begins with an ampersand.
Reference reference_at(std::string_view text) {
  const std::size_t end = text.substr(0, LongestReference).find(';');
  if (end == std::string_view::npos) {
    return {};
  }
  const std::string_view body = text.substr(1, end - 1);
  const char32_t code = body.starts_with('#') ? numbered(body.substr(1)) : named(body);
  return code == 0 ? Reference{} : Reference{end + 1, code};
}

bool is_xml_character(char32_t code) {
  return code == '\t' || code == '\n' || code == '\r' ||
         (code >= 0x20 && code != 0xfffe && code != 0xffff);
}

/// Calls `run` with what stands between ampersands and `ampersand` with the text from one on; the
/// latter tells how many octets it took.
template <class Run, class Ampersand>
void walk(std::string_view text, Run run, Ampersand ampersand) {
  for (;;) {
    const std::size_t at = std::min(text.find('&'), text.size());
    run(text.substr(0, at));
    text.remove_prefix(at);
    if (text.empty()) {
      return;
    }
    text.remove_prefix(ampersand(text));
  }
}

}  // namespace

void append_resolved(std::string& out, std::string_view text) {
  walk(
      text, [&](std::string_view run) { out += run; },
      [&](std::string_view from) -> std::size_t {
        const Reference reference = reference_at(from);
        if (reference.length == 0) {
          out += '&';
          return 1;
        }
        append_utf8(out, reference.code);
        return reference.length;
      });
}

void append_repaired(std::string& out, std::string_view text) {
  const bool valid = is_valid_utf8(text);
  walk(
      text, [&](std::string_view run) { valid ? out.append(run) : out.append(repair_utf8(run)); },
      [&](std::string_view from) -> std::size_t {
        const Reference reference = reference_at(from);
        if (reference.length == 0 || !is_xml_character(reference.code)) {
          out += "&amp;";
          return 1;
        }
        out += from.substr(0, reference.length);
        return reference.length;
      });
}

}  // namespace pim::xml
