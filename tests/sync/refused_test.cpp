// SPDX-License-Identifier: Apache-2.0
// What a side did not take (design rule 10, sync rule 17).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class RefusedTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefusedTest);
  CPPUNIT_TEST(a_refused_record_waits_a_day);
  CPPUNIT_TEST(a_record_refused_under_a_clock_ahead_does_not_wait_for_it);
  CPPUNIT_TEST(a_record_refused_after_the_clock_was_set_right_waits_a_day);
  CPPUNIT_TEST(a_refused_record_goes_again_when_it_changes);
  CPPUNIT_TEST(a_refused_change_goes_again_when_it_changes);
  CPPUNIT_TEST(a_record_refused_and_deleted_is_not_sent);
  CPPUNIT_TEST(a_record_lost_there_goes_as_add);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  ItemId edited() {
    const ItemId item = world.shared("7", card("Anna", "TITLE:one"));
    world.edit(item, card("Anna", "TITLE:ours"));
    return item;
  }
  void refuse(const Outgoing& change) {
    world.in_workset([&](Workset& work) {
      OutgoingFeed feed(work, world.ability, Sender::Server, false);
      need(feed.sent(change));
      need(feed.refused(change, 415, "no such version there"));
      return true;
    });
  }

  void a_refused_record_waits_a_day() {  // design rule 10
    world.enter(card("Anna"));
    refuse(world.only());
    world.end_session();
    world.now += 86'399;
    CPPUNIT_ASSERT(world.outgoing().empty());
    world.now += 1;
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void a_record_refused_under_a_clock_ahead_does_not_wait_for_it() {  // design rule 10
    world.enter(card("Anna"));
    world.now += 400 * 86'400;
    refuse(world.only());
    world.end_session();
    world.now -= 400 * 86'400;
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void a_record_refused_after_the_clock_was_set_right_waits_a_day() {  // design rule 10
    a_record_refused_under_a_clock_ahead_does_not_wait_for_it();
    refuse(world.only());
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void a_refused_record_goes_again_when_it_changes() {  // design rule 10
    const ItemId item = world.enter(card("Anna"));
    refuse(world.only());
    world.end_session();
    world.edit(item, card("Anna", "TITLE:later"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void a_refused_change_goes_again_when_it_changes() {  // design rule 10
    const ItemId item = edited();
    refuse(world.only());
    world.end_session();
    CPPUNIT_ASSERT(world.outgoing().empty());
    world.edit(item, card("Anna", "TITLE:later"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void a_record_refused_and_deleted_is_not_sent() {
    const ItemId item = world.enter(card("Anna"));
    refuse(world.only());
    world.remove(item);
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void a_record_lost_there_goes_as_add() {  // rule 17
    edited();
    world.in_workset([&](Workset& work) {
      OutgoingFeed feed(work, world.ability, Sender::Server, false);
      need(feed.lost_there(first(need(feed.next({.upto = 100}, 10)).changes)));
      return true;
    });
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
    CPPUNIT_ASSERT(!world.only().peer_id);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RefusedTest);

}  // namespace pim::sync::testing
