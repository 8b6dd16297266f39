// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/portal_settings.h"

#include <filesystem>

#include "common/sql/store_address.h"

namespace pim::httpd {

std::string PortalSettings::state_dir_or_default() const {
  if (state_dir) {
    return *state_dir;
  }
  const auto address = sql::StoreAddress::of(store_path.value_or(""));
  const bool file = address.engine() == sql::StoreAddress::Engine::Sqlite;
  const auto folder =
      std::filesystem::path(file ? address.place() : key_file.value_or("")).parent_path();
  return folder.empty() ? "." : folder.string();
}

Status check_distinct(std::span<const StatedPortal> stated) {
  for (std::size_t i = 0; i < stated.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (stated[i].store_path == stated[j].store_path && stated[i].portal == stated[j].portal) {
        return fail(ErrorCode::Malformed,
                    stated[i].place + ": the servers " + stated[j].server + " (" + stated[j].place +
                        ") and " + stated[i].server + " name the same store " +
                        sql::StoreAddress::of(stated[i].store_path).described() +
                        " and both are portal '" + stated[i].portal +
                        "', so equally named users would share their records; give each its own "
                        "SyncMLPortal or PimBridgePortal name, or name the store once, outside of "
                        "both.");
      }
    }
  }
  return {};
}

}  // namespace pim::httpd
