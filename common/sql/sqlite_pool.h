// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "common/base/result.h"
#include "common/sql/sqlite_connection.h"

namespace pim::sql {

/// A bounded set of connections, opened when first needed. Thread-safe.
class Pool {
 public:
  Pool(ConnectionOptions options, std::size_t size) : options_(std::move(options)), room_(size) {}

  /// Connections opened from now on tell the length of the log after each commit.
  void watch_log(std::atomic<int>& frames) { options_.log_frames = &frames; }
  /// A connection until give_back(). Busy where none came free in time.
  Result<std::unique_ptr<Connection>> take(std::chrono::milliseconds patience);
  void give_back(std::unique_ptr<Connection> connection);
  /// The connection was closed instead.
  void make_room();

 private:
  ConnectionOptions options_;
  std::mutex mutex_;
  std::condition_variable came_back_;
  std::vector<std::unique_ptr<Connection>> idle_;  ///< the last used is the first taken: warm
  std::size_t room_;  ///< how many more may be opened
};

/// A connection on loan; it goes back by itself.
class Loan {
 public:
  Loan(Pool& pool, std::unique_ptr<Connection> connection)
      : pool_(&pool), connection_(std::move(connection)) {}
  ~Loan() {
    if (connection_) {
      pool_->give_back(std::move(connection_));
    }
  }
  /// Closes the connection instead of giving it back.
  void discard() {
    connection_.reset();
    pool_->make_room();
  }
  Loan(Loan&&) = default;
  Loan& operator=(Loan&&) = delete;
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  Pool* pool_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace pim::sql
