// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_error.h"

#include <algorithm>
#include <array>
#include <string>

namespace pim::sql {
namespace {

struct Class {
  std::string_view begins;
  ErrorCode code;
};

// The longer ones before those they begin with.
constexpr std::array Classes = {
    Class{"40001", ErrorCode::Conflict},     // serialization_failure
    Class{"40P01", ErrorCode::Conflict},     // deadlock_detected
    Class{"40", ErrorCode::Unavailable},     // rolled back by the server
    Class{"23", ErrorCode::Refused},         // a constraint
    Class{"25P02", ErrorCode::Refused},      // a statement of this transaction has failed before
    Class{"25P03", ErrorCode::Unavailable},  // idle_in_transaction_session_timeout
    Class{"25006", ErrorCode::Unavailable},  // read-only: a standby, or a server that is failing
    Class{"54000", ErrorCode::Refused},      // a name too long for its index
    Class{"22", ErrorCode::Refused},         // a value no column takes
    Class{"P0001", ErrorCode::Refused},      // a trigger that somebody has added
    Class{"55P03", ErrorCode::Busy},         // lock_not_available: lock_timeout
    Class{"57014", ErrorCode::Busy},         // query_canceled: statement_timeout
    Class{"57", ErrorCode::Unavailable},     // shutdown, crash, not ready yet
    Class{"53100", ErrorCode::Full},         // disk_full
    Class{"53300", ErrorCode::Busy},         // too_many_connections
    Class{"53", ErrorCode::Unavailable},     // out of memory, configured limits
    Class{"08", ErrorCode::Unavailable},     // connection
    Class{"28", ErrorCode::Unavailable},     // sign-in refused: somebody changed it
    Class{"3D000", ErrorCode::Unavailable},  // no such database
    Class{"42501", ErrorCode::Unavailable},  // insufficient_privilege: somebody changed it
    Class{"58", ErrorCode::Unavailable},     // I/O of the server
    Class{"XX001", ErrorCode::Corrupt},      // data_corrupted
    Class{"XX002", ErrorCode::Corrupt},      // index_corrupted
    Class{"42P01", ErrorCode::NotFound},     // no such table: no schema
};

/// libpq's sentences end with a line end, and may have several lines.
std::string first_line(const char* message) {
  std::string text = message != nullptr ? message : "";
  text.resize(std::min(text.size(), text.find('\n')));
  return text;
}

}  // namespace

ErrorCode class_of_sqlstate(std::string_view sqlstate) {
  for (const Class& each : Classes) {
    if (sqlstate.starts_with(each.begins)) {
      return each.code;
    }
  }
  return ErrorCode::Internal;
}

Failure postgres_failure(const PGresult* result, std::string_view doing) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view sqlstate = state != nullptr ? state : "08006";  // libpq's own: cut off
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string message = "the store failed while ";
  message += doing;
  message +=
      ": " + (primary != nullptr ? std::string(primary) : first_line(PQresultErrorMessage(result)));
  return fail(class_of_sqlstate(sqlstate), std::move(message), "sqlstate " + std::string(sqlstate));
}

Failure connection_failure(const PGconn* connection, std::string_view doing) {
  std::string message = "the store failed while ";
  message += doing;
  message += ": " + first_line(PQerrorMessage(connection));
  return fail(ErrorCode::Unavailable, std::move(message), "postgresql");
}

}  // namespace pim::sql
