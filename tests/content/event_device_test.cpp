// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

// What devices and foreign servers return of events and tasks: edits, and what is none
// (content rules 5).
namespace pim::content::testing {
namespace {

Ability side_of(const char* version) {
  Ability ability;
  ability.version = version;
  ability.media_type = ability.version == "1.0" ? "text/x-vcalendar" : "text/calendar";
  return ability;
}

/// A record of ours as a side has it, and what comes back: lines of one component each.
struct Answer {
  std::string_view component;
  std::string ours;
  std::string theirs;
  Ability ability;
  std::string before = {};  ///< what ours was when it was sent, where it has changed since
  bool said = false;        ///< the side itself said the base
  Seconds ours_modified = 0;
  std::string sent = {};  ///< a form sent to the side and not confirmed
  bool unconfirmed = false;

  const Kind& kind() const { return component == "VTODO" ? tasks() : events(); }

  std::string answered() const {
    std::string text = calendar(component, theirs);
    if (ability.version == "1.0") {
      text.replace(text.find("VERSION:2.0"), 11, "VERSION:1.0");
    }
    return text;
  }

  Merged run() const {
    const std::string now = calendar(component, ours);
    const std::string old = calendar(component, before.empty() ? ours : before);
    const auto form = kind().render(old, ability);
    CPPUNIT_ASSERT_MESSAGE(form ? "" : form.error().text(), form.has_value());
    const std::string came = answered();
    MergeInput input{.ours = now,
                     .theirs = came,
                     .base = form->text,
                     .base_said_by_side = said,
                     .base_unconfirmed = unconfirmed,
                     .ability = ability,
                     .ours_modified = ours_modified};
    if (!before.empty()) {
      input.earlier = {old};
    }
    const std::string open = calendar(component, sent);
    if (!sent.empty()) {
      input.sent = {open};
    }
    const auto merged = kind().merge(input);
    CPPUNIT_ASSERT_MESSAGE(merged ? "" : merged.error().text(), merged.has_value());
    return *merged;
  }

  void gives(const std::string& expected) const {
    const Merged merged = run();
    CPPUNIT_ASSERT_EQUAL(expected, lines_of(merged.stored, component));
    CPPUNIT_ASSERT_EQUAL(expected != ours, merged.edit);
  }
};

/// A side of this version that has sent this record before.
Ability shown_by(const char* version, std::string_view component, const std::string& lines) {
  const Answer sent{component, "", lines, side_of(version)};
  Ability ability = sent.ability;
  sent.kind().learn(sent.answered(), ability);
  return ability;
}

const std::string Weekly =
    "DTSTART;TZID=Europe/Berlin:20260106T200000\nDTEND;TZID=Europe/Berlin:20260106T210000\n";
const std::string WeeklyOld = "DTSTART:20260106T190000Z\nDTEND:20260106T200000Z\n";

std::string ruled(const std::string& rule) {
  return Weekly + "RRULE:" + rule + "\n";
}

}  // namespace

class EventDeviceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventDeviceTest);
  CPPUNIT_TEST(a_rule_with_fewer_parts_is_an_edit_of_a_server);
  CPPUNIT_TEST(a_rule_with_fewer_parts_is_an_edit_of_a_device_that_knows_them);
  CPPUNIT_TEST(a_rule_without_parts_a_device_never_sent_is_no_edit);
  CPPUNIT_TEST(another_value_of_a_rule_is_an_edit_of_any_device);
  CPPUNIT_TEST(an_event_made_all_day_takes_its_length_along);
  CPPUNIT_TEST(an_event_made_all_day_by_one_side_is_that_for_both);
  CPPUNIT_TEST(a_due_time_made_a_date_is_an_edit_where_the_side_knows_times);
  CPPUNIT_TEST(a_task_that_was_done_is_opened_again);
  CPPUNIT_TEST(an_echo_from_before_a_task_was_done_does_not_open_it);
  CPPUNIT_TEST(a_default_that_a_device_always_writes_is_no_edit);
  CPPUNIT_TEST(texts_that_both_sides_changed_come_together_or_are_told);
  CPPUNIT_TEST(events_as_a_device_tells_them_are_the_same);
  CPPUNIT_TEST(events_that_differ_on_a_device_too_are_asked_about);
  CPPUNIT_TEST(an_alarm_of_another_kind_is_joined_as_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_rule_with_fewer_parts_is_an_edit_of_a_server() {
    const Ability server = side_of("2.0");
    const auto becomes = [&](const char* from, const char* to) {
      Answer{"VEVENT", ruled(from), ruled(to), server}.gives(ruled(to));
    };
    becomes("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY");
    becomes("FREQ=WEEKLY;UNTIL=20260630T180000Z", "FREQ=WEEKLY");
    becomes("FREQ=WEEKLY;COUNT=10", "FREQ=WEEKLY;COUNT=1");
    becomes("FREQ=WEEKLY;BYDAY=TU,WE", "FREQ=WEEKLY");
  }
  void a_rule_with_fewer_parts_is_an_edit_of_a_device_that_knows_them() {
    const auto becomes = [](const char* from, const char* known, const char* to,
                            const char* expected) {
      const Ability phone =
          shown_by("1.0", "VEVENT", WeeklyOld + "RRULE:" + std::string(known) + "\n");
      Answer{"VEVENT", ruled(from), WeeklyOld + "RRULE:" + to + "\n", phone}.gives(ruled(expected));
    };
    becomes("FREQ=WEEKLY;INTERVAL=2", "W2 TU #0", "W1 TU #0", "FREQ=WEEKLY;BYDAY=TU");
    becomes("FREQ=WEEKLY;BYDAY=TU,WE", "W1 TU TH #0", "W1 TU #0", "FREQ=WEEKLY;BYDAY=TU");
    becomes("FREQ=WEEKLY;COUNT=10", "W1 TU 20260505T190000Z", "W1 TU #0", "FREQ=WEEKLY;BYDAY=TU");
  }
  void a_rule_without_parts_a_device_never_sent_is_no_edit() {
    const auto stays = [](const char* rule, const char* echo) {
      Answer{"VEVENT", ruled(rule), WeeklyOld + "RRULE:" + echo + "\n", side_of("1.0")}.gives(
          ruled(rule));
    };
    stays("FREQ=WEEKLY;INTERVAL=2", "W1 TU #0");
    stays("FREQ=WEEKLY;UNTIL=20260630T180000Z", "W1 TU #0");
    stays("FREQ=WEEKLY;BYDAY=TU,WE", "W1 TU #0");
  }
  void another_value_of_a_rule_is_an_edit_of_any_device() {
    Answer{"VEVENT", ruled("FREQ=WEEKLY;COUNT=10"), WeeklyOld + "RRULE:W1 TU #1\n", side_of("1.0")}
        .gives(ruled("FREQ=WEEKLY;COUNT=1;BYDAY=TU"));
    Answer{"VEVENT", ruled("FREQ=WEEKLY;INTERVAL=2"), WeeklyOld + "RRULE:W3 TU #0\n",
           side_of("1.0")}
        .gives(ruled("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"));
    Answer{"VEVENT", ruled("FREQ=WEEKLY"), WeeklyOld + "RRULE:D1 #0\n", side_of("1.0")}.gives(
        ruled("FREQ=DAILY"));
  }
  void an_event_made_all_day_takes_its_length_along() {
    const std::string timed =
        "SUMMARY:a\nDTSTART;TZID=Europe/Berlin:20260706T100000\n"
        "DTEND;TZID=Europe/Berlin:20260706T110000\n";
    const std::string day = "SUMMARY:a\nDTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260707\n";
    Answer{"VEVENT", timed, day, side_of("2.0")}.gives(day);
    Answer{"VEVENT", timed, "SUMMARY:a\nDTSTART:20260706T000000\nDTEND:20260706T235900\n",
           side_of("1.0")}
        .gives(day);
    Answer{"VEVENT", day, timed, side_of("2.0")}.gives(timed);
  }
  void an_event_made_all_day_by_one_side_is_that_for_both() {
    const std::string timed = "DTSTART:20260706T100000Z\nDTEND:20260706T110000Z\n";
    const std::string longer = "DTSTART:20260706T100000Z\nDTEND:20260706T120000Z\n";
    const std::string day = "DTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260707\n";
    const EventMerging here{timed, longer, day};
    const EventMerging there{timed, day, longer};
    CPPUNIT_ASSERT_EQUAL(day, here.result());
    CPPUNIT_ASSERT_EQUAL(day, there.result());
    CPPUNIT_ASSERT_EQUAL(here.lost(), there.lost());
    CPPUNIT_ASSERT(!here.lost().empty());
  }
  void a_due_time_made_a_date_is_an_edit_where_the_side_knows_times() {
    const std::string timed = "SUMMARY:a\nDUE;TZID=Europe/Berlin:20260706T170000\n";
    const std::string date = "SUMMARY:a\nDUE;VALUE=DATE:20260706\n";
    const std::string echo = "SUMMARY:a\nDUE:20260706T000000\n";
    Answer{"VTODO", timed, date, side_of("2.0")}.gives(date);
    Answer{"VTODO", timed, echo, shown_by("1.0", "VTODO", "DUE:20260101T120000Z\n")}.gives(date);
    // the to-do lists of many phones know days only
    Answer{"VTODO", timed, echo, side_of("1.0")}.gives(timed);
    Answer{"VTODO", timed, echo, shown_by("1.0", "VTODO", "DUE:20260101T000000\n")}.gives(timed);
    Answer{"VTODO", timed, "SUMMARY:a\nDUE:20260708T000000\n", side_of("1.0")}.gives(
        "SUMMARY:a\nDUE;VALUE=DATE:20260708\n");
  }
  void a_task_that_was_done_is_opened_again() {
    const std::string done =
        "SUMMARY:a\nSTATUS:COMPLETED\nCOMPLETED:20260701T100000Z\nPERCENT-COMPLETE:100\n";
    Answer{"VTODO", done, "SUMMARY:a\nSTATUS:NEEDS ACTION\nPRIORITY:0\n", side_of("1.0")}.gives(
        "SUMMARY:a\nSTATUS:NEEDS-ACTION\n");
    Answer{"VTODO", done, "SUMMARY:a\nSTATUS:NEEDS-ACTION\n", side_of("2.0")}.gives(
        "SUMMARY:a\nSTATUS:NEEDS-ACTION\n");
    Answer{"VTODO", done, "SUMMARY:a\n", side_of("1.0")}.gives(done);  // says nothing of it
    const std::string half = "SUMMARY:a\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:50\n";
    Answer{"VTODO", half, "SUMMARY:a\nSTATUS:NEEDS-ACTION\n", side_of("2.0")}.gives(half);
  }
  void an_echo_from_before_a_task_was_done_does_not_open_it() {
    const std::string done = "SUMMARY:a\nSTATUS:COMPLETED\n";
    Answer sent{"VTODO", done, "SUMMARY:a\nSTATUS:NEEDS ACTION\n", side_of("1.0")};
    sent.sent = "SUMMARY:a\n";
    sent.gives(done);
    Answer unconfirmed{"VTODO", done, "SUMMARY:a\nSTATUS:NEEDS ACTION\n", side_of("1.0")};
    unconfirmed.unconfirmed = true;
    unconfirmed.gives(done);
  }
  void a_default_that_a_device_always_writes_is_no_edit() {
    const std::string ours = "SUMMARY:a\nCLASS:PRIVATE\nPRIORITY:1\n";
    Answer{"VTODO", ours, "SUMMARY:a\nCLASS:PUBLIC\nPRIORITY:0\n", side_of("1.0")}.gives(ours);
  }
  void texts_that_both_sides_changed_come_together_or_are_told() {
    const Answer at{"VEVENT",
                    "SUMMARY:Lunch at 12\nDESCRIPTION:Call Bob\\nre invoice 4711\n",
                    "SUMMARY:Dinner\nDESCRIPTION;ENCODING=QUOTED-PRINTABLE:Call Bob=0D=0A"
                    "tomorrow 10:00\n",
                    side_of("1.0"),
                    "SUMMARY:Lunch\nDESCRIPTION:Call Bob\n",
                    false,
                    200};
    const Merged merged = at.run();
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:Lunch at 12\n"
                                     "DESCRIPTION:Call Bob\\ntomorrow 10:00\\nre invoice 4711\n"),
                         lines_of(merged.stored, "VEVENT"));
    CPPUNIT_ASSERT(merged.contested);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, merged.lost.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Dinner"), merged.lost.front().lost);
  }
  void events_as_a_device_tells_them_are_the_same() {
    const std::string series = ruled("FREQ=WEEKLY;BYDAY=TU") + "SUMMARY:a\nLOCATION:x\n";
    const std::string old = WeeklyOld + "RRULE:W1 TU #0\nSUMMARY:a\nLOCATION:x\n";
    is(Likeness::Same, "1.0", series, old);
    is(Likeness::Same, "1.0", series, old + "CATEGORIES:MEETING\nCLASS:PUBLIC\n");
    is(Likeness::Same, "1.0", Alarmed, WeeklyOld + "SUMMARY:a\nAALARM:20260106T184500Z\n");
    is(Likeness::Same, "1.0", Alarmed, WeeklyOld + "SUMMARY:a\nDALARM:20260106T184500Z\n");
    is(Likeness::Same, "2.0", Alarmed, Weekly + "SUMMARY:a\n" + alarm("AUDIO", "-PT15M"));
  }
  void events_that_differ_on_a_device_too_are_asked_about() {
    const std::string series = ruled("FREQ=WEEKLY;BYDAY=TU") + "SUMMARY:a\nLOCATION:x\n";
    is(Likeness::Ask, "1.0", series, WeeklyOld + "RRULE:D1 #0\nSUMMARY:a\nLOCATION:x\n");
    is(Likeness::Ask, "1.0", series, WeeklyOld + "RRULE:W1 TU #0\nSUMMARY:a\nLOCATION:y\n");
    is(Likeness::Ask, "1.0", Alarmed, WeeklyOld + "SUMMARY:a\nAALARM:20260106T174500Z\n");
  }
  void an_alarm_of_another_kind_is_joined_as_one() {
    const auto joined = [](const char* version, const std::string& ours,
                           const std::string& theirs) {
      const Answer at{"VEVENT", ours, theirs, side_of(version)};
      const std::string now = calendar("VEVENT", ours);
      const std::string came = at.answered();
      const auto merged = events().merge({.ours = now, .theirs = came, .ability = at.ability});
      CPPUNIT_ASSERT(merged.has_value());
      return lines_of(merged->stored, "VEVENT");
    };
    CPPUNIT_ASSERT_EQUAL(
        Alarmed, joined("1.0", Alarmed, WeeklyOld + "SUMMARY:a\nAALARM:20260106T184500Z\n"));
    const std::string later = alarm("AUDIO", "-PT1H");
    CPPUNIT_ASSERT_EQUAL(Alarmed + later, joined("2.0", Alarmed, Weekly + "SUMMARY:a\n" + later));
  }

 private:
  static std::string alarm(const char* action, const char* trigger) {
    return "BEGIN:VALARM\nACTION:" + std::string(action) + "\nTRIGGER:" + trigger +
           "\nDESCRIPTION:x\nEND:VALARM\n";
  }
  static void is(Likeness expected, const char* version, const std::string& ours,
                 const std::string& theirs) {
    const Answer at{"VEVENT", ours, theirs, side_of(version)};
    CPPUNIT_ASSERT_MESSAGE(
        theirs, expected == events().compare(calendar("VEVENT", ours), at.answered(), at.ability));
  }
  const std::string Alarmed = Weekly + "SUMMARY:a\n" + alarm("DISPLAY", "-PT15M");
};
CPPUNIT_TEST_SUITE_REGISTRATION(EventDeviceTest);

}  // namespace pim::content::testing
