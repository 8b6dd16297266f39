// SPDX-License-Identifier: Apache-2.0
// Changes that set most records to one same value wait for a person (design rule 8).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::HeldState;
using store::ItemId;

class MassChangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MassChangeTest);
  CPPUNIT_TEST(half_of_the_records_may_be_set_to_one_value_and_not_one_more);
  CPPUNIT_TEST(a_name_that_most_records_get_overwrites_none_of_them);
  CPPUNIT_TEST(a_number_that_most_records_lose_is_lost_by_none);
  CPPUNIT_TEST(half_of_the_records_are_changed_without_a_question);
  CPPUNIT_TEST(ten_records_are_changed_however_few_there_are);
  CPPUNIT_TEST(edits_that_differ_are_no_mass_change);
  CPPUNIT_TEST(a_mass_change_in_small_messages_is_counted_as_one);
  CPPUNIT_TEST(other_changes_of_the_package_go_through);
  CPPUNIT_TEST(a_record_that_waits_is_not_sent);
  CPPUNIT_TEST(a_change_said_again_is_not_asked_about_twice);
  CPPUNIT_TEST(a_change_taken_back_is_no_question_any_more);
  CPPUNIT_TEST(a_record_deleted_there_while_it_waits_is_no_question_any_more);
  CPPUNIT_TEST(a_slow_sync_that_brings_it_again_does_not_ask_again);
  CPPUNIT_TEST(a_slow_sync_without_it_ends_the_question);
  CPPUNIT_TEST(what_a_person_chose_at_the_other_portal_is_not_asked_again);
  CPPUNIT_TEST(what_a_run_has_staged_waits_in_the_stage);
  CPPUNIT_TEST(yes_takes_the_change_in_once);
  CPPUNIT_TEST(yes_keeps_what_was_edited_here_meanwhile);
  CPPUNIT_TEST(no_sends_ours_there_again);
  CPPUNIT_TEST(what_a_no_turns_away_can_be_looked_up);
  CPPUNIT_TEST(no_is_an_edit_that_the_other_portal_does_not_ask_about);
  CPPUNIT_TEST(an_answer_about_deletions_decides_no_change);
  CPPUNIT_TEST(what_was_edited_since_it_was_asked_is_asked_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  static std::string line_of(int number) { return "TEL:55512" + std::to_string(1000 + number); }
  static std::string record(int number, const std::string& name = "") {
    return card(name.empty() ? "Name" + std::to_string(number) : name,
                "UID:u" + std::to_string(number) + "\n" + line_of(number) + "\nEMAIL:a" +
                    std::to_string(number) + "@example.org\nORG:House " + std::to_string(number) +
                    "\nTITLE:Title " + std::to_string(number));
  }
  void fill(int count) {
    std::vector<Incoming> adds;
    for (int i = 0; i < count; ++i) {
      adds.push_back(world.incoming(ChangeOp::Add, std::to_string(i), record(i)));
    }
    world.take_all(adds);
    world.end_session();
    world.begin_package();
  }
  /// The side gives the records of these numbers one name.
  void rename(int first, int last, const std::string& consent = "") {
    std::vector<Incoming> changes;
    for (int i = first; i < last; ++i) {
      changes.push_back(
          world.incoming(ChangeOp::Replace, std::to_string(i), record(i, "Oops"), world.now));
      changes.back().consent = consent;
    }
    world.take_watched(changes);
  }
  ChangesDecided close() {
    return world.in_unit([&](store::UnitOfWork& unit) {
      return need(decide_changes(world.scope(unit), world.pairing, world.ability, world.is,
                                 Care::Batch, 100));
    });
  }
  std::size_t named(std::string_view name) {
    std::size_t count = 0;
    for (const store::Item& item : world.live()) {
      count += item.label == name ? 1U : 0U;
    }
    return count;
  }
  HeldOutcome answer(HeldDecision decision) {
    std::vector<std::int64_t> numbers;
    for (const store::Held& row : world.held()) {
      numbers.push_back(row.number);
    }
    auto unit = need(world.memory.begin(world.owner, store::Access::Write));
    const auto done = need(decide_held(world.memory, *unit, numbers, decision, "alice", world.now));
    world.pairing = *need(unit->pairing(world.pairing.id));  // what it skips from now on
    need(unit->commit());
    return done;
  }

  void half_of_the_records_may_be_set_to_one_value_and_not_one_more() {
    const GuardLimits guard;
    CPPUNIT_ASSERT(!guard.holds_values(50, 100) && guard.holds_values(51, 100));
    CPPUNIT_ASSERT(!guard.holds_values(50, 101) && guard.holds_values(51, 101));
    CPPUNIT_ASSERT(!guard.holds_values(10, 10) && guard.holds_values(11, 11));
  }

  void a_name_that_most_records_get_overwrites_none_of_them() {
    fill(30);
    rename(0, 16);
    CPPUNIT_ASSERT_EQUAL(std::size_t{16}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, named("Oops"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{16}, world.held().size());
    CPPUNIT_ASSERT(world.held().front().state == HeldState::Waiting);
  }

  void a_number_that_most_records_lose_is_lost_by_none() {
    fill(30);
    std::vector<Incoming> changes;
    for (int i = 0; i < 30; ++i) {
      const std::string number = std::to_string(i);
      changes.push_back(
          world.incoming(ChangeOp::Replace, number, card("Name" + number, "UID:u" + number)));
    }
    world.take_watched(changes);
    close();
    for (const store::Item& item : world.live()) {
      CPPUNIT_ASSERT(says(item, "TEL:55512"));
    }
  }

  void half_of_the_records_are_changed_without_a_question() {
    fill(30);
    rename(0, 15);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{15}, named("Oops"));
    CPPUNIT_ASSERT(world.held().empty() && world.staged().empty());
  }

  void ten_records_are_changed_however_few_there_are() {
    fill(10);
    rename(0, 10);
    CPPUNIT_ASSERT_EQUAL(std::size_t{10}, named("Oops"));
  }

  void edits_that_differ_are_no_mass_change() {
    fill(30);
    std::vector<Incoming> changes;
    for (int i = 0; i < 30; ++i) {
      const std::string number = std::to_string(i);
      changes.push_back(world.incoming(ChangeOp::Replace, number, record(i, "New" + number)));
    }
    world.take_watched(changes);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, named("New29"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, close().waiting);
  }

  void a_mass_change_in_small_messages_is_counted_as_one() {
    fill(40);
    for (int i = 0; i < 40; ++i) {
      rename(i, i + 1);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{10}, named("Oops"));  // so many may always change
  }

  void other_changes_of_the_package_go_through() {
    fill(30);
    std::vector<Incoming> changes{world.incoming(ChangeOp::Replace, "29", record(29, "Anna")),
                                  world.incoming(ChangeOp::Add, "new", record(77))};
    rename(0, 20);
    world.take_watched(changes);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, named("Anna"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{31}, world.live().size());
  }

  void a_record_that_waits_is_not_sent() {
    fill(30);
    rename(0, 20);
    close();
    world.edit(world.row_of_peer("3").item, record(3, "Edited"));
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void a_change_said_again_is_not_asked_about_twice() {
    fill(30);
    rename(0, 20);
    close();
    const auto asked = world.held();
    world.begin_package();
    rename(0, 20);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, close().waiting);
    CPPUNIT_ASSERT(asked == world.held());
  }

  void a_change_taken_back_is_no_question_any_more() {
    fill(30);
    rename(0, 20);
    close();
    world.begin_package();
    world.take_watched({world.incoming(ChangeOp::Replace, "3", record(3), world.now)});
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, world.held().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, world.staged().size());
  }

  void a_record_deleted_there_while_it_waits_is_no_question_any_more() {
    fill(30);
    rename(0, 20);
    close();
    world.begin_package();
    world.take_watched({world.incoming(ChangeOp::Delete, "3")});
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.decide().deleted.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, world.held().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, world.staged().size());
  }

  void begin_slow() {
    world.begin_slow();
    world.in_unit([&](store::UnitOfWork& unit) {
      need(void_held_changes(world.scope(unit), world.pairing));
      return true;
    });
    world.begin_package();
  }

  void a_slow_sync_that_brings_it_again_does_not_ask_again() {
    fill(30);
    rename(0, 20);
    close();
    const auto asked = world.held();
    begin_slow();
    std::vector<Incoming> all;
    for (int i = 0; i < 30; ++i) {
      all.push_back(
          world.incoming(ChangeOp::Add, std::to_string(i), record(i, i < 20 ? "Oops" : "")));
    }
    world.take_watched(all);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, close().waiting);
    CPPUNIT_ASSERT(asked == world.held());
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, world.live().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, named("Oops"));
  }

  void a_slow_sync_without_it_ends_the_question() {
    fill(30);
    rename(0, 20);
    close();
    begin_slow();
    close();
    CPPUNIT_ASSERT(world.held().empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, world.outgoing().size());
  }

  void what_a_person_chose_at_the_other_portal_is_not_asked_again() {
    fill(30);
    rename(0, 30, "d1-1");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, named("Oops"));
  }

  void what_a_run_has_staged_waits_in_the_stage() {
    fill(30);
    for (int i = 0; i < 20; ++i) {
      const auto row = world.row_of_peer(std::to_string(i));
      world.stage(world.change(ChangeOp::Replace, "", std::to_string(row.item), record(i, "Oops")));
    }
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, close().waiting);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.staged().size());
    world.begin_package();
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, named("Oops"));
  }

  void yes_takes_the_change_in_once() {
    fill(30);
    rename(0, 20);
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, answer(HeldDecision::Change).changed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, named("Oops"));
    CPPUNIT_ASSERT(world.held().empty() && world.staged().empty());
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void yes_keeps_what_was_edited_here_meanwhile() {
    fill(30);
    rename(0, 20);
    close();
    const ItemId item = world.row_of_peer("3").item;
    world.edit(item, card("Name3", "UID:u3\n" + line_of(3) + "\nTITLE:ours"));
    answer(HeldDecision::Change);
    answer(HeldDecision::Change);  // the second is about the record as it is now
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT(says(world.item(item), "Oops"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.outgoing().size());
  }

  void no_sends_ours_there_again() {
    fill(30);
    rename(0, 20);
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, answer(HeldDecision::Keep).kept);
    CPPUNIT_ASSERT(world.held().empty() && world.staged().empty());
    const auto going = world.outgoing();
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, going.size());
    CPPUNIT_ASSERT(going.front().op == ChangeOp::Replace);
    CPPUNIT_ASSERT(going.front().text.find("Name") != std::string::npos);
  }

  void what_a_no_turns_away_can_be_looked_up() {
    fill(30);
    rename(0, 20);
    close();
    answer(HeldDecision::Keep);
    const auto unit = need(world.memory.begin(world.owner, store::Access::Read));
    const auto conflicts = need(unit->conflicts(0, 100));
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, conflicts.size());
    CPPUNIT_ASSERT(conflicts.front().record.find("Oops") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("kept"), conflicts.front().choice);
  }

  void no_is_an_edit_that_the_other_portal_does_not_ask_about() {
    fill(30);
    rename(0, 20);
    close();
    answer(HeldDecision::Keep);
    const auto going = world.outgoing();
    CPPUNIT_ASSERT(!going.front().consent.empty());
    CPPUNIT_ASSERT(going.front().changed_at > world.now - 1);
  }

  void an_answer_about_deletions_decides_no_change() {
    fill(30);
    rename(0, 20);
    close();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, answer(HeldDecision::Delete).deleted);
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, world.held().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{30}, world.live().size());
  }

  void what_was_edited_since_it_was_asked_is_asked_again() {
    fill(30);
    rename(0, 20);
    close();
    world.edit(world.row_of_peer("3").item, record(3, "Edited"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, answer(HeldDecision::Change).asked_again);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.held().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, named("Edited"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MassChangeTest);

}  // namespace pim::sync::testing
