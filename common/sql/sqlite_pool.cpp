// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_pool.h"

namespace pim::sql {

Result<std::unique_ptr<Connection>> Pool::take(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    if (!came_back_.wait_for(lock, patience, [this] { return !idle_.empty() || room_ > 0; })) {
      return fail(ErrorCode::Busy, "the store is busy: all its connections are in use");
    }
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    --room_;
  }
  auto connection = Connection::open(options_);
  if (!connection) {
    make_room();
  }
  return connection;
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
  came_back_.notify_one();
}

void Pool::make_room() {
  const std::lock_guard lock(mutex_);
  ++room_;
  came_back_.notify_one();
}

}  // namespace pim::sql
