// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::sql {

/// The mark of a store (SqlStore::raise_mark) as it is kept beside it, in the folder `run` of the
/// state directory, which is left out of backups. Thread-safe; processes may share the file. One
/// that root makes gets the owner of its folder.
class RestoreMark {
 public:
  RestoreMark(const std::string& runtime_dir, std::string_view store_id)
      : path_(runtime_dir + "/mark-" + std::string(store_id)) {}

  /// 0 where there is none that can be read: then no restore is noticed by it.
  std::int64_t read() const;
  /// Keeps a mark that is ahead of the one kept. Unavailable with the system's reason.
  Status keep(std::int64_t number) const;

 private:
  std::string path_;
};

}  // namespace pim::sql
