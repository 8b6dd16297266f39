// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/world.h"

#include <algorithm>

namespace pim::sim {
namespace {

constexpr std::size_t DefaultMessageSize = 64 * 1024;

}  // namespace

World::World(const Script& script, StoreKind kind, bool printing)
    : script_(script), trace_(printing), network_(trace_), dice_(script.setup.seed ^ 0x5E771EULL) {
  const Setup& setup = script.setup;
  for (int i = 0; i < setup.portals; ++i) {
    PortalParts parts;
    parts.name = "P" + std::to_string(i + 1);
    parts.store = kind;
    parts.seed = setup.seed * 16 + static_cast<std::uint64_t>(i);
    parts.guard = setup.guard;
    parts.form = setup.form;
    const auto at = static_cast<std::size_t>(i);
    parts.message_size =
        at < setup.message_sizes.size() ? setup.message_sizes[at] : DefaultMessageSize;
    Transport& wire = network_.wire_of(parts.name);
    auto portal = std::make_unique<Portal>(parts, time_, trace_, wire);
    network_.attach(*portal);
    portals_[parts.name] = std::move(portal);
  }
  for (const std::string& link : setup.links) {
    const auto arrow = link.find('>');
    Portal& client = *portals_.at(link.substr(0, arrow));
    Portal& server = *portals_.at(link.substr(arrow + 1));
    client.connect(server.name(), server.url());
    links_.push_back(link);
  }
  for (const DeviceSetup& device : setup.devices) {
    devices_[device.name] =
        std::make_unique<Device>(device, *setup.form, portals_.at(device.portal)->url(),
                                 std::string(UserName), std::string(UserPassword));
    links_.push_back(device.name);
  }
  network_.on_wait([this](Step::When when) { meanwhile(when); });
}

World::~World() = default;

std::vector<World::Found> World::cards_at(const std::string& place) {
  std::vector<Found> found;
  if (is_device(place)) {
    for (const auto& [luid, card] : device(place).memory().cards) {
      found.push_back({luid, card});
    }
    return found;
  }
  if (portals_.contains(place)) {
    for (StoredCard& stored : portal(place).cards(false)) {
      found.push_back({static_cast<int>(stored.item), std::move(stored.card)});
    }
  }
  return found;
}

std::vector<World::Found> World::cards_with(const std::string& place, int record) {
  std::vector<Found> found = cards_at(place);
  std::erase_if(found, [&](const Found& one) {
    return !ledger_.births_of(one.card.tokens()).contains(record);
  });
  return found;
}

bool World::can_act(const std::string& place) const {
  const auto device = devices_.find(place);
  return device != devices_.end() ? !device->second->busy() : portals_.contains(place);
}

void World::complain() {
  if (!network_.complaint().empty()) {
    throw Violation{"protocol", network_.complaint()};
  }
  for (const auto& [name, device] : devices_) {
    if (!device->complaint().empty()) {
      throw Violation{"protocol", name + ": " + device->complaint()};
    }
  }
  for (const auto& [name, portal] : portals_) {
    if (portal->tells_put_back() && !put_back_) {
      throw Violation{"false-alarm", name + " says that its store was put back"};
    }
  }
}

void World::play() {
  for (const Step& step : script_.steps) {
    if (step.when == Step::When::Now) {
      perform(step);
      complain();
    } else {
      later_.push_back(step);
    }
  }
}

std::string World::play_steps() {
  try {
    play();
  } catch (const Violation& violation) {
    return violation.kind + ": " + violation.detail;
  }
  return {};
}

Outcome World::run() {
  Outcome outcome;
  try {
    play();
    settle();
    complain();
    judge(ledger_, portals_, devices_);
  } catch (const Violation& violation) {
    outcome.violation = violation.kind;
    outcome.detail = violation.detail;
  }
  outcome.hash = trace_.hash();
  outcome.exchanges = exchanges_;
  return outcome;
}

}  // namespace pim::sim
