// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <ostream>
#include <string>

#include "common/base/result.h"

namespace pim::pimctl {

/// A file that appears under its name when all of it has been written, in place of what stood
/// there: whoever breaks off leaves that as it was, and it may be the file that is read meanwhile.
/// What is no regular file (a device, a pipe) is written directly.
class WholeFile {
 public:
  WholeFile() = default;
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  /// Removes what was not finished.
  ~WholeFile();

  /// NotFound, with the system's reason.
  Status open(const std::string& path);
  std::ostream& stream() { return stream_; }
  /// Unavailable where not all could be written; then nothing has changed.
  Status finish();

 private:
  std::string path_;   ///< links followed
  std::string draft_;  ///< empty = written directly
  std::ofstream stream_;
};

}  // namespace pim::pimctl
