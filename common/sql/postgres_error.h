// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "common/base/result.h"

namespace pim::sql {

/// The class of a SQLSTATE. Of constraints = Refused; 40001, 40P01 = Conflict: the whole unit
/// again; a lock not had or a statement stopped in time = Busy; 53xxx no room = Full or Busy; a
/// server that shuts down or starts = Unavailable; damage = Corrupt; the rest = Internal.
ErrorCode class_of_sqlstate(std::string_view sqlstate);

/// The error of a result. PostgreSQL's first sentence names tables and constraints; its detail,
/// which names values, is left out, so no record content gets out.
Failure postgres_failure(const PGresult* result, std::string_view doing);
/// The error of a connection that is lost or was never made.
Failure connection_failure(const PGconn* connection, std::string_view doing);

}  // namespace pim::sql
