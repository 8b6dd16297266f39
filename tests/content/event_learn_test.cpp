// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

std::string old_event(std::string_view lines, std::string_view head = {}) {
  return "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + std::string(head.empty() ? "" : crlf(head)) +
         "BEGIN:VEVENT\r\nSUMMARY:a\r\n" + crlf(lines) + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

constexpr const char* Utc = "DTSTART:20260701T100000Z";
constexpr const char* Local = "DTSTART:20260701T100000";

struct Learner {
  Ability ability;

  Learner& sees(const std::string& record, int times = 3) {
    for (; times > 0; --times) {
      events().learn(record, ability);
    }
    return *this;
  }
  std::string rule(const char* name) const {
    const auto at = ability.rules.find(name);
    return at == ability.rules.end() ? "-" : at->second;
  }
};

void same(const std::string& expected, const std::string& found) {
  CPPUNIT_ASSERT_EQUAL(expected, found);
}

}  // namespace

/// What records show of the manner of a device (content rule 5.3).
class EventLearnTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventLearnTest);
  CPPUNIT_TEST(three_records_teach_how_times_are_told);
  CPPUNIT_TEST(one_record_of_another_manner_withdraws);
  CPPUNIT_TEST(ends_of_days_are_learnt);
  CPPUNIT_TEST(zone_lines_name_the_zone_at_once);
  CPPUNIT_TEST(a_known_zone_that_fits_stays);
  CPPUNIT_TEST(another_zone_takes_over_after_three_records);
  CPPUNIT_TEST(records_of_the_newer_version_teach_nothing);
  CPPUNIT_TEST(fixed_offset_is_a_zone_of_its_own);
  CPPUNIT_TEST_SUITE_END();

 public:
  void three_records_teach_how_times_are_told() {
    same("-", Learner().sees(old_event(Utc), 2).rule("times"));
    same("utc", Learner().sees(old_event(Utc)).rule("times"));
    same("local", Learner().sees(old_event(Local)).rule("times"));
    same("local-tz", Learner().sees(old_event(Local, "TZ:+01")).rule("times"));
    same("-", Learner().sees(old_event("DTSTART:20260701T000000")).rule("times"));
  }

  void one_record_of_another_manner_withdraws() {
    same("-", Learner().sees(old_event(Local)).sees(old_event(Utc), 1).rule("times"));
    same("utc", Learner().sees(old_event(Local)).sees(old_event(Utc)).rule("times"));
  }

  void ends_of_days_are_learnt() {
    const auto days = [](const char* start, const char* end) {
      return Learner()
          .sees(old_event("DTSTART:" + std::string(start) + "\nDTEND:" + end))
          .rule("all-day");
    };
    same("000000", days("20260701T000000", "20260702T000000"));
    same("235900", days("20260701T000000", "20260701T235900"));
    same("240000", days("20260701T000000", "20260701T240000"));
    same("date", days("20260701", "20260702"));
    same("-", days("20260701T000000", "20260701T120000"));
    same("-", days("20260701T000000Z", "20260702T000000Z"));
  }

  static constexpr const char* London =
      "TZ:+00\nDAYLIGHT:TRUE;+01;20260329T010000Z;20261025T010000Z;;";
  static constexpr const char* Berlin =
      "TZ:+01\nDAYLIGHT:TRUE;+02;20260329T010000Z;20261025T010000Z;;";

  void zone_lines_name_the_zone_at_once() {
    CPPUNIT_ASSERT(Learner().sees(old_event(Local, Berlin), 1).rule("zone") != "-");
    same("-", Learner().sees(old_event(Local, "TZ:+01")).rule("zone"));
  }

  void a_known_zone_that_fits_stays() {
    Learner learner;
    learner.ability.rules["zone"] = "Europe/Vienna";
    same("Europe/Vienna", learner.sees(old_event(Local, Berlin), 5).rule("zone"));
  }

  void another_zone_takes_over_after_three_records() {
    Learner learner;
    learner.ability.rules["zone"] = "Europe/Vienna";
    same("Europe/Vienna", learner.sees(old_event(Local, London), 2).rule("zone"));
    CPPUNIT_ASSERT(learner.sees(old_event(Local, London), 1).rule("zone") != "Europe/Vienna");
  }

  void records_of_the_newer_version_teach_nothing() {
    CPPUNIT_ASSERT(
        Learner().sees(event("UID:1\nSUMMARY:a\nDTSTART:20260701T100000")).ability.rules.empty());
  }

  void fixed_offset_is_a_zone_of_its_own() {
    Ability ability;
    ability.media_type = "text/x-vcalendar";
    ability.version = "1.0";
    ability.rules = {{"zone", "Etc/GMT-2"}, {"times", "local"}};
    const auto form = events().render(
        event("UID:1\nSUMMARY:a\nDTSTART;TZID=Europe/Berlin:20261201T100000"), ability);
    CPPUNIT_ASSERT(form.has_value());
    CPPUNIT_ASSERT(form->text.find("DTSTART:20261201T110000\r\n") != std::string::npos);
    const auto entry = events().enter(old_event(Local), {test_key(), 0, &ability});
    CPPUNIT_ASSERT(entry.has_value());
    CPPUNIT_ASSERT(events().equal(
        entry->stored, event("SUMMARY:a\nDTSTART;TZID=Etc/GMT-2:20260701T100000"), false));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventLearnTest);

}  // namespace pim::content::testing
