// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/runs.h"

#include <algorithm>

#include "common/base/pack.h"
#include "common/bridge/mode.h"
#include "common/bridge/run_detail.h"

namespace pim::bridge {

using store::RunState;

namespace {

constexpr std::uint64_t Layout = 3;
/// Without held_changes: results of runs that ended before are still shown.
constexpr std::uint64_t LayoutBefore = 2;

void pack_counts(Packer& packer, const Counts& counts) {
  packer.u(counts.added).u(counts.updated).u(counts.deleted).u(counts.conflicts).u(counts.failed);
}

Counts unpack_counts(Unpacker& unpacker) {
  Counts counts;
  counts.added = unpacker.u();
  counts.updated = unpacker.u();
  counts.deleted = unpacker.u();
  counts.conflicts = unpacker.u();
  counts.failed = unpacker.u();
  return counts;
}

}  // namespace

std::string RunResult::pack() const {
  Packer packer;
  packer.u(Layout).u(sessions).u(messages).u(bytes_sent).u(bytes_received).b(slow);
  packer.u(collections.size());
  for (const CollectionResult& one : collections) {
    packer.s(one.collection);
    pack_counts(packer, one.here);
    pack_counts(packer, one.there);
    packer.u(one.joined).u(one.held).u(one.doubtful).u(one.kept_back).u(one.held_changes);
  }
  return std::move(packer).octets();
}

Result<RunResult> RunResult::unpack(std::string_view octets) {
  RunResult result;
  if (octets.empty()) {
    return result;
  }
  Unpacker unpacker(octets);
  const std::uint64_t layout = unpacker.u();
  if (layout != Layout && layout != LayoutBefore) {
    return fail(ErrorCode::Corrupt, "The result was saved by another version of the module.");
  }
  result.sessions = unpacker.u();
  result.messages = unpacker.u();
  result.bytes_sent = unpacker.u();
  result.bytes_received = unpacker.u();
  result.slow = unpacker.b();
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    CollectionResult one;
    one.collection = unpacker.s();
    one.here = unpack_counts(unpacker);
    one.there = unpack_counts(unpacker);
    one.joined = unpacker.u();
    one.held = unpacker.u();
    one.doubtful = unpacker.u();
    one.kept_back = unpacker.u();
    one.held_changes = layout == Layout ? unpacker.u() : 0;
    result.collections.push_back(std::move(one));
  }
  PIM_CHECK(unpacker.finish("run result"));
  return result;
}

Status check_mode(std::string_view mode) {
  if (mode_of(mode)) {
    return {};
  }
  return fail(ErrorCode::Unsupported, "The mode '" + std::string(mode.substr(0, 40)) +
                                          "' is not known. Allowed are " + std::string(ModeNames) +
                                          ".");
}

Result<std::int64_t> create_run(store::UnitOfWork& work, std::int64_t connection,
                                std::string_view mode, bool plan_only, Seconds now,
                                sync::Policy policy) {
  PIM_CHECK(check_mode(mode));
  PIM_TRY(auto known, work.connection(connection));
  if (!known) {
    return fail(ErrorCode::NotFound, "There is no such connection.");
  }
  PIM_TRY(auto live, work.live_runs(connection));
  for (const store::Run& run : live) {
    PIM_TRY(const RunDetail detail, RunDetail::unpack(run.detail));
    if (run.mode == mode && run.plan_only == plan_only && detail.policy == policy &&
        !run.cancel_asked) {
      return run.number;
    }
  }
  store::Run run;
  run.connection = connection;
  run.mode = mode;
  run.plan_only = plan_only;
  run.phase = "receive";
  RunDetail detail;
  detail.policy = policy;
  run.detail = detail.pack();
  run.created_at = now;
  run.due_at = now;
  return work.put_run(run);
}

Status cancel_run(store::UnitOfWork& work, std::int64_t number, Seconds now) {
  PIM_TRY(auto run, work.run(number));
  if (!run) {
    return fail(ErrorCode::NotFound, "There is no such run.");
  }
  switch (run->state) {
    case RunState::Due:
      run->state = RunState::Cancelled;
      run->outcome = "cancelled";
      run->sentence = "The run was cancelled before it went on. Nothing more was changed.";
      run->finished_at = now;
      break;
    case RunState::Running: run->cancel_asked = true; break;
    case RunState::Waiting:
    case RunState::Done:
    case RunState::Failed:
    case RunState::Cancelled: return fail(ErrorCode::Conflict, "The run has ended already.");
  }
  PIM_TRY([[maybe_unused]] const auto same, work.put_run(*run));
  return {};
}

}  // namespace pim::bridge
