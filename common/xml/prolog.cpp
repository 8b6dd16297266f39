// SPDX-License-Identifier: Apache-2.0
#include "common/xml/prolog.h"

#include <algorithm>
#include <array>

#include "common/base/charset.h"
#include "common/base/text.h"
#include "common/base/utf8.h"

namespace pim::xml {
namespace {

using namespace std::string_view_literals;

struct Start {
  std::string_view octets;
  const char* charset;
};

/// Only UTF-16 must be told from the first octets: everything else can hold an XML declaration.
constexpr std::array<Start, 4> Utf16Starts = {{{"\xff\xfe"sv, "UTF-16"},
                                               {"\xfe\xff"sv, "UTF-16"},
                                               {"<\0"sv, "UTF-16LE"},
                                               {"\0<"sv, "UTF-16BE"}}};

/// A declaration is short; a longer one is none.
constexpr std::size_t LongestDeclaration = 256;

/// The value of encoding="..." or nothing.
std::string_view encoding_of(std::string_view declaration) {
  const std::size_t at = declaration.find("encoding");
  const std::size_t open = declaration.find_first_of("'\"", at);
  if (at == std::string_view::npos || open == std::string_view::npos) {
    return {};
  }
  const std::size_t close = declaration.find(declaration[open], open + 1);
  return declaration.substr(open + 1, std::min(close, declaration.size()) - open - 1);
}

bool is_latin(std::string_view charset) {
  for (const std::string_view name : {"iso-8859-1"sv, "latin1"sv, "windows-1252"sv, "cp1252"sv}) {
    if (equals_ignore_case(charset, name)) {
      return true;
    }
  }
  return false;
}

bool is_utf8(std::string_view charset) {
  for (const std::string_view name : {""sv, "utf-8"sv, "utf8"sv, "us-ascii"sv, "ascii"sv}) {
    if (equals_ignore_case(charset, name)) {
      return true;
    }
  }
  return false;
}

/// Every octet on its own: a sequence that happens to be UTF-8 means Latin signs here.
std::string latin_to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    append_utf8(out, windows_1252(static_cast<unsigned char>(c)));
  }
  return out;
}

/// Takes the declaration off the front of `document` and tells its encoding; an UTF-16 document
/// that was converted keeps a declaration whose encoding means nothing any more.
std::string_view take_declaration(std::string_view& document) {
  const std::string_view head = document.substr(0, LongestDeclaration);
  const std::size_t end = head.find("?>");
  if (!head.starts_with("<?xml") || end == std::string_view::npos) {
    return {};
  }
  document.remove_prefix(end + 2);
  return encoding_of(head.substr(0, end));
}

void skip_blanks(std::string_view& document) {
  document.remove_prefix(std::min(document.find_first_not_of(" \t\r\n"), document.size()));
}

}  // namespace

Result<std::string_view> utf8_document(std::string_view octets, std::string& storage) {
  std::string_view document = octets;
  bool converted = false;
  for (const auto& [start, charset] : Utf16Starts) {
    if (!converted && document.starts_with(start)) {
      PIM_TRY(storage, to_utf8(charset, octets));
      document = storage;
      converted = true;
    }
  }
  while (document.ends_with('\0')) {  // some clients send the end of their string along
    document.remove_suffix(1);
  }
  if (document.starts_with("\xef\xbb\xbf")) {
    document.remove_prefix(3);
  }
  skip_blanks(document);
  const std::string_view charset = take_declaration(document);
  skip_blanks(document);
  if (!document.starts_with('<')) {
    return fail(ErrorCode::Malformed, "not an XML document", "octet 0");
  }
  if (converted || is_utf8(charset) || (is_latin(charset) && is_valid_utf8(document))) {
    return document;
  }
  if (is_latin(charset)) {
    storage = latin_to_utf8(document);
    return std::string_view(storage);
  }
  PIM_TRY(storage, to_utf8(charset, document));
  return std::string_view(storage);
}

}  // namespace pim::xml
