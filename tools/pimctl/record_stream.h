// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "common/content/kind.h"

namespace pim::pimctl {

/// A record as it lies in a file, and the line it begins at.
struct FileRecord {
  std::string octets;
  int line = 1;
  const content::Kind* kind = nullptr;  ///< null where nobody knows it
};

/// The records of a file one after the other, of any kinds; holds one of them (one VCALENDAR) at a time, whatever
/// the file's size. Files without any line feed, in UTF-16, or without components are read whole.
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
