// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/sql/statement.h"

// What the two databases' dialects differ in, in one place. Statements are written as sqlite reads
// them, with two rules that let PostgreSQL read them as well:
//   ?1 ... ?n         values, numbered
//   = EACH(?n)        the last value of a query that is asked for each value of a list (Use::Each)
//   INDEXED BY name   for sqlite, which has no statistics; PostgreSQL's planner is kept from scans
//   INSERT OR IGNORE, CROSS JOIN     as sqlite means them
//   INSERT OR REPLACE                where row_by_row() is false, what stands in its way was
//   removed
// A statement of Use::Many is INSERT ... VALUES(?1, ..., ?n) with the values in this order, or an
// INSERT ... SELECT, UPDATE or DELETE with one WHERE, in capitals, at the outermost level. Columns
// in ON CONFLICT ... DO UPDATE are written with their table. The schema is written for sqlite too:
// INTEGER is a 64-bit number on PostgreSQL, TEXT and BLOB are octets there (bytea), because what
// peers send may be no UTF-8 and names compare octet by octet.
namespace pim::sql {

std::string sqlite_text(std::string_view sql);

/// Of Use::Many: the values that are the same in all rows and so are given once, as bits from the
/// first one on; the others are given as lists. With all bits it is the statement for a single row.
/// Other sets are for INSERT ... VALUES only: a WHERE with some values given once would lead the
/// planner to read all rows that have these, and to compare each of them with the lists.
using Alike = std::uint64_t;

bool takes_alike(std::string_view sql);

/// `values`: how many a row has.
std::string postgres_text(std::string_view sql, Use use, std::size_t values, Alike alike = 0);

/// A statement of the schema.
std::string postgres_schema_text(std::string_view sql);

}  // namespace pim::sql
