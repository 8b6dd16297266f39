// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>

#include "common/base/result.h"
#include "common/sql/sqlite_cursor.h"

namespace pim::sql {

struct ConnectionOptions {
  std::string path;
  int cache_kib = 4096;
  std::string vfs = {};                    ///< empty = the platform's; tests name a faulty one
  std::atomic<int>* log_frames = nullptr;  ///< where each commit notes the length of the log
};

/// One sqlite3 handle with its prepared statements. Not thread-safe (opened NOMUTEX): one thread at
/// a time uses it. Opened for WAL with synchronous=FULL, both read back, because a pragma that did
/// not take says nothing. Never checkpoints by itself and never waits for a lock.
class Connection {
 public:
  /// Errors: NotFound (no file), Corrupt (not ours), Unavailable.
  static Result<std::unique_ptr<Connection>> open(const ConnectionOptions& options);
  /// Makes the file where it is missing and turns WAL on: init and upgrade only.
  static Result<std::unique_ptr<Connection>> create(const ConnectionOptions& options);

  /// The statement of this text, prepared at its first use. `sql` must be a constant: its address
  /// is the key of the cache.
  Result<Statement> prepare(const char* sql);
  /// One or more statements that are used once: schema, pragmas.
  Status script(const std::string& sql);

  /// BEGIN was run and no error of sqlite has rolled back since.
  bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  Work& work() { return work_; }
  sqlite3* handle() const { return db_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };

  Connection() = default;
  static Result<std::unique_ptr<Connection>> open_with(const ConnectionOptions& options, int flags);
  Status settle(const ConnectionOptions& options);
  Status expect(const char* pragma, std::string_view value);

  std::unique_ptr<sqlite3, Close> db_;
  Work work_;
  std::unordered_map<const char*, SqliteCursor> statements_;
};

/// Makes an empty file only its owner can read: sqlite itself would make it readable for all.
/// An existing one is not even opened, because closing it would drop sqlite's locks on it.
Status make_store_file(const std::string& path);

}  // namespace pim::sql
