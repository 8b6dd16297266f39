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
  CPPUNIT_TEST(what_left_the_memory_of_a_device_lives_here);
  CPPUNIT_TEST(what_left_the_memory_of_a_device_does_not_go_back_by_itself);
  CPPUNIT_TEST(what_left_the_memory_of_a_device_goes_there_once_it_changes);
  CPPUNIT_TEST(what_left_the_memory_of_a_device_is_deleted_by_no_mirror_of_it);
  CPPUNIT_TEST(what_comes_back_into_the_memory_of_a_device_is_the_same_record);
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

  void a_record_lost_there_goes_as_add() {  // sync rule 17
    edited();
    world.in_workset([&](Workset& work) {
      OutgoingFeed feed(work, world.ability, Sender::Server, false);
      need(feed.lost_there(first(need(feed.next({.upto = 100}, 10)).changes)));
      return true;
    });
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
    CPPUNIT_ASSERT(!world.only().peer_id);
  }

  /// A record of both; the device had to make room for others.
  ItemId let_go() {
    const ItemId item = world.shared("7", card("Anna", "TEL:123456789"));
    Incoming change = world.incoming(ChangeOp::Delete, "7");
    change.soft = true;
    CPPUNIT_ASSERT(world.take(change).effect == Effect::Unchanged);
    world.decide();
    world.end_session();
    return item;
  }

  void what_left_the_memory_of_a_device_lives_here() {
    CPPUNIT_ASSERT(!world.item(let_go()).deleted);
    CPPUNIT_ASSERT(world.held().empty());
  }

  void what_left_the_memory_of_a_device_does_not_go_back_by_itself() {
    let_go();
    world.now += 400 * 86'400;
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void what_left_the_memory_of_a_device_goes_there_once_it_changes() {
    world.edit(let_go(), card("Anna", "TEL:987654321"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void what_left_the_memory_of_a_device_is_deleted_by_no_mirror_of_it() {  // sync rule 40
    let_go();
    world.begin_slow();
    world.in_unit([&](store::UnitOfWork& unit) {
      need(
          propose_absent(world.scope(unit), world.pairing, need(unit.collection("contacts"))->rev));
      return true;
    });
    CPPUNIT_ASSERT(world.held().empty());
  }

  void what_comes_back_into_the_memory_of_a_device_is_the_same_record() {
    const ItemId item = let_go();
    CPPUNIT_ASSERT_EQUAL(item, world.add("9", card("Anna", "TEL:123456789")).item);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RefusedTest);

}  // namespace pim::sync::testing
