// SPDX-License-Identifier: Apache-2.0
// What goes to a side, under which name, and until when (sync rules 6, 17, 20, 27, 33).
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;
using store::MapState;

class OutgoingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OutgoingTest);
  CPPUNIT_TEST(a_new_record_goes_as_add_under_its_id);
  CPPUNIT_TEST(what_is_there_and_unchanged_is_not_sent);
  CPPUNIT_TEST(an_edit_goes_as_replace_under_the_name_there);
  CPPUNIT_TEST(an_edit_not_confirmed_goes_again);
  CPPUNIT_TEST(an_add_without_map_goes_again_under_the_same_name);
  CPPUNIT_TEST(an_edit_before_the_map_came_goes_after_it);
  CPPUNIT_TEST(a_name_longer_than_the_device_can_hold_does_not_go);
  CPPUNIT_TEST(an_event_without_a_start_goes_to_portals_only);
  CPPUNIT_TEST(a_map_of_an_unknown_name_changes_nothing);
  CPPUNIT_TEST(a_second_map_does_not_rename);
  CPPUNIT_TEST(a_name_that_a_map_gives_to_another_record_takes_its_first_one_there_again);
  CPPUNIT_TEST(a_name_given_anew_makes_the_next_session_slow);
  CPPUNIT_TEST(a_device_that_keeps_one_record_for_two_alike_is_not_asked_to_keep_two);
  CPPUNIT_TEST(a_device_that_gives_a_colleagues_name_anew_is_compared);
  CPPUNIT_TEST(a_map_of_the_promised_name_reaches_the_record_joined_under_it);
  CPPUNIT_TEST(the_id_of_a_record_known_by_another_name_names_nothing);
  CPPUNIT_TEST(a_device_is_told_of_a_deletion_once_it_has_mapped_the_add);
  CPPUNIT_TEST(a_portal_is_told_of_the_deletion_of_an_unconfirmed_add);
  CPPUNIT_TEST(a_record_entered_and_deleted_between_sessions_is_not_sent);
  CPPUNIT_TEST(a_confirmed_delete_goes_once);
  CPPUNIT_TEST(a_decision_goes_out_with_its_delete);
  CPPUNIT_TEST(a_record_edited_while_under_way_goes_again);
  CPPUNIT_TEST(a_status_under_a_name_given_up_confirms_nothing);
  CPPUNIT_TEST(after_a_slow_sync_began_everything_is_offered);
  CPPUNIT_TEST(what_a_broken_session_had_sent_goes_again_as_replace);
  CPPUNIT_TEST(deletes_of_a_broken_session_go_again_under_the_name_there);
  CPPUNIT_TEST(deletes_of_a_broken_session_go_again_under_our_name_as_client);
  CPPUNIT_TEST(a_delete_repeated_in_many_broken_sessions_stays_one);
  CPPUNIT_TEST(what_a_side_had_before_it_was_put_back_is_no_edit);
  CPPUNIT_TEST(a_repeated_delete_goes_again_to_a_side_that_was_put_back);
  CPPUNIT_TEST(a_repeated_delete_does_not_reach_who_has_the_name_now);
  CPPUNIT_TEST(pages_of_one_bring_each_change_once);
  CPPUNIT_TEST(a_saved_cursor_goes_on_where_it_stood);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  ItemId anna() { return world.shared("7", card("Anna", "TITLE:one")); }
  ItemId edited() {
    const ItemId item = anna();
    world.edit(item, card("Anna", "TITLE:ours"));
    return item;
  }

  void a_new_record_goes_as_add_under_its_id() {  // sync rule 20
    const ItemId item = world.enter(card("Anna"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
    CPPUNIT_ASSERT_EQUAL(std::to_string(item), world.only().our_name);
    CPPUNIT_ASSERT(world.only().text.find("FN:Anna") != std::string::npos);
  }

  void what_is_there_and_unchanged_is_not_sent() {  // sync rule 27
    anna();
    world.given(card("Bert"), "8");
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void an_edit_goes_as_replace_under_the_name_there() {  // sync rule 6
    edited();
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
    CPPUNIT_ASSERT_EQUAL(std::string("7"), world.only().peer_id.value());
  }

  void an_edit_not_confirmed_goes_again() {  // sync rule 13
    edited();
    world.send();
    world.end_session();
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void an_add_without_map_goes_again_under_the_same_name() {  // sync rule 20
    world.enter(card("Anna"));
    const std::string name = first(world.send()).our_name;
    world.end_session();
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
    CPPUNIT_ASSERT_EQUAL(name, world.only().our_name);
  }

  void an_edit_before_the_map_came_goes_after_it() {  // sync rule 20
    const ItemId item = world.enter(card("Anna"));
    const std::string name = first(world.send()).our_name;
    world.edit(item, card("Anna", "TITLE:later"));
    CPPUNIT_ASSERT(world.map(name, "7"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void a_name_longer_than_the_device_can_hold_does_not_go() {  // sync rule 20: MaxGUIDSize
    world.ability.rules["names"] = "4";
    const ItemId item = world.enter(card("Anna"));
    CPPUNIT_ASSERT(!world.only().trouble);
    world.send();
    world.tell(item, "12345");
    world.end_session();
    CPPUNIT_ASSERT(world.only().trouble);
  }

  void an_event_without_a_start_goes_to_portals_only() {  // content example 75
    const auto refused = [](Side side, const std::string& start) {
      World calendar(side, "calendar");
      calendar.enter("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\n" +
                     start + "END:VEVENT\r\nEND:VCALENDAR\r\n");
      return calendar.only().trouble.has_value();
    };
    CPPUNIT_ASSERT(refused(Side::Device, "DTSTART:20131009T170000T\r\n"));
    CPPUNIT_ASSERT(refused(Side::Device, ""));
    CPPUNIT_ASSERT(!refused(Side::Device, "DTSTART:20131009T170000\r\n"));
    CPPUNIT_ASSERT(!refused(Side::Portal, "DTSTART:20131009T170000T\r\n"));
  }

  void a_map_of_an_unknown_name_changes_nothing() {  // sync rule 20
    CPPUNIT_ASSERT(!world.map("4711", "7"));
    CPPUNIT_ASSERT(!world.map("no number", "7"));
  }

  void a_second_map_does_not_rename() {  // sync rule 20
    const ItemId item = anna();
    CPPUNIT_ASSERT(!world.map(std::to_string(item), "8"));
    CPPUNIT_ASSERT_EQUAL(std::string("7"), world.row(item).peer_id.value());
  }

  // sync rule 20
  void a_name_that_a_map_gives_to_another_record_takes_its_first_one_there_again() {
    const ItemId item = anna();
    const ItemId bert = world.enter(card("Bert"));
    world.send();
    CPPUNIT_ASSERT(world.map(std::to_string(bert), "7"));
    CPPUNIT_ASSERT_EQUAL(item, world.only().item);
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void a_name_given_anew_makes_the_next_session_slow() {  // sync rules 17, 20
    anna();
    const ItemId bert = world.enter(card("Bert"));
    world.send();
    world.map(std::to_string(bert), "7");
    CPPUNIT_ASSERT(world.pairing.force_slow);
  }

  void a_device_that_keeps_one_record_for_two_alike_is_not_asked_to_keep_two() {  // sync rule 20
    anna();
    const ItemId again = world.enter(card("Anna", "TITLE:one"));
    world.send();
    CPPUNIT_ASSERT(world.map(std::to_string(again), "7"));
    CPPUNIT_ASSERT(world.outgoing().empty());
    CPPUNIT_ASSERT(!world.pairing.force_slow);
  }

  void a_device_that_gives_a_colleagues_name_anew_is_compared() {  // sync rules 17, 20
    world.shared("7", card("Anna", "TEL:123456789\nORG:Mill"));
    const ItemId carl = world.enter(card("Carl", "TEL:123456789\nORG:Mill"));
    world.send();
    CPPUNIT_ASSERT(world.map(std::to_string(carl), "7"));
    CPPUNIT_ASSERT(world.pairing.force_slow);
  }

  void a_map_of_the_promised_name_reaches_the_record_joined_under_it() {  // sync rule 6
    const ItemId item = world.enter(card("Anna"));
    world.send();
    world.tell(item, "4711");
    CPPUNIT_ASSERT(world.map("4711", "7"));
    CPPUNIT_ASSERT_EQUAL(std::string("7"), world.row(item).peer_id.value());
  }

  void the_id_of_a_record_known_by_another_name_names_nothing() {  // sync rules 6, 28
    const ItemId item = world.enter(card("Anna"));
    world.send();
    world.tell(item, "4711");
    CPPUNIT_ASSERT(!world.map(std::to_string(item), "7"));
  }

  void a_device_is_told_of_a_deletion_once_it_has_mapped_the_add() {  // sync rule 20
    const ItemId item = world.enter(card("Anna"));
    world.send();
    world.remove(item);
    CPPUNIT_ASSERT(world.outgoing().empty());
    world.map(std::to_string(item), "7");
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Delete);
    CPPUNIT_ASSERT_EQUAL(std::string("7"), world.only().peer_id.value());
  }

  void a_portal_is_told_of_the_deletion_of_an_unconfirmed_add() {  // sync rule 20
    World portal(Side::Portal);
    const ItemId item = portal.enter(card("Anna"));
    const std::string name = first(portal.send()).our_name;
    portal.remove(item);
    const Outgoing change = portal.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Delete);
    CPPUNIT_ASSERT_EQUAL(name, change.our_name);
  }

  void a_record_entered_and_deleted_between_sessions_is_not_sent() {
    world.remove(world.enter(card("Anna")));
    CPPUNIT_ASSERT(world.outgoing().empty());
  }

  void a_confirmed_delete_goes_once() {  // sync rule 17
    const ItemId item = anna();
    world.remove(item);
    world.confirm(first(world.send()));
    CPPUNIT_ASSERT(world.outgoing().empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.pairing.touched_deletes.size());
  }

  void a_decision_goes_out_with_its_delete() {  // sync rule 33
    const ItemId item = anna();
    world.in_workset([&](Workset& work) {
      need(work.kill(*need(work.item(item)), "d1-1"));
      return true;
    });
    CPPUNIT_ASSERT_EQUAL(std::string("d1-1"), world.only().consent);
  }

  void a_record_edited_while_under_way_goes_again() {  // sync rule 26
    const ItemId item = edited();
    const Outgoing change = first(world.send());
    world.edit(item, card("Anna", "TITLE:later"));
    world.confirm(change);
    CPPUNIT_ASSERT(world.only().text.find("TITLE:later") != std::string::npos);
  }

  void a_status_under_a_name_given_up_confirms_nothing() {  // sync rule 28
    edited();
    const Outgoing change = first(world.send());
    world.erase("7");
    world.confirm(change);
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Add);
  }

  void after_a_slow_sync_began_everything_is_offered() {  // sync rule 18
    anna();
    world.given(card("Bert"), "8");
    world.begin_slow();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.outgoing().size());
  }

  /// The session before is over well, the one after it broke, and the side goes on from before it.
  void break_session() {
    world.begin("a1", "lost");
    for (const Outgoing& change : world.send()) {
      world.confirm(change);
    }
    CPPUNIT_ASSERT(world.outgoing().empty());
    CPPUNIT_ASSERT(world.begin("a1", "again").older);
  }

  void what_a_broken_session_had_sent_goes_again_as_replace() {  // sync rule 17
    edited();
    break_session();
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void deletes_of_a_broken_session_go_again_under_the_name_there() {  // sync rule 17
    world.remove(anna());
    break_session();
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Delete);
    CPPUNIT_ASSERT_EQUAL(std::string("7"), world.only().peer_id.value());
  }

  void deletes_of_a_broken_session_go_again_under_our_name_as_client() {  // sync rule 17
    const ItemId item = anna();
    world.remove(item);
    break_session();
    CPPUNIT_ASSERT_EQUAL(std::to_string(item), world.only(Sender::Client).our_name);
  }

  void a_delete_repeated_in_many_broken_sessions_stays_one() {  // sync rule 17
    world.remove(anna());
    break_session();
    for (const char* next : {"b", "c", "d"}) {
      for (const Outgoing& change : world.send()) {
        world.confirm(change);
      }
      CPPUNIT_ASSERT(world.begin("a1", next).older);
    }
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Delete);
  }

  void what_a_side_had_before_it_was_put_back_is_no_edit() {  // sync rules 17, 26
    const ItemId item = anna();
    world.edit(item, card("Anna", "TITLE:two"));
    break_session();
    world.replace("7", card("Anna", "TITLE:one\nNOTE:theirs"));
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:two"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:theirs"));
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Replace);
  }

  void a_repeated_delete_goes_again_to_a_side_that_was_put_back() {  // sync rule 17
    world.remove(anna());
    break_session();
    for (const Outgoing& change : world.send()) {
      world.confirm(change);
    }
    world.end_session();
    CPPUNIT_ASSERT(world.begin("a1", "third").older);
    CPPUNIT_ASSERT(world.only().op == ChangeOp::Delete);
  }

  void a_repeated_delete_does_not_reach_who_has_the_name_now() {  // sync rule 17
    world.remove(anna());
    break_session();
    world.add("7", card("Bert"));
    CPPUNIT_ASSERT(std::ranges::none_of(
        world.outgoing(), [](const Outgoing& change) { return change.op == ChangeOp::Delete; }));
  }

  void pages_of_one_bring_each_change_once() {
    edited();
    world.erase("7");
    for (const char* name : {"Bert", "Clara", "Dora"}) {
      world.enter(card(name));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, world.outgoing(Sender::Server, 1).size());
  }

  void a_saved_cursor_goes_on_where_it_stood() {
    FeedCursor cursor{FeedCursor::Phase::Feed, 1, -2, 3, 4, 5};
    Packer packer;
    cursor.pack(packer);
    const std::string octets = std::move(packer).octets();
    Unpacker unpacker(octets);
    const FeedCursor again = FeedCursor::unpack(unpacker);
    CPPUNIT_ASSERT(again.phase == cursor.phase && again.repeat == 1 && again.after_retry == -2);
    CPPUNIT_ASSERT(again.after_item == 3 && again.after_rev == 4 && again.upto == 5);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingTest);

}  // namespace pim::sync::testing
