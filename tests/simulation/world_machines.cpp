// SPDX-License-Identifier: Apache-2.0
// What machines do in a history: exchanges, faults, crashes, backups.
#include <algorithm>

#include "tests/simulation/world.h"

namespace pim::sim {
namespace {

constexpr int FullLimit = 400;

bool strikes_client(FaultKind fault) {
  return fault == FaultKind::ClientCrash || fault == FaultKind::ClientError ||
         fault == FaultKind::ClientUnknown;
}

std::string client_of(const std::string& link) {
  return link.substr(0, link.find('>'));
}

std::string server_of(const std::string& link) {
  const auto arrow = link.find('>');
  return arrow == std::string::npos ? "" : link.substr(arrow + 1);
}

}  // namespace

void World::machine_step(const Step& step) {
  switch (step.act) {
    case Act::Start: return start(step);
    case Act::Go:
      for (int i = 0; i < std::max(step.count, 1); ++i) {
        exchange(step.place, FaultKind::None, 0, false);
      }
      return;
    case Act::Full: return full(step.place);
    case Act::Fault: exchange(step.place, step.fault, step.count, step.says("lease")); return;
    case Act::Crash:
      if (portals_.contains(step.place)) {
        portal(step.place).crash(step.says("lease"));
      }
      return;
    case Act::Cancel:
      if (portals_.contains(client_of(step.place))) {
        portal(client_of(step.place)).cancel(server_of(step.place));
      }
      return;
    case Act::Late: {
      const bool of_device = is_device(step.place);
      network_.late(client_of(step.place),
                    of_device ? device(step.place).setup().portal : server_of(step.place),
                    step.count);
      return;
    }
    case Act::Abandon:
      if (is_device(step.place)) {
        device(step.place).abandon();
      }
      return;
    case Act::Heal:
      if (is_device(step.place) && can_act(step.place)) {
        device(step.place).heal();
      }
      return;
    case Act::Clock:
      if (portals_.contains(step.place)) {
        portal(step.place).clock().jump(step.count);
      }
      return;
    case Act::Wait: time_.now += step.count; return;
    default: return restore(step);
  }
}

void World::start(const Step& step) {
  if (is_device(step.place)) {
    device(step.place).begin();
  } else if (portals_.contains(client_of(step.place))) {
    std::string_view mode = "two-way";
    for (const std::string_view other : {"slow", "from-peer", "to-peer"}) {
      mode = step.says(other) ? other : mode;
    }
    portal(client_of(step.place)).start(server_of(step.place), mode, step.says("plan"));
  }
}

void World::meanwhile(Step::When when) {
  if (depth_ != 1) {
    return;
  }
  std::vector<Step> due;
  std::erase_if(later_, [&](const Step& step) {
    if (step.when == when) {
      due.push_back(step);
    }
    return step.when == when;
  });
  for (const Step& step : due) {
    acted_ = true;
    perform(step);
  }
}

void World::check_acknowledged(Device& device) {
  if (device.acknowledged().empty()) {
    return;
  }
  std::vector<Token> tokens;
  for (const Luid luid : device.acknowledged()) {
    if (const auto card = device.memory().cards.find(luid); card != device.memory().cards.end()) {
      const auto more = card->second.tokens();
      tokens.insert(tokens.end(), more.begin(), more.end());
    }
  }
  Portal& server = portal(device.setup().portal);
  std::vector<Token> there;
  for (const StoredCard& stored : server.cards(false)) {
    const auto more = stored.card.tokens();
    there.insert(there.end(), more.begin(), more.end());
  }
  const auto missing = [&](Token token) {
    return std::find(there.begin(), there.end(), token) == there.end();
  };
  if (std::none_of(tokens.begin(), tokens.end(), missing)) {
    return;
  }
  there = tokens_in(server.archive_texts());
  const auto lost = std::find_if(tokens.begin(), tokens.end(), missing);
  if (lost != tokens.end()) {
    throw Violation{"not-durable", "token " + std::to_string(*lost) + " of " + device.setup().name +
                                       " was acknowledged"};
  }
}

Progress World::exchange_device(Device& device, FaultKind fault) {
  if (!device.busy()) {
    return Progress::Nothing;
  }
  const HttpRequest request = device.request();
  const auto reply = network_.exchange(device.setup().name, request);
  if (fault == FaultKind::ClientCrash || !device.busy()) {
    device.abandon();
    return Progress::Finished;
  }
  device.take(reply);
  for (const Luid luid : device.take_swallowed()) {
    ledger_.restored.merge(device_deletions_[device.setup().name][luid]);
  }
  if (depth_ == 1) {
    check_acknowledged(device);
  }
  return device.busy() ? Progress::Again : Progress::Finished;
}

std::map<std::string, std::int64_t> World::live_counts() {
  std::map<std::string, std::int64_t> counts;
  for (const auto& [name, portal] : portals_) {
    counts[name] = portal->live();
  }
  return counts;
}

/// No message takes more records away than the guard lets through without asking.
void World::check_guard(const std::map<std::string, std::int64_t>& before) {
  for (const auto& [name, portal] : portals_) {
    const std::int64_t was = before.at(name);
    const std::int64_t gone = was - portal->live();
    // reckoned here anew: the engine's own function must not judge itself
    const sync::GuardLimits& guard = portal->guard();
    const bool many = gone > guard.count && gone * 100 > was * guard.percent;
    if (!decided_ && !acted_ && many) {
      throw Violation{"unguarded", std::to_string(gone) + " of " + std::to_string(was) +
                                       " records went at " + name + " without a question"};
    }
  }
}

World::Texts World::texts() {
  Texts texts;
  if (!ledger_.shared().empty()) {
    for (const auto& [name, portal] : portals_) {
      for (const StoredCard& stored : portal->cards(false)) {
        texts[name][stored.item] = stored.card.tokens();
      }
    }
  }
  return texts;
}

namespace {

bool says(const std::vector<Token>& tokens, Token token) {
  return std::ranges::find(tokens, token) != tokens.end();
}

/// Whatever it said and says no more was kept.
bool lost_nothing(const std::vector<Token>& before, const std::vector<Token>& now,
                  const std::set<Token>& kept) {
  return std::ranges::all_of(before,
                             [&](Token token) { return says(now, token) || kept.contains(token); });
}

}  // namespace

/// How many records were set to this text since; typed in at two places, a record may be met for
/// the first time, which is no change. Nor is a join without a base, which keeps what gives way.
std::int64_t World::newly_set(Token text, const std::map<store::ItemId, std::vector<Token>>& before,
                              const std::map<store::ItemId, std::vector<Token>>& now,
                              const std::optional<std::set<Token>>& kept) const {
  return std::ranges::count_if(now, [&](const auto& one) {
    const auto was = before.find(one.first);
    if (was == before.end() || says(was->second, text) || !says(one.second, text)) {
      return false;
    }
    const auto births = ledger_.births_of(one.second);
    return !(kept && lost_nothing(was->second, one.second, *kept)) &&
           std::ranges::none_of(births, [&](int birth) { return ledger_.twins.contains(birth); });
  });
}

/// No message sets more records to one same text than the guard lets through without asking.
void World::check_changes(const Texts& before) {
  // in a ring two that meet for the first time compare without a base, and then nothing counts as
  // a change
  if (decided_ || acted_ || portals_.size() > 2) {
    return;
  }
  const Texts now = texts();
  for (const auto& [name, was] : before) {
    const auto found = now.find(name);
    std::optional<std::set<Token>> kept;
    if (anew_) {
      // after a restore that was noticed the portals join what they have without a base: that
      // counts nothing, it unites, and what gives way in it is kept (docs/architecture.md)
      const auto lost = tokens_in(portal(name).conflict_texts());
      kept.emplace(lost.begin(), lost.end());
    }
    for (const Token text : found == now.end() ? std::vector<Token>() : ledger_.shared()) {
      const std::int64_t set = newly_set(text, was, found->second, kept);
      // reckoned here anew: the engine's own function must not judge itself. Records that came with
      // the same message count among all
      const auto all = std::max(was.size(), found->second.size());
      if (set > portal(name).guard().count && set * 2 > static_cast<std::int64_t>(all) + 1) {
        throw Violation{"unguarded", std::to_string(set) + " of " + std::to_string(all) +
                                         " records of " + name + " were set to one text"};
      }
    }
  }
}

Progress World::exchange_portal(Portal& client, const std::string& server, FaultKind fault, int n) {
  client.forget_trouble();
  if (strikes_client(fault)) {
    client.disk().arm(fault, n);
  }
  const Progress progress = client.step(server);
  const bool struck = strikes_client(fault) && client.disk().disarm();
  if (!struck && !client.trouble().empty() && fault == FaultKind::None && depth_ == 1) {
    throw Violation{"engine", client.trouble()};
  }
  return progress;
}

Progress World::exchange(const std::string& link, FaultKind fault, int n, bool lease) {
  if (depth_ > 1) {
    return Progress::Nothing;
  }
  const auto before = live_counts();
  const Texts said = texts();
  acted_ = depth_ == 1;
  ++depth_;
  ++exchanges_;
  ++time_.now;
  Progress progress = Progress::Nothing;
  network_.order(strikes_client(fault) ? FaultKind::None : fault, n);
  if (is_device(link)) {
    progress = exchange_device(device(link), fault);
  } else if (portals_.contains(client_of(link))) {
    Portal& client = portal(client_of(link));
    progress = exchange_portal(client, server_of(link), fault, n);
    if (fault == FaultKind::ClientCrash) {
      client.crash(lease);
    }
  }
  network_.order(FaultKind::None, 0);
  --depth_;
  check_guard(before);
  check_changes(said);
  return progress;
}

void World::full(const std::string& link) {
  start(Step{.act = Act::Start, .place = link, .words = {}});
  for (int i = 0; i < FullLimit; ++i) {
    const Progress progress = exchange(link, FaultKind::None, 0, false);
    if (progress == Progress::Finished || progress == Progress::Nothing) {
      return;
    }
  }
  throw Violation{"endless", link};
}

void World::restore(const Step& step) {
  if (is_device(step.place)) {
    if (step.act == Act::Snapshot) {
      device_backups_[step.place] = device(step.place).memory();
    } else if (device_backups_.contains(step.place)) {
      device(step.place).restore(device_backups_.at(step.place));
      ledger_.lossy = true;
      ledger_.rescued.clear();
    }
    return;
  }
  if (!portals_.contains(step.place) || depth_ != 0) {
    return;
  }
  if (step.act == Act::Snapshot) {
    portal(step.place).snapshot();
  } else if (portal(step.place).restore(step.says("noticed"))) {
    ledger_.lossy = true;
    put_back_ = true;
    anew_ = anew_ || step.says("noticed");
    ledger_.rescued.clear();
    rescue(step.place);
  }
}

/// What the portals hold that were not put back.
void World::rescue(const std::string& place) {
  for (const auto& [name, portal] : portals_) {
    if (name != place) {
      for (const StoredCard& stored : portal->cards(false)) {
        const auto tokens = stored.card.tokens();
        ledger_.rescued.insert(tokens.begin(), tokens.end());
      }
    }
  }
}

}  // namespace pim::sim
