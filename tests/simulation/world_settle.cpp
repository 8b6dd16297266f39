// SPDX-License-Identifier: Apache-2.0
// The storm is over: every link is synced until nothing moves.
#include <algorithm>

#include "common/base/limits.h"
#include "tests/simulation/world.h"

namespace pim::sim {
namespace {

constexpr int MaxRounds = 10;
constexpr int MaxExchanges = 2'000;
constexpr int MaxWaits = 40;

std::uint64_t moved_by(const store::Run& run) {
  const auto result = bridge::RunResult::unpack(run.result);
  std::uint64_t moved = 0;
  if (result) {
    for (const bridge::CollectionResult& collection : result->collections) {
      for (const bridge::Counts* counts : {&collection.here, &collection.there}) {
        moved += counts->added + counts->updated + counts->deleted;
      }
    }
  }
  return moved;
}

bool ended(store::RunState state) {
  return state != store::RunState::Due && state != store::RunState::Running;
}

}  // namespace

std::size_t World::settle_link(const std::string& link) {
  if (is_device(link)) {
    full(link);
    if (!device(link).ended_well()) {
      failed_run_ = link + ": the session broke off";
      return 1;
    }
    return 0;
  }
  const std::string peer = link.substr(link.find('>') + 1);
  Portal& client = portal(link.substr(0, link.find('>')));
  // a run of the storm's may have looked at the peer long ago: it ends first, then one begins
  const auto old = client.last_run(peer);
  const std::size_t moved = old && !ended(old->state) ? settle_run(link, client, peer) : 0;
  const auto begin = [&] {
    const auto before = client.last_run(peer);
    client.start(peer, "two-way", false);
    const auto now = client.last_run(peer);
    return now && (!before || now->number != before->number);
  };
  if (!begin()) {
    settle_run(link, client, peer);
    begin();
  }
  return moved + settle_run(link, client, peer);
}

/// To the end of the link's last run: how many records it moved.
std::size_t World::settle_run(const std::string& link, Portal& client, const std::string& peer) {
  int waits = 0;
  for (int i = 0; i < MaxExchanges; ++i) {
    const Progress progress = exchange(link, FaultKind::None, 0, false);
    if (progress == Progress::Again || progress == Progress::Failed) {
      continue;
    }
    const auto run = client.last_run(peer);
    if (!run) {
      throw Violation{"engine", link + ": no run could be made, " + client.trouble()};
    }
    // one before the last, which was cancelled, may be under way still
    if (ended(run->state) && client.live_runs(peer).empty()) {
      if (run->state == store::RunState::Failed) {
        failed_run_ = link + ": " + run->outcome + ", " + run->sentence;
      }
      return moved_by(*run) + (run->state == store::RunState::Failed ? 1 : 0);
    }
    if (++waits > MaxWaits) {
      break;
    }
    time_.now += client.until_due(peer) + 1;
  }
  throw Violation{"endless", link};
}

std::size_t World::settle_decisions() {
  std::size_t decided = 0;
  for (const auto& [name, portal] : portals_) {
    const std::size_t waiting = portal->waiting();
    if (waiting != 0) {
      const bool keep = dice_.chance(0.5);
      trace_.line("* decide " + name + (keep ? " keep" : " delete"));
      decide(name, keep ? sync::HeldDecision::Keep : sync::HeldDecision::Delete);
      decided += waiting;
    }
  }
  return decided;
}

std::size_t World::settle_round() {
  failed_run_.clear();
  network_.take_changes();
  std::size_t moved = 0;
  for (const std::string& link : links_) {
    trace_.line("* settle " + link);
    ++time_.now;
    moved += settle_link(link);
    complain();
  }
  return moved + network_.take_changes() + settle_decisions();
}

void World::settle() {
  later_.clear();
  for (const auto& [name, device] : devices_) {
    device->abandon();
    device->heal();
  }
  if (dice_.chance(0.5)) {
    for (const auto& [name, portal] : portals_) {
      portal->crash(false);
    }
  }
  settle_until_nothing_moves();
  const auto proposes = [](const auto& one) { return one.second->has_proposals(); };
  // twice as long where the clock of the side that deleted is ahead by as much
  for (int day = 0; day < 2 && std::ranges::any_of(portals_, proposes); ++day) {
    trace_.line("* a day");
    time_.now += limits::BrokenProposalWait;
    settle_until_nothing_moves();
  }
}

void World::settle_until_nothing_moves() {
  for (int round = 0; round < MaxRounds; ++round) {
    if (settle_round() == 0) {
      return;
    }
  }
  throw failed_run_.empty() ? Violation{"unsettled", "records still move after so many rounds"}
                            : Violation{"run-failed", failed_run_};
}

}  // namespace pim::sim
