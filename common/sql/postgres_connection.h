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
#include "common/sql/postgres_cursor.h"
#include "common/sql/statement.h"

namespace pim::sql {

struct PostgresLink {
  std::string conninfo;
  std::chrono::milliseconds patience{5000};  ///< for a lock
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
  /// Sends a statement of the protocol, BEGIN or COMMIT.
  Status send(const char* sql);
  /// Waits for everything sent: its first error, or the last result.
  Result<PostgresResult> collect();

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

  std::unique_ptr<PGconn, Close> connection_;
  std::size_t pending_ = 0;  ///< statements sent and not collected
  Work work_;
  std::map<std::pair<const char*, Use>, std::unique_ptr<PostgresCursor>> statements_;
};

/// host, port and database of a conninfo, without secrets; or why it is none.
Result<std::string> describe_conninfo(const std::string& conninfo);

}  // namespace pim::sql
