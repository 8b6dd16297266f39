// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/sql/store_address.h"
#include "tools/pimctl/commands.h"

namespace pim::pimctl {

/// An error as a line; the exit code for it.
ExitCode tell(const Error& error, const Output& output);
/// What root made goes to the owner of the folder it is in.
void hand_over(const std::string& path, int flags);

/// "town, works"
std::string listed(const std::vector<std::string>& names);

/// A store with its name for people.
struct OpenStore {
  std::string name;
  std::unique_ptr<sql::SqlStore> store;
};
Result<OpenStore> open_store(const StorePlace& place);

/// Tells the store the mark that its state directory keeps, where that is known: it was put back.
Status notice_restore(const StorePlace& place, sql::SqlStore& store);

}  // namespace pim::pimctl
