// SPDX-License-Identifier: Apache-2.0
// As client: a server's record that could not be read in a slow sync, and what that server says of
// it later, under either name (sync rules 13, 23).
#include <cppunit/extensions/HelperMacros.h>

#include "common/sync/unread.h"
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class UnreadTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnreadTest);
  CPPUNIT_TEST(it_waits_and_is_no_open_add);
  CPPUNIT_TEST(an_add_under_its_name_is_the_same_record);
  CPPUNIT_TEST(a_change_under_our_name_is_of_the_same_record);
  CPPUNIT_TEST(a_delete_under_our_name_is_one);
  CPPUNIT_TEST(a_delete_under_its_name_alone_deletes_nothing);
  CPPUNIT_TEST(what_has_neither_row_nor_hint_is_not_noted);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;
  ItemId item = 0;

  void setUp() override {
    item = world.shared("g7", card("Anna", "TEL:123456789"));
    world.begin_slow();
    note("g7");
    world.end_session();
    world.is.slow = false;
  }
  void note(const std::string& their_name) {
    world.in_workset([&](Workset& work) {
      const Unread record{their_name, "", 415};
      need(set_unread(work, std::span(&record, 1)));
      return true;
    });
  }
  std::size_t open_adds(Seconds due_by) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      return need(sync::open_adds(unit, world.pairing.id, 10, due_by)).size();
    });
  }

  void it_waits_and_is_no_open_add() {
    CPPUNIT_ASSERT(world.outgoing(Sender::Client).empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, open_adds(world.now));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, open_adds(store::NeverAgain));
  }

  void an_add_under_its_name_is_the_same_record() {
    const StageAnswer answer =
        world.stage(world.change(ChangeOp::Add, "g7", "", card("Anna", "TEL:123456789\nNOTE:new")));
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::to_string(item), answer.map_name);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:new"));
    CPPUNIT_ASSERT(world.outgoing(Sender::Client).empty());
  }

  void a_change_under_our_name_is_of_the_same_record() {
    world.stage(world.change(ChangeOp::Replace, "", std::to_string(item), card("Anna Maria")));
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(world.item(item), "FN:Anna Maria"));
  }

  void a_delete_under_our_name_is_one() {
    world.stage(world.change(ChangeOp::Delete, "", std::to_string(item)));
    world.apply();
    world.decide();
    CPPUNIT_ASSERT(world.live().empty());
  }

  void a_delete_under_its_name_alone_deletes_nothing() {  // sync rule 23
    world.stage(world.change(ChangeOp::Delete, "g7", ""));
    world.apply();
    world.decide();
    CPPUNIT_ASSERT(world.only(Sender::Client).op == ChangeOp::Add);
  }

  void what_has_neither_row_nor_hint_is_not_noted() {
    const ItemId other = world.enter(card("Bert"));
    note("g9");
    CPPUNIT_ASSERT(!world.has_row(other));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(UnreadTest);

}  // namespace pim::sync::testing
