// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_connection.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>
#include <thread>

#include "common/sql/dialect.h"
#include "common/sql/file_owner.h"
#include "common/sql/sqlite_error.h"

namespace pim::sql {
namespace {

/// Only while a connection opens: another process may be recovering the log after a crash.
constexpr int OpenWaitMs = 5000;
/// Where root (pimctl) opens the store first, sqlite makes the log and its index as root's, and
/// gives them to the store's owner the next instant. Who opens it between the two is turned away.
constexpr int OpenTries = 5;
constexpr std::chrono::milliseconds BetweenTries{20};

int run_patiently(sqlite3* db, const std::string& sql) {
  int code = SQLITE_OK;
  for (int tried = 0; tried < OpenTries; ++tried) {
    code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    if ((code & 0xff) != SQLITE_CANTOPEN) {
      break;
    }
    std::this_thread::sleep_for(BetweenTries);
  }
  return code;
}

int note_log(void* frames, sqlite3*, const char*, int length) {
  static_cast<std::atomic<int>*>(frames)->store(length, std::memory_order_relaxed);
  return SQLITE_OK;
}

}  // namespace

Status make_store_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    if (errno == EEXIST) {
      return {};
    }
    return fail(ErrorCode::Unavailable,
                "the store file cannot be made: errno " + std::to_string(errno), path);
  }
  give_to_folder_owner(file, path);
  ::close(file);
  return {};
}

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionOptions& options) {
  return open_with(options, 0);
}

Result<std::unique_ptr<Connection>> Connection::create(const ConnectionOptions& options) {
  PIM_CHECK(make_store_file(options.path));
  PIM_TRY(auto connection, open_with(options, SQLITE_OPEN_CREATE));
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::open_with(const ConnectionOptions& options,
                                                          int flags) {
  std::unique_ptr<Connection> connection(new Connection);
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &db,
                                   flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                                       SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  connection->db_.reset(db);
  if (code != SQLITE_OK) {
    if (::access(options.path.c_str(), F_OK) != 0 && errno == ENOENT) {
      return fail(ErrorCode::NotFound, "there is no store yet; run: pimctl store init",
                  options.path);
    }
    return sqlite_failure(db, code, "opening " + options.path);
  }
  sqlite3_busy_timeout(db, OpenWaitMs);
  if ((flags & SQLITE_OPEN_CREATE) != 0) {
    PIM_CHECK(connection->expect("PRAGMA journal_mode=WAL", "wal"));
  }
  PIM_CHECK(connection->settle(options));
  sqlite3_busy_timeout(db, 0);
  return connection;
}

Status Connection::settle(const ConnectionOptions& options) {
  sqlite3* db = db_.get();
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_wal_autocheckpoint(db, 0);
  if (options.log_frames != nullptr) {
    sqlite3_wal_hook(db, note_log, options.log_frames);
  }
  // secure_delete=FAST: deleted content is overwritten where that costs no further page write.
  // Debian's default is ON, which writes every freed page once more.
  const int code =
      run_patiently(db,
                    "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=FAST;"
                    "PRAGMA cell_size_check=ON; PRAGMA cache_size=-" +
                        std::to_string(options.cache_kib));
  if (code != SQLITE_OK) {
    return sqlite_failure(db, code, "setting a connection up");
  }
  PIM_CHECK(expect("PRAGMA synchronous", "2"));
  return expect("PRAGMA journal_mode", "wal");
}

Status Connection::expect(const char* pragma, std::string_view value) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(db_.get(), pragma, -1, &raw, nullptr);
  SqliteCursor cursor(raw, work_);
  if (code != SQLITE_OK) {
    return sqlite_failure(db_.get(), code, "setting a connection up");
  }
  PIM_TRY(const bool there, cursor.first({}));
  work_ = Work{};  // a store that was just opened has done nothing yet
  if (!there || Row(cursor).view() != value) {
    return fail(ErrorCode::Unavailable,
                "the store file cannot be used safely (not in WAL mode or not synchronous); "
                "run: pimctl store init",
                pragma);
  }
  return {};
}

Result<Statement> Connection::prepare(const char* sql) {
  auto slot = statements_.find(sql);
  if (slot == statements_.end()) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(db_.get(), sqlite_text(sql).c_str(), -1,
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) {
      return sqlite_failure(db_.get(), code, "preparing a statement");
    }
    slot = statements_.try_emplace(sql, raw, work_).first;
  }
  return Statement(slot->second);
}

Status Connection::script(const std::string& sql) {
  const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return sqlite_failure(db_.get(), code, "running a script");
  }
  return {};
}

}  // namespace pim::sql
