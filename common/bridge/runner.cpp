// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/runner.h"

#include "common/bridge/run_work.h"

namespace pim::bridge {

Runner::Runner(store::Store& store, const Clock& clock, Random& random, LogSink& log,
               Transport& transport, PeerBook& peers, RunnerConfig config)
    : store_(store),
      clock_(clock),
      random_(random),
      log_(log),
      transport_(transport),
      peers_(peers),
      config_(std::move(config)) {}

Result<Step> Runner::step(const store::RunClaim& claim) {
  const RunScene scene{store_, clock_, random_, log_, transport_, peers_, config_, claim};
  PIM_TRY(const RunPhase phase, phase_of(scene));
  switch (phase) {
    case RunPhase::Begin: return step_begin(scene);
    case RunPhase::Receive:
    case RunPhase::Send: return step_exchange(scene);
    case RunPhase::Plan: return step_plan(scene);
    case RunPhase::Apply:
    case RunPhase::Settle: return step_apply(scene);
    case RunPhase::SendBegin: return step_send_begin(scene);
  }
  return fail(ErrorCode::Internal, "The run is in no known phase.");
}

}  // namespace pim::bridge
