// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace pim::sql {

/// A bounded set of connections, opened when first needed. Thread-safe.
template <class Link>
class Pool {
 public:
  using Opener = std::function<Result<std::unique_ptr<Link>>()>;

  Pool(Opener opener, std::size_t size) : open_(std::move(opener)), room_(size) {}

  /// A connection until give_back(). Busy where none came free in time.
  Result<std::unique_ptr<Link>> take(std::chrono::milliseconds patience) {
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
    auto connection = open_();
    if (!connection) {
      make_room();
    }
    return connection;
  }
  void give_back(std::unique_ptr<Link> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    came_back_.notify_one();
  }
  /// The connection was closed instead.
  void make_room() {
    const std::lock_guard lock(mutex_);
    ++room_;
    came_back_.notify_one();
  }
  /// Closes those that nobody uses.
  void forget_idle() {
    std::vector<std::unique_ptr<Link>> old;
    const std::lock_guard lock(mutex_);
    room_ += idle_.size();
    old.swap(idle_);
    came_back_.notify_all();
  }

 private:
  Opener open_;
  std::mutex mutex_;
  std::condition_variable came_back_;
  std::vector<std::unique_ptr<Link>> idle_;  ///< the last used is the first taken: warm
  std::size_t room_;                         ///< how many more may be opened
};

/// A connection on loan; it goes back by itself.
template <class Link>
class Loan {
 public:
  Loan(Pool<Link>& pool, std::unique_ptr<Link> connection)
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
  Loan(Loan&&) noexcept = default;
  Loan& operator=(Loan&&) = delete;
  Link& operator*() const { return *connection_; }
  Link* operator->() const { return connection_.get(); }

 private:
  Pool<Link>* pool_;
  std::unique_ptr<Link> connection_;
};

}  // namespace pim::sql
