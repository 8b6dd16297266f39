// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"
#include "tests/support/cpu_time.h"

// Rules and zones that keep other programs busy for minutes: each is refused or handled in
// 50 ms of CPU.
namespace pim::content::testing {
namespace {

constexpr double Allowed = pim::testing::Sanitized ? 1.0 : 0.05;

Ability old_device() {
  Ability ability;
  ability.media_type = "text/x-vcalendar";
  ability.version = "1.0";
  return ability;
}

/// Everything the engine may do with a record.
void handle(const std::string& octets) {
  const auto entry = events().enter(octets, {test_key(), 0});
  if (!entry) {
    return;
  }
  const Ability device = old_device();
  const auto form = events().render(entry->stored, device);
  if (form) {
    (void)events().enter(form->text, {test_key(), 0});
  }
}

/// Both directions. The best of three: a busy machine is no fault of ours.
void handled_in_time(const std::string& name, const std::string& octets) {
  double best = 2 * Allowed;
  for (int run = 0; run < 3 && best > Allowed; ++run) {
    const double begin = pim::testing::cpu_seconds();
    handle(octets);
    best = std::min(best, pim::testing::cpu_seconds() - begin);
  }
  CPPUNIT_ASSERT_MESSAGE(name + ": " + std::to_string(best), best <= Allowed);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += text;
  }
  return out;
}

std::vector<std::string> rules() {
  std::vector<std::string> out = {"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
                                  "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
                                  "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
                                  "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
                                  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
                                  "FREQ=DAILY;COUNT=1000000000",
                                  "FREQ=YEARLY;COUNT=1000000000",
                                  "FREQ=MONTHLY;COUNT=1000000000;BYMONTHDAY=31",
                                  "FREQ=WEEKLY;COUNT=999999999;BYDAY=MO,TU,WE",
                                  "FREQ=DAILY;INTERVAL=1000000000;COUNT=5",
                                  "FREQ=YEARLY;INTERVAL=1000000000;COUNT=5",
                                  "FREQ=MONTHLY;INTERVAL=999999999;COUNT=7;BYDAY=5MO",
                                  "FREQ=WEEKLY;INTERVAL=999999999;COUNT=7;BYDAY=MO,TU",
                                  "FREQ=DAILY;UNTIL=99991231T235959Z",
                                  "FREQ=YEARLY;BYDAY=53MO;COUNT=100",
                                  "FREQ=YEARLY;BYYEARDAY=366;COUNT=4000",
                                  "FREQ=MONTHLY;BYDAY=5MO,5TU,5WE;BYSETPOS=15;COUNT=50",
                                  "FREQ=MONTHLY;BYSETPOS=366;COUNT=3",
                                  "FREQ=YEARLY;BYWEEKNO=53;COUNT=100",
                                  "FREQ=DAILY;BYDAY=99999999999MO",
                                  "FREQ=DAILY;COUNT=-1",
                                  "FREQ=DAILY;INTERVAL=0",
                                  "FREQ=",
                                  "FREQ",
                                  "",
                                  ";;;;;",
                                  "COUNT=5",
                                  "FREQ=DAILY;COUNT=99999999999999999999",
                                  "FREQ=DAILY;UNTIL=00000000T000000Z",
                                  "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L",
                                  "FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=10000"};
  const std::string list = repeated("1,", 365) + "1";
  for (const char* part : {"BYMONTHDAY", "BYYEARDAY", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND",
                           "BYMONTH", "BYWEEKNO"}) {
    for (const char* frequency : {"SECONDLY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}) {
      out.push_back(std::string("FREQ=") + frequency + ';' + part + '=' + list + ";COUNT=100000");
    }
  }
  for (const char* never :
       {"BYMONTH=2;BYMONTHDAY=31", "BYMONTH=13", "BYMONTHDAY=32", "BYYEARDAY=367", "BYWEEKNO=54",
        "BYHOUR=25", "BYSETPOS=400;BYDAY=MO", "BYDAY=6MO"}) {
    for (const char* frequency : {"SECONDLY", "WEEKLY"}) {
      out.push_back(std::string("FREQ=") + frequency + ';' + never + ";UNTIL=99991231T235959Z");
    }
  }
  out.push_back("FREQ=YEARLY;BYDAY=" + repeated("MO,", 300) + "TU;COUNT=100000");
  out.push_back("FREQ=DAILY" + repeated(";BYDAY=MO", 100'000 / 9));
  out.push_back(repeated("FREQ=DAILY;", 20'000));
  return out;
}

std::vector<std::string> old_rules() {
  return {"D1 #1000000000",
          "D1000000000 #5",
          "MP1 " + repeated("1+ MO ", 150) + "#9999",
          "W1 " + repeated("MO TU WE ", 80) + "#99999",
          "MD1 31 #100000",
          "MD1 31- #100000",
          "YM1 2 #100000",
          "YD1 366 #100000",
          "D1 " + repeated("0900 ", 190) + "#3",
          "MP1 5+ MO #100000",
          "M1",
          "D",
          "",
          "#5",
          "D1 $ #5",
          "YM1 6 D1 #5 #3",
          "MD1 0 #5",
          "MP1 9+ MO #5",
          "W1 XX #5",
          "D1 99999999T999999",
          "YM10000 #99999",
          repeated("D1 ", 400),
          std::string(2000, 'D')};
}

std::string with_zone(const std::string& body) {
  std::string text = event("UID:1\nSUMMARY:a\nDTSTART;TZID=Own:20260701T100000\nRRULE:FREQ=DAILY");
  text.insert(text.find("BEGIN:VEVENT"),
              "BEGIN:VTIMEZONE\r\nTZID:Own\r\n" + crlf(body) + "END:VTIMEZONE\r\n");
  return text;
}

std::string observance(const std::string& rule, const char* start = "19700101T000000") {
  return "BEGIN:STANDARD\nDTSTART:" + std::string(start) +
         "\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:" + rule + "\nEND:STANDARD\n";
}

}  // namespace

class EventHostileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventHostileTest);
  CPPUNIT_TEST(rules_of_the_newer_grammar);
  CPPUNIT_TEST(rules_of_the_older_grammar);
  CPPUNIT_TEST(zones);
  CPPUNIT_TEST(records);
  CPPUNIT_TEST_SUITE_END();

 public:
  void rules_of_the_newer_grammar() {
    CPPUNIT_ASSERT(rules().size() + old_rules().size() >= 120);
    for (const std::string& rule : rules()) {
      for (const char* start :
           {"DTSTART:20260131T100000", "DTSTART;TZID=Europe/Berlin:20240229T100000",
            "DTSTART;VALUE=DATE:99991231"}) {
        handled_in_time(rule.substr(0, 80),
                        event("UID:1\nSUMMARY:a\n" + std::string(start) + "\nRRULE:" + rule));
      }
    }
  }

  void rules_of_the_older_grammar() {
    for (const std::string& rule : old_rules()) {
      handled_in_time(rule.substr(0, 80),
                      "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\n"
                      "DTSTART:20260131T100000\r\nRRULE:" +
                          rule + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    }
  }

  void zones() {
    std::string many;
    for (int i = 0; i < 64; ++i) {
      many += observance("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "00010101T000000");
    }
    for (const std::string& body :
         {observance("FREQ=SECONDLY"), observance("FREQ=YEARLY;BYDAY=1MO,2TU"),
          observance("FREQ=YEARLY;COUNT=1000000000"), observance("FREQ=YEARLY;BYMONTH=2;BYDAY=5SU"),
          observance("FREQ=YEARLY;INTERVAL=1000000000"),
          observance("FREQ=YEARLY", "00010101T000000"), many,
          std::string("BEGIN:STANDARD\nEND:STANDARD\n"), std::string(),
          std::string("BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+9999\n"
                      "TZOFFSETTO:+0100\nEND:STANDARD\n"),
          "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRDATE:" +
              repeated("19700101T000000,", 4000) + "19710101T000000\nEND:STANDARD\n"}) {
      handled_in_time("zone " + body.substr(0, 120), with_zone(body));
    }
    for (const std::string& summer :
         {repeated("DAYLIGHT:TRUE;+02;20070325T010000Z;20071028T010000Z;;\r\n", 2000),
          std::string("DAYLIGHT:TRUE;+02;00000000T000000Z;99999999T000000Z\r\n"),
          std::string("DAYLIGHT:TRUE\r\n")}) {
      handled_in_time("daylight", "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nTZ:+01\r\n" + summer +
                                      "BEGIN:VEVENT\r\nSUMMARY:a\r\nDTSTART:20260131T100000\r\n"
                                      "END:VEVENT\r\nEND:VCALENDAR\r\n");
    }
  }

  void records() {
    std::string overrides;
    for (int i = 0; i < 1200; ++i) {
      overrides += "\n+\nUID:1\nRECURRENCE-ID:20260131T100000\nSUMMARY:b";
    }
    for (const std::string& text :
         {event("UID:1\nSUMMARY:a\nDTSTART:20260131T100000\nRRULE:FREQ=DAILY" + overrides),
          event("UID:1\nEXDATE:" + repeated("20260131T100000,", 4900) + "20260131T100000"),
          event("UID:1\nSUMMARY:a\n" + repeated("BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\n", 1600)),
          event("UID:1\nSUMMARY:a\n" + repeated("BEGIN:A\n", 50)),
          event("UID:1\nSUMMARY:a\n" + repeated("ATTENDEE;CN=x:mailto:a@x\n", 4900)),
          event("UID:1\nDTSTART:" + std::string(200'000, '9') + "\nDURATION:P" +
                std::string(1000, '9') + "D"),
          event("UID:1\nSUMMARY:a\n" + repeated("DTSTART;TZID=A/B/C:20260131T100000\n", 4900))}) {
      handled_in_time(text.substr(0, 200), text);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventHostileTest);

}  // namespace pim::content::testing
