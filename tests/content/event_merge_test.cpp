// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// Merging of events and tasks (content rules 4, content examples E).
class EventMergeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventMergeTest);
  CPPUNIT_TEST(different_properties_of_both_sides_come_together);
  CPPUNIT_TEST(same_property_is_a_conflict_with_a_winner);
  CPPUNIT_TEST(start_and_length_merge_apart_e64);
  CPPUNIT_TEST(attendees_answer_apart_e66);
  CPPUNIT_TEST(categories_come_and_go_one_by_one);
  CPPUNIT_TEST(excluded_dates_come_together);
  CPPUNIT_TEST(new_alarm_comes_in_whole);
  CPPUNIT_TEST(removed_alarm_goes);
  CPPUNIT_TEST(new_exception_comes_in);
  CPPUNIT_TEST(exception_edited_by_both_merges_by_property);
  CPPUNIT_TEST(removed_exception_goes_unless_edited);
  CPPUNIT_TEST(exceptions_move_with_their_series_e65);
  CPPUNIT_TEST(zone_of_a_moved_start_comes_along);
  CPPUNIT_TEST(untouched_lines_keep_their_octets);
  CPPUNIT_TEST(description_merges_by_lines);
  CPPUNIT_TEST(done_is_one_value);
  CPPUNIT_TEST(without_base_values_are_united);
  CPPUNIT_TEST(newer_stamp_alone_is_no_change);
  CPPUNIT_TEST(edit_of_theirs_takes_their_stamp);
  CPPUNIT_TEST_SUITE_END();

 public:
  void different_properties_of_both_sides_come_together() {
    const EventMerging merging{"SUMMARY:a\nLOCATION:x\n", "SUMMARY:b\nLOCATION:x\n",
                               "SUMMARY:a\nLOCATION:y\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\nLOCATION:y\n"), merging.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), merging.lost());
  }

  void same_property_is_a_conflict_with_a_winner() {
    const EventMerging merging{"SUMMARY:a\n", "SUMMARY:b\n", "SUMMARY:c\n", "VEVENT", 5};
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:c\n"), merging.result());
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY: b gave way to c\n"), merging.lost());
  }

  void start_and_length_merge_apart_e64() {
    const EventMerging merging{"DTSTART:20260505T100000\nDTEND:20260505T110000\n",
                               "DTSTART:20260505T120000\nDTEND:20260505T130000\n",
                               "DTSTART:20260505T100000\nDTEND:20260505T103000\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("DTSTART:20260505T120000\nDTEND:20260505T123000\n"),
                         merging.result());
  }

  void attendees_answer_apart_e66() {
    const std::string ann = "ATTENDEE;CN=Ann:mailto:ann@x.example\n";
    const std::string bob = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.example\n";
    const EventMerging merging{ann + bob,
                               "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@x.example\n" + bob,
                               ann + "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@x.example\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@x.example\n"
                                     "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@x.example\n"),
                         merging.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), merging.lost());
  }

  void categories_come_and_go_one_by_one() {
    const EventMerging merging{"CATEGORIES:a,b\n", "CATEGORIES:a,b,c\n", "CATEGORIES:b,d\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("CATEGORIES:b,c,d\n"), merging.result());
  }

  void excluded_dates_come_together() {
    const std::string series = "DTSTART:20260505T100000\nRRULE:FREQ=DAILY\n";
    const EventMerging merging{series, series + "EXDATE:20260506T100000\n",
                               series + "EXDATE:20260507T100000\n"};
    CPPUNIT_ASSERT_EQUAL(series + "EXDATE:20260506T100000\nEXDATE:20260507T100000\n",
                         merging.result());
  }

  void new_alarm_comes_in_whole() {
    const std::string alarm = "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM\n";
    const EventMerging merging{"SUMMARY:a\n", "SUMMARY:b\n", "SUMMARY:a\n" + alarm};
    CPPUNIT_ASSERT_EQUAL("SUMMARY:b\n" + alarm, merging.result());
  }

  void removed_alarm_goes() {
    const std::string alarm = "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM\n";
    const EventMerging merging{"SUMMARY:a\n" + alarm, "SUMMARY:b\n" + alarm, "SUMMARY:a\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\n"), merging.result());
  }

  void new_exception_comes_in() {
    const std::string series = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=DAILY\n";
    const std::string exception = "+\nUID:1\nRECURRENCE-ID:20260506T100000\nSUMMARY:moved\n";
    const EventMerging merging{series, series + "LOCATION:x\n", series + exception};
    CPPUNIT_ASSERT_EQUAL(series + "LOCATION:x\n" + exception, merging.result());
  }

  void exception_edited_by_both_merges_by_property() {
    const std::string series = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=DAILY\n";
    const std::string id = "+\nUID:1\nRECURRENCE-ID:20260506T100000\n";
    const EventMerging merging{series + id + "SUMMARY:a\nLOCATION:x\n",
                               series + id + "SUMMARY:b\nLOCATION:x\n",
                               series + id + "SUMMARY:a\nLOCATION:y\n"};
    CPPUNIT_ASSERT_EQUAL(series + id + "SUMMARY:b\nLOCATION:y\n", merging.result());
  }

  void removed_exception_goes_unless_edited() {
    const std::string series = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=DAILY\n";
    const std::string id = "+\nUID:1\nRECURRENCE-ID:20260506T100000\n";
    const EventMerging removed{series + id + "SUMMARY:a\n", series + id + "SUMMARY:a\n", series};
    CPPUNIT_ASSERT_EQUAL(series, removed.result());
    const EventMerging edited{series + id + "SUMMARY:a\n", series + id + "SUMMARY:b\n", series};
    CPPUNIT_ASSERT_EQUAL(series + id + "SUMMARY:b\n", edited.result());
  }

  void exceptions_move_with_their_series_e65() {
    const std::string tuesdays = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=WEEKLY;BYDAY=TU\n";
    const std::string wednesdays = "UID:1\nDTSTART:20260506T100000\nRRULE:FREQ=WEEKLY;BYDAY=WE\n";
    const auto exception = [](const char* day, const char* summary) {
      return "+\nUID:1\nRECURRENCE-ID:" + std::string(day) + "T100000\nSUMMARY:" + summary + "\n";
    };
    const EventMerging silent{tuesdays + exception("20260512", "a"),
                              tuesdays + exception("20260512", "b"), wednesdays};
    CPPUNIT_ASSERT_EQUAL(wednesdays + exception("20260513", "b"), silent.result());
    const EventMerging along{tuesdays + exception("20260512", "a"),
                             tuesdays + exception("20260512", "b"),
                             wednesdays + exception("20260513", "a")};
    CPPUNIT_ASSERT_EQUAL(wednesdays + exception("20260513", "b"), along.result());
  }
  void zone_of_a_moved_start_comes_along() {
    const std::string ours = event("UID:1\nDTSTART:20260505T100000Z");
    const std::string zone =
        "BEGIN:VTIMEZONE\r\nTZID:Home\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    std::string theirs = event("UID:1\nDTSTART;TZID=Home:20260505T120000");
    theirs.insert(theirs.find("BEGIN:VEVENT"), zone);
    Ability portal;
    portal.whole = true;
    const auto merged =
        events().merge({.ours = ours, .theirs = theirs, .base = ours, .ability = portal});
    CPPUNIT_ASSERT(merged.has_value());
    CPPUNIT_ASSERT_EQUAL(theirs, merged->stored);
  }

  void untouched_lines_keep_their_octets() {
    const EventMerging merging{"summary:a\nX-Z;Q=1:\\,raw\\;\nDESCRIPTION:ab\n c\n",
                               "summary:a\nX-Z;Q=1:\\,raw\\;\nDESCRIPTION:ab\n c\n",
                               "SUMMARY:b\nX-Z;Q=1:\\,raw\\;\nDESCRIPTION:abc\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("summary:b\nX-Z;Q=1:\\,raw\\;\nDESCRIPTION:ab\n c\n"),
                         merging.result());
  }

  void description_merges_by_lines() {
    const EventMerging merging{"DESCRIPTION:a\\nb\\nc\n", "DESCRIPTION:A\\nb\\nc\n",
                               "DESCRIPTION:a\\nb\\nC\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("DESCRIPTION:A\\nb\\nC\n"), merging.result());
  }

  void done_is_one_value() {
    const EventMerging merging{
        "SUMMARY:a\nPERCENT-COMPLETE:50\n", "SUMMARY:b\nPERCENT-COMPLETE:50\n",
        "SUMMARY:a\nSTATUS:COMPLETED\nCOMPLETED:20260505T100000Z\nPERCENT-COMPLETE:100\n", "VTODO"};
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\nSTATUS:COMPLETED\nCOMPLETED:20260505T100000Z\n"
                                     "PERCENT-COMPLETE:100\n"),
                         merging.result());
  }

  void without_base_values_are_united() {
    EventMerging merging{"", "SUMMARY:a\nCATEGORIES:x\n", "SUMMARY:a\nCATEGORIES:y\nLOCATION:z\n"};
    merging.has_base = false;
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:a\nCATEGORIES:x,y\nLOCATION:z\n"), merging.result());
  }

  void newer_stamp_alone_is_no_change() {
    const EventMerging merging{"SUMMARY:a\nLAST-MODIFIED:20260101T000000Z\n",
                               "SUMMARY:a\nLAST-MODIFIED:20260101T000000Z\n",
                               "SUMMARY:a\nLAST-MODIFIED:20260201T000000Z\n"};
    CPPUNIT_ASSERT(!merging.run().changed);
    CPPUNIT_ASSERT(!merging.run().edit);
  }

  void edit_of_theirs_takes_their_stamp() {
    const EventMerging merging{"SUMMARY:a\nLAST-MODIFIED:20260101T000000Z\n",
                               "SUMMARY:a\nLAST-MODIFIED:20260101T000000Z\n",
                               "SUMMARY:b\nLAST-MODIFIED:20260201T000000Z\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\nLAST-MODIFIED:20260201T000000Z\n"),
                         merging.result());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventMergeTest);

}  // namespace pim::content::testing
