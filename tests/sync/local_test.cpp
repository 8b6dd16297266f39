// SPDX-License-Identifier: Apache-2.0
// What a user does to his records here: imports, edits, deletions (sync rules 5, 26, 38).
#include <cppunit/extensions/HelperMacros.h>

#include "common/sync/loser.h"
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

class LocalTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LocalTest);
  CPPUNIT_TEST(a_record_without_uid_imported_twice_is_one_record);
  CPPUNIT_TEST(equal_records_of_one_file_are_several_records);
  CPPUNIT_TEST(equal_records_in_two_batches_of_a_file_are_several_records);
  CPPUNIT_TEST(a_file_of_equal_records_imported_twice_doubles_nothing);
  CPPUNIT_TEST(an_import_of_a_known_uid_updates);
  CPPUNIT_TEST(an_import_of_a_joined_uid_updates_the_record_it_was_joined_to);
  CPPUNIT_TEST(a_uid_of_digits_is_no_reason_to_overwrite_another_name);
  CPPUNIT_TEST(a_uid_of_digits_updates_where_the_name_is_the_same);
  CPPUNIT_TEST(records_of_one_uid_in_one_file_are_several_where_their_names_differ);
  CPPUNIT_TEST(a_file_of_several_records_of_one_uid_imported_twice_doubles_nothing);
  CPPUNIT_TEST(an_import_of_one_moved_occurrence_leaves_its_series);
  CPPUNIT_TEST(an_import_equal_to_an_earlier_version_takes_nothing_back);
  CPPUNIT_TEST(one_unreadable_record_does_not_stop_an_import);
  CPPUNIT_TEST(a_deleted_record_can_be_imported_again);
  CPPUNIT_TEST(an_edit_keeps_the_uid_the_other_portals_know);
  CPPUNIT_TEST(an_edit_that_changes_nothing_raises_no_revision);
  CPPUNIT_TEST(an_edit_over_an_unseen_revision_is_refused);
  CPPUNIT_TEST(an_edit_of_a_deleted_record_finds_nothing);
  CPPUNIT_TEST(an_edit_is_later_than_what_it_changed_under_a_clock_behind);
  CPPUNIT_TEST(a_deletion_is_later_than_its_record_under_a_clock_behind);
  CPPUNIT_TEST(a_deletion_over_an_unseen_revision_is_refused);
  CPPUNIT_TEST(a_second_deletion_finds_nothing);
  CPPUNIT_TEST(a_value_of_theirs_that_gave_way_comes_back);
  CPPUNIT_TEST(a_value_of_ours_that_gave_way_comes_back);
  CPPUNIT_TEST(what_comes_back_is_an_edit_of_now);
  CPPUNIT_TEST(a_value_that_is_there_already_does_not_come_back);
  CPPUNIT_TEST(a_value_that_gave_way_to_the_second_change_of_a_message_comes_back);
  CPPUNIT_TEST(a_change_turned_away_whole_does_not_come_back);
  CPPUNIT_TEST(a_number_that_gave_way_brings_no_other_one_back);
  CPPUNIT_TEST(a_number_of_ours_that_stood_is_not_taken_for_one_that_gave_way);
  CPPUNIT_TEST(a_deleted_record_comes_back_later_than_its_deletion);
  CPPUNIT_TEST(a_deleted_record_does_not_come_back_beside_one_of_its_uid);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  std::vector<Imported> import(const std::vector<std::string>& records,
                               ImportFile* file = nullptr) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context = world.local(unit);
      return need(import_records(context, records, file));
    });
  }
  ErrorCode refusal_of_edit(store::ItemId item, store::Revision expected) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context = world.local(unit);
      const auto result = replace_item(context, item, card("Anna", "NOTE:mine"), expected);
      return result ? ErrorCode::Internal : result.error().code;
    });
  }
  ErrorCode refusal_of_deletion(store::ItemId item, store::Revision expected) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context = world.local(unit);
      const auto result = delete_item(context, item, expected);
      return result ? ErrorCode::Internal : result.error().code;
    });
  }

  void a_record_without_uid_imported_twice_is_one_record() {  // sync rule 5
    const store::ItemId item = world.enter(card("Anna", "TEL:123"));
    const auto again = import({card("Anna", "TEL:123")});
    CPPUNIT_ASSERT(again.front().outcome == ImportOutcome::Unchanged);
    CPPUNIT_ASSERT_EQUAL(item, again.front().item);
  }

  void equal_records_of_one_file_are_several_records() {  // sync rule 5
    import({card("Anna"), card("Anna"), card("Anna")});
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, world.live().size());
  }

  void equal_records_in_two_batches_of_a_file_are_several_records() {  // sync rule 5
    ImportFile file;
    import({card("Anna")}, &file);
    import({card("Anna")}, &file);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_file_of_equal_records_imported_twice_doubles_nothing() {  // sync rule 5
    import({card("Anna"), card("Anna")});
    import({card("Anna"), card("Anna")});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void an_import_of_a_known_uid_updates() {  // sync rule 5
    const store::ItemId item = world.enter(card("Anna", "UID:u-1"));
    const auto again = import({card("Anna", "UID:u-1\nNOTE:new")});
    CPPUNIT_ASSERT(again.front().outcome == ImportOutcome::Updated);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:new"));
  }

  void an_import_of_a_joined_uid_updates_the_record_it_was_joined_to() {  // sync rule 5
    const store::ItemId item = world.enter(card("Anna", "UID:u-1"));
    world.in_workset([&](Workset& work) {
      need(work.add_alias(item, "u-2"));
      return true;
    });
    CPPUNIT_ASSERT_EQUAL(item, import({card("Anna", "UID:u-2\nNOTE:new")}).front().item);
  }

  void a_uid_of_digits_is_no_reason_to_overwrite_another_name() {  // sync rule 30
    const store::ItemId item = world.enter(card("Anna", "UID:667"));
    CPPUNIT_ASSERT(import({card("Bert", "UID:667")}).front().outcome == ImportOutcome::Added);
    CPPUNIT_ASSERT(says(world.item(item), "FN:Anna"));
  }

  void a_uid_of_digits_updates_where_the_name_is_the_same() {  // sync rule 30
    const store::ItemId item = world.enter(card("Anna", "UID:667"));
    CPPUNIT_ASSERT_EQUAL(item, import({card("Anna", "UID:667\nNOTE:new")}).front().item);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:new"));
  }

  const std::vector<std::string> one_uid{card("Anna", "UID:u-1"), card("Bert", "UID:u-1")};

  void records_of_one_uid_in_one_file_are_several_where_their_names_differ() {  // sync rule 30
    import(one_uid);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
    CPPUNIT_ASSERT(says(world.live().front(), "FN:Anna"));
  }

  void a_file_of_several_records_of_one_uid_imported_twice_doubles_nothing() {  // sync rule 30
    for (int times = 0; times < 2; ++times) {
      ImportFile file;
      import({one_uid[0]}, &file);
      import({one_uid[1]}, &file);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  static std::string event(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nBEGIN:VEVENT\r\nUID:u-1\r\n"
           "DTSTAMP:20260101T000000Z\r\nSUMMARY:Choir\r\n" +
           lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  void an_import_of_one_moved_occurrence_leaves_its_series() {  // sync rule 30
    const std::string series = event("DTSTART:20260105T180000Z\r\nRRULE:FREQ=WEEKLY\r\n");
    const std::string moved =
        event("DTSTART:20260113T180000Z\r\nRECURRENCE-ID:20260112T180000Z\r\n");
    const auto live = world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context{world.memory, unit,    *content::kind_of("calendar"),
                           "calendar",   "alice", world.now};
      for (const std::string& record : {series, moved, moved}) {
        need(import_records(context, std::span(&record, 1)));
      }
      return need(unit.page({.collection = "calendar"}));
    });
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, live.size());
    CPPUNIT_ASSERT(says(live[0], "RRULE") || says(live[1], "RRULE"));
  }

  void an_import_equal_to_an_earlier_version_takes_nothing_back() {  // sync rule 26
    const store::ItemId item = world.enter(card("Anna", "UID:u-1\nTEL:123"));
    world.edit(item, card("Anna", "UID:u-1\nTEL:456"));
    const auto again = import({card("Anna", "UID:u-1\nTEL:123")});
    CPPUNIT_ASSERT(again.front().outcome == ImportOutcome::Unchanged);
    CPPUNIT_ASSERT(says(world.item(item), "TEL:456"));
  }

  void one_unreadable_record_does_not_stop_an_import() {  // design rule 10
    const auto all = import({card("Anna"), "no contact", card("Bert")});
    CPPUNIT_ASSERT(all[1].outcome == ImportOutcome::Failed && !all[1].reason.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.live().size());
  }

  void a_deleted_record_can_be_imported_again() {
    world.remove(world.enter(card("Anna", "UID:u-1")));
    CPPUNIT_ASSERT(import({card("Anna", "UID:u-1")}).front().outcome == ImportOutcome::Added);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.live().size());
  }

  void an_edit_keeps_the_uid_the_other_portals_know() {  // sync rule 5
    const store::ItemId item = world.enter(card("Anna", "UID:u-1"));
    world.edit(item, card("Anna", "UID:u-9\nNOTE:new"));
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), world.item(item).uid);
    CPPUNIT_ASSERT(says(world.item(item), "UID:u-1\r\n"));
  }

  void an_edit_that_changes_nothing_raises_no_revision() {  // sync rule 26
    const store::ItemId item = world.enter(card("Anna", "UID:u-1"));
    const store::Revision before = world.item(item).rev;
    world.edit(item, card("Anna", "UID:u-1"));
    CPPUNIT_ASSERT_EQUAL(before, world.item(item).rev);
  }

  void an_edit_over_an_unseen_revision_is_refused() {
    const store::ItemId item = world.enter(card("Anna"));
    const store::Revision looked_at = world.item(item).rev;
    world.edit(item, card("Anna", "NOTE:theirs"));
    CPPUNIT_ASSERT(refusal_of_edit(item, looked_at) == ErrorCode::Conflict);
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:theirs"));
  }

  void an_edit_of_a_deleted_record_finds_nothing() {
    const store::ItemId item = world.enter(card("Anna"));
    world.remove(item);
    CPPUNIT_ASSERT(refusal_of_edit(item, 0) == ErrorCode::NotFound);
  }

  void an_edit_is_later_than_what_it_changed_under_a_clock_behind() {  // sync rule 26
    const store::ItemId item = world.enter(card("Anna"));
    const Seconds made = world.item(item).changed_at;
    world.now -= 3'600;
    world.edit(item, card("Anna", "NOTE:new"));
    CPPUNIT_ASSERT(world.item(item).changed_at > made);
  }

  void a_deletion_is_later_than_its_record_under_a_clock_behind() {  // sync rule 38
    const store::ItemId item = world.enter(card("Anna"));
    const Seconds made = world.item(item).changed_at;
    world.now -= 3'600;
    world.remove(item);
    CPPUNIT_ASSERT(world.item(item).changed_at > made);
  }

  void a_deletion_over_an_unseen_revision_is_refused() {
    const store::ItemId item = world.enter(card("Anna"));
    const store::Revision looked_at = world.item(item).rev;
    world.edit(item, card("Anna", "NOTE:theirs"));
    CPPUNIT_ASSERT(refusal_of_deletion(item, looked_at) == ErrorCode::Conflict);
    CPPUNIT_ASSERT(!world.item(item).deleted);
  }

  void a_second_deletion_finds_nothing() {
    const store::ItemId item = world.enter(card("Anna"));
    world.remove(item);
    CPPUNIT_ASSERT(refusal_of_deletion(item, 0) == ErrorCode::NotFound);
  }

  /// Both sides have edited the title, and theirs was made so much later; the item.
  store::ItemId contested(Seconds later) {
    const store::ItemId item = world.shared("7", card("Anna", "TITLE:one"));
    world.edit(item, card("Anna", "TITLE:ours\nNOTE:mine"));
    world.replace("7", card("Anna", "TITLE:theirs"), world.now + later);
    return item;
  }
  ErrorCode restore() {
    return world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context = world.local(unit);
      const auto result = restore_lost(context, first(world.conflicts()));
      return result ? ErrorCode::Internal : result.error().code;
    });
  }

  void a_value_of_theirs_that_gave_way_comes_back() {
    const store::ItemId item = contested(-60);
    restore();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:mine"));
  }

  void a_value_of_ours_that_gave_way_comes_back() {
    const store::ItemId item = contested(60);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
    restore();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:mine"));
  }

  void what_comes_back_is_an_edit_of_now() {
    const store::ItemId item = contested(60);
    const Seconds before = world.item(item).changed_at;
    restore();
    CPPUNIT_ASSERT(world.item(item).changed_at > before);
  }

  void a_value_that_is_there_already_does_not_come_back() {
    const store::ItemId item = contested(60);
    world.edit(item, card("Anna", "TITLE:ours"));
    const store::Revision rev = world.item(item).rev;
    CPPUNIT_ASSERT(restore() == ErrorCode::AlreadyExists);
    CPPUNIT_ASSERT_EQUAL(rev, world.item(item).rev);
  }

  void a_value_that_gave_way_to_the_second_change_of_a_message_comes_back() {
    const store::ItemId item = world.shared("7", card("Anna", "TITLE:one"));
    world.edit(item, card("Anna", "TITLE:ours"));
    using store::ChangeOp;
    const Seconds later = world.now + 60;
    const std::vector<Incoming> message{
        world.incoming(ChangeOp::Replace, "7", card("Anna", "TITLE:one\nNOTE:x"), later),
        world.incoming(ChangeOp::Replace, "7", card("Anna", "TITLE:theirs\nNOTE:x"), later)};
    world.take_all(message);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:theirs"));
    restore();
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:x"));
  }

  void a_change_turned_away_whole_does_not_come_back() {
    const store::ItemId item = world.enter(card("Anna", "TITLE:ours"));
    store::Conflict turned_away;
    turned_away.item = item;
    turned_away.record = card("Anna", "TITLE:theirs");
    turned_away.choice = "kept";
    world.in_workset([&](Workset& work) {
      work.conflict(turned_away);
      return true;
    });
    CPPUNIT_ASSERT(restore() == ErrorCode::AlreadyExists);
    CPPUNIT_ASSERT(says(world.item(item), "TITLE:ours"));
  }

  void a_number_that_gave_way_brings_no_other_one_back() {
    const store::ItemId item = world.shared("7", card("Anna", "TEL;TYPE=CELL:1\nTEL;TYPE=HOME:9"));
    world.edit(item, card("Anna", "TEL;TYPE=CELL:2\nTEL;TYPE=HOME:9"));
    world.replace("7", card("Anna", "TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9"), world.now - 60);
    world.edit(item, card("Anna", "TEL;TYPE=CELL:2"));
    restore();
    CPPUNIT_ASSERT(says(world.item(item), "TEL;TYPE=CELL:3"));
    CPPUNIT_ASSERT(!says(world.item(item), "TEL;TYPE=CELL:2"));
    CPPUNIT_ASSERT(!says(world.item(item), "TEL;TYPE=HOME:9"));
  }

  void a_number_of_ours_that_stood_is_not_taken_for_one_that_gave_way() {
    const store::ItemId item = world.shared("7", card("Anna", "TEL;TYPE=CELL:1\nTEL;TYPE=HOME:9"));
    world.edit(item, card("Anna", "TEL;TYPE=CELL:2\nTEL;TYPE=HOME:9"));
    // theirs gives way in one number and changes the other
    world.replace("7", card("Anna", "TEL;TYPE=CELL:3\nTEL;TYPE=HOME:8"), world.now - 60);
    restore();
    CPPUNIT_ASSERT(says(world.item(item), "TEL;TYPE=CELL:3"));
    CPPUNIT_ASSERT(says(world.item(item), "TEL;TYPE=HOME:8"));
  }

  Result<store::Item> restore_item_at(store::ItemId item, store::Revision then) {
    return world.in_unit([&](store::UnitOfWork& unit) {
      LocalContext context = world.local(unit);
      return restore_item(context, item, then, 0);
    });
  }

  void a_deleted_record_comes_back_later_than_its_deletion() {
    const store::ItemId item = world.enter(card("Anna", "UID:u-1\nREV:20200101T000000Z"));
    const store::Revision then = world.item(item).rev;
    world.remove(item);
    const auto made = restore_item_at(item, then);
    CPPUNIT_ASSERT(made.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), made->uid);
    CPPUNIT_ASSERT(made->changed_at > world.item(item).changed_at);
  }

  void a_deleted_record_does_not_come_back_beside_one_of_its_uid() {
    const store::ItemId item = world.enter(card("Anna", "UID:u-1"));
    const store::Revision then = world.item(item).rev;
    world.remove(item);
    const store::ItemId since = world.enter(card("Anna since", "UID:u-1"));
    const auto made = restore_item_at(item, then);
    CPPUNIT_ASSERT(!made && made.error().code == ErrorCode::AlreadyExists);
    CPPUNIT_ASSERT_EQUAL(std::to_string(since), made.error().place);
    CPPUNIT_ASSERT(says(world.item(since), "Anna since"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LocalTest);

}  // namespace pim::sync::testing
