// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "common/base/result.h"

namespace pim::sql {

/// The class of an extended result code: BUSY and LOCKED = Busy, FULL and ENOSPC = Full,
/// CONSTRAINT = Refused, CORRUPT and NOTADB = Corrupt, TOOBIG = TooLarge, other I/O = Unavailable,
/// misuse and SQL errors = Internal.
ErrorCode class_of(int extended_code);

/// The error of the call that just failed on this connection. `doing` completes "while ...".
/// sqlite's own texts name tables and columns, never values, so no record content gets out.
Failure sqlite_failure(sqlite3* db, int code, std::string_view doing);

}  // namespace pim::sql
