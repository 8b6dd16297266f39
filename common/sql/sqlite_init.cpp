// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <system_error>

#include "common/sql/sqlite_migration.h"
#include "common/sql/sqlite_store.h"

namespace pim::sql {
namespace {

constexpr const char* PutMeta =
    "INSERT OR IGNORE INTO meta(one, store_id, hash_key) VALUES(1, ?1, ?2)";

Status put_meta(Connection& connection, Random& random) {
  const std::string store_id = random.hex(16);
  HashKey key;
  random.fill(std::as_writable_bytes(std::span(key.bytes)));
  const std::string octets(key.bytes.begin(), key.bytes.end());
  PIM_TRY(Statement statement, connection.prepare(PutMeta));
  return statement.run(store_id, Blob{octets});
}

/// Runs `work` in one transaction that no reader or writer is beside.
template <class Work>
Status alone(Connection& connection, Work work) {
  sqlite3_busy_timeout(connection.handle(), 5000);
  PIM_CHECK(connection.script("BEGIN IMMEDIATE"));
  Status done = work();
  if (!done) {
    connection.script("ROLLBACK").has_value();
    return done;
  }
  return connection.script("COMMIT");
}

/// The copy appears under its name when it is whole.
Status copy_before_upgrade(Connection& connection, const std::string& path, int version) {
  const std::string name = path + ".schema-" + std::to_string(version);
  const std::string draft = name + ".part";
  std::error_code error;
  std::filesystem::remove(draft, error);
  PIM_CHECK(make_store_file(draft));  // sqlite would make it readable for all while it grows
  PIM_TRY(Statement statement, connection.prepare("VACUUM INTO ?1"));
  Status copied = statement.run(draft);
  if (copied) {
    std::filesystem::rename(draft, name, error);
  }
  if (error) {
    copied = fail(ErrorCode::Unavailable, "the copy before the upgrade cannot be made", name);
  }
  if (!copied) {
    std::filesystem::remove(draft, error);  // half a copy keeps the disk full
  }
  return copied;
}

}  // namespace

Status init_schema(const std::string& path, Random& random) {
  PIM_TRY(const auto connection, Connection::create({.path = path}));
  return alone(*connection, [&]() -> Status {
    PIM_TRY(const int version, version_of(*connection));
    if (version != 0) {
      return fail(ErrorCode::AlreadyExists,
                  "there is a store already, with schema " + std::to_string(version), path);
    }
    PIM_CHECK(migrate(*connection, migrations()));
    return put_meta(*connection, random);
  });
}

Status upgrade_schema(const std::string& path) {
  PIM_TRY(const auto connection, Connection::open({.path = path}));
  PIM_TRY(const int version, version_of(*connection));
  if (version == 0 || version >= SchemaVersion) {
    return check_version(*connection);
  }
  PIM_CHECK(copy_before_upgrade(*connection, path, version));
  return alone(*connection, [&] { return migrate(*connection, migrations()); });
}

Result<int> schema_version(const std::string& path) {
  PIM_TRY(const auto connection, Connection::open({.path = path}));
  return version_of(*connection);
}

}  // namespace pim::sql
