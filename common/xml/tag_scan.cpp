// SPDX-License-Identifier: Apache-2.0
#include "common/xml/tag_scan.h"

#include <algorithm>

#include "common/base/limits.h"

namespace pim::xml {
namespace {

struct Rest {
  std::size_t end = 0;  ///< place of '>'; 0 = not found
  int attributes = 0;
  bool nested = false;  ///< a '<' came first
};

/// Looks for the '>' that ends a tag; one within quotes does not.
Rest scan_attributes(std::string_view text, std::size_t from) {
  Rest rest;
  char quote = 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<') {
      rest.nested = true;
      return rest;
    }
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '=') {
      ++rest.attributes;
    } else if (c == '>') {
      rest.end = at;
      return rest;
    }
  }
  return rest;
}

}  // namespace

std::string_view Tag::local_name() const {
  // as libxml2 splits: at the first colon, unless nothing stands before or behind it
  const std::size_t colon = name.find(':');
  const bool prefixed = colon != std::string_view::npos && colon > 0 && colon + 1 < name.size();
  return prefixed ? name.substr(colon + 1) : name;
}

Result<Tag> scan_tag(std::string_view text) {
  const std::string_view head = text.substr(0, limits::MaxTagSize);
  if (head.size() < 2 || head.front() != '<') {
    return fail(ErrorCode::Malformed, "not a tag");
  }
  Tag tag;
  tag.closing = head.size() > 1 && head[1] == '/';
  const std::size_t name_at = tag.closing ? 2 : 1;
  const std::size_t name_end = std::min(head.find_first_of(" \t\r\n/<>", name_at), head.size());
  tag.name = head.substr(name_at, name_end - name_at);
  const Rest rest = scan_attributes(head, name_end);
  if (rest.nested) {
    return fail(ErrorCode::Malformed, "a '<' within a tag");
  }
  if (rest.end == 0) {
    return head.size() < text.size() ? fail(ErrorCode::TooLarge, "a tag is too long")
                                     : fail(ErrorCode::Malformed, "a tag without end");
  }
  if (rest.attributes > limits::MaxAttributes) {
    return fail(ErrorCode::TooLarge, "a tag with too many attributes");
  }
  tag.length = rest.end + 1;
  tag.empty = head[rest.end - 1] == '/' && !tag.closing;
  return tag;
}

}  // namespace pim::xml
