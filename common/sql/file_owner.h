// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace pim::sql {

/// Where root makes a file (pimctl), it goes to the owner of its folder: the user httpd runs as.
/// A failure shows itself when that user opens the file.
inline void give_to_folder_owner(int file, const std::string& path) {
  if (::geteuid() != 0) {
    return;
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  struct stat facts {};
  if (::stat(folder.empty() ? "." : folder.c_str(), &facts) == 0 &&
      ::fchown(file, facts.st_uid, facts.st_gid) != 0) {
    return;
  }
}

}  // namespace pim::sql
