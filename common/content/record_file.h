// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Records in a file of many: where each stands, and how one is written behind others.
namespace pim::content {

/// Where a piece that Kind::split made stands in its file. What a piece needs to stand alone
/// (wrapper, zones) may stand elsewhere: then the place is that of its own component.
struct PiecePlace {
  std::size_t line = 0;    ///< from 1; 0 = it does not stand there as it is
  std::size_t before = 0;  ///< lines of the piece that come before that line

  /// The line in the file of a line of the piece; of the whole record for 0.
  std::size_t line_of(int inside) const;
};

std::vector<PiecePlace> places_of(std::string_view file, std::span<const std::string> pieces);

/// Appends a record: line ends are CRLF, the last one included.
void append_to_file(std::string& file, std::string_view record);

}  // namespace pim::content
