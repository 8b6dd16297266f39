// SPDX-License-Identifier: Apache-2.0
#include "common/sql/restore_mark.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "common/sql/file_owner.h"

namespace pim::sql {

std::int64_t RestoreMark::read() const {
  std::ifstream file(path_);
  std::int64_t number = 0;
  return file >> number && number > 0 ? number : 0;
}

Status RestoreMark::keep(std::int64_t number) const {
  if (read() >= number) {
    return {};
  }
  // under its name when it is whole; of two that keep one at once the later name stays, which may
  // be the lower one: then a restore in that minute goes unnoticed, and none is noticed that was
  // not
  std::string draft = path_ + ".XXXXXX";
  const int file = ::mkostemp(draft.data(), O_CLOEXEC);
  if (file >= 0) {
    give_to_folder_owner(file, path_);
  }
  const std::string text = std::to_string(number) + "\n";
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool kept = written && std::rename(draft.c_str(), path_.c_str()) == 0;
  const int error = errno;
  if (file >= 0) {
    ::close(file);
  }
  if (!kept) {
    ::unlink(draft.c_str());
    return fail(ErrorCode::Unavailable,
                "the mark of the store cannot be kept: errno " + std::to_string(error), path_);
  }
  return {};
}

}  // namespace pim::sql
