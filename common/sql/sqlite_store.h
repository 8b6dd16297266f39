// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "common/base/random.h"
#include "common/base/result.h"
#include "common/sql/sql_store.h"

namespace pim::sql {

struct SqliteOptions {
  std::string path = {};  ///< of the store file; its folder must be ours: sqlite makes files there
  std::string runtime_dir = {};  ///< for the writers' gate; on this machine, not in backups
  std::size_t readers = 8;       ///< connections for reading at most; one more writes
  int cache_kib = 2048;          ///< page cache of each reading connection
  int writer_cache_kib = 16384;  ///< of the writing one: what a transaction touches should fit
  std::chrono::milliseconds patience{
      5000};             ///< for a turn, a connection, a foreign lock: then Busy
  std::string vfs = {};  ///< sqlite VFS; empty = the platform's
};

/// What a checkpoint has done.
struct Checkpoint {
  int frames = 0;        ///< pages in the log
  int checkpointed = 0;  ///< of these, now in the store file as well
};

/// The embedded store. Its maintenance is a thread that checkpoints when the log is long enough.
/// Opened after fork, in each process; no thread runs unless start_maintenance() was called.
class SqliteStore : public SqlStore {
 public:
  /// Moves what is in the log into the store file; never waits for readers or writers, nor lets
  /// them wait. Requests never do this: it belongs into a background job.
  virtual Result<Checkpoint> checkpoint() = 0;
};

/// Opens an existing store of this program's schema version. Nothing is made or upgraded: the error
/// (NotFound, Unsupported, Corrupt, Unavailable) says what to run.
Result<std::unique_ptr<SqliteStore>> open_sqlite(const SqliteOptions& options);

/// Makes the store file where it is missing, and its schema, id and key. A call that was killed is
/// finished by the next. AlreadyExists where there is a store, which stays as it is.
Status init_schema(const std::string& path, Random& random);

/// Brings an older store to this program's version, in one transaction, after copying it to
/// `path` + ".schema-" + old version. Nothing to do is no error.
Status upgrade_schema(const std::string& path);

/// The version the file has; 0 = none. NotFound where there is no file.
Result<int> schema_version(const std::string& path);

}  // namespace pim::sql
