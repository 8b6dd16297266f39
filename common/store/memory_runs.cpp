// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "common/store/memory_work.h"

namespace pim::store {

namespace {

/// Newest first, below `before`; 0 = from the newest.
template <class Wanted>
std::vector<Run> newest_runs(const OwnerState& state, std::int64_t before, std::size_t limit,
                             Wanted wanted) {
  const std::int64_t below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  std::vector<Run> found;
  state.runs.scan_down(below, [&](std::int64_t, const Run& each) {
    if (found.size() >= limit) {
      return false;
    }
    if (wanted(each)) {
      found.push_back(each);
    }
    return true;
  });
  return found;
}

}  // namespace

Result<std::optional<Run>> MemoryWork::run(std::int64_t number) {
  PIM_CHECK(readable());
  const Run* found = state_.runs.find(number);
  return found == nullptr ? std::optional<Run>() : *found;
}

Result<std::vector<Run>> MemoryWork::runs(std::int64_t before, std::size_t limit) {
  PIM_CHECK(readable());
  return newest_runs(state_, before, limit, [](const Run&) { return true; });
}

Result<std::vector<Run>> MemoryWork::runs_of(std::int64_t connection, std::int64_t before,
                                             std::size_t limit) {
  PIM_CHECK(readable());
  return newest_runs(state_, before, limit,
                     [&](const Run& run) { return run.connection == connection; });
}

Result<std::optional<Run>> MemoryWork::last_good_run(std::int64_t connection) {
  PIM_CHECK(readable());
  const auto found = newest_runs(state_, 0, 1, [&](const Run& run) {
    const bool did_its_work = run.state == RunState::Waiting || run.state == RunState::Done;
    return run.connection == connection && !run.plan_only && did_its_work;
  });
  return found.empty() ? std::optional<Run>() : found.front();
}

Result<std::vector<Run>> MemoryWork::live_runs(std::int64_t connection) {
  PIM_CHECK(readable());
  std::vector<Run> found;
  state_.runs.scan([&](std::int64_t, const Run& each) {
    const bool live = each.state == RunState::Due || each.state == RunState::Running;
    if (each.connection == connection && live) {
      found.push_back(each);
    }
    return true;
  });
  return found;
}

Result<std::int64_t> MemoryWork::put_run(const Run& run) {
  PIM_CHECK(writable());
  Run row = run;
  if (row.number == 0) {
    row.number = state_.next_id++;
  } else {
    const Run* before = state_.runs.find(row.number);
    if (before == nullptr) {
      return spoil(ErrorCode::Refused, "There is no such run.");
    }
    if (before->fencing > row.fencing) {
      return spoil(ErrorCode::Conflict, "The run was claimed by another process.");
    }
  }
  const std::int64_t number = row.number;
  state_.runs.set(number, std::move(row));
  return number;
}

Status MemoryWork::put_run_items(std::int64_t run, std::span<const RunItem> lines) {
  PIM_CHECK(writable());
  if (state_.runs.find(run) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such run.");
  }
  for (const RunItem& line : lines) {
    state_.run_items.set({run, line.line}, line);
  }
  return {};
}

Status MemoryWork::drop_run_items(std::int64_t run) {
  PIM_CHECK(writable());
  std::vector<std::int64_t> lines;
  state_.run_items.scan_from(std::tuple(run, std::int64_t{0}), [&](const auto& key, const auto&) {
    if (std::get<0>(key) != run) {
      return false;
    }
    lines.push_back(std::get<1>(key));
    return true;
  });
  for (const std::int64_t line : lines) {
    state_.run_items.erase(std::tuple(run, line));
  }
  return {};
}

Result<std::vector<RunItem>> MemoryWork::run_items(std::int64_t run, std::int64_t after,
                                                   std::size_t limit) {
  PIM_CHECK(readable());
  std::vector<RunItem> found;
  state_.run_items.scan_after(std::tuple(run, after), [&](const auto& key, const RunItem& line) {
    if (std::get<0>(key) != run || found.size() >= limit) {
      return false;
    }
    found.push_back(line);
    return true;
  });
  return found;
}

}  // namespace pim::store
