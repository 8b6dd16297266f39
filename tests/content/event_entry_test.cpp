// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// What entry does to events and tasks, and the facts it takes of them.
class EventEntryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventEntryTest);
  CPPUNIT_TEST(complete_event_stays_octet_for_octet);
  CPPUNIT_TEST(missing_uid_is_made_from_the_content);
  CPPUNIT_TEST(every_instance_gets_the_uid);
  CPPUNIT_TEST(missing_version_is_added);
  CPPUNIT_TEST(facts_tell_label_moment_and_stamp);
  CPPUNIT_TEST(fingerprint_takes_no_notice_of_order_and_stamps);
  CPPUNIT_TEST(fingerprint_of_a_single_event_is_its_instant);
  CPPUNIT_TEST(fingerprint_of_a_series_keeps_its_place);
  CPPUNIT_TEST(task_is_refused_among_events);
  CPPUNIT_TEST(two_events_in_one_item_are_refused);
  CPPUNIT_TEST(event_without_a_property_is_refused);
  CPPUNIT_TEST(lone_event_gets_its_calendar);
  CPPUNIT_TEST(missing_ends_are_added);
  CPPUNIT_TEST(unreadable_start_is_told_and_kept);
  CPPUNIT_TEST(unknown_zone_is_told);
  CPPUNIT_TEST(entering_twice_changes_nothing);
  CPPUNIT_TEST(charset_of_a_joined_line_is_decided_at_once);
  CPPUNIT_TEST(quoted_printable_of_an_event_is_decoded_and_told);
  CPPUNIT_TEST(fallback_decides_the_charset_of_an_event);
  CPPUNIT_TEST(other_uid_reaches_every_instance);
  CPPUNIT_TEST_SUITE_END();

 public:
  void complete_event_stays_octet_for_octet() {
    const std::string text = event("UID:1\nSUMMARY:a\nDTSTART:20260505T100000Z\nX-A;B=c:d\\,e");
    const Entry entry = enter_as(events(), text);
    CPPUNIT_ASSERT_EQUAL(text, entry.stored);
    CPPUNIT_ASSERT(entry.uid_given);
  }

  void missing_uid_is_made_from_the_content() {
    const std::string text = event("SUMMARY:a\nDTSTART:20260505T100000Z");
    const Entry entry = enter_as(events(), text);
    CPPUNIT_ASSERT_EQUAL(entry.facts.uid, enter_as(events(), text).facts.uid);
    CPPUNIT_ASSERT(entry.facts.uid != enter_as(events(), text, 1).facts.uid);
    CPPUNIT_ASSERT(!entry.uid_given);
    CPPUNIT_ASSERT(entry.stored.find("UID:" + entry.facts.uid) != std::string::npos);
  }

  void every_instance_gets_the_uid() {
    const Entry entry = enter_as(
        events(), event("SUMMARY:a\nDTSTART:20260505T100000Z\nRRULE:FREQ=DAILY\n+\n"
                        "SUMMARY:b\nRECURRENCE-ID:20260506T100000Z\nDTSTART:20260506T110000Z"));
    const std::string line = "UID:" + entry.facts.uid;
    CPPUNIT_ASSERT(entry.stored.find(line) != entry.stored.rfind(line));
  }

  void missing_version_is_added() {
    const Entry entry =
        enter_as(events(),
                 "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\nEND:VEVENT\r\n"
                 "END:VCALENDAR\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("0 DTSTART start; 0 VERSION version"), told(entry));
    CPPUNIT_ASSERT(entry.stored.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  }

  void facts_tell_label_moment_and_stamp() {
    const Facts facts = enter_as(events(), event("UID:1\nSUMMARY:Frühstück\n"
                                                 "DTSTART;TZID=Europe/Berlin:20260505T100000\n"
                                                 "LAST-MODIFIED:20260101T000000Z"))
                            .facts;
    CPPUNIT_ASSERT_EQUAL(std::string("Frühstück"), facts.label);
    CPPUNIT_ASSERT_EQUAL(std::string("20260505T080000Z fruhstuck"), facts.sort_key);
    CPPUNIT_ASSERT_EQUAL(Seconds{1767225600}, facts.modified);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, facts.weak_keys.size());
  }

  void fingerprint_takes_no_notice_of_order_and_stamps() {
    const auto print = [](std::string_view lines) {
      return enter_as(events(), event(lines)).facts.fingerprint;
    };
    CPPUNIT_ASSERT_EQUAL(
        print("UID:1\nSUMMARY:a\nDTSTART:20260505T100000Z\nDTEND:20260505T110000Z\n"
              "CATEGORIES:x,y"),
        print("DTSTAMP:20260101T000000Z\nCATEGORIES:y\nCATEGORIES:X\nDTSTART:20260505T100000Z\n"
              "DURATION:PT1H\nUID:2\nSUMMARY:a\nCLASS:PUBLIC\nSEQUENCE:3"));
  }

  void fingerprint_of_a_single_event_is_its_instant() {
    const auto print = [](std::string_view lines) {
      return enter_as(events(), event(lines)).facts.fingerprint;
    };
    const auto utc = print("SUMMARY:a\nDTSTART:20260701T120000Z");
    CPPUNIT_ASSERT_EQUAL(utc, print("SUMMARY:a\nDTSTART;TZID=Europe/Berlin:20260701T140000"));
    CPPUNIT_ASSERT(utc != print("SUMMARY:a\nDTSTART:20260701T140000"));
  }

  void fingerprint_of_a_series_keeps_its_place() {
    const auto print = [](std::string_view start) {
      return enter_as(events(), event("SUMMARY:a\nRRULE:FREQ=WEEKLY\nDTSTART" + std::string(start)))
          .facts.fingerprint;
    };
    CPPUNIT_ASSERT(print(":20260701T120000Z") != print(";TZID=Europe/Berlin:20260701T140000"));
    CPPUNIT_ASSERT_EQUAL(print(";TZID=/some.tool/Europe/Berlin:20260701T140000"),
                         print(";TZID=Europe/Berlin:20260701T140000"));
  }

  void task_is_refused_among_events() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the record is a VTODO, not a VEVENT"),
                         error_as(events(), task("UID:1\nSUMMARY:a")));
  }

  void two_events_in_one_item_are_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the item holds more than one record"),
                         error_as(events(), event("UID:1\nSUMMARY:a\n+\nUID:2\nSUMMARY:b")));
  }

  void event_without_a_property_is_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the record holds no property"),
                         error_as(events(), event("UID:1\nDTSTAMP:20260101T000000Z")));
  }

  void lone_event_gets_its_calendar() {
    const Entry entry = enter_as(events(), "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\nEND:VEVENT\r\n");
    CPPUNIT_ASSERT_EQUAL(event("UID:1\nSUMMARY:a"), entry.stored);
  }

  void missing_ends_are_added() {
    const Entry entry = enter_as(events(),
                                 "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                                 "SUMMARY:a\r\nBEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VEVENT\r\n");
    CPPUNIT_ASSERT(entry.stored.ends_with("END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
  }

  void quoted_printable_of_an_event_is_decoded_and_told() {
    const Entry entry = enter_as(
        events(),
        event("UID:1\nDTSTART:20260701T100000Z\nRRULE;ENCODING=QUOTED-PRINTABLE:FREQ=DAILY\n"
              "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCll=0D=0Aa=2Cb"));
    CPPUNIT_ASSERT_EQUAL(
        event("UID:1\nDTSTART:20260701T100000Z\nRRULE;ENCODING=QUOTED-PRINTABLE:FREQ=DAILY\n"
              "SUMMARY:M\xc3\xbcll\\na\\,b"),
        entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("7 SUMMARY quoted"), told(entry));
  }
  void unreadable_start_is_told_and_kept() {
    const Entry entry = enter_as(events(), event("UID:1\nSUMMARY:a\nDTSTART:20131009T170000T"));
    CPPUNIT_ASSERT_EQUAL(std::string("6 DTSTART date; 0 DTSTART start"), told(entry));
    CPPUNIT_ASSERT(entry.stored.find("DTSTART:20131009T170000T\r\n") != std::string::npos);
  }

  void unknown_zone_is_told() {
    const Entry entry =
        enter_as(events(), event("UID:1\nSUMMARY:a\nDTSTART;TZID=Nowhere:20131009T170000"));
    CPPUNIT_ASSERT_EQUAL(std::string("6 DTSTART zone"), told(entry));
  }

  void entering_twice_changes_nothing() {
    const Entry entry = enter_as(events(), event("SUMMARY:a\x01\nsecond line\nDTSTART:20260505"));
    const Entry again = enter_as(events(), entry.stored);
    CPPUNIT_ASSERT_EQUAL(entry.stored, again.stored);
    CPPUNIT_ASSERT_EQUAL(entry.facts.fingerprint, again.facts.fingerprint);
  }

  void charset_of_a_joined_line_is_decided_at_once() {
    const Entry entry = enter_as(events(), event("UID:1\nSUMMARY:a\nM\xfcller\nDTSTART:20260505"));
    CPPUNIT_ASSERT_EQUAL(entry.stored, enter_as(events(), entry.stored).stored);
    CPPUNIT_ASSERT(events().equal(entry.stored,
                                  event("UID:1\nSUMMARY:a\\nM\u00fcller\nDTSTART:20260505"), true));
  }

  void fallback_decides_the_charset_of_an_event() {
    const std::string text = event("UID:1\nSUMMARY:\xe4\xf6\xfc\xdf\nDTSTART:20260505");
    CPPUNIT_ASSERT(enter_as(events(), text).stored.find("\xe4\xf6\xfc\xdf") != std::string::npos);
    const auto entry = events().enter(text, {test_key(), 0, nullptr, "windows-1252"});
    CPPUNIT_ASSERT(entry.has_value());
    CPPUNIT_ASSERT(events().equal(
        entry->stored, event("UID:1\nSUMMARY:\u00e4\u00f6\u00fc\u00df\nDTSTART:20260505"), true));
  }

  void other_uid_reaches_every_instance() {
    const std::string text = event(
        "UID:1\nSUMMARY:a\nDTSTART:20260505\nRRULE:FREQ=DAILY\n+\nUID:1\nRECURRENCE-ID:20260506\n"
        "SUMMARY:b\nDTSTART:20260506");
    const auto other = events().with_uid(text, "x;y");
    CPPUNIT_ASSERT(other.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("x;y"), events().facts(*other, test_key())->uid);
    CPPUNIT_ASSERT(other->find("UID:1") == std::string::npos);
    CPPUNIT_ASSERT(events().equal(text, *other, false));
    CPPUNIT_ASSERT(!events().equal(text, *other, true));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventEntryTest);

}  // namespace pim::content::testing
