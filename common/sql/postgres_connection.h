// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/sql/migration.h"
#include "common/sql/postgres_cursor.h"
#include "common/sql/statement.h"

namespace pim::sql {

struct PostgresLink {
  std::string conninfo;
  std::chrono::milliseconds patience{5000};  ///< for a lock
  /// For statements that walk through all of it: no time limit, and the planner's own ways.
  bool whole_store = false;
};

/// One connection with its prepared statements, always in pipeline mode: what is sent is not waited
/// for until collect(). Not thread-safe: one thread at a time uses it.
class PostgresConnection {
 public:
  /// Unavailable with libpq's reason.
  static Result<std::unique_ptr<PostgresConnection>> open(const PostgresLink& link);

  /// The statement of this text, prepared at its first use. `sql` must be a constant: its address
  /// is the key of the cache.
  Statement prepare(const char* sql, Use use);
  /// Statements without values, as one text, each on its own where no BEGIN is among them: schema,
  /// settings.
  Status script(const std::string& sql);
  /// Sends a statement of the protocol, as COMMIT is one.
  Status send(const char* sql);
  /// Goes on its way with the first statement, as does a question for the schema's version: it is
  /// that statement which fails where the version is not ours.
  Status begin_reading();
  /// The same, without that question.
  Status begin_writing();
  /// Rolls back without waiting for it: what comes of it is read when the connection is used again.
  Status leave();
  /// Waits for everything sent: its first error, or the last result.
  Result<PostgresResult> collect();
  /// False where the server has closed it meanwhile, as far as that is known here already.
  bool alive();
  /// False where a transaction met a schema that is not ours: some statements may be half prepared.
  bool fits() const { return version_ == SchemaVersion; }

  /// For PostgresCursor: `sent` tells whether libpq took it.
  Status queued(int sent);
  bool lost() const { return PQstatus(connection_.get()) != CONNECTION_OK; }
  /// Inside of a transaction, be it a failed one.
  bool in_transaction() const;
  Work& work() { return work_; }
  PGconn* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  PostgresConnection() = default;
  Status settle(const PostgresLink& link);
  PostgresCursor& cursor(const char* sql, Use use);
  Status drain();

  std::unique_ptr<PGconn, Close> connection_;
  std::size_t pending_ = 0;      ///< statements sent and not collected
  std::size_t left_ = 0;         ///< ends of earlier work that have not been read yet
  std::size_t version_at_ = 0;   ///< which of the pending asks for the version, from 1; 0 = none
  int version_ = SchemaVersion;  ///< what it gave in this transaction
  Work work_;
  std::map<std::pair<const char*, Use>, std::unique_ptr<PostgresCursor>> statements_;
};

/// host, port and database of a conninfo, without secrets; or why it is none.
Result<std::string> describe_conninfo(const std::string& conninfo);

}  // namespace pim::sql
