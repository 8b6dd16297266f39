// SPDX-License-Identifier: Apache-2.0
// Edits against deletions, in both directions (sync rules 26, 28, 30, 38).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;
using store::MapState;

class ReviveTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ReviveTest);
  CPPUNIT_TEST(a_delete_of_what_both_know_is_proposed_and_deletes_nothing_yet);
  CPPUNIT_TEST(a_delete_against_an_edit_lets_the_edit_live);
  CPPUNIT_TEST(what_lived_through_a_delete_goes_out_as_add);
  CPPUNIT_TEST(between_portals_it_goes_out_under_a_new_name);
  CPPUNIT_TEST(the_same_delete_again_does_not_reach_the_record_under_its_new_name);
  CPPUNIT_TEST(a_foreign_server_that_says_its_delete_again_does_not_reach_the_record_sent_anew);
  CPPUNIT_TEST(a_delete_against_an_edit_sent_and_not_confirmed_lets_it_live);
  CPPUNIT_TEST(a_delete_after_a_confirmed_edit_is_proposed);
  CPPUNIT_TEST(a_delete_of_an_unknown_name_does_nothing);
  CPPUNIT_TEST(a_delete_of_what_is_deleted_here_sends_nothing_back);
  CPPUNIT_TEST(an_edit_against_our_deletion_revives_under_the_same_id);
  CPPUNIT_TEST(the_values_of_the_edit_that_revives_win_and_ours_are_kept);
  CPPUNIT_TEST(a_revived_record_keeps_the_time_of_its_edit);
  CPPUNIT_TEST(an_equal_replace_never_beats_a_deletion);
  CPPUNIT_TEST(a_value_of_the_past_never_beats_a_deletion);
  CPPUNIT_TEST(a_record_of_the_past_never_beats_a_deletion);
  CPPUNIT_TEST(an_old_record_of_a_deleted_uid_stays_deleted_and_its_delete_goes_out);
  CPPUNIT_TEST(a_later_record_of_a_deleted_uid_revives_it);
  CPPUNIT_TEST(an_edited_record_of_a_deleted_uid_revives_it_whatever_its_time);
  CPPUNIT_TEST(a_revival_with_a_living_twin_merges_into_it);
  CPPUNIT_TEST(a_device_knows_nothing_of_a_deleted_uid);
  CPPUNIT_TEST(a_name_given_anew_before_our_delete_arrived_revives_nothing);
  CPPUNIT_TEST(a_name_given_anew_is_not_deleted_by_the_delete_of_before);
  CPPUNIT_TEST(a_name_given_anew_in_a_slow_session_revives_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  World device;
  World portal{Side::Portal};

  static ItemId anna(World& world, const std::string& lines = "TITLE:one") {
    return world.shared("7", card("Anna", "UID:u-1\n" + lines));
  }
  /// Shared, then edited here.
  static ItemId edited(World& world) {
    const ItemId item = anna(world);
    world.edit(item, card("Anna", "UID:u-1\nTITLE:ours"));
    return item;
  }
  /// Shared, then deleted here.
  static ItemId deleted(World& world) {
    const ItemId item = anna(world);
    world.remove(item);
    return item;
  }
  /// A tombstone that the other portal has never had.
  ItemId tombstone() {
    const ItemId item = portal.enter(card("Anna", "UID:u-1\nTITLE:one"));
    portal.remove(item);
    return item;
  }

  void a_delete_of_what_both_know_is_proposed_and_deletes_nothing_yet() {  // sync rule 32
    const ItemId item = anna(device);
    CPPUNIT_ASSERT(device.erase("7").effect == Effect::Proposed);
    CPPUNIT_ASSERT(!device.item(item).deleted);
  }

  void a_delete_against_an_edit_lets_the_edit_live() {  // sync rule 28
    const ItemId item = edited(device);
    CPPUNIT_ASSERT(device.erase("7").effect == Effect::EditKept);
    CPPUNIT_ASSERT(device.held().empty());
    CPPUNIT_ASSERT(says(device.item(item), "TITLE:ours"));
  }

  void what_lived_through_a_delete_goes_out_as_add() {  // sync rule 28
    const ItemId item = edited(device);
    device.erase("7");
    const Outgoing change = device.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Add);
    CPPUNIT_ASSERT_EQUAL(item, change.item);
    CPPUNIT_ASSERT(!change.peer_id);
  }

  void between_portals_it_goes_out_under_a_new_name() {  // sync rule 28
    const ItemId item = edited(portal);
    portal.erase("7");
    const Outgoing change = portal.only(Sender::Client);
    CPPUNIT_ASSERT(change.op == ChangeOp::Add);
    CPPUNIT_ASSERT(change.our_name != std::to_string(item));
  }

  void the_same_delete_again_does_not_reach_the_record_under_its_new_name() {  // sync rule 28
    const ItemId item = edited(portal);
    portal.erase("7");
    const std::string name = first(portal.send(Sender::Client)).our_name;
    portal.map(name, "8");
    portal.stage(portal.change(ChangeOp::Delete, "7", std::to_string(item)));
    CPPUNIT_ASSERT(portal.staged().empty());
  }

  void a_delete_against_an_edit_sent_and_not_confirmed_lets_it_live() {  // sync rule 28
    edited(device);
    device.send();
    CPPUNIT_ASSERT(device.erase("7").effect == Effect::EditKept);
  }

  void a_delete_after_a_confirmed_edit_is_proposed() {  // sync rule 28
    edited(device);
    device.confirm(first(device.send()));
    CPPUNIT_ASSERT(device.erase("7").effect == Effect::Proposed);
  }

  void a_delete_of_an_unknown_name_does_nothing() {  // sync rule 28
    anna(device);
    CPPUNIT_ASSERT(device.erase("8").effect == Effect::Unknown);
    CPPUNIT_ASSERT(device.held().empty());
  }

  void a_delete_of_what_is_deleted_here_sends_nothing_back() {
    deleted(device);
    CPPUNIT_ASSERT(device.erase("7").effect == Effect::Gone);
    CPPUNIT_ASSERT(device.outgoing().empty());
  }

  void an_edit_against_our_deletion_revives_under_the_same_id() {  // sync rules 28, 38
    const ItemId item = deleted(device);
    const Outcome outcome = device.replace("7", card("Anna", "TITLE:theirs"));
    CPPUNIT_ASSERT(outcome.effect == Effect::Revived);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
    CPPUNIT_ASSERT(!device.item(item).deleted);
  }

  void the_values_of_the_edit_that_revives_win_and_ours_are_kept() {  // sync rule 28
    const ItemId item = edited(device);
    device.remove(item);
    device.replace("7", card("Anna", "TITLE:theirs"), device.now - 3'600);
    CPPUNIT_ASSERT(says(device.item(item), "TITLE:theirs"));
    CPPUNIT_ASSERT(first(device.versions(item)).content.find("TITLE:ours") != std::string::npos);
  }

  void a_revived_record_keeps_the_time_of_its_edit() {  // sync rule 38
    const ItemId item = deleted(portal);
    const Seconds made = portal.now - 3'600;
    portal.replace("7", card("Anna", "UID:u-1\nTITLE:theirs"), made);
    CPPUNIT_ASSERT_EQUAL(made, portal.item(item).changed_at);
  }

  void an_equal_replace_never_beats_a_deletion() {  // sync rule 26
    deleted(device);
    CPPUNIT_ASSERT(device.replace("7", card("Anna", "TITLE:one")).effect == Effect::StaysDeleted);
    const Outgoing change = device.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Delete);
  }

  void a_foreign_server_that_says_its_delete_again_does_not_reach_the_record_sent_anew() {
    World server;  // sync rule 28: we are its client, it deletes by our name
    server.pairing.peer = store::PeerKind::Foreign;
    const ItemId item = server.shared("s7", card("Anna", "TITLE:one"));
    server.edit(item, card("Anna", "TITLE:ours"));
    const auto erase = server.change(ChangeOp::Delete, "", std::to_string(item));
    server.stage(erase);
    server.apply();
    server.confirm(first(server.send(Sender::Client)), "s8");
    server.stage(erase);  // an older anchor
    server.apply();
    server.decide();
    CPPUNIT_ASSERT(!server.item(item).deleted);
  }

  void a_value_of_the_past_never_beats_a_deletion() {  // sync rule 26
    const ItemId item = edited(device);
    device.confirm(first(device.send()));
    device.remove(item);
    CPPUNIT_ASSERT(device.replace("7", card("Anna", "TITLE:one")).effect == Effect::StaysDeleted);
  }

  void a_record_of_the_past_never_beats_a_deletion() {  // sync rule 26
    const ItemId item = device.shared("7", card("Anna", "TEL:123"));
    device.replace("7", card("Anna", "TEL:123\nTEL:456"));
    device.remove(item);
    CPPUNIT_ASSERT(device.replace("7", card("Anna", "TEL:123")).effect == Effect::StaysDeleted);
    CPPUNIT_ASSERT(device.item(item).deleted);
  }

  void an_old_record_of_a_deleted_uid_stays_deleted_and_its_delete_goes_out() {  // sync rule 38
    tombstone();
    const Outcome outcome = portal.add("9", card("Anna", "UID:u-1\nTITLE:one"), portal.now - 3'600);
    CPPUNIT_ASSERT(outcome.effect == Effect::StaysDeleted);
    const Outgoing change = portal.only();
    CPPUNIT_ASSERT(change.op == ChangeOp::Delete);
    CPPUNIT_ASSERT_EQUAL(std::string("9"), change.peer_id.value());
  }

  void a_later_record_of_a_deleted_uid_revives_it() {  // sync rule 38
    const ItemId item = tombstone();
    const Outcome outcome = portal.add("9", card("Anna", "UID:u-1\nTITLE:one"), portal.now + 3'600);
    CPPUNIT_ASSERT(outcome.effect == Effect::Revived);
    CPPUNIT_ASSERT_EQUAL(item, outcome.item);
  }

  void an_edited_record_of_a_deleted_uid_revives_it_whatever_its_time() {  // sync rule 38
    tombstone();
    const Outcome outcome =
        portal.add("9", card("Anna", "UID:u-1\nTITLE:theirs"), portal.now - 3'600);
    CPPUNIT_ASSERT(outcome.effect == Effect::Revived);
  }

  void a_revival_with_a_living_twin_merges_into_it() {  // sync rule 30
    deleted(portal);
    const ItemId twin = portal.enter(card("Anna", "UID:u-1\nNOTE:entered again"));
    portal.replace("7", card("Anna", "UID:u-1\nTITLE:theirs"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, portal.live().size());
    CPPUNIT_ASSERT(says(portal.item(twin), "TITLE:theirs"));
    CPPUNIT_ASSERT(says(portal.item(twin), "NOTE:entered again"));
  }

  void a_device_knows_nothing_of_a_deleted_uid() {  // sync rule 38
    device.remove(device.enter(card("Anna", "UID:u-1")));
    CPPUNIT_ASSERT(device.add("7", card("Anna", "UID:u-1")).effect == Effect::Added);
  }

  /// Anna, whom the device knows as "7", is deleted here, and has gone from there as well.
  ItemId deleted_here() {
    const ItemId item = device.shared("7", card("Anna", "TEL:123456789"));
    device.remove(item);
    return item;
  }

  void a_name_given_anew_before_our_delete_arrived_revives_nothing() {  // sync rule 23
    const ItemId item = deleted_here();
    CPPUNIT_ASSERT(device.add("7", card("Bert", "TEL:987654321")).effect == Effect::Added);
    CPPUNIT_ASSERT(device.item(item).deleted);
    CPPUNIT_ASSERT(!says(first(device.live()), "123456789"));
  }

  void a_name_given_anew_is_not_deleted_by_the_delete_of_before() {  // sync rule 28
    deleted_here();
    device.add("7", card("Bert", "TEL:987654321"));
    CPPUNIT_ASSERT(device.outgoing().empty());
  }

  void a_name_given_anew_in_a_slow_session_revives_nothing() {  // sync rule 23
    const ItemId item = deleted_here();
    device.begin_slow();
    CPPUNIT_ASSERT(device.add("7", card("Bert", "TEL:987654321")).effect == Effect::Added);
    CPPUNIT_ASSERT(device.item(item).deleted);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ReviveTest);

}  // namespace pim::sync::testing
