// SPDX-License-Identifier: Apache-2.0
// How a run ends, and what it says then.
#include "common/bridge/run_local.h"
#include "common/sync/left_out.h"

namespace pim::bridge {

using store::RunState;

namespace {

/// "12 deletions", or, where changes wait, "12 deletions and changes".
std::string what_waits(std::uint64_t held, std::uint64_t changes) {
  const std::string_view what = changes == 0      ? " deletions wait"
                                : changes == held ? " changes wait"
                                                  : " deletions and changes wait";
  return std::to_string(held) + std::string(what);
}

/// A mirror of ours that was stopped deletes nothing there with a later run: what only the other
/// side has, and has still, is here now too.
Status give_up_mirror(const RunScene& scene, RunUnit& unit) {
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load_local(scene, unit, one));
    PIM_TRY(const auto taken,
            sync::take_in_left_out(local.scope(unit, scene.store.key()), local.pairing));
    unit.counts(one.collection).here.added += taken.size();
    PIM_CHECK(tell_named(unit, local, "add", taken));
    PIM_TRY([[maybe_unused]] const auto id, unit.work().put_pairing(local.pairing));
  }
  return {};
}

}  // namespace

Result<Step> finish_run(const RunScene& scene, RunUnit& unit, bool overtaken) {
  std::uint64_t held = 0;
  std::uint64_t held_changes = 0;
  std::uint64_t failed = 0;
  std::uint64_t kept_back = 0;
  for (const CollectionResult& one : unit.result.collections) {
    held += one.held;
    held_changes += one.held_changes;
    kept_back += one.kept_back;
    failed += one.here.failed + one.there.failed;
  }
  if (unit.run.cancel_asked && unit.mode.taking == sync::Taking::OursWin) {
    PIM_CHECK(give_up_mirror(scene, unit));
    PIM_CHECK(
        unit.finish(RunState::Cancelled, "cancelled",
                    "The run was cancelled. What was done stays done. What the other side has "
                    "and you had not is here now too: nothing more is deleted there."));
  } else if (unit.run.cancel_asked) {
    PIM_CHECK(unit.finish(RunState::Cancelled, "cancelled",
                          "The run was cancelled. What was done stays done, the rest goes with the "
                          "next run."));
  } else if (held != 0) {
    PIM_CHECK(unit.finish(
        RunState::Waiting, "waiting",
        what_waits(held, held_changes) + " for your decision. Everything else is done."));
  } else if (overtaken) {
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          "The other side has begun to compare everything meanwhile, so nothing "
                          "was deleted here for being absent there. Everything else is done; run "
                          "it again."));
  } else if (!unit.detail.skipped.empty()) {
    std::string names;
    for (const std::string& name : unit.detail.skipped) {
      names += (names.empty() ? "'" : ", '") + name + "'";
    }
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          "The other side does not open " + names +
                              ", which was left out. Everything else is done."));
  } else if (failed != 0) {
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          std::to_string(failed) +
                              " records could not be synced; they are named in the result. "
                              "Everything else is done."));
  } else if (kept_back != 0) {
    PIM_CHECK(unit.finish(RunState::Done, "done",
                          "The other side has what you have. " + std::to_string(kept_back) +
                              " changes of theirs wait here; a sync in both directions takes "
                              "them in."));
  } else if (!unit.mode.sends) {
    PIM_CHECK(unit.finish(RunState::Done, "done",
                          "What the other side has is here. Nothing of yours was sent."));
  } else {
    PIM_CHECK(unit.finish(RunState::Done, "done", "Both sides hold the same."));
  }
  return Step::Finished;
}

}  // namespace pim::bridge
