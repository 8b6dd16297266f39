// SPDX-License-Identifier: Apache-2.0
#include "tests/postgresql/database.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <vector>

#include "common/sql/postgres_connection.h"
#include "tests/sql/placed_store.h"

namespace pim::sql::testing {
namespace {

std::mutex mutex;
std::vector<std::string> free_schemas;
int schemas_made = 0;

/// Runs one text; the first value of its last result.
std::string run(const std::string& conninfo, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(conninfo.c_str()),
                                                                PQfinish);
  PQsetNoticeReceiver(
      connection.get(), [](void*, const PGresult*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  CPPUNIT_ASSERT_MESSAGE(sql + ": " + PQerrorMessage(connection.get()),
                         status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : std::string();
}

constexpr const char* Empty =
    "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = "
    "current_schema() AND tablename <> 'meta' LOOP EXECUTE 'DELETE FROM ' || quote_ident(t); "
    "END LOOP; END $$";

}  // namespace

std::string cluster_conninfo() {
  const char* const told = std::getenv("PIM_POSTGRESQL");
  CPPUNIT_ASSERT_MESSAGE("run it as: httpd-test/with-postgresql test_postgresql", told != nullptr);
  return told;
}

Database::Database(Content content) : has_store_(content == Content::Store) {
  {
    const std::lock_guard lock(mutex);
    if (has_store_ && !free_schemas.empty()) {
      schema_ = free_schemas.back();
      free_schemas.pop_back();
    } else {
      schema_ = "t" + std::to_string(::getpid()) + "_" + std::to_string(++schemas_made);
    }
  }
  tell("CREATE SCHEMA IF NOT EXISTS " + schema_);
  if (has_store_) {
    SystemRandom random;
    const Status made = init_postgres(conninfo(), random);
    CPPUNIT_ASSERT(made || made.error().code == ErrorCode::AlreadyExists);
    tell(Empty);
  }
}

Database::~Database() {
  const std::lock_guard lock(mutex);
  if (has_store_) {
    free_schemas.push_back(schema_);
  }
}

std::string Database::conninfo_with(const std::string& further) const {
  return cluster_conninfo() + " options='-c search_path=" + schema_ + "' " + further;
}

std::unique_ptr<SqlStore> Database::open_with(const std::string& further) const {
  return must(open_postgres({.conninfo = conninfo_with(further)}));
}

std::string Database::ask(const std::string& sql) const {
  return run(conninfo(), sql);
}

std::string Database::explain(const std::string& sql, const std::string& values) const {
  const auto connection = must(PostgresConnection::open({.conninfo = conninfo()}));
  must(connection->script("PREPARE asked AS " + sql));
  const std::string text = "EXPLAIN (COSTS OFF) EXECUTE asked(" + values + ")";
  Statement statement = connection->prepare(text.c_str(), Use::Once);
  std::string plan;
  for (bool more = must(statement.first()); more; more = must(statement.next())) {
    plan += statement.row().text() + "\n";
  }
  return plan;
}

void Database::tell(const std::string& sql) const {
  run(conninfo(), sql);
}

std::unique_ptr<store::Store> make_postgres_store() {
  auto database = std::make_shared<Database>();
  auto store = database->open();
  return std::make_unique<PlacedStore>(std::move(database), std::move(store));
}

store::OwnerId make_owner(store::Store& store, const std::string& name) {
  must(store.portal("here", "0123456789abcdef0123456789abcdef"));
  return must(store.owner("here", name)).id;
}

}  // namespace pim::sql::testing
