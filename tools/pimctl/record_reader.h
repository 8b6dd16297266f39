// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>

#include "tools/pimctl/record_stream.h"

namespace pim::pimctl {

/// Enters the records of a file one by one; remembers how often one without UID came (content rule
/// 8.2). Fingerprints of one call are compared with each other only.
class RecordReader {
 public:
  RecordReader(std::istream& in, const std::string& name) : stream_(in, name) {}

  std::optional<FileRecord> next() { return stream_.next(); }
  Result<content::Entry> enter(const FileRecord& record);

 private:
  RecordStream stream_;
  std::map<std::string, unsigned> seen_;
};

/// What a person calls the record.
std::string called(const content::Entry& entry);

}  // namespace pim::pimctl
