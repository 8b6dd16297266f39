// SPDX-License-Identifier: Apache-2.0
#include "common/content/repair_quoted.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/old_syntax.h"
#include "common/content/patch.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Of these `=` is part of the grammar, or nobody encodes them: FREQ=DAILY is no octet.
constexpr auto NeverQuoted =
    std::to_array<std::string_view>({"BEGIN", "END", "VERSION", "RRULE", "EXRULE"});

constexpr int NoOctet = -1;

/// The octet that is encoded at a place, or NoOctet.
int octet_at(std::string_view text, std::size_t at) {
  const std::string_view sign = text.substr(at, 3);
  const std::string octet = decode_quoted_printable(sign);
  return sign.size() == 3 && octet.size() == 1 ? static_cast<unsigned char>(octet.front())
                                               : NoOctet;
}

bool encodes_octets(std::string_view value) {
  for (std::size_t at = value.find('='); at != std::string_view::npos;
       at = value.find('=', at + 1)) {
    if (octet_at(value, at) != NoOctet) {
      return true;
    }
  }
  return false;
}

bool is_misplaced(const Document& document, const Line& line) {
  const auto named = [&line](std::string_view name) { return equals_ignore_case(line.name, name); };
  return line.parameter_count > 0 && line.value.find('=') != std::string_view::npos &&
         is_quoted_printable(document, line) && encodes_octets(line.value) &&
         std::none_of(NeverQuoted.begin(), NeverQuoted.end(), named);
}

/// The value with its octets, escaped as a newer version writes data; `stray`: some `=` encoded
/// nothing.
std::string unquoted(std::string_view value, bool& stray) {
  std::string out;
  out.reserve(value.size());
  bool after_return = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const int octet = value[at] == '=' ? octet_at(value, at) : NoOctet;
    stray = stray || (value[at] == '=' && octet == NoOctet);
    const bool second = after_return && octet == '\n';
    after_return = octet == '\r';
    if (octet == NoOctet) {
      out += value[at];
      continue;
    }
    at += 2;
    if (second) {
      continue;
    }
    if (octet == '\r' || octet == '\n') {
      out += "\\n";
      continue;
    }
    const bool separator = octet == ';' || octet == ',' || octet == '\\';
    out.append(separator ? "\\" : "") += static_cast<char>(octet);
  }
  return out;
}

/// In a charset whose second octets look like separators: decoded before anything is escaped.
std::optional<std::string> decoded_whole(std::string_view value, std::string_view charset) {
  auto text = decode(decode_quoted_printable(value), charset);
  if (!text) {
    return std::nullopt;
  }
  std::string out;
  for (std::size_t at = 0; at < text->size(); ++at) {
    const char c = (*text)[at];
    const bool pair = c == '\r' && at + 1 < text->size() && (*text)[at + 1] == '\n';
    if (!pair) {
      out += c == '\n' || c == '\r' ? std::string("\\n") : std::string(1, c);
    }
  }
  return out;
}

std::string unquoted_line(const Document& document, const Line& line, bool& stray) {
  std::string head = line.group.empty() ? std::string() : std::string(line.group) + '.';
  head += line.name;
  std::string charset;
  for (const Parameter& parameter : Parameters{document, line}) {
    const bool bare = parameter.name.empty();
    if (equals_ignore_case(parameter.name, "ENCODING") ||
        (bare && equals_ignore_case(trim(parameter.value), "QUOTED-PRINTABLE"))) {
      continue;
    }
    if (equals_ignore_case(parameter.name, "CHARSET")) {
      charset = unquote(parameter.value);
      continue;
    }
    head += ';';
    head.append(parameter.name).append(bare ? "" : "=") += parameter.value;
  }
  const bool foreign = !charset.empty() && !is_utf8_label(charset);
  const auto whole =
      foreign && is_multi_byte_label(charset) ? decoded_whole(line.value, charset) : std::nullopt;
  std::string text = head + (foreign && !whole ? ";CHARSET=" + parameter_value(charset) : "") +
                     ':' + (whole ? *whole : unquoted(line.value, stray));
  // octets of another charset are folded once they are characters
  return is_valid_utf8(text) ? fold(text, document.line_end()) : text.append(document.line_end());
}

}  // namespace

bool needs_unquoting(const Document& document) {
  return !document.old_syntax() &&
         std::any_of(document.lines().begin(), document.lines().end(),
                     [&](const Line& line) { return is_misplaced(document, line); });
}

Status repair_quoted(std::string& text, std::vector<Remark>& remarks) {
  PIM_TRY(const Document document, Document::parse(text));
  if (!needs_unquoting(document)) {
    return {};
  }
  Patch patch(text);
  for (const Line& line : document.lines()) {
    if (!is_misplaced(document, line)) {
      continue;
    }
    bool stray = false;
    patch.replace(line.begin, line.end, unquoted_line(document, line, stray));
    const std::string name = to_upper_ascii(line.name);
    remarks.push_back({line.number, name, "quoted"});
    if (stray) {
      remarks.push_back({line.number, name, "qp"});
    }
  }
  text = patch.apply();
  return {};
}

}  // namespace pim::content
