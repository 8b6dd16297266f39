// SPDX-License-Identifier: Apache-2.0
// The queries of the memory store that look at more than one owner.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "common/base/limits.h"
#include "common/store/memory_core.h"
#include "common/store/memory_store.h"

namespace pim::store {

namespace {

/// Nothing waits longer than MaxRunWait: what lies further ahead was set before the clock jumped
/// back.
bool has_come(Seconds at, Seconds now) {
  return at <= now || at > now + limits::MaxRunWait;
}

bool can_be_claimed(const Run& run, std::span<const std::string> gone, Seconds now) {
  if (run.state == RunState::Due) {
    return has_come(run.due_at, now);
  }
  return run.state == RunState::Running &&
         (has_come(run.lease_until, now) ||
          std::find(gone.begin(), gone.end(), run.holder) != gone.end());
}

void set_run(StoreState& state, OwnerId owner, Run run) {
  OwnerEntry& entry = state.owners.at(owner);
  OwnerState changed = *entry.state;
  const std::int64_t number = run.number;
  changed.runs.set(number, std::move(run));
  entry.state = std::make_shared<const OwnerState>(std::move(changed));
}

const Run* find_run(const StoreState& state, const RunClaim& claim) {
  const auto owner = state.owners.find(claim.owner);
  return owner == state.owners.end() ? nullptr : owner->second.state->runs.find(claim.number);
}

std::size_t purge_sessions(OwnerState& state, Seconds before, std::size_t limit) {
  std::vector<std::string> old;
  state.sessions.scan([&](const std::string& handle, const Session& session) {
    if (session.updated_at < before && old.size() < limit) {
      old.push_back(handle);
    }
    return old.size() < limit;
  });
  for (const std::string& handle : old) {
    state.sessions.erase(handle);
    drop_parts_of(state, handle);
  }
  return old.size();
}

bool has_ended(const Run& run, Seconds before) {
  const bool ended = run.state == RunState::Done || run.state == RunState::Failed ||
                     run.state == RunState::Cancelled;
  return ended && run.finished_at < before;
}

/// A run that waited for a person: its questions are answered, or are told by a later run as well.
bool waits_no_more(const OwnerState& state, const Run& run, Seconds before) {
  if (run.state != RunState::Waiting || run.finished_at >= before) {
    return false;
  }
  bool told_again = false;
  state.runs.scan_after(run.number, [&](std::int64_t, const Run& later) {
    told_again = later.connection == run.connection && !later.plan_only &&
                 (later.state == RunState::Waiting || later.state == RunState::Done);
    return !told_again;
  });
  bool asked = false;
  state.held.scan([&](std::int64_t, const Held&) {
    asked = true;
    return false;
  });
  return told_again || !asked;
}

/// The lines of a run go before the run, and count.
std::size_t purge_runs(OwnerState& state, Seconds before, std::size_t limit) {
  std::size_t gone = 0;
  const OwnerState as_it_was = state;
  as_it_was.runs.scan([&](std::int64_t number, const Run& run) {
    if (!has_ended(run, before) && !waits_no_more(as_it_was, run, before)) {
      return gone < limit;
    }
    const auto lines = state.run_items;
    lines.scan_from(std::tuple(number, std::int64_t{0}), [&](const auto& key, const RunItem&) {
      if (std::get<0>(key) != number || gone >= limit) {
        return false;
      }
      state.run_items.erase(key);
      ++gone;
      return true;
    });
    if (gone < limit) {
      state.runs.erase(number);
      ++gone;
    }
    return gone < limit;
  });
  return gone;
}

}  // namespace

Result<std::vector<RunClaim>> MemoryStore::claim_runs(std::string_view portal,
                                                      std::string_view holder,
                                                      std::span<const std::string> gone,
                                                      Seconds now, Seconds lease_until,
                                                      std::size_t limit) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  std::set<std::tuple<Seconds, OwnerId, std::int64_t>> candidates;
  for (const auto& [id, entry] : state.owners) {
    if (entry.owner.portal != portal) {
      continue;
    }
    entry.state->runs.scan([&, owner = id](std::int64_t number, const Run& run) {
      if (can_be_claimed(run, gone, now)) {
        candidates.emplace(run.due_at, owner, number);
      }
      return true;
    });
  }
  std::vector<RunClaim> claims;
  for (const auto& [due_at, owner, number] : candidates) {
    if (claims.size() >= limit) {
      break;
    }
    Run run = *state.owners.at(owner).state->runs.find(number);
    run.state = RunState::Running;
    run.holder = holder;
    run.lease_until = lease_until;
    ++run.fencing;
    claims.push_back({.owner = owner, .number = number, .fencing = run.fencing});
    set_run(state, owner, std::move(run));
  }
  core_->write(std::move(state));
  return claims;
}

Result<std::size_t> MemoryStore::renew_leases(std::span<const RunClaim> claims,
                                              Seconds lease_until) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  std::size_t renewed = 0;
  for (const RunClaim& claim : claims) {
    const Run* run = find_run(state, claim);
    if (run != nullptr && run->state == RunState::Running && run->fencing == claim.fencing) {
      Run longer = *run;
      longer.lease_until = lease_until;
      set_run(state, claim.owner, std::move(longer));
      ++renewed;
    }
  }
  core_->write(std::move(state));
  return renewed;
}

Result<std::vector<std::string>> MemoryStore::holders(std::string_view portal) {
  const StoreState state = core_->read();
  std::set<std::string> found;
  for (const auto& [id, entry] : state.owners) {
    if (entry.owner.portal == portal) {
      entry.state->runs.scan([&](std::int64_t, const Run& run) {
        if (run.state == RunState::Running) {
          found.insert(run.holder);
        }
        return true;
      });
    }
  }
  return std::vector<std::string>(found.begin(), found.end());
}

Result<std::size_t> MemoryStore::purge(Seconds sessions_before, Seconds runs_before,
                                       std::size_t limit) {
  PIM_TRY(const auto turn, WriteTurn::take(*core_));
  StoreState state = core_->read();
  std::size_t gone = 0;
  for (auto& [id, entry] : state.owners) {
    OwnerState changed = *entry.state;
    const std::size_t before = gone;
    gone += purge_sessions(changed, sessions_before, limit - gone);
    gone += purge_runs(changed, runs_before, limit - gone);
    if (gone != before) {
      entry.state = std::make_shared<const OwnerState>(std::move(changed));
    }
  }
  core_->write(std::move(state));
  return gone;
}

void count_questions(const OwnerState& state, OpenQuestions& open) {
  state.held.scan([&](std::int64_t, const Held& row) {
    if (row.state == HeldState::Waiting) {
      ++(row.op == ChangeOp::Delete ? open.deletions : open.changes);
    }
    return true;
  });
  state.conflicts.scan([&](std::int64_t, const Conflict& row) {
    if (row.choice.empty()) {
      ++(row.kind == ConflictKind::Doubtful ? open.doubtful : open.conflicts);
    }
    return true;
  });
}

Result<OpenQuestions> MemoryStore::open_questions() {
  const StoreState state = core_->read();
  OpenQuestions open;
  for (const auto& [id, entry] : state.owners) {
    count_questions(*entry.state, open);
  }
  return open;
}

}  // namespace pim::store
