// SPDX-License-Identifier: Apache-2.0
#include "common/sql/maintenance.h"

#include <csignal>
#include <exception>

namespace pim::sql {
namespace {

/// Signals of the process are for its other threads.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Maintenance::Maintenance(Job job, std::chrono::milliseconds pause, LogSink& log)
    : job_(std::move(job)), pause_(pause), log_(log) {
  const SignalsBlocked blocked;  // the new thread inherits it
  thread_ = std::thread([this] { work(); });
}

Maintenance::~Maintenance() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Maintenance::work() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause_, [this] { return stopping_; })) {
    lock.unlock();
    try {
      tell(job_());
    } catch (const std::exception& error) {
      tell(fail(ErrorCode::Internal, error.what()));
    }
    lock.lock();
  }
}

void Maintenance::tell(const Status& status) {
  const bool fails = !status;
  if (fails == failing_) {
    return;
  }
  failing_ = fails;
  if (fails) {
    log_.write(LogLevel::Warning, "SQL0001", "store maintenance failed: " + status.error().text());
  } else {
    log_.write(LogLevel::Notice, "SQL0002", "store maintenance works again");
  }
}

}  // namespace pim::sql
