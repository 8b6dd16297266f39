// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "common/base/log.h"
#include "common/base/result.h"

namespace pim::sql {

/// A thread that does one job again and again until it is stopped. The job's error is logged once,
/// and once more when it works again, not at every try.
class Maintenance {
 public:
  using Job = std::function<Status()>;

  Maintenance(Job job, std::chrono::milliseconds pause, LogSink& log);
  /// Wakes the thread and waits for its end.
  ~Maintenance();
  Maintenance(const Maintenance&) = delete;
  Maintenance& operator=(const Maintenance&) = delete;

 private:
  void work();
  void tell(const Status& status);

  const Job job_;
  const std::chrono::milliseconds pause_;
  LogSink& log_;
  bool failing_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: the others must be there when it starts
};

}  // namespace pim::sql
