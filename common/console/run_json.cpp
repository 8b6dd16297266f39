// SPDX-License-Identifier: Apache-2.0
#include "common/console/run_json.h"

#include <algorithm>

#include "common/bridge/run_detail.h"
#include "common/bridge/runs.h"
#include "common/console/json.h"

namespace pim::console {

namespace {

Json json_counts(const bridge::Counts& counts) {
  return {{"added", counts.added},
          {"updated", counts.updated},
          {"deleted", counts.deleted},
          {"conflicts", counts.conflicts},
          {"failed", counts.failed}};
}

Json json_collections(const bridge::RunResult& result) {
  Json rows = Json::array();
  for (const bridge::CollectionResult& each : result.collections) {
    rows.push_back({{"collection", each.collection},
                    {"here", json_counts(each.here)},
                    {"there", json_counts(each.there)},
                    {"joined", each.joined},
                    {"held", each.held},
                    {"held_changes", each.held_changes},
                    {"kept_back", each.kept_back},
                    {"doubtful", each.doubtful}});
  }
  return rows;
}

}  // namespace

std::string_view word_of(store::RunState state) {
  switch (state) {
    case store::RunState::Due: return "due";
    case store::RunState::Running: return "running";
    case store::RunState::Waiting: return "waiting";
    case store::RunState::Done: return "done";
    case store::RunState::Failed: return "failed";
    case store::RunState::Cancelled: return "cancelled";
  }
  return "failed";
}

Result<Json> json_run(const store::Run& run, std::string_view peer, Seconds now) {
  bridge::RunResult result;
  if (!run.result.empty()) {
    PIM_TRY(result, bridge::RunResult::unpack(run.result));
  }
  PIM_TRY(const bridge::RunDetail detail, bridge::RunDetail::unpack(run.detail));
  const Seconds end = run.finished_at != 0 ? run.finished_at : now;
  return Json{{"id", run.number},
              {"connection", run.connection},
              {"peer", peer},
              {"mode", run.mode},
              {"plan", run.plan_only},
              {"conflicts", sync::name_of(detail.policy)},
              {"state", word_of(run.state)},
              {"phase", run.phase},
              {"outcome", run.outcome},
              {"sentence", run.sentence},
              {"cancel_asked", run.cancel_asked},
              {"created_at", json_time(run.created_at)},
              {"due_at", json_time(run.due_at)},
              {"finished_at", json_time(run.finished_at)},
              {"seconds", std::max<Seconds>(0, end - run.created_at)},
              {"slow", result.slow},
              {"collections", json_collections(result)},
              {"sessions", result.sessions},
              {"messages", result.messages},
              {"bytes", result.bytes_sent + result.bytes_received},
              {"bytes_sent", result.bytes_sent},
              {"bytes_received", result.bytes_received}};
}

Json json_run_item(const store::RunItem& line) {
  return {{"line", line.line},
          {"collection", line.collection},
          {"direction", line.direction},
          {"op", line.op},
          {"item", line.item == 0 ? Json(nullptr) : Json(line.item)},
          {"label", line.label},
          {"status", line.status},
          {"reason", line.reason}};
}

}  // namespace pim::console
