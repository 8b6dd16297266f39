// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/device.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/network.h"
#include "tests/simulation/portal.h"
#include "tests/simulation/script.h"

namespace pim::sim {

/// What a history broke. Thrown inside a simulation, never out of World::run().
struct Violation {
  std::string kind;  ///< "lost", "doubled", ...
  std::string detail;
};

struct Outcome {
  std::string violation;  ///< empty = all promises were kept
  std::string detail;
  std::uint64_t hash = 0;
  std::size_t exchanges = 0;
};

/// All parties of a script and everything between them; plays the script, lets the parties settle
/// and judges the end.
class World {
 public:
  World(const Script& script, StoreKind kind, bool printing);
  ~World();
  Outcome run();
  /// Plays the steps only: what broke meanwhile, empty = nothing.
  std::string play_steps();

  // What scenario tests look at.
  Portal& portal(const std::string& name) { return *portals_.at(name); }
  Device& device(const std::string& name) { return *devices_.at(name); }
  const Ledger& ledger() const { return ledger_; }

 private:
  void play();

  // world_users.cpp: what people do
  void perform(const Step& step);
  void create(const Step& step);
  void create_at(const std::string& place, Card card, const Step& step, std::string_view uid);
  void edit(const Step& step);
  Fate fate_of_emptied(const std::string& place) const;
  void typed_over(const std::string& place, Field field, const std::vector<Token>& gone,
                  Token token);
  void blank(const Step& step);
  void remove(const Step& step);
  void garble(const Step& step);
  void mass(const Step& step);
  void same(const Step& step);
  void remove_at(const std::string& place, int handle, const Card& card);
  void recreate(const Step& step);
  void decide(const std::string& place, sync::HeldDecision decision);

  // world_machines.cpp: what machines do
  void machine_step(const Step& step);
  void start(const Step& step);
  Progress exchange(const std::string& link, FaultKind fault, int n, bool lease);
  Progress exchange_portal(Portal& client, const std::string& server, FaultKind fault, int n);
  std::map<std::string, std::int64_t> live_counts();
  void check_guard(const std::map<std::string, std::int64_t>& before);
  /// What each record of each portal says; empty as long as nobody has typed one text into many.
  using Texts = std::map<std::string, std::map<store::ItemId, std::vector<Token>>>;
  Texts texts();
  std::int64_t newly_set(Token text, const std::map<store::ItemId, std::vector<Token>>& before,
                         const std::map<store::ItemId, std::vector<Token>>& now,
                         const std::optional<std::set<Token>>& kept) const;
  void check_changes(const Texts& before);
  Progress exchange_device(Device& device, FaultKind fault);
  void full(const std::string& link);
  void check_acknowledged(Device& device);
  void restore(const Step& step);
  void rescue(const std::string& place);
  void meanwhile(Step::When when);

  // world_settle.cpp: the storm is over
  void settle();
  void settle_until_nothing_moves();
  std::size_t settle_round();
  std::size_t settle_link(const std::string& link);
  std::size_t settle_run(const std::string& link, Portal& client, const std::string& peer);
  std::size_t settle_decisions();
  void complain();

  struct Found {
    int handle = 0;  ///< item id or LUID
    Card card;
  };
  std::vector<Found> cards_at(const std::string& place);
  std::vector<Found> cards_with(const std::string& place, int record);
  bool is_device(const std::string& place) const { return devices_.contains(place); }
  bool can_act(const std::string& place) const;
  bool can_write(const std::string& place, Field field);
  bool write_at(const std::string& place, int handle, const Card& card);

  const Script& script_;
  WorldTime time_;
  Trace trace_;
  Network network_;
  Dice dice_;
  Ledger ledger_;
  std::map<std::string, std::unique_ptr<Portal>> portals_;
  std::map<std::string, std::unique_ptr<Device>> devices_;
  std::map<std::string, Device::Memory> device_backups_;
  /// What was deleted on a device, by its LUID.
  std::map<std::string, std::map<Luid, std::set<int>>> device_deletions_;
  std::vector<std::string> links_;
  std::vector<Step> later_;
  int depth_ = 0;
  bool decided_ = false;   ///< a person has let held deletions go: they travel without a question
  bool put_back_ = false;  ///< some portal's store was
  bool anew_ = false;      ///< a restore was noticed: what portals had of each other is void
  bool acted_ = false;     ///< somebody did something while the present exchange was under way
  std::size_t exchanges_ = 0;
  std::string failed_run_;
};

/// Throws the first promise that the end of a history breaks.
void judge(const Ledger& ledger, const std::map<std::string, std::unique_ptr<Portal>>& portals,
           const std::map<std::string, std::unique_ptr<Device>>& devices);

}  // namespace pim::sim
