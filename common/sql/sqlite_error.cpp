// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_error.h"

#include <string>

namespace pim::sql {

ErrorCode class_of(int extended_code) {
  if (extended_code == SQLITE_IOERR_NOMEM) {
    return ErrorCode::Unavailable;
  }
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::Busy;
    case SQLITE_FULL: return ErrorCode::Full;
    case SQLITE_CONSTRAINT: return ErrorCode::Refused;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT: return ErrorCode::Corrupt;
    case SQLITE_TOOBIG: return ErrorCode::TooLarge;
    // READONLY and PERM: somebody changed the file's owner or mode on the running system.
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:  // SQLITE_ABORT_ROLLBACK: sqlite gave the transaction up after an I/O error
      return ErrorCode::Unavailable;
    default: return ErrorCode::Internal;
  }
}

Failure sqlite_failure(sqlite3* db, int code, std::string_view doing) {
  std::string message = "the store failed while ";
  message += doing;
  message += ": ";
  message += db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  if (class_of(code) == ErrorCode::Unavailable && db != nullptr) {
    if (const int system = sqlite3_system_errno(db); system != 0) {
      message += ", errno " + std::to_string(system);
    }
  }
  return fail(class_of(code), std::move(message), "sqlite " + std::to_string(code));
}

}  // namespace pim::sql
