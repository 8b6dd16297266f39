// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/bridge/runner.h"
#include "common/httpd/thread_team.h"
#include "common/store/store.h"

namespace pim::httpd {

/// Where runs come from: one portal of one store. Thread-safe.
class RunSource {
 public:
  virtual ~RunSource() = default;
  /// Null while the store cannot be used.
  virtual store::Store* store() = 0;
  virtual const std::string& portal() const = 0;
  /// bridge::Runner::step().
  virtual Result<bridge::Step> step(store::Store& store, const store::RunClaim& claim) = 0;
  /// A run of this process has ended; `peer` as the connection names it, empty for a typed address.
  virtual void ended(const store::Run&, const std::string& /*peer*/) {}
  /// One waits for its time, since the peer is busy; `peer` the same.
  virtual void postponed(const store::Run&, const std::string& /*peer*/) {}
};

struct RunServiceLimits {
  unsigned workers = 4;
  std::size_t claimed = 64;  ///< runs held by this child at once
  Seconds lease = 30;
  std::chrono::milliseconds renew_every{5'000};  ///< and look for due runs, if nobody pokes
  std::chrono::milliseconds pause_when_busy{500};
};

/// Drives due runs in the background of one child. A keeper thread claims them by a lease in the
/// store and renews the leases, whatever the runs are waiting for; worker threads take the claimed
/// runs in turn and do one step each time, so that many runs go on beside each other. No run, and
/// no number of runs with one peer, takes all workers. When the team stops, the leases are given
/// back and other children go on at once.
class RunService {
 public:
  /// `holder`: process_name(). All references outlive the team's threads.
  RunService(std::string holder, const Clock& clock, LogSink& log, const RunServiceLimits& limits)
      : holder_(std::move(holder)), clock_(clock), log_(log), limits_(limits) {}

  void add(RunSource& source) { sources_.push_back(&source); }  ///< before start()
  void start(ThreadTeam& team);
  /// Something may be due: looks at once. Any thread; never blocks for long.
  void poke() noexcept;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Job {
    RunSource* source = nullptr;
    store::RunClaim claim;
    std::string lane;  ///< the peer it talks to
    Time not_before;
  };
  enum class After : std::uint8_t { Next, Later, Drop };

  void keep(const std::stop_token& stop);
  void claim_due();
  void claim_from(RunSource& source, store::Store& store);
  void renew();
  std::string lane_of(RunSource& source, store::Store& store, const store::RunClaim& claim) const;

  void work(const std::stop_token& stop);
  std::optional<Job> take(const std::stop_token& stop);
  bool may_run(const Job& job, Time now) const;
  Time next_time() const;
  bool put_back(Job job, After after, const std::stop_token& stop);
  After do_step(const Job& job);
  After after_error(const Job& job, store::Store& store, const Error& error);
  void end_in_trouble(const Job& job, store::Store& store, const Error& error);
  void log_end(const Job& job, store::Store& store);
  void give_back(const Job& job);

  const std::string holder_;
  const Clock& clock_;
  LogSink& log_;
  const RunServiceLimits limits_;
  std::vector<RunSource*> sources_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> waiting_;
  std::vector<Job> running_;
  std::map<std::string, unsigned> running_in_lane_;
  bool poked_ = true;
  bool more_due_ = false;  ///< the last claim met its limit
};

}  // namespace pim::httpd
