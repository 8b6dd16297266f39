// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "common/content/kind.h"
#include "common/content/record_file.h"

namespace pim::pimctl {

/// A record as it lies in a file, and where.
struct FileRecord {
  std::string octets;
  int above = 0;                        ///< lines of the file before the component it was read with
  content::PiecePlace place;            ///< in that component
  const content::Kind* kind = nullptr;  ///< null where nobody knows it
  bool cut = false;                     ///< more than is held: these are its first octets

  /// The line in the file of a line of the record; of the whole for 0.
  std::size_t line_of(int inside) const {
    return static_cast<std::size_t>(above) + std::max<std::size_t>(place.line_of(inside), 1);
  }
};

/// The records of a file one after the other, of any kinds, whatever its size; holds one outermost
/// component at a time: a vCard, or a VCALENDAR with all its records, up to limits::MaxImport, and
/// passes over a larger one. Files without any line feed and those in UTF-16 are read whole.
class RecordStream {
 public:
  /// `name` helps where the content does not tell the kind.
  RecordStream(std::istream& in, std::string name);

  /// Nothing at the end of the file.
  std::optional<FileRecord> next();

 private:
  bool fill();
  bool next_line(std::string& line);
  bool read_component(std::string& block);
  const content::Kind* kind_of(const std::string& record) const;

  std::istream& in_;
  std::string name_;
  const content::Kind* kind_ = nullptr;  ///< of the record before
  int line_ = 1;
  bool first_ = true;
  std::optional<std::string> kept_;  ///< a line that belongs to the next component
  int beyond_ = 0;                   ///< lines of the component that were not held
  std::vector<FileRecord> waiting_;
  std::size_t at_ = 0;
};

}  // namespace pim::pimctl
