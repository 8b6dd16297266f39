// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/run_work.h"

#include <algorithm>

#include "common/base/limits.h"

namespace pim::bridge {

using store::RunState;

namespace {

/// Lines are read by their numbers: what failed comes first, however long the list is.
constexpr std::int64_t BehindFailures = std::int64_t{1} << 32U;

Result<store::Run> claimed_run(const RunScene& scene, store::UnitOfWork& work) {
  PIM_TRY(auto run, work.run(scene.claim.number));
  if (!run || run->state != RunState::Running || run->fencing != scene.claim.fencing) {
    return fail(ErrorCode::Conflict, "The run is no longer ours.");
  }
  return std::move(*run);
}

}  // namespace

Result<RunPhase> phase_of(const RunScene& scene) {
  PIM_TRY(const auto work, scene.store.begin(scene.claim.owner, store::Access::Read));
  PIM_TRY(const store::Run run, claimed_run(scene, *work));
  PIM_TRY(const RunDetail detail, RunDetail::unpack(run.detail));
  return detail.phase;
}

Result<RunUnit> RunUnit::open_at_portal(const RunScene& scene) {
  // before the transaction: it may itself write
  PIM_TRY(store::Portal portal, scene.store.portal(scene.config.portal, scene.random.hex(16)));
  PIM_TRY(RunUnit unit, open(scene, store::Access::Write));
  unit.portal = std::move(portal);
  return unit;
}

Result<RunUnit> RunUnit::open(const RunScene& scene, store::Access access) {
  RunUnit unit;
  PIM_TRY(unit.work_, scene.store.begin(scene.claim.owner, access));
  PIM_TRY(unit.run, claimed_run(scene, *unit.work_));
  const auto mode = mode_of(unit.run.mode);
  if (!mode) {
    return fail(ErrorCode::Corrupt, "The run was saved by another version of the module.");
  }
  unit.mode = *mode;
  PIM_TRY(unit.detail, RunDetail::unpack(unit.run.detail));
  PIM_TRY(unit.result, RunResult::unpack(unit.run.result));
  PIM_TRY(auto connection, unit.work_->connection(unit.run.connection));
  if (!connection) {
    return fail(ErrorCode::NotFound, "The connection of this run was removed.");
  }
  unit.connection = std::move(*connection);
  unit.now = scene.clock.now();
  return unit;
}

CollectionResult& RunUnit::counts(std::string_view collection) {
  const auto found =
      std::ranges::find(result.collections, collection, &CollectionResult::collection);
  if (found != result.collections.end()) {
    return *found;
  }
  result.collections.emplace_back().collection = collection;
  return result.collections.back();
}

Status RunUnit::lines(std::span<store::RunItem> items) {
  if (items.empty()) {
    return {};
  }
  for (store::RunItem& item : items) {
    item.line =
        static_cast<std::int64_t>(++detail.lines) + (item.op == "fail" ? 0 : BehindFailures);
  }
  return work_->put_run_items(run.number, items);
}

bool RunUnit::names_adds() const {
  std::uint64_t added = 0;
  for (const CollectionResult& one : result.collections) {
    added += one.here.added + one.there.added;
  }
  return added <= limits::NamedAdds;
}

Status RunUnit::commit() {
  run.detail = detail.pack();
  run.result = result.pack();
  if (run.state == RunState::Running) {
    run.phase = name_of(detail.phase);
  }
  PIM_TRY([[maybe_unused]] const auto number, work_->put_run(run));
  return work_->commit();
}

Status RunUnit::postpone(Seconds wait, std::string_view why) {
  run.state = RunState::Due;
  run.due_at = now + wait;
  run.lease_until = 0;
  run.holder.clear();
  run.sentence = why;
  return commit();
}

Status RunUnit::finish(RunState state, std::string_view outcome, std::string_view sentence) {
  run.state = state;
  run.outcome = outcome;
  run.sentence = sentence;
  run.finished_at = now;
  run.lease_until = 0;
  run.holder.clear();
  run.phase = "done";
  return commit();
}

Result<Step> end_for(RunUnit& unit, const Error& error) {
  std::string_view outcome = "failed";
  switch (error.code) {
    case ErrorCode::Unauthorized: outcome = "sign-in"; break;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
    case ErrorCode::Busy: outcome = "away"; break;
    default: break;
  }
  PIM_CHECK(unit.finish(RunState::Failed, outcome, error.text()));
  return Step::Finished;
}

}  // namespace pim::bridge
