// SPDX-License-Identifier: Apache-2.0
#include "common/console/latest_runs.h"

#include <utility>

namespace pim::console {

namespace {

bool did_its_work(const store::Run& run) {
  return !run.plan_only &&
         (run.state == store::RunState::Done || run.state == store::RunState::Waiting);
}

}  // namespace

Result<LatestRuns> latest_runs(store::UnitOfWork& work, std::int64_t connection) {
  LatestRuns found;
  PIM_TRY(auto newest, work.runs_of(connection, 0, 1));
  if (newest.empty()) {
    return found;
  }
  found.last = std::move(newest.front());
  if (did_its_work(*found.last)) {
    found.good = found.last;
  } else {
    PIM_TRY(found.good, work.last_good_run(connection));
  }
  return found;
}

}  // namespace pim::console
