// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "common/base/result.h"

namespace pim::sql {

/// One step of the schema's history: a single idempotent statement that belongs to a version.
/// A released step is never edited; a change is a further step with a higher version.
struct Migration {
  int version;
  const char* sql;
};

/// The schema version this program speaks.
inline constexpr int SchemaVersion = 5;
/// All steps, ascending; as sqlite reads them (dialect.h).
std::span<const Migration> migrations();
/// Fails unless it is SchemaVersion; the sentence says what to run. 0 = no schema.
Status check_schema_version(int version);

}  // namespace pim::sql
