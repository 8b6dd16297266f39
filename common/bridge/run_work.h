// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/bridge/mode.h"
#include "common/bridge/run_detail.h"
#include "common/bridge/runner.h"
#include "common/bridge/runs.h"
#include "common/session/client_turn.h"

namespace pim::bridge {

/// What all steps of a run need.
struct RunScene {
  store::Store& store;
  const Clock& clock;
  Random& random;
  LogSink& log;
  Transport& transport;
  PeerBook& peers;
  const RunnerConfig& config;
  store::RunClaim claim;
};

/// Where the claimed run stands. Conflict as of RunUnit::open().
Result<RunPhase> phase_of(const RunScene& scene);

/// A run as one transaction sees it: loaded, changed, stored with the fencing number checked.
class RunUnit {
 public:
  /// Conflict: the run belongs to another process now, or has ended.
  static Result<RunUnit> open(const RunScene& scene, store::Access access);
  /// To write in, with the portal, which what talks to the peer needs.
  static Result<RunUnit> open_at_portal(const RunScene& scene);

  store::UnitOfWork& work() { return *work_; }
  store::Run run;
  Mode mode = {};
  RunDetail detail;
  RunResult result;
  store::Connection connection;
  store::Portal portal;  ///< of open_at_portal() only
  Seconds now = 0;

  CollectionResult& counts(std::string_view collection);
  /// Adds lines to those of the run and numbers them: failures first, else in this order.
  Status lines(std::span<store::RunItem> items);
  /// New records are still told one by one (limits::NamedAdds), counting those counted by now.
  bool names_adds() const;

  /// Stores the run and commits.
  Status commit();
  /// The run goes on at the same place after `wait`; another process may take it.
  Status postpone(Seconds wait, std::string_view why);
  /// The run ends; what is staged stays for the next one.
  Status finish(store::RunState state, std::string_view outcome, std::string_view sentence);

 private:
  std::unique_ptr<store::UnitOfWork> work_;
};

Result<Step> step_begin(const RunScene& scene);
Result<Step> step_exchange(const RunScene& scene);
Result<Step> step_plan(const RunScene& scene);
Result<Step> step_apply(const RunScene& scene);
Result<Step> step_send_begin(const RunScene& scene);

/// Ends the run for an error of the peer or of the session, in words.
Result<Step> end_for(RunUnit& unit, const Error& error);

}  // namespace pim::bridge
