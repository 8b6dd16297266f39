// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/store/memory_store.h"
#include "common/sync/held.h"
#include "common/sync/held_change.h"
#include "common/sync/local.h"
#include "common/sync/outgoing.h"
#include "common/sync/reconcile.h"
#include "common/sync/relation.h"
#include "common/sync/staging.h"
#include "common/sync/take.h"

// One owner's contacts and one side they are synced with, in a memory store.
namespace pim::sync::testing {

/// The value, where there is one.
template <class T>
T need(Result<T> result) {
  CPPUNIT_ASSERT_MESSAGE(result ? "" : result.error().text(), result.has_value());
  if constexpr (!std::is_void_v<T>) {
    return std::move(*result);
  }
}

/// The first of them, where there is one.
template <class T>
T first(std::vector<T> all) {
  CPPUNIT_ASSERT_MESSAGE("there is none", !all.empty());
  return std::move(all.front());
}

/// A contact with this name; further lines are parted by LF and need none at their end.
std::string card(const std::string& name, const std::string& lines = "");
bool says(const store::Item& item, std::string_view text);

enum class Side : std::uint8_t { Device, Portal };

/// The members are what a test may set before it goes on; every function is one transaction, which
/// stores the pairing as well.
class World {
 public:
  explicit World(Side side = Side::Device, std::string_view records = "contacts");

  Scope scope(store::UnitOfWork& unit) const;
  LocalContext local(store::UnitOfWork& unit);
  /// Calls `what` with a Workset of this pairing and writes what it did.
  template <class Do>
  auto in_workset(Do what) {
    return in_unit([&](store::UnitOfWork& unit) {
      Workset work(scope(unit), &pairing);
      auto result = what(work);
      need(work.flush());
      return result;
    });
  }
  /// Calls `what` with a unit of work and commits it.
  template <class Do>
  auto in_unit(Do what) {
    auto unit = need(memory.begin(owner, store::Access::Write));
    auto result = what(*unit);
    need(unit->put_pairing(pairing));
    need(unit->commit());
    return result;
  }

  // -- a user here
  store::ItemId enter(const std::string& record);
  void edit(store::ItemId item, const std::string& record);
  void remove(store::ItemId item);

  // -- what comes
  Incoming incoming(store::ChangeOp op, const std::string& peer_id, const std::string& record = "",
                    Seconds modified = 0) const;
  Outcome take(const Incoming& change);
  std::vector<Outcome> take_all(std::span<const Incoming> changes);
  Outcome add(const std::string& peer_id, const std::string& record, Seconds modified = 0);
  Outcome replace(const std::string& peer_id, const std::string& record, Seconds modified = 0);
  Outcome erase(const std::string& peer_id);
  /// The record is there and here, and both know it.
  store::ItemId shared(const std::string& peer_id, const std::string& record);

  // -- what comes, with an eye on mass changes
  void begin_package();
  /// One message of the side.
  void take_watched(const std::vector<Incoming>& changes);

  // -- the stage
  StageAnswer stage(const ServerChange& change);
  /// One message with all of them.
  std::vector<StageAnswer> stage_all(std::span<const ServerChange> changes);
  ServerChange change(store::ChangeOp op, const std::string& their_name,
                      const std::string& our_name, const std::string& record = "") const;
  TakeCounts apply(std::size_t page_size = 100);
  std::vector<store::Staged> staged();

  // -- what goes
  /// What the feed would bring; nothing is written.
  std::vector<Outgoing> outgoing(Sender sender = Sender::Server, std::size_t page = 100);
  /// The one change it brings.
  Outgoing only(Sender sender = Sender::Server);
  /// All of it goes into a message.
  std::vector<Outgoing> send(Sender sender = Sender::Server);
  void confirm(const Outgoing& change, std::optional<std::string> peer_id = {});
  bool map(const std::string& our_name, const std::string& peer_id);
  /// One Add of ours went out, and the side has mapped it.
  store::ItemId given(const std::string& record, const std::string& peer_id);
  /// Gives the item another name for that side.
  void tell(store::ItemId item, const std::string& name);

  // -- the session: the first one is under way from the start, with the anchor "a1"
  Opening begin(std::string_view last, std::string_view next);
  void end_session(Hints hints = Hints::Void);
  void begin_slow();  ///< every map row becomes a hint
  HeldDecided decide(GuardLimits guard = {}, Deletes deletes = Deletes::None);

  // -- how it stands
  store::Item item(store::ItemId id);
  std::vector<store::Item> live();
  bool has_row(store::ItemId id);
  store::MapRow row(store::ItemId id);
  store::MapRow row_of_peer(const std::string& peer_id);
  std::vector<store::Conflict> conflicts();
  std::vector<store::Held> held();
  std::vector<store::ItemVersion> versions(store::ItemId id);

  store::MemoryStore memory;
  store::OwnerId owner = 0;
  int session = 1;  ///< each is another work
  const content::Kind& kind;
  content::Ability ability;
  Circumstances is;
  store::Pairing pairing;
  Seconds now = 1'767'225'600;

 private:
  MassWatch watch_;
  std::vector<Outgoing> read_feed(Workset& work, Sender sender, std::size_t page, bool send);
};

}  // namespace pim::sync::testing
