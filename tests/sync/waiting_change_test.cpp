// SPDX-License-Identifier: Apache-2.0
// A change that waits for a person outlives a slow session of the other portal, which shows none of
// what waits: what that portal still has, and how it calls it, is not known until it says so.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class WaitingChangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WaitingChangeTest);
  CPPUNIT_TEST(what_comes_anew_under_another_name_is_no_second_record);
  CPPUNIT_TEST(what_comes_anew_goes_on_waiting);
  CPPUNIT_TEST(what_comes_anew_takes_the_place_of_what_was_staged);
  CPPUNIT_TEST(the_stage_knows_what_comes_anew);
  CPPUNIT_TEST(what_was_staged_before_an_add_that_waits_leaves_the_stage);
  CPPUNIT_TEST(a_yes_sends_the_record_where_that_side_may_lack_it);
  CPPUNIT_TEST(a_yes_merges_against_what_that_side_last_had);
  CPPUNIT_TEST(the_same_text_typed_here_meanwhile_proves_nothing_of_that_side);
  CPPUNIT_TEST_SUITE_END();

 public:
  static constexpr int Count = 30;
  World world{Side::Portal};

  /// Which the other portal calls by its number; it has another UID for record 3.
  static std::string record(int number, const std::string& name, const std::string& uid) {
    const std::string n = std::to_string(number);
    return card(name, "UID:" + uid + n + "\nTEL:55512" + std::to_string(1000 + number) +
                          "\nEMAIL:a" + n + "@example.org\nORG:House " + n + "\nTITLE:Title " + n);
  }
  static std::string here(int number) {
    return record(number, "Name" + std::to_string(number), "u");
  }
  static std::string there(int number) { return record(number, "Oops", number == 3 ? "v" : "u"); }

  void close() {
    world.in_unit([&](store::UnitOfWork& unit) {
      need(decide_changes(world.scope(unit), world.pairing, world.ability, world.is, Care::Batch,
                          100));
      return true;
    });
  }
  /// Two thirds of the records were given one name there, which waits here.
  void ask() {
    std::vector<Incoming> changes;
    for (int i = 0; i < Count; ++i) {
      changes.push_back(world.incoming(ChangeOp::Add, std::to_string(i), here(i), world.now));
    }
    world.take_all(changes);
    world.end_session();
    world.begin_package();
    changes.clear();
    for (int i = 0; i < 20; ++i) {
      changes.push_back(
          world.incoming(ChangeOp::Replace, std::to_string(i), there(i), world.now + 10));
    }
    world.take_watched(changes);
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.held().size());
  }
  /// It compared everything with us; then the stage was looked at for another session.
  void compare_all() {
    world.begin_slow();
    world.end_session();
    world.is.slow = false;
    world.begin_package();
    world.apply();
    close();
  }
  HeldOutcome answer(HeldDecision decision) {
    std::vector<std::int64_t> numbers;
    for (const store::Held& row : world.held()) {
      numbers.push_back(row.number);
    }
    auto unit = need(world.memory.begin(world.owner, store::Access::Write));
    const auto done = need(decide_held(world.memory, *unit, numbers, decision, "alice", world.now));
    world.pairing = *need(unit->pairing(world.pairing.id));
    need(unit->commit());
    return done;
  }
  std::size_t named(std::string_view name) {
    return static_cast<std::size_t>(
        std::ranges::count(world.live(), name, [](const store::Item& item) { return item.label; }));
  }
  std::size_t staged_of(ItemId item) {
    return static_cast<std::size_t>(std::ranges::count(
        world.staged(), item, [](const store::Staged& row) { return row.item; }));
  }

  void what_comes_anew_under_another_name_is_no_second_record() {
    ask();
    compare_all();
    world.take_watched({world.incoming(ChangeOp::Add, "n3", there(3), world.now + 10)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{Count}, world.live().size());
  }

  void what_comes_anew_goes_on_waiting() {
    ask();
    const auto asked = world.held();
    compare_all();
    std::vector<Incoming> all;
    for (int i = 0; i < 20; ++i) {
      all.push_back(
          world.incoming(ChangeOp::Add, "n" + std::to_string(i), there(i), world.now + 10));
    }
    world.take_watched(all);
    close();
    CPPUNIT_ASSERT(asked == world.held());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, named("Oops"));
  }

  void what_comes_anew_takes_the_place_of_what_was_staged() {
    ask();
    compare_all();
    world.take_watched({world.incoming(ChangeOp::Add, "n3", there(3), world.now + 10)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.staged().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, staged_of(world.row_of_peer("n3").item));
  }

  void the_stage_knows_what_comes_anew() {
    ask();
    const auto asked = world.held();
    compare_all();
    for (int i = 0; i < 20; ++i) {
      world.stage(world.change(ChangeOp::Add, std::to_string(i), "", there(i)));
    }
    world.begin_package();
    world.apply();
    close();
    CPPUNIT_ASSERT(asked == world.held());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, named("Oops"));
  }

  void what_was_staged_before_an_add_that_waits_leaves_the_stage() {
    ask();
    compare_all();
    world.stage(world.change(ChangeOp::Add, "n3", "", there(3)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.staged().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, staged_of(world.row_of_peer("n3").item));
  }

  void a_yes_sends_the_record_where_that_side_may_lack_it() {
    ask();
    compare_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, answer(HeldDecision::Change).changed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, named("Oops"));
    const auto going = world.outgoing(Sender::Client);
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{20},
                         std::ranges::count(going, ChangeOp::Add, &Outgoing::op));
  }

  void a_yes_merges_against_what_that_side_last_had() {
    ask();
    const ItemId item = world.row_of_peer("3").item;
    world.take_watched({world.incoming(ChangeOp::Replace, "3",
                                       card("Oops", "UID:v3\nTEL:555121003"), world.now + 20)});
    compare_all();
    answer(HeldDecision::Change);
    CPPUNIT_ASSERT(!says(world.item(item), "TITLE:"));
  }

  void the_same_text_typed_here_meanwhile_proves_nothing_of_that_side() {
    ask();
    const ItemId item = world.row_of_peer("4").item;
    world.edit(item, there(4));
    compare_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, world.held().size());
    const auto going = world.outgoing(Sender::Client);
    CPPUNIT_ASSERT(std::ranges::any_of(going, [&](const Outgoing& change) {
      return change.item == item && change.op == ChangeOp::Add;
    }));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WaitingChangeTest);

}  // namespace pim::sync::testing
