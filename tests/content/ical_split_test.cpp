// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// Files of many records (content rule 8.1).
class IcalSplitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IcalSplitTest);
  CPPUNIT_TEST(calendar_of_one_record_stays_octet_for_octet);
  CPPUNIT_TEST(instances_of_a_uid_stay_together);
  CPPUNIT_TEST(records_get_the_zones_they_name);
  CPPUNIT_TEST(records_without_uid_are_apart);
  CPPUNIT_TEST(twins_of_one_uid_are_apart);
  CPPUNIT_TEST(calendars_behind_each_other_are_read);
  CPPUNIT_TEST(lone_events_are_read);
  CPPUNIT_TEST(missing_end_costs_one_record_nothing);
  CPPUNIT_TEST(uid_of_an_alarm_is_not_the_uid_of_its_event);
  CPPUNIT_TEST(a_calendars_own_lines_do_not_multiply_without_end);
  CPPUNIT_TEST_SUITE_END();

  static std::size_t entered(const std::vector<std::string>& pieces) {
    std::size_t count = 0;
    for (const std::string& piece : pieces) {
      count += events().enter(piece, {test_key(), 0}).has_value() ? 1U : 0U;
    }
    return count;
  }

 public:
  /// Every record of a file gets the calendar's own lines: 100 kB for each of 20,000 would be 2 GB.
  void a_calendars_own_lines_do_not_multiply_without_end() {
    std::string file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
    for (int i = 0; i < 1000; ++i) {
      file += "X-A:" + std::string(96, 'x') + "\r\n";
    }
    for (int i = 0; i < 20'000; ++i) {
      file += "BEGIN:VEVENT\r\nUID:" + std::to_string(i) + "\r\nDTSTART:20260101\r\nEND:VEVENT\r\n";
    }
    file += "END:VCALENDAR\r\n";
    std::size_t sum = 0;
    const auto pieces = events().split(file);
    for (const std::string& piece : pieces) {
      sum += piece.size();
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{20'000}, pieces.size());
    CPPUNIT_ASSERT(sum < 20 * file.size() + (8U << 20U));
    CPPUNIT_ASSERT(events().enter(pieces.front(), {test_key(), 0}).has_value());
  }

  void calendar_of_one_record_stays_octet_for_octet() {
    const std::string text = event("UID:1\nSUMMARY:a\n+\nUID:1\nRECURRENCE-ID:20260505\nSUMMARY:b");
    CPPUNIT_ASSERT(events().split(text) == std::vector{text});
  }
  void instances_of_a_uid_stay_together() {
    const auto pieces = events().split(event(
        "UID:1\nSUMMARY:a\n+\nUID:2\nSUMMARY:c\n+\nUID:1\nRECURRENCE-ID:20260505\nSUMMARY:b"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pieces.size());
    CPPUNIT_ASSERT_EQUAL(event("UID:1\nSUMMARY:a\n+\nUID:1\nRECURRENCE-ID:20260505\nSUMMARY:b"),
                         pieces[0]);
    CPPUNIT_ASSERT_EQUAL(event("UID:2\nSUMMARY:c"), pieces[1]);
  }
  void records_get_the_zones_they_name() {
    std::string text = event("UID:1\nDTSTART;TZID=A:20260505T100000\n+\nUID:2\nSUMMARY:c");
    text.insert(text.find("BEGIN:VEVENT"), "BEGIN:VTIMEZONE\r\nTZID:A\r\nEND:VTIMEZONE\r\n");
    const auto pieces = events().split(text);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pieces.size());
    CPPUNIT_ASSERT(pieces[0].find("TZID:A\r\n") != std::string::npos);
    CPPUNIT_ASSERT(pieces[1].find("TZID:A\r\n") == std::string::npos);
  }
  void records_without_uid_are_apart() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, entered(events().split(event("SUMMARY:a\n+\nSUMMARY:b"))));
  }
  void twins_of_one_uid_are_apart() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2},
                         entered(events().split(event("UID:1\nSUMMARY:a\n+\nUID:1\nSUMMARY:b"))));
  }
  void calendars_behind_each_other_are_read() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, entered(events().split(event("UID:1\nSUMMARY:a") + "\r\n" +
                                                                event("UID:2\nSUMMARY:b"))));
  }
  void lone_events_are_read() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2},
                         entered(events().split("BEGIN:VEVENT\nUID:1\nSUMMARY:a\nEND:VEVENT\n"
                                                "BEGIN:VEVENT\nUID:2\nSUMMARY:b\nEND:VEVENT\n")));
  }
  void missing_end_costs_one_record_nothing() {
    CPPUNIT_ASSERT_EQUAL(
        std::size_t{2}, entered(events().split("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\n"
                                               "SUMMARY:a\nBEGIN:VEVENT\nUID:2\nSUMMARY:b\n"
                                               "END:VEVENT\nEND:VCALENDAR\n")));
  }
  void uid_of_an_alarm_is_not_the_uid_of_its_event() {
    const auto pieces =
        events().split(event("UID:1\nSUMMARY:a\nBEGIN:VALARM\nUID:9\nTRIGGER:-PT1M\nEND:VALARM\n+\n"
                             "UID:1\nRECURRENCE-ID:20260505\nSUMMARY:b"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pieces.size());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IcalSplitTest);

}  // namespace pim::content::testing
