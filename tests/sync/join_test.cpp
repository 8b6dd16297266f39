// SPDX-License-Identifier: Apache-2.0
// When a record that comes is one of ours, and when it only looks like it (sync rules 30, 31).
#include <cppunit/extensions/HelperMacros.h>

#include "common/store/standard.h"
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class JoinTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JoinTest);
  CPPUNIT_TEST(a_uid_of_digits_joins_nobody);
  CPPUNIT_TEST(a_uid_equal_to_the_name_there_joins_nobody);
  CPPUNIT_TEST(a_uid_joins_a_record_of_the_same_name);
  CPPUNIT_TEST(a_uid_joins_no_record_of_another_name);
  CPPUNIT_TEST(two_live_records_never_share_a_uid);
  CPPUNIT_TEST(values_are_united_where_records_are_joined);
  CPPUNIT_TEST(both_sides_of_a_union_are_kept_for_undo);
  CPPUNIT_TEST(an_equal_record_joins_in_any_session);
  CPPUNIT_TEST(what_says_nothing_of_a_person_keeps_no_records_apart);
  CPPUNIT_TEST(two_equal_records_of_one_side_stay_two);
  CPPUNIT_TEST(a_likely_record_joins_in_a_slow_sync_only);
  CPPUNIT_TEST(a_likely_record_joins_in_a_slow_sync);
  CPPUNIT_TEST(a_doubtful_record_is_kept_apart_and_shown);
  CPPUNIT_TEST(one_of_two_likely_records_is_not_chosen);
  CPPUNIT_TEST(a_name_that_many_share_is_no_reason_to_ask);
  CPPUNIT_TEST(a_doubt_is_settled_when_either_record_goes);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  void a_uid_of_digits_joins_nobody() {  // sync rule 30
    world.enter(card("Anna", "UID:667"));
    world.add("9", card("Anna", "UID:667\nNOTE:of another phone"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_uid_equal_to_the_name_there_joins_nobody() {  // sync rule 30
    world.enter(card("Anna", "UID:pas-1"));
    world.add("pas-1", card("Anna", "UID:pas-1\nNOTE:of another phone"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_uid_joins_a_record_of_the_same_name() {  // sync rule 30
    const ItemId item = world.enter(card("Anna", "UID:u-1"));
    const Outcome outcome = world.add("7", card("Anna", "UID:u-1\nNOTE:theirs"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Joined);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
  }

  void a_uid_joins_no_record_of_another_name() {  // sync rule 30
    world.enter(card("Anna", "UID:u-1"));
    CPPUNIT_ASSERT(world.add("7", card("Bert", "UID:u-1")).effect == Effect::Added);
  }

  void two_live_records_never_share_a_uid() {  // sync rule 30
    world.enter(card("Anna", "UID:u-1"));
    world.add("7", card("Bert", "UID:u-1"));
    const auto live = world.live();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, live.size());
    CPPUNIT_ASSERT(live[0].uid != live[1].uid);
  }

  void values_are_united_where_records_are_joined() {  // sync rule 25
    const ItemId item = world.enter(card("Anna", "UID:u-1\nTEL:123456789"));
    world.add("7", card("Anna", "UID:u-1\nEMAIL:anna@example.org"));
    CPPUNIT_ASSERT(says(world.item(item), "TEL:123456789"));
    CPPUNIT_ASSERT(says(world.item(item), "anna@example.org"));
  }

  void both_sides_of_a_union_are_kept_for_undo() {  // sync rule 25
    const ItemId item = world.enter(card("Anna", "UID:u-1\nTITLE:ours"));
    world.add("7", card("Anna", "UID:u-1\nTITLE:theirs"), world.now + 60);
    CPPUNIT_ASSERT(first(world.versions(item)).content.find("TITLE:ours") != std::string::npos);
    CPPUNIT_ASSERT(first(world.conflicts()).record.find("TITLE:theirs") != std::string::npos);
  }

  void an_equal_record_joins_in_any_session() {  // sync rule 31
    const ItemId item = world.enter(card("Anna", "TEL:123456789"));
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Joined);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
  }

  void what_says_nothing_of_a_person_keeps_no_records_apart() {  // sync rule 31
    world.enter(card("Anna", "UID:u-1\nREV:20250101T000000Z\nPRODID:ours"));
    const Outcome outcome =
        world.add("7", card("Anna", "UID:667\nREV:20250202T000000Z\nPRODID:theirs"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Joined);
  }

  void two_equal_records_of_one_side_stay_two() {  // sync rules 5, 31
    world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT(world.add("8", card("Anna", "TEL:123456789")).effect == Effect::Added);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_likely_record_joins_in_a_slow_sync_only() {  // sync rule 31
    world.enter(card("Anna", "TEL:123456789\nNOTE:ours"));
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    CPPUNIT_ASSERT(world.conflicts().empty());
  }

  void a_likely_record_joins_in_a_slow_sync() {  // sync rule 31
    const ItemId item = world.enter(card("Anna", "TEL:123456789\nNOTE:ours"));
    world.begin_slow();
    CPPUNIT_ASSERT_EQUAL(item, world.add("7", card("Anna", "TEL:123456789")).item);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours"));
  }

  /// Ours and theirs have the name in common, and differ in a number.
  Outcome doubtful_pair() {
    world.enter(card("Anna", "TEL:123456789"));
    world.begin_slow();
    return world.add("7", card("Anna", "TEL:987654321"));
  }

  void a_doubtful_record_is_kept_apart_and_shown() {  // sync rule 31
    const Outcome outcome = doubtful_pair();
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    const auto conflicts = world.conflicts();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, conflicts.size());
    CPPUNIT_ASSERT(conflicts.front().kind == store::ConflictKind::Doubtful);
    CPPUNIT_ASSERT_EQUAL(outcome.doubtful, conflicts.front().other);
  }

  void one_of_two_likely_records_is_not_chosen() {  // sync rule 31
    world.enter(card("Anna", "TEL:123456789\nNOTE:one"));
    world.enter(card("Anna", "TEL:123456789\nNOTE:two"));
    world.begin_slow();
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    CPPUNIT_ASSERT(outcome.doubtful != 0);
  }

  void a_name_that_many_share_is_no_reason_to_ask() {  // content rule 7.1
    for (int i = 0; i < 40; ++i) {
      world.enter(card("Anna", "NOTE:" + std::to_string(i)));
    }
    world.begin_slow();
    const Outcome outcome = world.add("7", card("Anna", "NOTE:another"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Added);
    CPPUNIT_ASSERT_EQUAL(ItemId{0}, outcome.doubtful);
  }

  void a_doubt_is_settled_when_either_record_goes() {  // sync rule 31
    world.remove(doubtful_pair().doubtful);
    CPPUNIT_ASSERT_EQUAL(std::string(store::ChoiceGone), first(world.conflicts()).choice);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(JoinTest);

/// A foreign server, which never tells what it calls a record that went there from here.
class ForeignJoinTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignJoinTest);
  CPPUNIT_TEST(an_equal_record_made_there_stays_apart_from_one_that_went_there);
  CPPUNIT_TEST(what_went_there_is_still_known_by_our_name);
  CPPUNIT_TEST(what_is_deleted_there_is_not_the_record_that_went_there);
  CPPUNIT_TEST(an_equal_record_stays_apart_from_one_that_went_there_and_was_edited);
  CPPUNIT_TEST(a_likely_record_stays_apart_from_one_that_went_there);
  CPPUNIT_TEST(what_went_there_and_comes_back_with_its_uid_is_the_same);
  CPPUNIT_TEST(an_equal_record_joins_one_that_was_refused_there);
  CPPUNIT_TEST(an_equal_record_joins_one_of_which_the_server_has_not_answered);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;
  ItemId item = 0;

  const std::string record = card("Anna", "UID:u-1\nTEL:123456789");

  void send() {
    item = world.enter(record);
    world.confirm(first(world.send(Sender::Client)));
    world.end_session();
  }
  StageAnswer stage(ChangeOp op, const std::string& theirs, const std::string& ours,
                    const std::string& said = "") {
    return world.stage(world.change(op, theirs, ours, said));
  }
  /// An equal one is made there; what it is called by us.
  std::string made_there(const std::string& said = card("Anna", "TEL:123456789")) {
    const StageAnswer answer = stage(ChangeOp::Add, "g9", "", said);
    world.apply();
    return answer.map_name;
  }

  void an_equal_record_made_there_stays_apart_from_one_that_went_there() {  // sync rules 5, 22
    send();
    made_there();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void what_went_there_is_still_known_by_our_name() {  // sync rule 6
    send();
    made_there();
    CPPUNIT_ASSERT_EQUAL(
        200, stage(ChangeOp::Replace, "", std::to_string(item), card("Anna Maria")).status);
  }

  void what_is_deleted_there_is_not_the_record_that_went_there() {
    send();
    const std::string name = made_there();
    stage(ChangeOp::Delete, "", name);
    world.apply();
    world.decide();
    CPPUNIT_ASSERT_EQUAL(item, first(world.live()).id);
  }

  void an_equal_record_stays_apart_from_one_that_went_there_and_was_edited() {
    send();
    world.edit(item, card("Anna", "UID:u-1\nTEL:987654321"));
    world.send(Sender::Client);
    made_there(card("Anna", "TEL:987654321"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_likely_record_stays_apart_from_one_that_went_there() {  // sync rule 31
    world.begin_slow();
    send();
    made_there(card("Anna", "TEL:123456789\nNOTE:theirs"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void what_went_there_and_comes_back_with_its_uid_is_the_same() {  // sync rule 30
    send();
    made_there(record);
    CPPUNIT_ASSERT_EQUAL(item, first(world.live()).id);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void an_equal_record_joins_one_that_was_refused_there() {  // sync rule 22
    item = world.enter(record);
    const Outgoing change = first(world.send(Sender::Client));
    world.in_workset([&](Workset& work) {
      need(OutgoingFeed(work, world.ability, Sender::Client, false).refused(change, 420, "full"));
      return true;
    });
    made_there();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void an_equal_record_joins_one_of_which_the_server_has_not_answered() {  // sync rule 22
    world.enter(record);
    world.send(Sender::Client);
    made_there();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ForeignJoinTest);

class PortalJoinTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PortalJoinTest);
  CPPUNIT_TEST(between_portals_the_uid_alone_joins);
  CPPUNIT_TEST(between_portals_a_uid_of_digits_joins);
  CPPUNIT_TEST(between_portals_a_uid_that_comes_again_is_a_new_name_of_the_record);
  CPPUNIT_TEST(a_new_name_of_a_record_keeps_its_base);
  CPPUNIT_TEST(a_join_without_base_keeps_an_edit_of_theirs_made_before_one_of_ours);
  CPPUNIT_TEST(a_join_without_base_takes_no_value_older_than_ours);
  CPPUNIT_TEST(the_smaller_uid_stays_at_every_portal);
  CPPUNIT_TEST(the_greater_uid_is_still_found);
  CPPUNIT_TEST(a_uid_is_found_with_or_without_its_urn);
  CPPUNIT_TEST(a_message_of_equal_records_asks_the_store_once_for_all_of_them);
  CPPUNIT_TEST(a_uid_that_was_given_up_and_an_alias_are_found_in_the_same_message);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world{Side::Portal};

  void between_portals_the_uid_alone_joins() {  // sync rule 30
    const ItemId item = world.enter(card("Anna", "UID:u-1"));
    CPPUNIT_ASSERT_EQUAL(item, world.add("9", card("Anna Maria", "UID:u-1")).item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void a_join_without_base_keeps_an_edit_of_theirs_made_before_one_of_ours() {  // sync rule 25
    const ItemId item = world.enter(card("Anna", "UID:u-1\nTITLE:one\nNOTE:old"));
    const Seconds theirs = world.now + 10;
    world.now += 20;
    world.edit(item, card("Anna", "UID:u-1\nTITLE:one\nNOTE:new"));
    world.add("9", card("Anna", "UID:u-1\nTITLE:two\nNOTE:old"), theirs);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:two"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:new"));
  }

  void a_join_without_base_takes_no_value_older_than_ours() {  // sync rule 25
    const ItemId item = world.enter(card("Anna", "UID:u-1\nTITLE:one\nNOTE:old"));
    const Seconds theirs = world.now - 10;
    world.now += 20;
    world.edit(item, card("Anna", "UID:u-1\nTITLE:one\nNOTE:new"));
    world.add("9", card("Anna", "UID:u-1\nTITLE:zero\nNOTE:old"), theirs);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:one"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:new"));
  }

  void between_portals_a_uid_of_digits_joins() {  // sync rule 30: each record has one there
    const ItemId item = world.enter(card("Anna", "UID:667"));
    CPPUNIT_ASSERT_EQUAL(item, world.add("9", card("Anna Maria", "UID:667")).item);
  }

  void between_portals_a_uid_that_comes_again_is_a_new_name_of_the_record() {  // sync rule 30
    const ItemId item = world.shared("9", card("Anna", "UID:u-1"));
    CPPUNIT_ASSERT_EQUAL(item, world.add("10", card("Anna", "UID:u-1\nNOTE:new")).item);
    CPPUNIT_ASSERT_EQUAL(std::string("10"), world.row(item).peer_id.value());
  }

  void a_new_name_of_a_record_keeps_its_base() {  // sync rule 30
    const ItemId item = world.shared("9", card("Anna", "UID:u-1\nTITLE:one"));
    world.edit(item, card("Anna", "UID:u-1\nTITLE:ours"));
    world.add("10", card("Anna", "UID:u-1\nTITLE:one\nNOTE:theirs"), world.now + 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:theirs"));
  }

  void the_smaller_uid_stays_at_every_portal() {  // sync rule 5
    const ItemId ours_greater = world.enter(card("Anna", "UID:u-2"));
    world.add("9", card("Anna", "UID:u-1"));
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), world.item(ours_greater).uid);
    const ItemId ours_smaller = world.enter(card("Bert", "UID:u-3"));
    world.add("10", card("Bert", "UID:u-4"));
    CPPUNIT_ASSERT_EQUAL(std::string("u-3"), world.item(ours_smaller).uid);
  }

  void the_greater_uid_is_still_found() {  // sync rule 5
    const ItemId item = world.enter(card("Anna", "UID:u-2"));
    world.add("9", card("Anna", "UID:u-1"));
    world.edit(item, card("Anna Maria", "UID:u-1"));
    CPPUNIT_ASSERT_EQUAL(item, world.enter(card("Anna", "UID:u-2\nNOTE:new")));
  }

  void a_uid_is_found_with_or_without_its_urn() {  // sync rule 30
    const ItemId item = world.enter(card("Anna", "UID:urn:uuid:1b4e28ba"));
    CPPUNIT_ASSERT_EQUAL(item, world.add("9", card("Anna Maria", "UID:1b4e28ba")).item);
  }

  /// Questions to the store and writes for so many records that stand here under greater UIDs.
  static std::uint64_t statements_of(int adds) {
    World world{Side::Portal};
    std::vector<Incoming> changes;
    for (int i = 0; i < adds; ++i) {
      const std::string n = std::to_string(i);
      world.enter(card("Name" + n, "UID:ours" + n));
      changes.push_back(
          world.incoming(ChangeOp::Add, "s" + n, card("Name" + n, "UID:his" + n), world.now + 60));
    }
    const std::uint64_t before = world.memory.counters().statements;
    world.take_all(changes);
    return world.memory.counters().statements - before;
  }
  void a_message_of_equal_records_asks_the_store_once_for_all_of_them() {
    CPPUNIT_ASSERT_EQUAL(statements_of(2), statements_of(60));
  }

  void a_uid_that_was_given_up_and_an_alias_are_found_in_the_same_message() {  // sync rules 5, 30
    const ItemId item = world.enter(card("Anna", "UID:u-2"));
    const auto outcomes = world.take_all(std::vector{
        world.incoming(ChangeOp::Add, "9", card("Anna", "UID:u-1"), world.now + 60),
        world.incoming(ChangeOp::Add, "10", card("Anna Maria", "UID:u-1"), world.now + 60)});
    CPPUNIT_ASSERT_EQUAL(item, outcomes[1].item);
    CPPUNIT_ASSERT_EQUAL(item, world.enter(card("Anna Maria", "UID:u-2")));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PortalJoinTest);

}  // namespace pim::sync::testing
