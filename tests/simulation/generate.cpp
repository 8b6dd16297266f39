// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/generate.h"

#include <algorithm>
#include <array>

#include "tests/simulation/environment.h"

namespace pim::sim {
namespace {

constexpr std::array Classes = {
    HistoryClass{.name = "plain", .weight = 15},
    HistoryClass{.name = "faults", .weight = 30, .faults = 0.3},
    HistoryClass{.name = "one-way", .weight = 10, .faults = 0.2, .one_way = true},
    HistoryClass{.name = "devices", .weight = 25, .faults = 0.25, .devices = true},
    HistoryClass{.name = "noticed", .weight = 6, .faults = 0.15, .restores = 0.06, .noticed = true},
    HistoryClass{
        .name = "unnoticed", .weight = 4, .faults = 0.15, .restores = 0.06, .unnoticed = true},
    HistoryClass{.name = "ring", .weight = 8, .faults = 0.15, .ring = true},
    HistoryClass{.name = "device-restores",
                 .weight = 2,
                 .faults = 0.15,
                 .devices = true,
                 .restores = 0.06,
                 .device_restores = true},
    HistoryClass{.name = "many", .weight = 1, .faults = 0.2, .devices = true, .many = true},
};

class Generator {
 public:
  Generator(std::uint64_t seed, const HistoryClass& kind) : dice_(seed), kind_(kind) {
    script_.setup.seed = seed;
    // no die is thrown for either: histories stay what they were before it was added
    large_ = seed % 5 == 3;
    const std::uint64_t form = seed / 5 % 6;  // half of them with contacts
    script_.setup.form = &record_forms()[form < record_forms().size() ? form : 0];
  }

  Script make() {
    make_setup();
    make_beginning();
    const int steps = dice_.between(5, 45);
    for (int i = 0; i < steps; ++i) {
      make_step();
    }
    return std::move(script_);
  }

 private:
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[dice_.below(list.size())];
  }

  Step& add(Act act, const std::string& place) {
    Step step;
    step.act = act;
    step.place = place;
    script_.steps.push_back(std::move(step));
    return script_.steps.back();
  }

  void make_setup() {
    Setup& setup = script_.setup;
    setup.portals = kind_.ring ? 3 : 2;
    for (int i = 1; i <= setup.portals; ++i) {
      portals_.push_back("P" + std::to_string(i));
      constexpr std::array<std::size_t, 4> Sizes = {2'600, 4'000, 8'000, 64'000};
      setup.message_sizes.push_back(kind_.many ? 10'000 : Sizes[dice_.below(Sizes.size())]);
    }
    for (const std::string& from : portals_) {
      for (const std::string& to : portals_) {
        if (from != to && (!kind_.one_way || from < to)) {
          setup.links.push_back(from + ">" + to);
        }
      }
    }
    if (kind_.many) {
      setup.guard = {20, 10};
    }
    places_ = portals_;
    links_ = setup.links;
    if (kind_.devices) {
      make_device("D1", "P1");
      make_device("D2", "P2");
    }
  }

  void make_device(const std::string& name, const std::string& portal) {
    if (!dice_.chance(0.75)) {
      return;
    }
    DeviceSetup device;
    device.name = name;
    device.portal = portal;
    constexpr std::array<FieldSet, 3> Poor = {
        bit(Field::Name) | bit(Field::Tel) | bit(Field::Home),
        bit(Field::Name) | bit(Field::Tel) | bit(Field::Home) | bit(Field::Mail),
        bit(Field::Name) | bit(Field::Mail) | bit(Field::Title)};
    const bool poor = dice_.chance(0.5);
    device.fields =
        poor ? Poor[dice_.below(Poor.size())] | script_.setup.form->essential : EveryField;
    device.phones = poor && dice_.chance(0.3) ? 1 : 0;
    device.declares = dice_.chance(0.5);
    device.keeps_uid = dice_.chance(0.3);
    device.slow_adds = dice_.chance(0.3);
    device.caches_maps = dice_.chance(0.3);
    device.skips_last = dice_.chance(0.3);
    device.resends = dice_.chance(0.7);
    constexpr std::array<std::size_t, 4> Sizes = {2'200, 3'500, 6'000, 20'000};
    device.message_size = Sizes[dice_.below(Sizes.size())];
    device.large_objects = large_;
    script_.setup.devices.push_back(device);
    devices_.push_back(name);
    places_.push_back(name);
    links_.push_back(name);
  }

  void make_beginning() {
    const int records = kind_.many ? dice_.between(20, 60) : dice_.between(1, 4);
    for (int i = 0; i < records; ++i) {
      create(one_of(places_), false);
    }
    if (dice_.chance(0.7)) {
      for (const std::string& link : links_) {
        add(Act::Full, link);
      }
    }
  }

  /// Some of what people do happens while a message is under way.
  void maybe_during(Step& step) {
    if (dice_.chance(0.15)) {
      step.when = dice_.chance(0.5) ? Step::When::During : Step::When::After;
    }
  }

  int some_record() { return dice_.between(1, std::max(records_, 1)); }

  void create(const std::string& place, bool twin) {
    Step& step = add(Act::Create, place);
    step.record = ++records_;
    if (dice_.chance(0.6)) {
      step.words.emplace_back("uid");
    }
    if (dice_.chance(0.3)) {
      step.words.emplace_back("rev");
    }
    if (large_ && records_ % 2 == 1) {
      step.words.push_back("picture=" + std::to_string(1'500 + 700 * (records_ % 8)));
    }
    if (twin) {
      std::string other = one_of(portals_);
      while (other == place) {
        other = one_of(portals_);
      }
      step.words.push_back("twin=" + other);
      if (dice_.chance(0.6)) {
        step.words.emplace_back(dice_.chance(0.3) ? "same-uid" : "twin-uid");
      }
    }
  }

  void make_fault(const std::string& link) {
    struct Share {
      FaultKind kind;
      int weight;
      int calls;  ///< store calls among which the fault falls
    };
    constexpr std::array Shares = {
        Share{FaultKind::LoseRequest, 16, 0},  Share{FaultKind::LoseReply, 24, 0},
        Share{FaultKind::ServerCrash, 12, 40}, Share{FaultKind::ServerError, 8, 40},
        Share{FaultKind::ServerUnknown, 4, 0}, Share{FaultKind::ClientCrash, 14, 50},
        Share{FaultKind::ClientError, 8, 50},  Share{FaultKind::ClientUnknown, 4, 2},
        Share{FaultKind::Duplicate, 4, 0},     Share{FaultKind::BadGateway, 3, 0},
        Share{FaultKind::CutRequest, 2, 0},    Share{FaultKind::CutReply, 3, 0}};
    int total = 0;
    for (const Share& share : Shares) {
      total += share.weight;
    }
    int at = static_cast<int>(dice_.below(static_cast<std::uint64_t>(total)));
    const Share* chosen = Shares.begin();
    while (at >= chosen->weight) {
      at -= chosen->weight;
      ++chosen;
    }
    Step& step = add(Act::Fault, link);
    step.fault = chosen->kind;
    step.count = chosen->calls == 0 ? 0 : dice_.between(1, chosen->calls);
    if (dice_.chance(0.2)) {
      step.words.emplace_back("lease");
    }
    after_fault(link);
  }

  void after_fault(const std::string& link) {
    const double chance = dice_.chance(0.6) ? 1.0 : 0.0;
    if (chance == 0.0) {
      return;
    }
    const auto arrow = link.find('>');
    if (arrow == std::string::npos) {
      add(Act::Abandon, link);
    } else if (dice_.chance(0.4)) {
      add(Act::Cancel, link);
    } else if (dice_.chance(0.5)) {
      for (int i = 0; i < 3; ++i) {
        add(Act::Fault, link).fault = FaultKind::LoseReply;  // until the run gives up
      }
    } else {
      Step& step = add(Act::Crash, link.substr(0, arrow));
      if (dice_.chance(0.3)) {
        step.words.emplace_back("lease");
        add(Act::Wait, "*").count = 40;
      }
    }
  }

  void start() {
    const std::string link = one_of(links_);
    Step& step = add(Act::Start, link);
    const bool portal = link.find('>') != std::string::npos;
    if (!portal && script_.steps.size() % 4 == 1) {
      step.act = Act::Heal;
      add(Act::Start, link);
    }
    if (portal && dice_.chance(0.2)) {
      step.words.emplace_back("plan");
    }
    if (portal && dice_.chance(0.06)) {
      step.words.emplace_back("slow");
    } else if (portal && script_.steps.size() % 9 == 4) {
      // no die is thrown: histories without these kinds stay what they were
      step.words.emplace_back(script_.steps.size() % 2 == 0 ? "from-peer" : "to-peer");
    }
    active_.push_back(link);
    if (active_.size() > 4) {
      active_.erase(active_.begin());
    }
    if (dice_.chance(0.5)) {
      const int exchanges = dice_.between(1, 10);
      for (int i = 0; i < exchanges; ++i) {
        if (dice_.chance(kind_.faults * 0.3)) {
          make_fault(link);
        } else {
          add(Act::Go, link).count = 1;
        }
      }
    }
  }

  void edit() {
    Step& step = add(Act::Edit, one_of(places_));
    step.record = some_record();
    step.field = AllFields[dice_.below(FieldCount)];
    step.count = dice_.between(0, 1);
    maybe_during(step);
    // no die is thrown: histories without unreadable cards stay what they were
    if (step.place.starts_with('D') && script_.steps.size() % 3 == 1) {
      const Step edited = step;
      Step& garbled = add(Act::Garble, edited.place);
      garbled.record = edited.record;
      garbled.when = edited.when;
    }
  }

  void recreate() {
    Step& step = add(Act::Recreate, one_of(portals_));
    step.record = some_record();
    if (dice_.chance(0.5)) {
      step.words.emplace_back("new-uid");
    }
  }

  void backup() {
    const std::string place =
        kind_.device_restores && !devices_.empty() ? one_of(devices_) : one_of(portals_);
    if (dice_.chance(0.4)) {
      add(Act::Snapshot, place);
      return;
    }
    Step& step = add(Act::Restore, place);
    if (kind_.noticed || (!kind_.unnoticed && dice_.chance(0.5))) {
      step.words.emplace_back("noticed");
    }
  }

  void make_step() {
    if (dice_.chance(0.3)) {
      add(Act::Wait, "*").count = dice_.between(1, 3);
    }
    if (dice_.chance(kind_.restores)) {
      return backup();
    }
    if (!active_.empty() && dice_.chance(0.45)) {
      const std::string& link = one_of(active_);
      if (dice_.chance(kind_.faults)) {
        return make_fault(link);
      }
      add(Act::Go, link).count = 1;
      return;
    }
    make_other_step(dice_.between(1, 100));
  }

  void make_other_step(int roll) {
    if (roll <= 33) {
      start();
    } else if (roll <= 45) {
      create(one_of(places_), false);
      maybe_during(script_.steps.back());
    } else if (roll <= 51) {
      create(one_of(portals_), dice_.chance(0.7));
    } else if (roll <= 74) {
      edit();
    } else if (roll <= 77) {
      Step& step = add(Act::Blank, one_of(places_));
      step.record = some_record();
      step.field = AllFields[dice_.below(FieldCount)];
      maybe_during(step);
    } else if (roll <= 86) {
      Step& step = add(Act::Delete, one_of(places_));
      step.record = some_record();
      maybe_during(step);
    } else if (roll <= 88) {
      const std::string& place = one_of(places_);
      // no die is thrown: histories without such changes stay what they were
      if (script_.steps.size() % 3 == 1) {
        Step& step = add(Act::Same, place);
        step.field = script_.steps.size() % 2 == 0 ? Field::Note : Field::Title;
        step.count = kind_.many ? 40 : 5;
        return;
      }
      add(Act::Mass, place).count = kind_.many ? 20 : 5;
    } else if (roll <= 91) {
      recreate();
    } else if (roll <= 94) {
      add(Act::Decide, one_of(portals_)).words.emplace_back(dice_.chance(0.5) ? "keep" : "delete");
    } else if (roll <= 96) {
      constexpr std::array Jumps = {-86'400, -30, -5, 5, 30, 700, 86'400};
      add(Act::Clock, one_of(portals_)).count = Jumps[dice_.below(Jumps.size())];
    } else if (roll <= 97) {
      add(Act::Wait, "*").count = dice_.chance(0.5) ? 45 : 700;
    } else if (roll <= 98 && !active_.empty() && kind_.faults > 0) {
      add(Act::Late, one_of(active_)).count = dice_.between(0, 3);
    } else {
      add(Act::Full, one_of(links_));
    }
  }

  Dice dice_;
  const HistoryClass& kind_;
  Script script_;
  std::vector<std::string> portals_, devices_, places_, links_;
  std::vector<std::string> active_;
  int records_ = 0;
  bool large_ = false;
};

}  // namespace

std::span<const HistoryClass> history_classes() {
  return Classes;
}

Result<const HistoryClass*> history_class(std::string_view name) {
  std::string names;
  for (const HistoryClass& kind : Classes) {
    if (kind.name == name) {
      return &kind;
    }
    names += " " + std::string(kind.name);
  }
  return fail(ErrorCode::NotFound,
              "There is no class " + std::string(name) + "; there are" + names);
}

Script generate(std::uint64_t seed, const HistoryClass* only) {
  if (only != nullptr) {
    return Generator(seed, *only).make();
  }
  int total = 0;
  for (const HistoryClass& kind : Classes) {
    total += kind.weight;
  }
  int at = static_cast<int>(Dice(seed ^ 0xC1A55ULL).below(static_cast<std::uint64_t>(total)));
  for (const HistoryClass& kind : Classes) {
    if (at < kind.weight) {
      return Generator(seed, kind).make();
    }
    at -= kind.weight;
  }
  return Generator(seed, Classes[0]).make();
}

}  // namespace pim::sim
