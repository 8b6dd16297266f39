// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/html.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"

namespace pim::console::pages {

namespace {

constexpr std::array<std::string_view, 7> Void = {"br",   "hr",   "img", "input",
                                                  "link", "meta", "wbr"};

/// Octets that are no text (an old user name in Latin-1) become U+FFFD: the page says it is UTF-8.
void append_escaped(std::string& out, std::string_view text) {
  const bool sound = is_valid_utf8(text);
  for (const char sign : text) {
    if (!sound && static_cast<unsigned char>(sign) >= 0x80) {
      out += "\xef\xbf\xbd";
      continue;
    }
    switch (sign) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        // control characters have no place in HTML, not even as references
        out +=
            (static_cast<unsigned char>(sign) < 0x20 && sign != '\n' && sign != '\t') ? ' ' : sign;
    }
  }
}

}  // namespace

void Html::add_text(std::string_view text) {
  append_escaped(markup_, text);
}

Html element(Literal tag, Attributes attributes, const Html& content) {
  Html made;
  std::string& out = made.markup_;
  out.reserve(content.markup_.size() + 64);
  out += '<';
  out += tag.text;
  for (const Attribute& attribute : attributes) {
    if (!attribute.on) {
      continue;
    }
    out += ' ';
    out += attribute.name.text;
    if (!attribute.bare) {
      out += "=\"";
      append_escaped(out, attribute.value);
      out += '"';
    }
  }
  out += '>';
  if (std::ranges::find(Void, tag.text) != Void.end()) {
    return made;
  }
  out += content.markup_;
  out += "</";
  out += tag.text;
  out += '>';
  return made;
}

std::string document_of(const Html& root) {
  return "<!DOCTYPE html>\n" + root.markup() + "\n";
}

}  // namespace pim::console::pages
