// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

std::string file_of(const std::string& record) {
  Ability file;
  file.media_type = "text/x-vcalendar";
  file.version = "1.0";
  file.file = true;
  const auto form = events().render(record, file);
  CPPUNIT_ASSERT_MESSAGE(form ? "" : form.error().text(), form.has_value());
  return form->text;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  CPPUNIT_ASSERT_MESSAGE("no " + what + " in\n" + text, at != std::string::npos);
  return text.replace(at, what.size(), with);
}

void comes_back(const std::string& lines) {
  const std::string record = event(lines);
  const std::string file = file_of(record);
  const std::vector<std::string> records = events().split(file);  // as an import does
  CPPUNIT_ASSERT_EQUAL_MESSAGE(file, std::size_t{1}, records.size());
  const Entry back = enter_as(events(), records.front());
  CPPUNIT_ASSERT_MESSAGE(file, events().equal(record, back.stored, true));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string Full =
    "UID:1\nSUMMARY:a\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
    "DTEND;TZID=Europe/Berlin:20260505T110000\nATTACH;FMTTYPE=text/plain:http://a.example/\n"
    "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-P1D\nX-A:b\\,c\nEND:VALARM\n";

}  // namespace

/// Files of vCalendar 1.0 lack nothing (content rule 1.13).
class EventFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventFileTest);
  CPPUNIT_TEST(everything_comes_back);
  CPPUNIT_TEST(exceptions_come_back);
  CPPUNIT_TEST(date_of_an_exception_that_the_file_lacks_stays_excluded);
  CPPUNIT_TEST(rules_without_words_come_back);
  CPPUNIT_TEST(description_alone_stays_one);
  CPPUNIT_TEST(zone_of_its_own_comes_back);
  CPPUNIT_TEST(what_the_plain_lines_say_stands_once);
  CPPUNIT_TEST(edited_plain_lines_count);
  CPPUNIT_TEST(words_of_the_older_version_stay_plain);
  CPPUNIT_TEST(broken_component_in_a_line_is_left_out);
  CPPUNIT_TEST_SUITE_END();

 public:
  void everything_comes_back() {
    comes_back(Full);
    const std::string file = file_of(event(Full));
    CPPUNIT_ASSERT(has(file, "DTSTART:20260505T080000Z\r\n"));
    CPPUNIT_ASSERT(has(file, "X-PIMSYNC-DTSTART;TZID=Europe/Berlin:20260505T100000\r\n"));
    CPPUNIT_ASSERT(has(file, "X-PIMSYNC-ATTACH;FMTTYPE=text/plain:http://a.example/\r\n"));
  }

  void exceptions_come_back() {
    const std::string series =
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\nRRULE:FREQ=WEEKLY\n"
        "EXDATE;TZID=Europe/Berlin:20260602T100000,20260609T100000\nSUMMARY:a\n"
        "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T100000\n"
        "DTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:b\nCOLOR:red";
    comes_back(series);
    const std::string file = file_of(event(series));
    CPPUNIT_ASSERT(has(file, "EXDATE;X-PIMSYNC-EXCEPTION=YES:20260512T080000Z\r\n"));
    CPPUNIT_ASSERT(has(file, "DTSTART:20260513T100000Z\r\n"));
  }

  /// Another program deleted a moved date, an event of its own there.
  void date_of_an_exception_that_the_file_lacks_stays_excluded() {
    const std::string master = "UID:1\nDTSTART:20260505T080000Z\nRRULE:FREQ=WEEKLY\nSUMMARY:a\n";
    const std::string kept =
        "+\nUID:1\nRECURRENCE-ID:20260512T080000Z\nDTSTART:20260513T120000Z\nSUMMARY:b\n";
    std::string file = file_of(
        event(master + kept +
              "+\nUID:1\nRECURRENCE-ID:20260519T080000Z\nDTSTART:20260520T120000Z\nSUMMARY:c\n"));
    const std::size_t last = file.rfind("BEGIN:VEVENT");
    file.erase(last, file.find("END:VCALENDAR") - last);
    const Entry back = enter_as(events(), file);
    CPPUNIT_ASSERT_MESSAGE(
        file,
        events().equal(back.stored, event(master + "EXDATE:20260519T080000Z\n" + kept), true));
  }

  void rules_without_words_come_back() {
    comes_back(
        "UID:1\nSUMMARY:a\nDTSTART:20260505T100000\n"
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
  }

  void description_alone_stays_one() {
    comes_back("UID:1\nDESCRIPTION:a\nDTSTART:20260505T100000");
  }

  void zone_of_its_own_comes_back() {
    std::string record = event("UID:1\nSUMMARY:a\nDTSTART;TZID=Own:20260505T100000");
    record.insert(record.find("BEGIN:VEVENT"),
                  "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                  "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
    const std::string file = file_of(record);
    CPPUNIT_ASSERT(has(file, "DTSTART:20260505T070000Z\r\n"));
    const Entry back = enter_as(events(), file);
    CPPUNIT_ASSERT(events().equal(record, back.stored, true));
    const auto newer = events().render(back.stored, unknown_ability(events()));
    CPPUNIT_ASSERT(newer && has(newer->text, "BEGIN:VTIMEZONE\r\nTZID:Own\r\n"));
  }

  void what_the_plain_lines_say_stands_once() {
    const std::string file = file_of(event(
        "UID:1\nSUMMARY:a\nDTSTART:20260505T080000Z\nDTEND:20260505T090000Z\nRRULE:FREQ=DAILY"));
    CPPUNIT_ASSERT(!has(file, "X-PIMSYNC"));
  }

  /// Another program moved the event: what stood beside its start would move it back.
  void edited_plain_lines_count() {
    const std::string file =
        replaced(file_of(event(Full)), "DTSTART:20260505T080000Z", "DTSTART:20260506T080000Z");
    const Entry back = enter_as(events(), replaced(file, "DTEND:20260505", "DTEND:20260506"));
    CPPUNIT_ASSERT(events().equal(
        back.stored,
        event("UID:1\nSUMMARY:a\nDTSTART:20260506T080000Z\nDTEND:20260506T090000Z\n"
              "ATTACH;FMTTYPE=text/plain:http://a.example/\n"
              "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT48H\nEND:VALARM\n"),
        true));
  }

  void words_of_the_older_version_stay_plain() {
    const std::string old =
        "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\n"
        "DTSTART:20260505T100000\r\nRRULE:YM1 6 D1 #5 #3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    Ability newer = whole_ability(events());
    newer.whole = false;
    newer.file = true;
    const auto form = events().render(old, newer);
    CPPUNIT_ASSERT(form && has(form->text, "X-PIMSYNC-RRULE:YM1 6 D1 #5 #3\r\n"));
    CPPUNIT_ASSERT(has(file_of(form->text), "\r\nRRULE:YM1 6 D1 #5 #3\r\n"));
  }

  void broken_component_in_a_line_is_left_out() {
    for (const char* broken : {"BEGIN:VALARM\\n", "END:VEVENT\\nBEGIN:VEVENT\\n", "nothing",
                               "BEGIN:VALARM\\nEND:VALARM\\n"
                               "BEGIN:VALARM\\nEND:VALARM\\n"}) {
      const std::string file =
          replaced(file_of(event("UID:1\nSUMMARY:a\nDTSTART:20260505T100000")), "END:VEVENT",
                   "X-PIMSYNC-BEGIN:" + std::string(broken) + "\r\nEND:VEVENT");
      const Entry back = enter_as(events(), file);
      CPPUNIT_ASSERT(
          events().equal(back.stored, event("UID:1\nSUMMARY:a\nDTSTART:20260505T100000"), true));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventFileTest);

}  // namespace pim::content::testing
