// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_connection.h"

#include <array>
#include <string_view>
#include <utility>

#include "common/sql/postgres_error.h"

namespace pim::sql {
namespace {

/// What a conninfo may say otherwise. A network that swallows everything is noticed within half a
/// minute; a server that is away at once.
constexpr std::array<std::pair<const char*, const char*>, 7> Defaults = {{
    {"connect_timeout", "5"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "15000"},
    {"fallback_application_name", "pimsync"},
    {"sslmode", "prefer"},
}};

/// Every statement of ours asks by an index, one owner after the other: so the planner need not
/// know how full a table is, and a plan made for an empty one stays right.
constexpr std::string_view Planner =
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off;"
    "SET enable_mergejoin = off; SET jit = off; SET plan_cache_mode = force_generic_plan;";
/// A unit of work takes milliseconds. A server that waits longer for us than this has lost us, and
/// rolls back: only then can anybody find out what became of a COMMIT.
constexpr std::string_view Times =
    "SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '10s';";
constexpr std::string_view Safety = "SET synchronous_commit = on; SET client_min_messages = error;";

// The levels are said, whatever a role's or a database's settings are: the order of writers comes
// from the owner's row, and SERIALIZABLE would add nothing but failures between owners.
constexpr const char* BeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr const char* BeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* Rollback = "ROLLBACK";
constexpr const char* ReadVersion = "SELECT version FROM meta WHERE one = 1";

void say_nothing(void*, const PGresult*) {}

int version_in(const PGresult* rows) {
  return PQntuples(rows) == 0
             ? 0
             : static_cast<int>(read_number(
                   {PQgetvalue(rows, 0, 0), static_cast<std::size_t>(PQgetlength(rows, 0, 0))}));
}

}  // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresLink& link) {
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : Defaults) {
    names.push_back(name);
    values.push_back(value);
  }
  names.push_back("dbname");  // expanded, it overrides what stands before it
  values.push_back(link.conninfo.c_str());
  names.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection);
  connection->connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  if (connection->lost()) {
    return connection_failure(connection->handle(), "connecting");
  }
  PQsetNoticeReceiver(connection->handle(), say_nothing, nullptr);
  PIM_CHECK(connection->settle(link));
  return connection;
}

Status PostgresConnection::settle(const PostgresLink& link) {
  const std::string usual = std::string(Planner) + std::string(Times);
  PIM_CHECK(script((link.whole_store ? "SET statement_timeout = 0;" : usual) + std::string(Safety) +
                   "SET lock_timeout = " + std::to_string(link.patience.count())));
  if (PQenterPipelineMode(handle()) == 0) {
    return connection_failure(handle(), "setting a connection up");
  }
  return {};
}

PostgresCursor& PostgresConnection::cursor(const char* sql, Use use) {
  auto& slot = statements_[{sql, use}];
  if (!slot) {
    slot =
        std::make_unique<PostgresCursor>(*this, sql, use, "s" + std::to_string(statements_.size()));
  }
  return *slot;
}

Statement PostgresConnection::prepare(const char* sql, Use use) {
  return Statement(cursor(sql, use));
}

Status PostgresConnection::script(const std::string& sql) {
  PIM_CHECK(drain());
  const bool piped = PQpipelineStatus(handle()) != PQ_PIPELINE_OFF;
  if (piped && PQexitPipelineMode(handle()) == 0) {
    return connection_failure(handle(), "running a script");
  }
  const PostgresResult result(PQexec(handle(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (piped && PQenterPipelineMode(handle()) == 0) {
    return connection_failure(handle(), "running a script");
  }
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return result && !lost() ? postgres_failure(result.get(), "running a script")
                             : connection_failure(handle(), "running a script");
  }
  return {};
}

Status PostgresConnection::send(const char* sql) {
  ++work_.statements;
  return queued(PQsendQueryParams(handle(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1));
}

Status PostgresConnection::begin_reading() {
  PIM_CHECK(send(BeginRead));
  PIM_CHECK(cursor(ReadVersion, Use::Once).send({}));
  version_at_ = pending_;
  version_ = SchemaVersion;
  return {};
}

Status PostgresConnection::begin_writing() {
  version_ = SchemaVersion;
  return send(BeginWrite);
}

/// Behind a statement that fails the server would pass over a ROLLBACK: so what was sent is waited
/// for, as most often it has been.
Status PostgresConnection::leave() {
  static_cast<void>(collect().has_value());
  PIM_CHECK(send(Rollback));
  if (PQpipelineSync(handle()) == 0) {
    return connection_failure(handle(), "sending a statement");
  }
  ++left_;
  pending_ = 0;
  return {};
}

/// What has arrived is taken first: only behind it an end of the connection shows.
bool PostgresConnection::alive() {
  return PQconsumeInput(handle()) != 0 && PQconsumeInput(handle()) != 0 && !lost();
}

/// Reads what leave() has not waited for. A rollback fails with its connection only.
Status PostgresConnection::drain() {
  for (int ends = 0; left_ > 0 && ends < 2;) {
    const PostgresResult result(PQgetResult(handle()));
    ends = result ? 0 : ends + 1;
    left_ -= PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC ? 1U : 0U;
  }
  return left_ == 0 ? Status() : connection_failure(handle(), "ending a transaction");
}

Status PostgresConnection::queued(int sent) {
  if (sent == 0) {
    return connection_failure(handle(), "sending a statement");
  }
  ++pending_;
  return {};
}

/// Each statement gives one result and a null; a Sync gives its own at the end.
Result<PostgresResult> PostgresConnection::collect() {
  PostgresResult last;
  if (pending_ == 0) {
    return last;
  }
  if (PQpipelineSync(handle()) == 0) {
    return connection_failure(handle(), "sending a statement");
  }
  PIM_CHECK(drain());
  const std::size_t version_at = std::exchange(version_at_, 0);
  std::size_t seen = 0;
  pending_ = 0;
  PostgresResult failed;
  for (int ends = 0; ends < 2;) {
    PostgresResult result(PQgetResult(handle()));
    if (!result) {
      ++ends;  // two in a row: the connection is lost
      continue;
    }
    ends = 0;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) {
      break;
    }
    if (++seen == version_at && status == PGRES_TUPLES_OK) {
      version_ = version_in(result.get());
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      last = std::move(result);
    } else if (!failed && status != PGRES_PIPELINE_ABORTED) {
      failed = std::move(result);
    }
  }
  if (lost()) {
    return connection_failure(handle(), "running a statement");
  }
  PIM_CHECK(check_schema_version(version_));
  if (failed) {
    return postgres_failure(failed.get(), "running a statement");
  }
  return last;
}

bool PostgresConnection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(handle());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

Result<std::string> describe_conninfo(const std::string& conninfo) {
  PQconninfoOption* const options = PQconninfoParse(conninfo.c_str(), nullptr);
  if (options == nullptr) {  // libpq's reason would quote it, and so a password
    return fail(ErrorCode::Malformed,
                "this is no connection string as libpq reads it "
                "(host=... dbname=... or postgresql://...)");
  }
  std::string text = "postgresql";
  for (const PQconninfoOption* each = options; each->keyword != nullptr; ++each) {
    const std::string_view keyword = each->keyword;
    if (each->val != nullptr && (keyword == "service" || keyword == "host" || keyword == "port" ||
                                 keyword == "dbname" || keyword == "user")) {
      text += " " + std::string(keyword) + "=" + each->val;
    }
  }
  PQconninfoFree(options);
  return text;
}

}  // namespace pim::sql
