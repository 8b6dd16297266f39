// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/event_old.h"
#include "common/content/ical_view.h"
#include "common/content/recurrence_dates.h"
#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

std::string old_calendar(std::string_view component, std::string_view lines,
                         std::string_view head = {}) {
  return "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + (head.empty() ? std::string() : crlf(head)) +
         "BEGIN:" + std::string(component) + "\r\n" + crlf(lines) +
         "END:" + std::string(component) + "\r\nEND:VCALENDAR\r\n";
}

Ability old_device(std::initializer_list<std::pair<const std::string, std::string>> rules = {}) {
  Ability ability;
  ability.media_type = "text/x-vcalendar";
  ability.version = "1.0";
  ability.rules = rules;
  return ability;
}

/// The lines of a vCalendar as the lines of the iCalendar it means.
std::string read(std::string_view lines, const Ability& ability = old_device(),
                 std::string_view component = "VEVENT", std::string_view head = {}) {
  const ItemKind kind = component == "VTODO" ? ItemKind::Task : ItemKind::Event;
  const std::string text = old_calendar(component, lines, head);
  const auto view = ItemView::read(text, kind, old_manner(ability));
  CPPUNIT_ASSERT_MESSAGE(view ? "" : view.error().text(), view.has_value());
  return lines_of(std::string(view->text()), component);
}

Form form_of(std::string_view lines, const Ability& ability = old_device(),
             std::string_view component = "VEVENT") {
  const Kind& kind = component == "VTODO" ? tasks() : events();
  auto form = kind.render(calendar(component, lines), ability);
  CPPUNIT_ASSERT_MESSAGE(form ? "" : form.error().text(), form.has_value());
  return *form;
}
std::string write(std::string_view lines, const Ability& ability = old_device(),
                  std::string_view component = "VEVENT") {
  return lines_of(form_of(lines, ability, component).text, component);
}
std::string losses(std::string_view lines, const Ability& ability = old_device()) {
  std::string out;
  for (const std::string& loss : form_of(lines, ability).losses) {
    out += (out.empty() ? "" : " ") + loss;
  }
  return out;
}

/// The rule line of a record.
std::string rule_in(const std::string& lines) {
  const std::size_t at = lines.find("RRULE:");
  return at == std::string::npos ? std::string()
                                 : lines.substr(at + 6, lines.find('\n', at) - at - 6);
}
std::string read_rule(std::string_view start, std::string_view rule,
                      const Ability& ability = old_device()) {
  return rule_in(read("DTSTART:" + std::string(start) + "\nRRULE:" + std::string(rule), ability));
}
std::string write_rule(std::string_view start, std::string_view rule,
                       const Ability& ability = old_device()) {
  return rule_in(write("DTSTART:" + std::string(start) + "\nRRULE:" + std::string(rule), ability));
}

Ability in(const char* zone) {
  return old_device({{"zone", zone}});
}
Ability local_in(const char* zone) {
  return old_device({{"zone", zone}, {"times", "local"}});
}

/// What entry tells of a record, but for its UID.
std::string doubts(const std::string& octets) {
  std::string out;
  for (const Remark& remark : enter_as(events(), octets).remarks) {
    if (remark.code != "generated") {
      out += std::to_string(remark.line) + ' ' + remark.property + ' ' + remark.code + "; ";
    }
  }
  return out;
}

/// The days of a rule of 2.0 from its start on, as `20260106 20260108 `.
std::string days(std::string_view start, const std::string& rule) {
  const auto first = parse_time(start, {});
  const auto read = parse_rule(rule);
  CPPUNIT_ASSERT(first && read);
  RecurrenceDates dates(*read, *first);
  std::string out;
  while (const auto date = dates.next()) {
    out += format_time(TimeKind::Date, day_of(*date) * DaySeconds) + ' ';
  }
  return out;
}

/// The form of a device comes back as it went out.
void returns_without_edit(const std::string& lines) {
  const std::string ours = event(lines);
  const Ability device = old_device();
  const std::string form = events().render(ours, device)->text;
  const auto merged =
      events().merge({.ours = ours, .theirs = form, .base = form, .ability = device});
  CPPUNIT_ASSERT(merged.has_value());
  CPPUNIT_ASSERT(!merged->edit && !merged->changed);
  CPPUNIT_ASSERT_EQUAL(ours, merged->stored);
}

void same(const std::string& expected, const std::string& found) {
  CPPUNIT_ASSERT_EQUAL(expected, found);
}

}  // namespace

/// vCalendar 1.0 (content rules 2b.14 to 2b.24, the content examples in the names of tests).
class EventOldTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventOldTest);
  CPPUNIT_TEST(categories_are_parted_by_semicolons_e7);
  CPPUNIT_TEST(marked_days_are_dates_e35);
  CPPUNIT_TEST(midnights_where_the_device_is_are_dates_e36);
  CPPUNIT_TEST(floating_midnights_are_dates_e37);
  CPPUNIT_TEST(appointment_of_no_length_is_timed_e38);
  CPPUNIT_TEST(bare_dates_and_last_minutes_e39);
  CPPUNIT_TEST(counts_are_intervals_e40);
  CPPUNIT_TEST(daily_rules_e41);
  CPPUNIT_TEST(end_of_a_rule_by_the_zone_e42);
  CPPUNIT_TEST(positions_and_days_of_months_e43);
  CPPUNIT_TEST(counted_dates_become_an_end_e44);
  CPPUNIT_TEST(days_that_months_lack_e45);
  CPPUNIT_TEST(rules_without_words_are_losses_e46);
  CPPUNIT_TEST(excluded_day_is_its_date_e47);
  CPPUNIT_TEST(alarm_is_told_from_the_start_e48);
  CPPUNIT_TEST(two_alarms_of_one_time_are_one_e49);
  CPPUNIT_TEST(path_of_a_sound_stays_aside_e50);
  CPPUNIT_TEST(attendee_both_ways_e51);
  CPPUNIT_TEST(zone_lines_name_a_place_e52);
  CPPUNIT_TEST(series_in_utc_is_a_loss_e53);
  CPPUNIT_TEST(due_date_comes_back_e54);
  CPPUNIT_TEST(texts_are_quoted_printable_both_ways);
  CPPUNIT_TEST(weekday_moves_with_the_date);
  CPPUNIT_TEST(local_device_gets_its_own_wall_time);
  CPPUNIT_TEST(exception_is_an_excluded_date);
  CPPUNIT_TEST(words_of_state_both_ways);
  CPPUNIT_TEST(nobody_is_invited_by_a_sync);
  CPPUNIT_TEST(series_moved_by_a_device_to_another_day_moves);
  CPPUNIT_TEST(rule_edited_by_another_clock_names_our_weekdays);
  CPPUNIT_TEST(rule_that_moves_to_another_month_is_told_as_lost);
  CPPUNIT_TEST(days_of_the_month_move_where_every_month_has_them);
  CPPUNIT_TEST(last_day_of_a_marked_series_is_kept_in_the_east);
  CPPUNIT_TEST(formatted_text_goes_with_the_text_that_was_edited);
  CPPUNIT_TEST(formatted_text_stays_with_a_side_that_says_it);
  CPPUNIT_TEST(vcalendar_stays_octet_for_octet_until_it_is_edited);
  CPPUNIT_TEST(edit_of_an_alarm_by_a_device_keeps_what_it_cannot_hold);
  CPPUNIT_TEST_SUITE_END();

 public:
  void categories_are_parted_by_semicolons_e7() {
    same("CATEGORIES:Business,Holiday Cards\n", read("CATEGORIES:Business;Holiday\n  Cards"));
    same("CATEGORIES:Business;Holiday Cards\n", write("CATEGORIES:Business,Holiday Cards"));
  }
  void marked_days_are_dates_e35() {
    same("DTSTART;VALUE=DATE:20070101\nDTEND;VALUE=DATE:20070102\nX-EPOCAGENDAENTRYTYPE:EVENT\n",
         read("DTSTART:20070101T000000Z\nDTEND:20070101T240000Z\nX-EPOCAGENDAENTRYTYPE:EVENT"));
  }
  void midnights_where_the_device_is_are_dates_e36() {
    const char* lines = "DTSTART:19811227T230000Z\nDTEND:19811228T225900Z\nRRULE:YM1 #0";
    same("DTSTART;VALUE=DATE:19811228\nDTEND;VALUE=DATE:19811229\nRRULE:FREQ=YEARLY\n",
         read(lines, in("Europe/Prague")));
    same("DTSTART:19811227T230000Z\nDTEND:19811228T225900Z\nRRULE:FREQ=YEARLY\n", read(lines));
    same("4 DTSTART day?; ", doubts(old_calendar("VEVENT", lines)));
    same("", doubts(old_calendar("VEVENT", "DTSTART:19811227T230000Z\nDTEND:19811228T230000Z")));
  }
  void floating_midnights_are_dates_e37() {
    same("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260502\n",
         read("DTSTART:20260501T000000\nDTEND:20260502T000000"));
    const auto date = [](const std::string& marker) {
      return events().equal(
          event("DTSTART:20260501T000000\nDTEND:20260502T000000\n" + marker),
          event("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260502\n" + marker), false);
    };
    CPPUNIT_ASSERT(!date(""));
    CPPUNIT_ASSERT(date("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"));
  }
  void appointment_of_no_length_is_timed_e38() {
    const char* lines =
        "X-EPOCAGENDAENTRYTYPE:APPOINTMENT\nDTSTART:20000112T000000Z\n"
        "DTEND:20000112T000000Z\n";
    same(lines, read(lines));
  }
  void bare_dates_and_last_minutes_e39() {
    same("DTSTART;VALUE=DATE:20091023\nDTEND;VALUE=DATE:20091025\n",
         read("DTSTART:2009-10-23\nDTEND:20091025"));
    same("DTSTART:20091023T000000\nDTEND:20091024T235900\n",
         write("DTSTART;VALUE=DATE:20091023\nDTEND;VALUE=DATE:20091025",
               old_device({{"all-day", "235900"}})));
    same("DTSTART:20091023T000000\nDTEND:20091024T240000\n",
         write("DTSTART;VALUE=DATE:20091023\nDTEND;VALUE=DATE:20091025",
               old_device({{"all-day", "240000"}})));
    same("DTSTART:20091023T000000\nDTEND:20091025T000000\n",
         write("DTSTART;VALUE=DATE:20091023\nDTEND;VALUE=DATE:20091025"));
  }
  void counts_are_intervals_e40() {
    same("FREQ=WEEKLY;UNTIL=20260208T225959Z;BYDAY=TU,TH",
         read_rule("20260106T100000", "W1 TU TH #5", in("Europe/Berlin")));
    same("FREQ=WEEKLY;COUNT=5;BYDAY=TU,TH",
         read_rule("20260106T100000", "W1 TU TH #5", old_device({{"count", "dates"}})));
    same("FREQ=MONTHLY;UNTIL=20031130T235959;BYDAY=2TU,-1TU",
         read_rule("20030211T090000", "MP1 2+ TU 1- TU #10"));
    same(
        "20260106 20260108 20260113 20260115 20260120 20260122 20260127 20260129 20260203 "
        "20260205 ",
        days("20260106T100000", read_rule("20260106T100000", "W1 TU TH #5", in("Europe/Berlin"))));
    const std::string tuesdays =
        days("20030211T090000", read_rule("20030211T090000", "MP1 2+ TU 1- TU #10"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{20 * 9}, tuesdays.size());
    CPPUNIT_ASSERT(tuesdays.ends_with(" 20031125 "));
  }
  void daily_rules_e41() {
    same("FREQ=DAILY;COUNT=5", read_rule("20260106T100000", "D1 #5"));
    same("FREQ=DAILY;COUNT=2;INTERVAL=4", read_rule("20260106T100000", "D4"));
    same("FREQ=DAILY", read_rule("20260106T100000", "D1 #0"));
  }
  void end_of_a_rule_by_the_zone_e42() {
    same("FREQ=WEEKLY;UNTIL=20081130T110000Z;BYDAY=TH",
         read_rule("20071129T120000", "W1 TH 20081130T120000", in("Europe/Berlin")));
  }
  void positions_and_days_of_months_e43() {
    same("FREQ=YEARLY;BYDAY=2MO;BYMONTH=1", read_rule("20000110T100000", "MP12 2+ MO #0"));
    same("MP12 2+ MO #0", write_rule("20000110T100000", "FREQ=YEARLY;BYMONTH=1;BYDAY=2MO"));
    same("FREQ=MONTHLY;BYMONTHDAY=10", read_rule("20000110T100000", "MD1 10+ #0"));
    same("MD1 10 #0", write_rule("20000110T100000", "FREQ=MONTHLY;BYMONTHDAY=10"));
  }
  void counted_dates_become_an_end_e44() {
    same("W1 TU TH 20260205T100000",
         write_rule("20260106T100000", "FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH"));
    same("W1 TU #3", write_rule("20260106T100000", "FREQ=WEEKLY;COUNT=3"));
  }
  void days_that_months_lack_e45() {
    same("MD1 31 20260731T090000", write_rule("20260131T090000", "FREQ=MONTHLY;COUNT=4"));
    same("20260131 20260331 20260531 20260731 ", days("20260131T090000", "FREQ=MONTHLY;COUNT=4"));
    same("MD1 LD #0", write_rule("20260131T090000", "FREQ=MONTHLY;BYMONTHDAY=-1"));
    const Ability symbian = old_device({{"days", "clamp"}});
    same("FREQ=MONTHLY;BYMONTHDAY=-1", read_rule("20260131T090000", "MD1 31+ #0", symbian));
    same("MD1 31+ #0", write_rule("20260131T090000", "FREQ=MONTHLY;BYMONTHDAY=-1", symbian));
  }
  void rules_without_words_are_losses_e46() {
    const auto loss = [](std::string_view rule) {
      return losses("DTSTART:20260106T100000\nRRULE:" + std::string(rule));
    };
    same("MP1 2+ SA #0", write_rule("20260110T100000", "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=2"));
    same("rule-setpos", loss("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"));
    same("rule-freq", loss("FREQ=HOURLY"));
    same("rule-weekno", loss("FREQ=YEARLY;BYWEEKNO=20"));
    same("rule-by", loss("FREQ=YEARLY;BYYEARDAY=-1"));
    same("rule-wkst", loss("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"));
    same("rule-time", loss("FREQ=DAILY;BYHOUR=9,15"));
  }
  void excluded_day_is_its_date_e47() {
    same("DTSTART:20260106T100000\nRRULE:FREQ=DAILY\nEXDATE:20260108T100000\n",
         read("DTSTART:20260106T100000\nRRULE:D1 #0\nEXDATE:20260108T000000"));
    same("DTSTART:20260106T100000\nRRULE:D1 #0\nEXDATE:20260108T100000\n",
         write("DTSTART:20260106T100000\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20260108"));
  }
  void alarm_is_told_from_the_start_e48() {
    same("DTSTART:20260701T090000\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT30M\nEND:VALARM\n",
         read("DTSTART:20260701T090000\nAALARM:20260701T083000"));
    same("DTSTART:20260701T090000\nDTEND:20260701T100000\nAALARM:20260701T090000\n",
         write("DTSTART:20260701T090000\nDTEND:20260701T100000\nBEGIN:VALARM\nACTION:AUDIO\n"
               "TRIGGER;RELATED=END:-PT1H\nEND:VALARM"));
    returns_without_edit(
        "UID:1\nDTSTART:20260701T090000\nDTEND:20260701T100000\nBEGIN:VALARM\nACTION:AUDIO\n"
        "TRIGGER;RELATED=END:-PT1H\nEND:VALARM");
  }
  void two_alarms_of_one_time_are_one_e49() {
    same(
        "DTSTART:20260701T090000\nBEGIN:VALARM\nACTION:DISPLAY\nX-PIMSYNC-ACTION:AUDIO\n"
        "TRIGGER:-PT30M\nDESCRIPTION:\nEND:VALARM\n",
        read("DTSTART:20260701T090000\nDALARM:20260701T083000\nAALARM:20260701T083000\nAALARM:"));
    same("DTSTART:20260701T090000\nX-PIMSYNC-DALARM:00000000T081000Z\n",
         read("DTSTART:20260701T090000\nDALARM:00000000T081000Z"));
    same("5 DALARM alarm; ",
         doubts(old_calendar("VEVENT", "DTSTART:20260701T090000\nDALARM:00000000T081000Z")));
  }
  void path_of_a_sound_stays_aside_e50() {
    same(
        "DTSTART:20061222T110000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT10M\n"
        "X-PIMSYNC-DATA:c:\\\\system\\\\new.mp3\nEND:VALARM\n",
        read("DTSTART:20061222T110000Z\n"
             "AALARM;TYPE=X-EPOCSOUND:20061222T105000Z;;0;c:\\system\\new.mp3"));
  }
  void attendee_both_ways_e51() {
    const std::string old =
        "ATTENDEE;ROLE=ATTENDEE;STATUS=NEEDS ACTION;RSVP=YES;EXPECT=REQUEST:Ann B "
        "<ann@x.example>\n";
    const std::string fresh =
        "ATTENDEE;CN=Ann B;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mail\n"
        " to:ann@x.example\n";
    same(fresh, read(old));
    same(old, write("ATTENDEE;CN=Ann B;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
                    "RSVP=TRUE:mailto:ann@x.example"));
  }
  void zone_lines_name_a_place_e52() {
    const char* head = "TZ:+01\nDAYLIGHT:TRUE;+02;20070325T010000Z;20071028T010000Z;;";
    const std::string text = old_calendar("VEVENT", "DTSTART:20071129T120000", head);
    const auto view = ItemView::read(text, ItemKind::Event, old_manner(in("Europe/Vienna")));
    CPPUNIT_ASSERT_EQUAL(std::string("DTSTART;TZID=Europe/Vienna:20071129T120000\n"),
                         lines_of(std::string(view->text()), "VEVENT"));
    CPPUNIT_ASSERT_EQUAL(*parse_stamp("20071129T110000Z"),
                         view->utc_of(*view->time_of(view->items().front(),
                                                     *view->items().front().first("DTSTART"))));
    CPPUNIT_ASSERT(read("DTSTART:20071129T120000", old_device(), "VEVENT", head).find("TZID=") !=
                   std::string::npos);
    same("0 TZ zone; ", doubts(text));
    same("DTSTART:20071129T110000Z\n",
         read("DTSTART:20071129T120000", old_device(), "VEVENT", "TZ:+01"));
  }
  void series_in_utc_is_a_loss_e53() {
    const char* lines = "DTSTART;TZID=Europe/Berlin:20260328T100000\nRRULE:FREQ=DAILY";
    same("DTSTART:20260328T090000Z\nRRULE:D1 #0\n", write(lines));
    same("series-zone", losses(lines));
    const std::string series = event("UID:1\n" + std::string(lines));
    const auto view = ItemView::read(series, ItemKind::Event);
    const auto utc = [&](const char* wall) {
      return format_time(TimeKind::Utc, view->utc_of(*parse_time(wall, "Europe/Berlin")));
    };
    same("20260328T090000Z", utc("20260328T100000"));
    same("20260329T080000Z", utc("20260329T100000"));
    returns_without_edit("UID:1\n" + std::string(lines));
    const std::string ours = event("UID:1\n" + std::string(lines));
    const std::string base = events().render(ours, old_device())->text;
    std::string theirs = base;
    theirs.insert(theirs.find("END:VEVENT"), "SUMMARY:new\r\n");
    const Ability ability = old_device();
    const auto merged =
        events().merge({.ours = ours, .theirs = theirs, .base = base, .ability = ability});
    CPPUNIT_ASSERT(merged.has_value());
    same("UID:1\nDTSTART;TZID=Europe/Berlin:20260328T100000\nRRULE:FREQ=DAILY\nSUMMARY:new\n",
         lines_of(merged->stored, "VEVENT"));
  }
  void due_date_comes_back_e54() {
    same("DUE:20260501T000000\n", write("DUE;VALUE=DATE:20260501", old_device(), "VTODO"));
    same("DUE;VALUE=DATE:20260501\n", read("DUE:20260501T000000", old_device(), "VTODO"));
  }
  void texts_are_quoted_printable_both_ways() {
    same("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller\n", write("SUMMARY:Müller"));
    same(
        "DESCRIPTION:a\\nb\\, ü\nSUMMARY:x\n",
        read("DESCRIPTION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab, =\n=C3=BC\nSUMMARY:x"));
    same("SUMMARY:text of EPOC\n", read("DESCRIPTION:text of EPOC"));
  }
  void weekday_moves_with_the_date() {
    same("DTSTART:20260104T233000Z\nRRULE:W1 SU #0\n",
         write("DTSTART;TZID=Europe/Berlin:20260105T003000\nRRULE:FREQ=WEEKLY;BYDAY=MO"));
  }
  void local_device_gets_its_own_wall_time() {
    same("DTSTART:20260701T140000\nDTEND:20260701T150000\n",
         write("DTSTART:20260701T120000Z\nDTEND:20260701T130000Z", local_in("Europe/Berlin")));
    same("DTSTART;TZID=Europe/Berlin:20260701T140000\n",
         read("DTSTART:20260701T140000", local_in("Europe/Berlin")));
  }
  void exception_is_an_excluded_date() {
    same("UID:1\nDTSTART:20260505T100000\nRRULE:D1 #0\nEXDATE:20260506T100000\n",
         write("UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=DAILY\n+\nUID:1\n"
               "RECURRENCE-ID:20260506T100000\nDTSTART:20260506T120000"));
  }
  void words_of_state_both_ways() {
    same("STATUS:NEEDS ACTION\nTRANSP:1\nDCREATED:20260101T000000Z\n",
         write("STATUS:IN-PROCESS\nTRANSP:TRANSPARENT\nCREATED:20260101T000000Z", old_device(),
               "VTODO"));
    same("STATUS:CONFIRMED\nTRANSP:OPAQUE\nCREATED:20260101T000000Z\n",
         read("STATUS:CONFIRMED\nTRANSP:0\nDCREATED:20260101T000000Z"));
  }
  void series_moved_by_a_device_to_another_day_moves() {
    const std::string ours = event(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TU\nLOCATION:x");
    const Ability device = old_device();
    const std::string base = events().render(ours, device)->text;
    std::string theirs = base;
    theirs.replace(theirs.find("20260505T080000Z"), 16, "20260506T080000Z");
    theirs.replace(theirs.find("W1 TU"), 5, "W1 WE");
    const auto merged =
        events().merge({.ours = ours, .theirs = theirs, .base = base, .ability = device});
    CPPUNIT_ASSERT(merged.has_value());
    same("UID:1\nDTSTART;TZID=Europe/Berlin:20260506T100000\nRRULE:FREQ=WEEKLY\nLOCATION:x\n",
         lines_of(merged->stored, "VEVENT"));
  }
  /// Of Tuesdays 20:00 in New York, which are Wednesdays in UTC, the user of a phone edits the
  /// rule.
  static Merged edited_rule(const char* ours_rule, const char* theirs_rule) {
    const std::string ours = event(
        "UID:1\nDTSTART;TZID=America/New_York:20260106T200000\n"
        "DTEND;TZID=America/New_York:20260106T210000\nRRULE:" +
        std::string(ours_rule));
    const Ability device = old_device();
    const std::string base = events().render(ours, device)->text;
    std::string theirs = base;
    const std::size_t at = theirs.find("RRULE:");
    if (at != std::string::npos) {
      theirs.erase(at, theirs.find("\r\n", at) + 2 - at);
    }
    theirs.insert(theirs.find("END:VEVENT"), "RRULE:" + std::string(theirs_rule) + "\r\n");
    const auto merged =
        events().merge({.ours = ours, .theirs = theirs, .base = base, .ability = device});
    CPPUNIT_ASSERT(merged.has_value());
    return *merged;
  }
  void rule_edited_by_another_clock_names_our_weekdays() {
    const Merged one = edited_rule("FREQ=WEEKLY;BYDAY=TU", "W1 WE 20260630T235959Z");
    same("FREQ=WEEKLY;UNTIL=20260630T235959Z;BYDAY=TU", rule_in(lines_of(one.stored, "VEVENT")));
    const Merged two = edited_rule("FREQ=WEEKLY;BYDAY=TU,TH", "W1 WE FR 20260630T235959Z");
    same("FREQ=WEEKLY;UNTIL=20260630T235959Z;BYDAY=TU,TH", rule_in(lines_of(two.stored, "VEVENT")));
    CPPUNIT_ASSERT(!two.contested && two.lost.empty());
    const Merged further = edited_rule("FREQ=WEEKLY;BYDAY=TU", "W1 WE FR #0");
    same("FREQ=WEEKLY;BYDAY=TU,TH", rule_in(lines_of(further.stored, "VEVENT")));
  }
  void days_of_the_month_move_where_every_month_has_them() {
    const Merged monthly = edited_rule("FREQ=WEEKLY;BYDAY=TU", "MD1 7 15 #0");
    same("FREQ=MONTHLY;BYMONTHDAY=6,14", rule_in(lines_of(monthly.stored, "VEVENT")));
    same("MD1 7 #0", rule_in(write("DTSTART;TZID=America/New_York:20260106T200000\n"
                                   "RRULE:FREQ=MONTHLY;BYMONTHDAY=6")));
    same("rule-by series-zone", losses("DTSTART;TZID=America/New_York:20260131T200000\n"
                                       "RRULE:FREQ=MONTHLY;BYMONTHDAY=31"));
    same("rule-by series-zone",
         losses("DTSTART;TZID=America/New_York:20260104T200000\n"
                "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU"));  // one day moves into the next week
  }
  void rule_that_moves_to_another_month_is_told_as_lost() {
    const Merged merged = edited_rule("FREQ=WEEKLY;BYDAY=TU", "MD1 1 #0");
    same("FREQ=WEEKLY;BYDAY=TU", rule_in(lines_of(merged.stored, "VEVENT")));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, merged.lost.size());
    same("RRULE", merged.lost.front().property);
    same("FREQ=MONTHLY;BYMONTHDAY=1", merged.lost.front().lost);
  }
  void last_day_of_a_marked_series_is_kept_in_the_east() {
    const char* lines =
        "DTSTART;TZID=\"W. Europe Standard Time\":20260105T000000\n"
        "DTEND;TZID=\"W. Europe Standard Time\":20260106T000000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260125T230000Z;BYDAY=MO\n"
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE";
    same("W1 MO 20260126T000000", rule_in(write(lines)));
    CPPUNIT_ASSERT(events().equal(
        event(lines),
        event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;UNTIL=20260126;BYDAY=MO\n"
              "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
        false));
  }
  /// Thunderbird and Outlook show the formatted text: the old one would come back with it.
  void formatted_text_goes_with_the_text_that_was_edited() {
    const std::string formatted =
        "DESCRIPTION;ALTREP=\"data:text/html,old\";LANGUAGE=en:old\n"
        "X-ALT-DESC;FMTTYPE=text/html:<b>old</b>\n";
    const std::string ours = event("UID:1\nSUMMARY:M\n" + formatted + "DTSTART:20260706T100000Z\n");
    const Ability device = old_device();
    const std::string base = events().render(ours, device)->text;
    const auto edited = [&](const std::string& what, const std::string& with) {
      std::string theirs = base;
      CPPUNIT_ASSERT(theirs.find(what) != std::string::npos);
      theirs.replace(theirs.find(what), what.size(), with);
      const auto merged =
          events().merge({.ours = ours, .theirs = theirs, .base = base, .ability = device});
      CPPUNIT_ASSERT(merged.has_value());
      return lines_of(merged->stored, "VEVENT");
    };
    same("UID:1\nSUMMARY:M\nDESCRIPTION;LANGUAGE=en:new\nDTSTART:20260706T100000Z\n",
         edited("DESCRIPTION:old", "DESCRIPTION:new"));
    same("UID:1\nSUMMARY:N\n" + formatted + "DTSTART:20260706T100000Z\n",
         edited("SUMMARY:M", "SUMMARY:N"));
  }
  void formatted_text_stays_with_a_side_that_says_it() {
    const std::string formatted = "X-ALT-DESC;FMTTYPE=text/html:<b>old</b>\n";
    const EventMerging merging{"DESCRIPTION:old\n" + formatted, "DESCRIPTION:old\n" + formatted,
                               "DESCRIPTION:new\n" + formatted};
    same("DESCRIPTION:new\n" + formatted, merging.result());
    const std::string linked = "DESCRIPTION;ALTREP=\"cid:1\":";
    const EventMerging kept{linked + "old\n", linked + "old\n", linked + "new\n"};
    same(linked + "new\n", kept.result());
  }
  void nobody_is_invited_by_a_sync() {
    std::string stored = event("UID:1\nATTENDEE;SCHEDULE-STATUS=1.1;CN=A:mailto:a@x.example");
    stored.insert(stored.find("BEGIN:VEVENT"), "METHOD:REQUEST\r\n");
    Ability device;
    same(event("UID:1\nATTENDEE;CN=A:mailto:a@x.example"), events().render(stored, device)->text);
    device.rules["mails"] = "yes";
    const std::string sent = events().render(stored, device)->text;
    same(event("UID:1\nATTENDEE;CN=A;SCHEDULE-AGENT=CLIENT:mailto:a@x.example"), sent);
    CPPUNIT_ASSERT(events().equal(stored, sent, true));
  }
  void vcalendar_stays_octet_for_octet_until_it_is_edited() {
    const std::string old = old_calendar(
        "VEVENT", "UID:1\nDTSTART:20260701T090000Z\nSUMMARY;ENCODING=QUOTED-PRINTABLE:a=\n=20b");
    const Entry entry = enter_as(events(), old);
    same(old, entry.stored);
    same("a b", entry.facts.label);
    same(old, events().render(entry.stored, old_device())->text);
    const Ability device = old_device();
    const std::string edited = old_calendar("VEVENT", "UID:1\nDTSTART:20260701T090000Z\nSUMMARY:c");
    const auto merged =
        events().merge({.ours = old, .theirs = edited, .base = old, .ability = device});
    CPPUNIT_ASSERT(merged.has_value());
    same("UID:1\nDTSTART:20260701T090000Z\nSUMMARY:c\n", lines_of(merged->stored, "VEVENT"));
    CPPUNIT_ASSERT(merged->stored.find("VERSION:2.0") != std::string::npos);
  }
  void edit_of_an_alarm_by_a_device_keeps_what_it_cannot_hold() {
    const std::string ours = event(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260701T100000\n"
        "DTEND;TZID=Europe/Berlin:20260701T110000\nSUMMARY:a\nCOLOR:red\n"
        "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM");
    const Ability device = old_device();
    const std::string base = events().render(ours, device)->text;
    std::string theirs = base;
    theirs.replace(theirs.find("AALARM:20260701T075500Z"), 23, "AALARM:20260701T073000Z");
    theirs.replace(theirs.find("DTSTART:20260701T080000Z"), 24, "DTSTART:20260701T083000Z");
    const auto merged =
        events().merge({.ours = ours, .theirs = theirs, .base = base, .ability = device});
    CPPUNIT_ASSERT(merged.has_value());
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260701T103000\n"
        "DTEND;TZID=Europe/Berlin:20260701T110000\nSUMMARY:a\nCOLOR:red\n"
        "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT1H\nEND:VALARM\n",
        lines_of(merged->stored, "VEVENT"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventOldTest);

}  // namespace pim::content::testing
