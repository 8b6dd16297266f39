// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

#define PIM_CONNECTION_COLUMNS \
  "number, peer, url, \"user\", sealed_password, options, side, manner FROM connection "

constexpr const char* All = "SELECT " PIM_CONNECTION_COLUMNS "WHERE owner = ?1 ORDER BY number";
constexpr const char* ByNumber =
    "SELECT " PIM_CONNECTION_COLUMNS "WHERE owner = ?1 AND number = ?2";
constexpr const char* Insert =
    "INSERT INTO connection(owner, number, peer, url, \"user\", sealed_password, options, side, "
    "manner) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* Update =
    "UPDATE connection SET peer = ?3, url = ?4, \"user\" = ?5, sealed_password = ?6, options = ?7, "
    "side = ?8, manner = ?9 WHERE owner = ?1 AND number = ?2";
constexpr const char* Drop = "DELETE FROM connection WHERE owner = ?1 AND number = ?2";

store::Connection read_connection(Row row) {
  store::Connection connection;
  connection.number = row.integer();
  connection.peer = row.text();
  connection.url = row.text();
  connection.user = row.text();
  connection.sealed_password = row.text();
  connection.options = row.text();
  connection.side = row.text();
  connection.manner = row.text();
  return connection;
}

}  // namespace

Result<std::vector<store::Connection>> Unit::connections() {
  return select(All, read_connection, owner_);
}

Result<std::optional<store::Connection>> Unit::connection(std::int64_t number) {
  return select_one(ByNumber, read_connection, owner_, number);
}

Result<std::int64_t> Unit::put_connection(const store::Connection& connection) {
  PIM_CHECK(writable());
  std::int64_t number = connection.number;
  if (number == 0) {
    PIM_TRY(number, next_number());
  }
  PIM_TRY(const std::int64_t written,
          write(connection.number == 0 ? Insert : Update, owner_, number, connection.peer,
                connection.url, connection.user, Blob{connection.sealed_password},
                connection.options, connection.side, Blob{connection.manner}));
  if (written == 0) {
    return spoil(ErrorCode::Refused, "there is no such connection");
  }
  return number;
}

Status Unit::drop_connection(std::int64_t number) {
  PIM_CHECK(write(Drop, owner_, number));
  return {};
}

}  // namespace pim::sql
