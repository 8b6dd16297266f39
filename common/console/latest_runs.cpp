// SPDX-License-Identifier: Apache-2.0
#include "common/console/latest_runs.h"

#include <functional>
#include <utility>

namespace pim::console {

namespace {

/// Read at once: enough for most who ask.
constexpr std::size_t RunsPerLook = 100;
/// Runs older than these tell nothing of how things stand: years, at one run a day.
constexpr std::size_t RunsLookedAt = 2'000;

bool did_its_work(const store::Run& run) {
  return !run.plan_only &&
         (run.state == store::RunState::Done || run.state == store::RunState::Waiting);
}

/// From the newest on, until `take` says false.
Status walk(store::UnitOfWork& work, const std::function<bool(store::Run&)>& take) {
  std::int64_t before = 0;
  for (std::size_t seen = 0; seen < RunsLookedAt; seen += RunsPerLook) {
    PIM_TRY(auto page, work.runs(before, RunsPerLook));
    for (store::Run& run : page) {
      before = run.number;
      if (!take(run)) {
        return {};
      }
    }
    if (page.size() < RunsPerLook) {
      return {};
    }
  }
  return {};
}

}  // namespace

Result<std::map<std::int64_t, LatestRuns>> latest_runs(
    store::UnitOfWork& work, const std::vector<store::Connection>& connections) {
  std::map<std::int64_t, LatestRuns> found;
  for (const store::Connection& connection : connections) {
    found[connection.number];
  }
  std::size_t untold = found.size();
  if (untold == 0) {
    return found;
  }
  PIM_CHECK(walk(work, [&](store::Run& run) {
    const auto latest = found.find(run.connection);
    if (latest == found.end() || latest->second.good) {
      return true;  // nothing of it is wanted any more
    }
    if (!latest->second.last) {
      latest->second.last = run;
    }
    if (did_its_work(run)) {
      latest->second.good = std::move(run);
      --untold;
    }
    return untold > 0;
  }));
  return found;
}

Result<std::vector<store::Run>> runs_of(store::UnitOfWork& work, std::int64_t connection,
                                        std::size_t limit) {
  std::vector<store::Run> found;
  PIM_CHECK(walk(work, [&](store::Run& run) {
    if (run.connection == connection) {
      found.push_back(std::move(run));
    }
    return found.size() < limit;
  }));
  return found;
}

}  // namespace pim::console
