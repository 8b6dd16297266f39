// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "common/base/result.h"

namespace pim::xml {

/// A start or end tag, found by its octets alone.
struct Tag {
  std::string_view name;   ///< with prefix, as written
  std::size_t length = 0;  ///< from '<' to '>', both included
  bool closing = false;    ///< </name>
  bool empty = false;      ///< <name/>

  std::string_view local_name() const;
};

/// Reads the tag that `text` begins with. Size and attributes are limited here, before libxml2
/// sees them: its cost grows with the square of the attributes.
/// Errors: TooLarge, Malformed (no end, a '<' within).
Result<Tag> scan_tag(std::string_view text);

}  // namespace pim::xml
