// SPDX-License-Identifier: Apache-2.0
#include <span>

#include "common/sql/dialect.h"
#include "common/sql/migration.h"
#include "common/sql/postgres_connection.h"
#include "common/sql/postgres_store.h"

namespace pim::sql {
namespace {

constexpr const char* HasMeta = "SELECT 1 WHERE to_regclass('meta') IS NOT NULL";
constexpr const char* Version = "SELECT version FROM meta WHERE one = 1";
constexpr const char* PutMeta =
    "INSERT INTO meta(one, store_id, hash_key, version) VALUES(1, ?1, ?2, ?3)";
constexpr const char* SetVersion = "UPDATE meta SET version = ?1 WHERE one = 1";

/// What PostgreSQL needs beside the common schema; the same rule: released steps are never edited.
constexpr Migration Own[] = {
    // How many write transactions the owner has seen, and the tokens of the last ones.
    {1,
     "ALTER TABLE owner ADD COLUMN IF NOT EXISTS turn BIGINT NOT NULL DEFAULT 0, "
     "ADD COLUMN IF NOT EXISTS tokens BYTEA NOT NULL DEFAULT ''"},
    {1, "ALTER TABLE meta ADD COLUMN IF NOT EXISTS version BIGINT NOT NULL DEFAULT 0"},
    // Rows that every message writes anew stay on their page.
    {1, "ALTER TABLE owner SET (fillfactor = 20)"},
    {1, "ALTER TABLE collection SET (fillfactor = 40)"},
    {1, "ALTER TABLE session SET (fillfactor = 40)"},
    {1, "ALTER TABLE pairing SET (fillfactor = 40)"},
    {1, "ALTER TABLE run SET (fillfactor = 40)"},
    // Messages live for seconds: to compress them costs more than to write them.
    {1, "ALTER TABLE session_chunk ALTER COLUMN octets SET STORAGE EXTERNAL"},
};

Result<int> version_of(PostgresConnection& connection) {
  {
    Statement has = connection.prepare(HasMeta, Use::Once);
    PIM_TRY(const bool there, has.first());
    if (!there) {
      return 0;
    }
  }
  Statement version = connection.prepare(Version, Use::Once);
  PIM_TRY(const bool there, version.first());
  return there ? version.row().small() : 0;
}

Status run_steps(PostgresConnection& connection, int from, std::span<const Migration> steps,
                 bool common) {
  for (const Migration& step : steps) {
    if (step.version > from) {
      const std::string text = common ? postgres_schema_text(step.sql) : std::string(step.sql);
      PIM_CHECK(connection.send(text.c_str()));
      PIM_CHECK(connection.collect());
    }
  }
  return {};
}

Status migrate(PostgresConnection& connection, int from) {
  PIM_CHECK(run_steps(connection, from, migrations(), true));
  return run_steps(connection, from, Own, false);
}

Status send(PostgresConnection& connection, const char* sql) {
  PIM_CHECK(connection.send(sql));
  PIM_CHECK(connection.collect());
  return {};
}

/// In one transaction, which a failure leaves to the connection's end.
template <class Work>
Status alone(PostgresConnection& connection, Work work) {
  PIM_CHECK(send(connection, "BEGIN"));
  PIM_CHECK(work());
  return send(connection, "COMMIT");
}

}  // namespace

Status init_postgres(const std::string& conninfo, Random& random) {
  PIM_TRY(const auto connection,
          PostgresConnection::open({.conninfo = conninfo, .whole_store = true}));
  return alone(*connection, [&]() -> Status {
    PIM_TRY(const int version, version_of(*connection));
    if (version != 0) {
      return fail(ErrorCode::AlreadyExists,
                  "there is a store already, with schema " + std::to_string(version));
    }
    PIM_CHECK(migrate(*connection, 0));
    const std::string store_id = random.hex(16);
    HashKey key;
    random.fill(std::as_writable_bytes(std::span(key.bytes)));
    const std::string octets(key.bytes.begin(), key.bytes.end());
    Statement put = connection->prepare(PutMeta, Use::Once);
    return put.run(store_id, Blob{octets}, SchemaVersion);
  });
}

Status upgrade_postgres(const std::string& conninfo) {
  PIM_TRY(const auto connection,
          PostgresConnection::open({.conninfo = conninfo, .whole_store = true}));
  PIM_TRY(const int before, version_of(*connection));
  if (before == 0 || before >= SchemaVersion) {
    return check_schema_version(before);
  }
  return alone(*connection, [&]() -> Status {
    PIM_CHECK(send(*connection, "LOCK TABLE meta IN ACCESS EXCLUSIVE MODE"));
    PIM_TRY(const int version, version_of(*connection));
    PIM_CHECK(migrate(*connection, version));
    Statement set = connection->prepare(SetVersion, Use::Once);
    return set.run(SchemaVersion);
  });
}

Result<int> postgres_schema_version(const std::string& conninfo) {
  PIM_TRY(const auto connection, PostgresConnection::open({.conninfo = conninfo}));
  return version_of(*connection);
}

}  // namespace pim::sql
