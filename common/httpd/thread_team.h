// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace pim::httpd {

/// Blocks all signals of this thread while it lives. A thread inherits the mask of its maker.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

/// Background threads of one child process. They take no signals (the child's own thread waits for
/// those) and use no pools of httpd. Make it after fork. Used by one thread, apart from token().
class ThreadTeam {
 public:
  using Body = std::function<void(std::stop_token)>;

  ThreadTeam();
  /// Asks to stop and waits as long as it takes; call join() first where that may be long.
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  /// `body` must return soon after a stop is requested. An exception out of it ends that thread
  /// only. False where the system gives no thread.
  bool start(Body body);
  std::stop_token token() const { return stop_.get_token(); }
  void request_stop() { stop_.request_stop(); }
  /// Asks to stop and waits at most so long. False: some still run, and the process must end
  /// without unloading the code they are in.
  bool join(std::chrono::milliseconds patience);

 private:
  struct Shared;
  std::stop_source stop_;
  std::shared_ptr<Shared> shared_;  // a thread that outlasts join() still counts itself out here
  std::vector<std::thread> threads_;
};

}  // namespace pim::httpd
