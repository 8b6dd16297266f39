// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "common/base/random.h"
#include "common/base/result.h"
#include "common/sql/sql_store.h"

namespace pim::sql {

struct PostgresOptions {
  std::string conninfo = {};     ///< as libpq reads it; the schema is the first of its search_path
  std::size_t connections = 16;  ///< at most, of this process
  std::chrono::milliseconds patience{5000};  ///< for a turn or a connection: then Busy
};

/// Opens an existing store of this program's schema version over PostgreSQL 12 or newer. Nothing is
/// made or upgraded: the error (NotFound, Unsupported, Corrupt, Unavailable) says what to run.
/// Opened after fork, in each process; no thread runs. A lost server is no lasting trouble:
/// connections are made anew when they are needed.
Result<std::unique_ptr<SqlStore>> open_postgres(const PostgresOptions& options);

/// Makes the schema's tables where they are missing, the store's id and key, in one transaction.
/// AlreadyExists where there is a store, which stays as it is.
Status init_postgres(const std::string& conninfo, Random& random);

/// Brings an older store to this program's version, in one transaction. Nothing to do is no error.
Status upgrade_postgres(const std::string& conninfo);

/// The version the database has; 0 = none.
Result<int> postgres_schema_version(const std::string& conninfo);

}  // namespace pim::sql
