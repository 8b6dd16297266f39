// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/thread_team.h"

#include <pthread.h>

#include <condition_variable>
#include <system_error>
#include <utility>

namespace pim::httpd {

struct ThreadTeam::Shared {
  std::mutex mutex;
  std::condition_variable ended;
  int running = 0;
};

SignalsBlocked::SignalsBlocked() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before_);
}

SignalsBlocked::~SignalsBlocked() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

ThreadTeam::ThreadTeam() : shared_(std::make_shared<Shared>()) {}

ThreadTeam::~ThreadTeam() {
  stop_.request_stop();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

bool ThreadTeam::start(Body body) {
  const SignalsBlocked blocked;
  {
    const std::scoped_lock lock(shared_->mutex);
    ++shared_->running;
  }
  auto count_out = [shared = shared_] {
    const std::scoped_lock lock(shared->mutex);
    --shared->running;
    shared->ended.notify_all();
  };
  try {
    threads_.emplace_back(
        [body = std::move(body), token = stop_.get_token(), count_out]() noexcept {
          try {
            body(token);
          } catch (...) {  // bodies report their own faults; a thread must not end the process
          }
          count_out();
        });
    return true;
  } catch (const std::system_error&) {
    count_out();
    return false;
  }
}

bool ThreadTeam::join(std::chrono::milliseconds patience) {
  stop_.request_stop();
  {
    std::unique_lock lock(shared_->mutex);
    if (!shared_->ended.wait_for(lock, patience, [this] { return shared_->running == 0; })) {
      return false;
    }
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
  return true;
}

}  // namespace pim::httpd
