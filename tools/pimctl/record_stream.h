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

  /// The line in the file of a line of the record; of the whole for 0.
  std::size_t line_of(int inside) const {
    return static_cast<std::size_t>(above) + std::max<std::size_t>(place.line_of(inside), 1);
  }
};

/// The records of a file one after the other, of any kinds; holds one of them (one VCALENDAR) at a
/// time, whatever the file's size. Files without any line feed, in UTF-16, or without components
/// are read whole.
class RecordStream {
 public:
  /// `name` helps where the content does not tell the kind.
  RecordStream(std::istream& in, std::string name);

  /// Nothing at the end of the file.
  std::optional<FileRecord> next();

 private:
  bool fill();
  bool read_component(std::string& block);
  const content::Kind* kind_of(const std::string& record) const;

  std::istream& in_;
  std::string name_;
  const content::Kind* kind_ = nullptr;  ///< of the record before
  int line_ = 1;
  bool first_ = true;
  std::vector<FileRecord> waiting_;
  std::size_t at_ = 0;
};

}  // namespace pim::pimctl
