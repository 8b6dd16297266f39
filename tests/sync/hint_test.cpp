// SPDX-License-Identifier: Apache-2.0
// What the map of before a slow sync still tells in it (sync rules 18, 23).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class HintTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HintTest);
  CPPUNIT_TEST(a_name_with_near_content_brings_its_base_back);
  CPPUNIT_TEST(an_edit_here_survives_a_slow_sync_that_shows_the_old_value);
  CPPUNIT_TEST(a_name_alone_overwrites_nothing);
  CPPUNIT_TEST(a_name_alone_deletes_nothing);
  CPPUNIT_TEST(a_name_given_to_a_colleague_does_not_overwrite_the_one_who_had_it);
  CPPUNIT_TEST(a_name_does_not_stand_against_a_record_that_is_the_same);
  CPPUNIT_TEST(a_name_does_not_stand_against_an_add_that_says_the_same);
  CPPUNIT_TEST(a_rename_under_its_name_is_one_record);
  CPPUNIT_TEST(after_a_restore_a_proven_name_has_no_base);
  CPPUNIT_TEST(a_slow_sync_that_ended_well_voids_the_hints_before_it);
  CPPUNIT_TEST(a_slow_sync_that_broke_leaves_the_hints);
  CPPUNIT_TEST(a_portals_hints_live_until_it_shows_its_records);
  CPPUNIT_TEST(what_our_tombstone_proves_unedited_stays_deleted);
  CPPUNIT_TEST(an_edit_of_what_our_tombstone_proves_deleted_revives_it);
  CPPUNIT_TEST(a_slow_sync_offers_what_did_not_come_under_the_name_told_before);
  CPPUNIT_TEST(a_held_record_is_not_proven_by_its_name);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  HintTest() { world.is.had_records = false; }  // what is alike must not help the name

  ItemId anna(const std::string& lines = "TEL:123456789\nTITLE:one") {
    return world.shared("7", card("Anna", lines));
  }

  void a_name_with_near_content_brings_its_base_back() {  // sync rule 23
    const ItemId item = anna();
    world.begin_slow();
    world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(!says(world.item(item), "TITLE"));  // removed there since
  }

  void an_edit_here_survives_a_slow_sync_that_shows_the_old_value() {  // sync rule 23
    const ItemId item = anna();
    world.edit(item, card("Anna", "TEL:123456789\nTITLE:ours"));
    world.begin_slow();
    world.add("7", card("Anna", "TEL:123456789\nTITLE:one"), world.now + 60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void a_name_alone_overwrites_nothing() {  // sync rule 23
    const ItemId item = anna();
    world.begin_slow();
    CPPUNIT_ASSERT(world.add("7", card("Bert", "TEL:987654321")).effect == Effect::Added);
    CPPUNIT_ASSERT(says(world.item(item), "FN:Anna"));
  }

  void a_name_alone_deletes_nothing() {  // sync rule 23
    anna();
    world.begin_slow();
    CPPUNIT_ASSERT(world.erase("7").effect == Effect::Unknown);
    CPPUNIT_ASSERT(world.held().empty());
  }

  static std::string colleague(const std::string& name, const std::string& mail) {
    return card(name, "TEL:123456789\nORG:Mill\nADR:;;Mill Lane 1;Ely;;;" + mail);
  }

  void a_name_given_to_a_colleague_does_not_overwrite_the_one_who_had_it() {  // sync rule 23
    const ItemId anna = world.shared("7", colleague("Anna", "\nEMAIL:anna@example.org"));
    world.begin_slow();
    world.add("7", colleague("Carl", "\nEMAIL:carl@example.org"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
  }

  void a_name_does_not_stand_against_a_record_that_is_the_same() {  // sync rule 23
    const ItemId anna = world.shared("7", colleague("Anna", ""));
    const ItemId bert = world.shared("8", colleague("Bert", ""));
    world.begin_slow();
    CPPUNIT_ASSERT_EQUAL(bert, world.add("7", colleague("Bert", "")).item);
    CPPUNIT_ASSERT_EQUAL(anna, world.add("8", colleague("Anna", "")).item);
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
  }

  void a_name_does_not_stand_against_an_add_that_says_the_same() {  // sync rules 22, 23
    const ItemId anna = world.shared("7", colleague("Anna", ""));
    const ItemId bert = world.enter(colleague("Bert", "\nNOTE:ours"));
    world.ability.declared = {{"N", {}}, {"FN", {}}, {"TEL", {}}, {"ORG", {}}, {"ADR", {}}};
    world.begin_slow();
    world.send();
    CPPUNIT_ASSERT_EQUAL(bert, world.add("7", colleague("Bert", "")).item);
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
  }

  void a_rename_under_its_name_is_one_record() {  // sync rule 23
    const ItemId item = anna("TEL:123456789");
    world.begin_slow();
    CPPUNIT_ASSERT_EQUAL(item, world.add("7", card("Annie", "TEL:123456789")).item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void after_a_restore_a_proven_name_has_no_base() {  // sync rules 23, 25
    const ItemId item = anna();
    world.begin_slow();
    world.is.same_epoch = false;
    world.add("7", card("Anna", "TEL:123456789"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:one"));
  }

  void a_slow_sync_that_ended_well_voids_the_hints_before_it() {  // sync rule 18
    anna();
    world.begin_slow();
    world.end_session();
    world.begin_slow();
    CPPUNIT_ASSERT(world.add("7", card("Anna", "TEL:123456789")).effect == Effect::Added);
  }

  void a_slow_sync_that_broke_leaves_the_hints() {  // sync rule 18
    anna();
    world.begin_slow();
    world.begin_slow();
    CPPUNIT_ASSERT(world.add("7", card("Anna", "TEL:123456789")).effect != Effect::Added);
  }

  void a_portals_hints_live_until_it_shows_its_records() {  // sync rules 18, I
    World portal(Side::Portal);
    portal.is.had_records = false;
    portal.shared("7", card("Anna", "UID:u-1\nTEL:123456789\nTITLE:one"));
    portal.begin_slow();
    portal.send();  // its Add keeps the hint
    portal.end_session(Hints::Kept);
    portal.is.slow = false;
    const Outcome outcome = portal.add("7", card("Anna", "UID:u-1\nTEL:123456789"));
    CPPUNIT_ASSERT(!says(portal.item(outcome.item), "TITLE"));
  }

  void what_our_tombstone_proves_unedited_stays_deleted() {  // sync rules 23, 38
    world.remove(anna());
    world.begin_slow();
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789\nTITLE:one"));
    CPPUNIT_ASSERT(outcome.effect == Effect::StaysDeleted);
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Delete);
  }

  void an_edit_of_what_our_tombstone_proves_deleted_revives_it() {  // sync rules 23, 38
    const ItemId item = anna();
    world.remove(item);
    world.begin_slow();
    const Outcome outcome = world.add("7", card("Anna", "TEL:123456789\nTITLE:theirs"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Revived);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
  }

  void a_slow_sync_offers_what_did_not_come_under_the_name_told_before() {  // sync rules 6, 23
    const ItemId item = anna();
    world.tell(item, "4711");
    world.begin_slow();
    const Outgoing change = world.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Add);
    CPPUNIT_ASSERT_EQUAL(std::string("4711"), change.our_name);
  }

  void a_held_record_is_not_proven_by_its_name() {  // sync rule 33
    const ItemId item = anna();
    world.in_workset([&](Workset& work) {
      store::Held row;
      row.pairing = world.pairing.id;
      row.item = item;
      row.rev = 1;
      work.propose(std::move(row));
      return true;
    });
    world.begin_slow();
    CPPUNIT_ASSERT(world.add("7", card("Anna", "TEL:123456789\nTITLE:new")).item != item);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(HintTest);

}  // namespace pim::sync::testing
