// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// Same, different or a question (content rules 3.4, 7.2, content examples D and G).
class EventMatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventMatchTest);
  CPPUNIT_TEST(missing_description_is_the_same_event_e72);
  CPPUNIT_TEST(start_one_hour_off_is_a_question_e72);
  CPPUNIT_TEST(series_and_its_exception_differ_e72);
  CPPUNIT_TEST(other_summary_and_time_is_another_event);
  CPPUNIT_TEST(equal_times_in_other_words_e57);
  CPPUNIT_TEST(equal_rules_in_other_words_e57);
  CPPUNIT_TEST(day_and_24_hours_differ_e57);
  CPPUNIT_TEST(uid_joins_only_with_an_equal_summary_e73);
  CPPUNIT_TEST(edited_event_is_near);
  CPPUNIT_TEST(same_task_by_summary_and_due);
  CPPUNIT_TEST_SUITE_END();

  static Likeness compare(const Kind& kind, const std::string& a, const std::string& b) {
    Ability whole;
    whole.whole = true;
    const Likeness one = kind.compare(a, b, whole);
    CPPUNIT_ASSERT(one == kind.compare(b, a, whole));
    return one;
  }
  static Likeness compare_events(std::string_view a, std::string_view b) {
    return compare(events(), event(a), event(b));
  }

 public:
  void missing_description_is_the_same_event_e72() {
    CPPUNIT_ASSERT(compare_events("SUMMARY:a\nDTSTART:20260505T100000Z\nDESCRIPTION:x",
                                  "SUMMARY:a\nDTSTART:20260505T100000Z") == Likeness::Same);
  }
  void start_one_hour_off_is_a_question_e72() {
    CPPUNIT_ASSERT(compare_events("SUMMARY:a\nDTSTART:20260505T100000Z\nDURATION:PT1H",
                                  "SUMMARY:a\nDTSTART:20260505T110000Z\nDURATION:PT1H") ==
                   Likeness::Ask);
  }
  void series_and_its_exception_differ_e72() {
    CPPUNIT_ASSERT(compare_events("UID:1\nSUMMARY:a\nDTSTART:20260505T100000Z\nRRULE:FREQ=DAILY",
                                  "UID:1\nSUMMARY:a\nDTSTART:20260505T100000Z\n"
                                  "RECURRENCE-ID:20260505T100000Z") == Likeness::Different);
  }
  void other_summary_and_time_is_another_event() {
    CPPUNIT_ASSERT(compare_events("SUMMARY:a\nDTSTART:20260505T100000Z",
                                  "SUMMARY:b\nDTSTART:20260506T103000Z") == Likeness::Different);
  }
  void equal_times_in_other_words_e57() {
    CPPUNIT_ASSERT(events().equal(
        event("BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT60M\nEND:VALARM\nSUMMARY:a"),
        event("SUMMARY:a\nBEGIN:VALARM\nTRIGGER:-PT1H\nACTION:AUDIO\nEND:VALARM"), false));
  }
  void equal_rules_in_other_words_e57() {
    const auto same = [](std::string_view start, std::string_view a, std::string_view b) {
      const std::string head = "DTSTART:" + std::string(start) + "\nRRULE:";
      return events().equal(event(head + std::string(a)), event(head + std::string(b)), false);
    };
    CPPUNIT_ASSERT(
        same("20260507T100000", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;WKST=SU", "FREQ=WEEKLY"));
    CPPUNIT_ASSERT(same("20260505T100000", "FREQ=DAILY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=TU,MO"));
    CPPUNIT_ASSERT(same("20260505T100000", "FREQ=MONTHLY;INTERVAL=12;BYDAY=1TU",
                        "FREQ=YEARLY;BYMONTH=5;BYDAY=1TU"));
    CPPUNIT_ASSERT(same("20260505T100000", "FREQ=DAILY;UNTIL=20260510T220000",
                        "FREQ=DAILY;UNTIL=20260510T100000"));
    CPPUNIT_ASSERT(!same("20260505T100000", "FREQ=DAILY", "FREQ=WEEKLY"));
  }
  void day_and_24_hours_differ_e57() {
    CPPUNIT_ASSERT(!events().equal(
        event("SUMMARY:a\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-P1D\nEND:VALARM"),
        event("SUMMARY:a\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT24H\nEND:VALARM"), false));
  }
  void uid_joins_only_with_an_equal_summary_e73() {
    CPPUNIT_ASSERT(
        !events().second_key_agrees(event("UID:667\nSUMMARY:a"), event("UID:667\nSUMMARY:b")));
    CPPUNIT_ASSERT(
        events().second_key_agrees(event("UID:667\nSUMMARY:Ä"), event("UID:667\nSUMMARY:ä ")));
  }
  void edited_event_is_near() {
    CPPUNIT_ASSERT(events().near(event("SUMMARY:a\nDTSTART:20260505T100000Z\nLOCATION:x"),
                                 event("SUMMARY:b\nDTSTART:20260505T100000Z\nLOCATION:x")));
    CPPUNIT_ASSERT(!events().near(event("SUMMARY:a\nDTSTART:20260505T100000Z\nLOCATION:x"),
                                  event("SUMMARY:b\nDTSTART:20260506T100000Z\nLOCATION:x")));
  }
  void same_task_by_summary_and_due() {
    CPPUNIT_ASSERT(compare(tasks(), task("SUMMARY:a\nDUE:20260505\nDTSTART:20260501\nPRIORITY:1"),
                           task("SUMMARY:a\nDUE:20260505\nDTSTART:20260501")) == Likeness::Same);
    CPPUNIT_ASSERT(compare(tasks(), task("SUMMARY:a\nDUE:20260505"),
                           task("SUMMARY:a\nDUE:20260506")) == Likeness::Different);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventMatchTest);

}  // namespace pim::content::testing
