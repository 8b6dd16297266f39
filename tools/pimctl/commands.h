// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "common/base/random.h"
#include "tools/pimctl/exit_code.h"

namespace pim::pimctl {

/// Where a command tells its result and its troubles.
struct Output {
  std::ostream& out;
  std::ostream& err;
};

/// A store: a SQLite file, or a PostgreSQL database.
struct StorePlace {
  std::string engine = "sqlite";
  std::string path;       ///< of the file; of a database its connection string
  std::string state_dir;  ///< of a file; empty = the store's folder
};

// Each command says in one or more lines what it did or what is wrong. Files and folders made as
// root get the owner of the folder they are in: the account that httpd's children run as.

/// A new key file. Usage where the file exists.
ExitCode keygen(const std::string& path, Random& random, const Output& output);

/// The store with its schema. Done where there is one of this version already.
ExitCode store_init(const StorePlace& place, Random& random, const Output& output);
ExitCode store_upgrade(const StorePlace& place, const Output& output);
/// Reads the whole store; every fault is a line.
ExitCode store_check(const StorePlace& place, const Output& output);
/// After a backup was put back: a new epoch for every portal of the store, or the one named, so
/// that every other side compares all records instead of trusting its anchors, and nothing is
/// deleted meanwhile (design rule 9).
ExitCode store_restored(const StorePlace& place, const std::optional<std::string>& portal,
                        const Output& output);

}  // namespace pim::pimctl
