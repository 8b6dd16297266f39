// SPDX-License-Identifier: Apache-2.0
// What a server sends waits in the stage, and becomes a change when it is applied (sync rules 22,
// 29, 36, 37).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ChangeOp;
using store::ItemId;

class StagingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StagingTest);
  CPPUNIT_TEST(what_is_staged_touches_no_record);
  CPPUNIT_TEST(an_add_becomes_the_record_its_map_promised);
  CPPUNIT_TEST(an_add_that_comes_again_keeps_its_name);
  CPPUNIT_TEST(a_staged_add_changed_again_is_replaced);
  CPPUNIT_TEST(a_staged_add_changed_under_our_name_is_replaced);
  CPPUNIT_TEST(a_staged_add_deleted_again_leaves_nothing);
  CPPUNIT_TEST(a_staged_add_deleted_by_their_name_leaves_nothing);
  CPPUNIT_TEST(a_portals_staged_add_deleted_again_takes_our_record_of_its_uid_along);
  CPPUNIT_TEST(a_portals_staged_add_deleted_again_spares_our_record_where_it_differs);
  CPPUNIT_TEST(a_staged_change_changed_again_is_one_change);
  CPPUNIT_TEST(a_staged_change_deleted_again_is_a_delete);
  CPPUNIT_TEST(a_staged_delete_taken_back_is_a_change);
  CPPUNIT_TEST(an_add_of_a_mapped_name_is_a_change_of_its_record);
  CPPUNIT_TEST(a_replace_of_an_unknown_name_is_404);
  CPPUNIT_TEST(a_delete_of_an_unknown_name_is_211);
  CPPUNIT_TEST(a_delete_by_their_name_alone_is_staged_between_portals);
  CPPUNIT_TEST(a_change_of_a_record_without_their_name_is_staged);
  CPPUNIT_TEST(after_a_cancel_the_stage_is_still_there);
  CPPUNIT_TEST(the_items_of_a_slow_session_replace_staged_changes_and_keep_deletes);
  CPPUNIT_TEST(what_a_slow_session_does_not_show_again_leaves_the_stage_with_its_good_end);
  CPPUNIT_TEST(what_was_acknowledged_before_a_slow_session_that_breaks_stands);
  CPPUNIT_TEST(an_empty_stage_has_nothing_to_make_void);
  CPPUNIT_TEST(a_delete_staged_before_a_slow_session_spares_what_was_edited_since);
  CPPUNIT_TEST(a_delete_staged_in_another_life_lets_its_record_go_out);
  CPPUNIT_TEST(the_base_stays_until_the_staged_row_is_applied);
  CPPUNIT_TEST(an_item_with_a_staged_row_is_not_sent);
  CPPUNIT_TEST(a_joined_record_is_known_under_the_name_promised_for_it);
  CPPUNIT_TEST(a_decision_travels_through_the_stage);
  CPPUNIT_TEST(what_was_deleted_here_meanwhile_is_judged_by_its_content);
  CPPUNIT_TEST(an_add_without_a_name_is_refused_alone);
  CPPUNIT_TEST(a_name_given_anew_after_its_delete_is_another_record);
  CPPUNIT_TEST(a_name_that_a_portal_gives_anew_overwrites_nothing);
  CPPUNIT_TEST(a_delete_said_again_leaves_the_record_that_got_its_name);
  CPPUNIT_TEST(a_name_given_anew_before_our_delete_arrived_is_another_record);
  CPPUNIT_TEST(a_message_of_new_records_asks_the_store_once_for_all_of_them);
  CPPUNIT_TEST(a_change_of_another_record_leaves_the_add_that_has_our_name_now);
  CPPUNIT_TEST(a_delete_of_another_record_leaves_the_add_that_has_our_name_now);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  StageAnswer stage_add(const std::string& their_name, const std::string& record) {
    return world.stage(world.change(ChangeOp::Add, their_name, "", record));
  }
  StageAnswer stage_named(ChangeOp op, const std::string& our_name,
                          const std::string& record = "") {
    return world.stage(world.change(op, "", our_name, record));
  }
  /// A record of ours that the server has as "s7", and its name there as it says it.
  std::string anna() { return std::to_string(world.shared("s7", card("Anna", "TITLE:one"))); }

  /// Questions to the store and writes for so many Adds of records that stand here under their
  /// UIDs.
  static std::uint64_t statements_of(int adds) {
    World portal{Side::Portal};
    std::vector<ServerChange> changes;
    for (int i = 0; i < adds; ++i) {
      const std::string n = std::to_string(i);
      portal.enter(card("Name" + n, "UID:u" + n));
      changes.push_back(portal.change(ChangeOp::Add, "s" + n, "", card("Name" + n, "UID:u" + n)));
    }
    const std::uint64_t before = portal.memory.counters().statements;
    portal.stage_all(changes);
    return portal.memory.counters().statements - before;
  }
  void a_message_of_new_records_asks_the_store_once_for_all_of_them() {
    CPPUNIT_ASSERT_EQUAL(statements_of(2), statements_of(60));
  }

  // An unnoticed restore here takes names back; they are given again, to other records.
  void a_change_of_another_record_leaves_the_add_that_has_our_name_now() {  // sync rule 17
    World portal{Side::Portal};
    const std::string name =
        portal.stage(portal.change(ChangeOp::Add, "s8", "", card("Bert"))).map_name;
    CPPUNIT_ASSERT_EQUAL(
        404, portal.stage(portal.change(ChangeOp::Replace, "s3", name, card("Carl"))).status);
    portal.apply();
    CPPUNIT_ASSERT(says(first(portal.live()), "Bert"));
  }
  void a_delete_of_another_record_leaves_the_add_that_has_our_name_now() {  // sync rule 17
    World portal{Side::Portal};
    const std::string name =
        portal.stage(portal.change(ChangeOp::Add, "s8", "", card("Bert"))).map_name;
    CPPUNIT_ASSERT_EQUAL(211, portal.stage(portal.change(ChangeOp::Delete, "s3", name)).status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, portal.staged().size());
  }

  void what_is_staged_touches_no_record() {  // design rule 5
    stage_named(ChangeOp::Replace, anna(), card("Anna", "TITLE:theirs"));
    stage_add("s8", card("Bert"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(first(world.live()), "TITLE:one"));
  }

  void an_add_becomes_the_record_its_map_promised() {  // sync rule 20
    const StageAnswer answer = stage_add("s8", card("Bert"));
    CPPUNIT_ASSERT_EQUAL(201, answer.status);
    world.apply();
    CPPUNIT_ASSERT_EQUAL(answer.map_name, std::to_string(first(world.live()).id));
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void an_add_that_comes_again_keeps_its_name() {  // sync rule 37
    const std::string name = stage_add("s8", card("Bert")).map_name;
    CPPUNIT_ASSERT_EQUAL(name, stage_add("s8", card("Bert")).map_name);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.staged().size());
  }

  void a_portals_staged_add_deleted_again_takes_our_record_of_its_uid_along() {  // sync rule 30
    World portal(Side::Portal);
    const ItemId item = portal.enter(card("Anna", "UID:u-1\nTITLE:one"));
    portal.stage(portal.change(ChangeOp::Add, "8", "", card("Anna", "UID:u-1\nTITLE:one")));
    portal.stage(portal.change(ChangeOp::Delete, "8", ""));
    portal.apply();
    portal.decide();
    CPPUNIT_ASSERT(portal.item(item).deleted);
  }

  void a_portals_staged_add_deleted_again_spares_our_record_where_it_differs() {  // sync rule 30
    World portal(Side::Portal);
    const ItemId item = portal.enter(card("Anna", "UID:u-1\nTITLE:ours"));
    portal.stage(portal.change(ChangeOp::Add, "8", "", card("Anna", "UID:u-1\nTITLE:theirs")));
    portal.stage(portal.change(ChangeOp::Delete, "8", ""));
    portal.apply();
    portal.decide();
    CPPUNIT_ASSERT(!portal.item(item).deleted);
    CPPUNIT_ASSERT(portal.only().op == ChangeOp::Add);
  }

  void a_staged_add_changed_again_is_replaced() {  // sync rule 37
    stage_add("s8", card("Bert", "TITLE:one"));
    stage_add("s8", card("Bert", "TITLE:two"));
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(first(world.live()), "TITLE:two"));
  }

  void a_staged_add_changed_under_our_name_is_replaced() {  // sync rule 37
    const std::string name = stage_add("s8", card("Bert", "TITLE:one")).map_name;
    CPPUNIT_ASSERT_EQUAL(200,
                         stage_named(ChangeOp::Replace, name, card("Bert", "TITLE:two")).status);
    world.apply();
    CPPUNIT_ASSERT(says(first(world.live()), "TITLE:two"));
  }

  void a_staged_add_deleted_again_leaves_nothing() {  // sync rule 37
    const std::string name = stage_add("s8", card("Bert")).map_name;
    CPPUNIT_ASSERT_EQUAL(200, stage_named(ChangeOp::Delete, name).status);
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void a_staged_add_deleted_by_their_name_leaves_nothing() {  // sync rules 20, 37
    stage_add("s8", card("Bert"));
    CPPUNIT_ASSERT_EQUAL(200, world.stage(world.change(ChangeOp::Delete, "s8", "")).status);
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void a_staged_change_changed_again_is_one_change() {  // sync rule 37
    const std::string name = anna();
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:two"));
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:three"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.staged().size());
    world.apply();
    CPPUNIT_ASSERT(says(first(world.live()), "TITLE:three"));
  }

  void a_staged_change_deleted_again_is_a_delete() {  // sync rule 37
    const std::string name = anna();
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:two"));
    stage_named(ChangeOp::Delete, name);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.staged().size());
    CPPUNIT_ASSERT(first(world.staged()).op == ChangeOp::Delete);
  }

  void a_staged_delete_taken_back_is_a_change() {  // sync rule 37
    const std::string name = anna();
    stage_named(ChangeOp::Delete, name);
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:two"));
    world.apply();
    CPPUNIT_ASSERT(world.held().empty());
    CPPUNIT_ASSERT(says(first(world.live()), "TITLE:two"));
  }

  void an_add_of_a_mapped_name_is_a_change_of_its_record() {  // sync rule 21
    const std::string name = anna();
    CPPUNIT_ASSERT_EQUAL(name, stage_add("s7", card("Anna", "TITLE:two")).map_name);
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void a_replace_of_an_unknown_name_is_404() {  // sync rule 17
    CPPUNIT_ASSERT_EQUAL(404, stage_named(ChangeOp::Replace, "4711", card("Bert")).status);
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void a_delete_of_an_unknown_name_is_211() {  // sync rule 28
    CPPUNIT_ASSERT_EQUAL(211, stage_named(ChangeOp::Delete, "4711").status);
    CPPUNIT_ASSERT_EQUAL(211, stage_named(ChangeOp::Delete, "no number").status);
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void a_delete_by_their_name_alone_is_staged_between_portals() {  // sync rule 20
    anna();
    CPPUNIT_ASSERT_EQUAL(200, world.stage(world.change(ChangeOp::Delete, "s7", "")).status);
    CPPUNIT_ASSERT(first(world.staged()).op == ChangeOp::Delete);
    CPPUNIT_ASSERT_EQUAL(211, world.stage(world.change(ChangeOp::Delete, "s8", "")).status);
  }

  // sync rule 6: a lost Status of our Add
  void a_change_of_a_record_without_their_name_is_staged() {
    const ItemId item = world.enter(card("Anna", "TITLE:one"));
    world.confirm(first(world.send(Sender::Client)));
    stage_named(ChangeOp::Replace, std::to_string(item), card("Anna", "TITLE:two"));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:two"));
  }

  void after_a_cancel_the_stage_is_still_there() {  // sync rule 37
    stage_add("s8", card("Bert"));
    world.end_session();
    stage_add("s9", card("Clara"));
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void the_items_of_a_slow_session_replace_staged_changes_and_keep_deletes() {  // sync rule 37
    stage_named(ChangeOp::Delete, anna());
    stage_add("s8", card("Bert", "TITLE:one"));
    world.begin_slow();
    CPPUNIT_ASSERT(make_void());
    stage_add("s8", card("Bert", "TITLE:two"));
    drop_void();
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.held().size());
    CPPUNIT_ASSERT(says(world.live().back(), "TITLE:two"));
  }

  void what_a_slow_session_does_not_show_again_leaves_the_stage_with_its_good_end() {
    stage_add("s8", card("Bert"));
    world.begin_slow();
    CPPUNIT_ASSERT(make_void());
    stage_add("s9", card("Clara"));
    drop_void();
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::string("Clara"), world.live().front().label);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void what_was_acknowledged_before_a_slow_session_that_breaks_stands() {
    const std::string name = anna();
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:theirs"));
    stage_add("s8", card("Bert"));
    world.begin_slow();
    CPPUNIT_ASSERT(make_void());
    stage_add("s9", card("Clara"));  // then it breaks, and what is staged is taken in
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, world.live().size());
    CPPUNIT_ASSERT(says(world.live().front(), "TITLE:theirs"));
  }

  void an_empty_stage_has_nothing_to_make_void() {
    world.begin_slow();
    CPPUNIT_ASSERT(!make_void());
  }

  bool make_void() {
    return world.in_unit([&](store::UnitOfWork& unit) {
      return need(void_stage(world.scope(unit), world.pairing));
    });
  }
  void drop_void() {
    world.in_unit([&](store::UnitOfWork& unit) {
      need(drop_void_stage(world.scope(unit), world.pairing));
      return true;
    });
  }

  void a_delete_staged_before_a_slow_session_spares_what_was_edited_since() {  // sync rules 25, 37
    const std::string name = anna();
    stage_named(ChangeOp::Delete, name);
    world.edit(first(world.live()).id, card("Anna", "TITLE:ours"));
    world.begin_slow();
    world.apply();
    CPPUNIT_ASSERT(world.held().empty());
  }

  void a_delete_staged_in_another_life_lets_its_record_go_out() {  // sync rules 22, 23
    stage_named(ChangeOp::Delete, anna());
    world.begin_slow();
    CPPUNIT_ASSERT(world.send().empty());  // it goes by while the Delete is staged
    world.end_session(Hints::Kept);
    world.is.same_epoch = false;
    world.apply();
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(world.only(Sender::Client).op == ChangeOp::Add);
  }

  void the_base_stays_until_the_staged_row_is_applied() {  // sync rule 29
    const std::string name = anna();
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:theirs"));
    const ItemId item = first(world.live()).id;
    world.edit(item, card("Anna", "TITLE:one\nNOTE:ours"));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:theirs"));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours"));  // the staged form is the base now
  }

  void an_item_with_a_staged_row_is_not_sent() {  // sync rule 22
    const std::string name = anna();
    world.edit(first(world.live()).id, card("Anna", "TITLE:one\nNOTE:ours"));
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:theirs"));
    CPPUNIT_ASSERT(world.outgoing(Sender::Client).empty());
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.outgoing(Sender::Client).size());
  }

  void a_joined_record_is_known_under_the_name_promised_for_it() {  // sync rule 6
    const ItemId item = world.enter(card("Anna", "TEL:123456789"));
    const std::string name = stage_add("s7", card("Anna", "TEL:123456789")).map_name;
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, world.apply().joined);
    CPPUNIT_ASSERT_EQUAL(name, world.row(item).told.value());
    stage_named(ChangeOp::Replace, name, card("Anna", "TEL:123456789\nTITLE:theirs"));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
  }

  void a_decision_travels_through_the_stage() {  // sync rule 33
    auto change = world.change(ChangeOp::Delete, "", anna());
    change.consent = "d1-1";
    world.stage(change);
    world.apply();
    CPPUNIT_ASSERT_EQUAL(std::string("d1-1"), first(world.held()).consent);
  }

  void what_was_deleted_here_meanwhile_is_judged_by_its_content() {  // sync rule 38
    const std::string name = anna();
    stage_named(ChangeOp::Replace, name, card("Anna", "TITLE:theirs"));
    const ItemId item = first(world.live()).id;
    world.remove(item);
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs") && !world.item(item).deleted);
  }

  void an_add_without_a_name_is_refused_alone() {  // design rule 10
    const StageAnswer answer = stage_add("", card("Bert"));
    CPPUNIT_ASSERT_EQUAL(412, answer.status);
    CPPUNIT_ASSERT(!answer.taken);
    CPPUNIT_ASSERT(world.staged().empty());
  }

  void a_name_given_anew_after_its_delete_is_another_record() {  // sync rules 23, 37
    const std::string name = anna();
    stage_named(ChangeOp::Delete, name);
    stage_add("s7", card("Bert", "TEL:987654321"));
    world.apply();
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(name != std::to_string(first(world.live()).id));
    CPPUNIT_ASSERT(world.outgoing(Sender::Client).empty());
  }

  void a_name_that_a_portal_gives_anew_overwrites_nothing() {  // sync rule 17
    World portal(Side::Portal);
    const ItemId item = portal.shared("8", card("Anna", "UID:u-1\nTEL:123456789"));
    portal.stage(portal.change(ChangeOp::Add, "8", "", card("Bert", "UID:u-2\nTEL:987654321")));
    portal.apply();
    CPPUNIT_ASSERT(says(portal.item(item), "FN:Anna"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, portal.live().size());
    CPPUNIT_ASSERT(portal.pairing.force_slow);
  }

  void a_delete_said_again_leaves_the_record_that_got_its_name() {  // sync rules 23, 37
    const std::string name = anna();
    stage_named(ChangeOp::Delete, name);
    stage_add("s7", card("Bert", "TEL:987654321"));
    stage_named(ChangeOp::Delete, name);
    world.apply();
    world.decide();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
    CPPUNIT_ASSERT(says(first(world.live()), "FN:Bert"));
  }

  void a_name_given_anew_before_our_delete_arrived_is_another_record() {  // sync rule 23
    anna();
    const ItemId item = first(world.live()).id;
    world.remove(item);
    stage_add("s7", card("Bert", "TEL:987654321"));
    world.apply();
    CPPUNIT_ASSERT(world.item(item).deleted);
    CPPUNIT_ASSERT(!says(first(world.live()), "TITLE:one"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StagingTest);

/// A slow session as client: the server names its records, and the map holds hints only.
class SlowStagingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SlowStagingTest);
  CPPUNIT_TEST(a_name_with_near_content_is_a_change_of_its_record);
  CPPUNIT_TEST(a_name_alone_is_a_new_record);
  CPPUNIT_TEST(what_our_tombstone_proves_unedited_stays_deleted_and_its_delete_goes_out);
  CPPUNIT_TEST(an_edit_of_what_our_tombstone_proves_deleted_revives_it);
  CPPUNIT_TEST(a_name_alone_proves_no_tombstone);
  CPPUNIT_TEST(a_portals_name_alone_proves_no_tombstone);
  CPPUNIT_TEST(a_name_does_not_stand_against_a_record_that_is_the_same);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  ItemId before(const std::string& lines) { return world.shared("s7", card("Anna", lines)); }
  StageAnswer stage_add(const std::string& record) {
    return world.stage(world.change(ChangeOp::Add, "s7", "", record));
  }

  void a_name_with_near_content_is_a_change_of_its_record() {  // sync rule 23
    const ItemId item = before("TEL:123456789\nTITLE:one");
    world.begin_slow();
    CPPUNIT_ASSERT_EQUAL(std::to_string(item), stage_add(card("Anna", "TEL:123456789")).map_name);
    world.apply();
    CPPUNIT_ASSERT(!says(world.item(item), "TITLE"));  // removed there since
  }

  void a_name_alone_is_a_new_record() {  // sync rule 23
    const ItemId item = before("TEL:123456789");
    world.begin_slow();
    CPPUNIT_ASSERT(stage_add(card("Bert", "TEL:987654321")).map_name != std::to_string(item));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(item), "FN:Anna"));
  }

  // sync rules 23, 38
  void what_our_tombstone_proves_unedited_stays_deleted_and_its_delete_goes_out() {
    world.remove(before("TEL:123456789"));
    world.begin_slow();
    stage_add(card("Anna", "TEL:123456789"));
    world.apply();
    const Outgoing change = world.only(Sender::Client);
    CPPUNIT_ASSERT(change.op == ChangeOp::Delete);
  }

  void an_edit_of_what_our_tombstone_proves_deleted_revives_it() {  // sync rules 23, 38
    const ItemId item = before("TEL:123456789");
    world.remove(item);
    world.begin_slow();
    stage_add(card("Anna", "TEL:123456789\nTITLE:theirs"));
    world.apply();
    CPPUNIT_ASSERT(!world.item(item).deleted);
  }

  void a_name_alone_proves_no_tombstone() {  // sync rule 23
    const ItemId item = before("TEL:123456789");
    world.remove(item);
    world.begin_slow();
    stage_add(card("Bert", "TEL:987654321"));
    world.apply();
    CPPUNIT_ASSERT(world.item(item).deleted);
    CPPUNIT_ASSERT(says(first(world.live()), "FN:Bert"));
  }

  void a_portals_name_alone_proves_no_tombstone() {  // sync rule 23
    World portal(Side::Portal);
    const ItemId item = portal.shared("s7", card("Anna", "UID:u-1\nTEL:123456789"));
    portal.remove(item);
    portal.begin_slow();
    portal.stage(portal.change(ChangeOp::Add, "s7", "", card("Bert", "UID:u-2\nTEL:987654321")));
    portal.apply();
    CPPUNIT_ASSERT(portal.item(item).deleted);
    CPPUNIT_ASSERT(says(first(portal.live()), "UID:u-2"));
  }

  void a_name_does_not_stand_against_a_record_that_is_the_same() {  // sync rule 23
    const ItemId anna = world.shared("s7", card("Anna", "TEL:123456789\nORG:Mill"));
    const ItemId bert = world.shared("s8", card("Bert", "TEL:123456789\nORG:Mill"));
    world.begin_slow();
    stage_add(card("Bert", "TEL:123456789\nORG:Mill"));
    world.apply();
    CPPUNIT_ASSERT(says(world.item(anna), "FN:Anna"));
    CPPUNIT_ASSERT(says(world.item(bert), "FN:Bert"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SlowStagingTest);

}  // namespace pim::sync::testing
