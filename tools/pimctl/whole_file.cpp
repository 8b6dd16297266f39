// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/whole_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace pim::pimctl {

namespace fs = std::filesystem;

namespace {

/// What a new file would be readable for.
fs::perms usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  constexpr mode_t ReadWrite = 0666;
  return static_cast<fs::perms>(ReadWrite & ~mask);
}

}  // namespace

WholeFile::~WholeFile() {
  if (!draft_.empty()) {
    std::error_code ignored;
    fs::remove(draft_, ignored);
  }
}

Status WholeFile::open(const std::string& path) {
  std::error_code error;
  const fs::file_status there = fs::status(path, error);
  path_ = fs::exists(there) ? fs::canonical(path, error).string() : path;
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    stream_.open(path_, std::ios::binary);
  } else if (!fs::exists(there) || ::access(path_.c_str(), W_OK) == 0) {
    draft_ = path_ + ".XXXXXX";
    const int made = ::mkstemp(draft_.data());
    if (made < 0) {
      draft_.clear();
    } else {
      ::close(made);
      fs::permissions(draft_, fs::exists(there) ? there.permissions() : usual_mode(), error);
      stream_.open(draft_, std::ios::binary);
    }
  }
  if (!stream_.is_open()) {
    return fail(ErrorCode::NotFound, "The file cannot be opened.", path);
  }
  return {};
}

Status WholeFile::finish() {
  stream_.close();
  std::error_code error;
  if (stream_ && !draft_.empty()) {
    fs::rename(draft_, path_, error);
  }
  if (!stream_ || error) {
    return fail(ErrorCode::Unavailable, "The file cannot be written.", path_);
  }
  draft_.clear();
  return {};
}

}  // namespace pim::pimctl
