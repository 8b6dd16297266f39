// SPDX-License-Identifier: Apache-2.0
#include "common/content/old_syntax.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/base/text.h"

namespace pim::content {
namespace {

constexpr std::size_t LongestLine = 76;
constexpr std::array<std::string_view, 4> MarkTexts = {";", "\\;", ",", "\\,"};

/// Names that no text begins a line with by chance; sorted.
constexpr auto KnownNames = std::to_array<std::string_view>({
    "AALARM",   "ADR",           "AGENT",       "ATTACH",    "ATTENDEE",    "BDAY",
    "BODY",     "CATEGORIES",    "CLASS",       "COMPLETED", "CREATED",     "DALARM",
    "DAYLIGHT", "DCREATED",      "DESCRIPTION", "DTEND",     "DTSTART",     "DUE",
    "EMAIL",    "EXDATE",        "EXRULE",      "FN",        "GEO",         "KEY",
    "LABEL",    "LAST-MODIFIED", "LOCATION",    "LOGO",      "MAILER",      "MALARM",
    "N",        "NICKNAME",      "NOTE",        "ORG",       "ORGANIZER",   "PALARM",
    "PHOTO",    "PRIORITY",      "PRODID",      "RDATE",     "RELATED-TO",  "RESOURCES",
    "REV",      "ROLE",          "RRULE",       "SEQUENCE",  "SORT-STRING", "SOUND",
    "STATUS",   "SUMMARY",       "TEL",         "TITLE",     "TRANSP",      "TZ",
    "UID",      "URL",           "VERSION",
});

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return equals_ignore_case(text.substr(0, start.size()), start);
}

/// The text behind `VERSION:` where a line begins so; nothing where no line does.
std::optional<std::string_view> version_in(std::string_view text) {
  constexpr std::string_view Name = "VERSION:";
  for (std::size_t at = 0; at < text.size();) {
    if ((text[at] == 'V' || text[at] == 'v') && starts_with_ignoring_case(text.substr(at), Name)) {
      const std::size_t from = at + Name.size();
      const std::size_t end = std::min(text.find_first_of("\r\n", from), text.size());
      return trim(text.substr(from, end - from));
    }
    at = text.find_first_of("\r\n", at);
    if (at == std::string_view::npos) {
      break;
    }
    at = std::min(text.find_first_not_of("\r\n", at), text.size());
  }
  return std::nullopt;
}

bool contains_ignoring_case(std::string_view text, std::string_view upper) {
  const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; };
  return std::search(text.begin(), text.end(), upper.begin(), upper.end(), same) != text.end();
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool holds_path(std::string_view raw) {
  if (raw.starts_with("\\\\")) {
    return true;
  }
  for (std::size_t at = raw.find(":\\"); at != std::string_view::npos;
       at = raw.find(":\\", at + 1)) {
    const char drive = at == 0 ? ' ' : raw[at - 1];
    const bool alone = at < 2 || raw[at - 2] == ' ' || raw[at - 2] == '"' || raw[at - 2] == '(';
    if (alone && ((drive >= 'A' && drive <= 'Z') || (drive >= 'a' && drive <= 'z'))) {
      return true;
    }
  }
  return false;
}

/// How long the encoded sign at `at` is in the text: a whole UTF-8 character, one octet otherwise.
std::size_t sign_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  const bool ascii =
      text[at] >= 0;  // what follows it is no part of it, even where it looks like one
  while (!ascii && at + length < text.size() &&
         (static_cast<unsigned char>(text[at + length]) & 0xc0U) == 0x80U && length < 4) {
    ++length;
  }
  return length;
}

void append_encoded(std::string& out, char c) {
  constexpr std::string_view Digits = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out += '=';
  out += Digits[octet >> 4U];
  out += Digits[octet & 15U];
}

}  // namespace

bool has_old_syntax(std::string_view text) {
  if (const auto version = version_in(text)) {
    return *version == "2.1" || *version == "1.0";
  }
  return starts_with_ignoring_case(text, "BEGIN:VCARD") && !contains_ignoring_case(text, "TYPE=") &&
         !contains_ignoring_case(text, "ENCODING=B\r") &&
         !contains_ignoring_case(text, "ENCODING=B:") &&
         !contains_ignoring_case(text, "ENCODING=B;");
}

bool says_quoted_printable(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos &&
         contains_ignoring_case(line.substr(0, colon), "QUOTED-PRINTABLE");
}

bool begins_property(std::string_view text) {
  const std::size_t end = text.find_first_of(":;\r\n");
  if (end == std::string_view::npos || text[end] == '\r' || text[end] == '\n') {
    return false;
  }
  const std::string_view name = text.substr(0, end);
  if (name == "BEGIN" || name == "END") {
    return true;
  }
  return std::binary_search(KnownNames.begin(), KnownNames.end(), name);
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '=' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
        hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::string encode_quoted_printable(std::string_view text, std::size_t head,
                                    std::string_view line_end) {
  std::string out;
  std::string sign;
  std::size_t used = head;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t length = sign_length(text, at);
    sign.clear();
    if (c == '\n') {
      sign = "=0D=0A";
    } else if (c >= SplitField && c <= KeepItem) {
      sign = MarkTexts[static_cast<std::size_t>(c - SplitField)];
    } else if ((c > ' ' && c != '=' && c != '\\' && c != '\x7f') ||
               (c == ' ' && at > 0 && at + 1 < text.size())) {
      sign += c;
    } else {
      for (std::size_t i = 0; i < length; ++i) {
        append_encoded(sign, text[at + i]);
      }
    }
    const bool last = at + length == text.size();
    if (used + sign.size() > LongestLine - (last ? 0 : 1)) {
      out += '=';
      out += line_end;
      used = 0;
    }
    if (used == 0 && begins_property(text.substr(at))) {
      sign.clear();  // a line of its own is what nobody must take it for
      append_encoded(sign, c);
    }
    out += sign;
    used += sign.size();
    at += length;
  }
  return out;
}

std::string write_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c >= SplitField && c <= KeepItem) {
      out += MarkTexts[static_cast<std::size_t>(c - SplitField)];
    } else {
      out += c;
    }
  }
  return out;
}

bool needs_quoted_printable(std::string_view text) {
  if (text.empty()) {
    return false;
  }
  return text.front() == ' ' || text.back() == ' ' ||
         std::any_of(text.begin(), text.end(), [](char c) {
           const bool mark = c >= SplitField && c <= KeepItem;
           return (c < ' ' && !mark) || c == '\\' || c == '\x7f';
         });
}

std::string unescape_old(std::string_view raw) {
  const bool path = holds_path(raw);
  std::string out;
  out.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char next = raw[at] == '\\' && at + 1 < raw.size() ? raw[at + 1] : ' ';
    if (next == ';' || (!path && (next == ',' || next == '\\'))) {
      out += next;
      ++at;
    } else if (!path && (next == 'n' || next == 'N')) {
      out += '\n';
      ++at;
    } else {
      out += raw[at] == '\r' ? '\n' : raw[at];
    }
  }
  return out;
}

}  // namespace pim::content
