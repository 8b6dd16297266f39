// SPDX-License-Identifier: Apache-2.0
// Exceptions of a series on a device that knows none: events of their own, tied to the series
// (docs/calendar.md, content rule 6.2).
#include <cppunit/extensions/HelperMacros.h>

#include <chrono>

#include "tests/session/series_world.h"

namespace pim::session::test {

namespace {

std::string with_line(std::string record, const std::string& name, const std::string& value) {
  const std::size_t at = record.find("\n" + name);
  CPPUNIT_ASSERT_MESSAGE(record, at != std::string::npos);
  const std::size_t end = record.find("\r\n", at);
  return record.replace(at + 1, end - at - 1, name + ":" + value);
}

}  // namespace

class PartsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PartsTest);
  CPPUNIT_TEST(an_exception_is_an_event_of_its_own);
  CPPUNIT_TEST(a_side_that_knows_exceptions_gets_no_parts);
  CPPUNIT_TEST(an_edited_part_changes_the_exception);
  CPPUNIT_TEST(a_moved_part_moves_the_exception);
  CPPUNIT_TEST(a_deleted_part_excludes_its_date_only);
  CPPUNIT_TEST(a_part_that_becomes_a_series_leaves_the_series);
  CPPUNIT_TEST(an_edited_exception_replaces_the_part);
  CPPUNIT_TEST(a_part_that_the_device_added_anew_goes_by_its_new_name);
  CPPUNIT_TEST(an_exception_that_is_gone_takes_its_part_along);
  CPPUNIT_TEST(parts_follow_a_moved_series);
  CPPUNIT_TEST(a_series_moved_on_the_device_keeps_its_parts);
  CPPUNIT_TEST(a_deleted_series_takes_its_parts_along);
  CPPUNIT_TEST(a_series_deleted_on_the_device_takes_its_parts_along);
  CPPUNIT_TEST(a_part_that_the_device_edited_outlives_its_series);
  CPPUNIT_TEST(a_part_edited_on_the_device_while_the_series_goes_lives_on);
  CPPUNIT_TEST(an_edit_here_outlives_the_part_deleted_there);
  CPPUNIT_TEST(a_device_being_emptied_excludes_no_date);
  CPPUNIT_TEST(a_slow_session_doubles_nothing);
  CPPUNIT_TEST(a_slow_session_takes_in_edits_of_parts);
  CPPUNIT_TEST(a_part_missing_in_a_slow_session_comes_again);
  CPPUNIT_TEST(a_device_that_is_new_here_brings_its_parts_home);
  CPPUNIT_TEST(lost_maps_double_nothing);
  CPPUNIT_TEST(an_edit_of_a_part_that_was_never_mapped_is_the_parts);
  CPPUNIT_TEST(a_refused_part_is_tried_again_when_it_changes);
  CPPUNIT_TEST(a_lost_reply_doubles_nothing);
  CPPUNIT_TEST(old_exceptions_are_excluded_only);
  CPPUNIT_TEST(a_change_of_all_that_follow_is_no_part);
  CPPUNIT_TEST(a_device_that_learns_exceptions_loses_its_parts);
  CPPUNIT_TEST(what_gave_way_in_a_part_comes_back_into_the_exception);
  CPPUNIT_TEST(what_gave_way_here_to_a_part_comes_back_into_the_exception);
  CPPUNIT_TEST(what_gave_way_to_the_second_part_of_a_message_comes_back);
  CPPUNIT_TEST(a_confirmed_deletion_leaves_the_part_that_the_device_edited);
  CPPUNIT_TEST(a_slow_session_of_a_device_that_learnt_exceptions_doubles_nothing);
  CPPUNIT_TEST(a_slow_session_of_a_device_that_learnt_exceptions_takes_in_an_edited_part);
  CPPUNIT_TEST(a_part_before_its_moved_series_stays_tied);
  CPPUNIT_TEST(an_edit_here_goes_with_the_part_that_leaves_its_series);
  CPPUNIT_TEST(a_part_known_by_its_uid_keeps_what_the_device_had);
  CPPUNIT_TEST(a_part_deleted_by_a_broken_package_waits_with_the_others);
  CPPUNIT_TEST(a_part_never_mapped_is_forgotten_with_its_series);
  CPPUNIT_TEST(a_series_of_many_exceptions_comes_in_time);
  CPPUNIT_TEST_SUITE_END();

 public:
  SeriesWorld world;
  Phone old{world.server, "IMEI:old", "1.0"};
  Phone modern{world.server, "IMEI:new", "2.0"};
  Plan plan;

  void setUp() override {
    plan.exceptions["20260512"] = {"Yoga outside", "20260513T180000"};
    plan.exceptions["20260519"] = {"Yoga inside", "20260519T110000"};
    world.import(plan.record());
    old.sync();
    modern.sync();
  }

  void check(const char* where = "") {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string("old device ") + where, joined(plan.shown(false)),
                                 joined(shown_by(old)));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string("modern device ") + where, joined(plan.shown(true)),
                                 joined(shown_by(modern)));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string("portal ") + where, joined(plan.shown(true)),
                                 joined(world.shown()));
  }
  /// All come together, and then nobody has anything to say.
  void settle() {
    old.sync();
    modern.sync();
    old.sync();
    check();
    old.sync();
    CPPUNIT_ASSERT_EQUAL_MESSAGE("the server goes on sending", std::size_t{0}, old.got.size());
    check("in the end");
  }
  void edit(const std::string& text, const std::string& name, const std::string& value) {
    const std::string luid = old.with(text);
    old.edit(luid, with_line(old.records.at(luid), name, value));
  }

  void an_exception_is_an_event_of_its_own() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, old.records.size());
    settle();
  }

  void a_side_that_knows_exceptions_gets_no_parts() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, modern.records.size());
  }

  void an_edited_part_changes_the_exception() {
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.exceptions["20260512"].summary = "Yoga in the park";
    settle();
  }

  void a_moved_part_moves_the_exception() {
    const std::string luid = old.with("Yoga outside");
    old.edit(luid, with_line(with_line(old.records.at(luid), "DTSTART", "20260514T090000"), "DTEND",
                             "20260514T100000"));
    plan.exceptions["20260512"].start = "20260514T090000";
    settle();
  }

  void a_deleted_part_excludes_its_date_only() {
    old.remove(old.with("Yoga outside"));
    plan.exceptions.erase("20260512");
    plan.excluded.insert("20260512");
    settle();
  }

  void a_part_that_becomes_a_series_leaves_the_series() {
    const std::string luid = old.with("Yoga outside");
    std::string record = old.records.at(luid);
    record.insert(record.find("END:VEVENT"), "RRULE:D1 #3\r\n");
    old.edit(luid, record);
    old.sync();
    modern.sync();
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, old.count("Yoga outside"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.server.items().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, modern.records.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, modern.count("EXDATE;TZID=Europe/Berlin:20260512T100000"));
  }

  void an_edited_exception_replaces_the_part() {
    plan.exceptions["20260519"] = {"Yoga upstairs", "20260520T070000"};
    world.write(plan);
    settle();
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, old.records.size());
  }

  void a_part_that_the_device_added_anew_goes_by_its_new_name() {
    old.adds_what_it_lacks = true;
    old.lose(old.with("Yoga inside"));
    plan.exceptions["20260519"] = {"Yoga upstairs", "20260520T070000"};
    world.write(plan);
    settle();
    edit("Yoga upstairs", "SUMMARY", "Yoga below");
    plan.exceptions["20260519"].summary = "Yoga below";
    settle();
  }

  void an_exception_that_is_gone_takes_its_part_along() {
    plan.exceptions.erase("20260519");
    world.write(plan);
    settle();
  }

  void parts_follow_a_moved_series() {
    const std::string luid = old.with("Yoga outside");
    plan.hour = "11";
    world.write(plan);
    settle();
    CPPUNIT_ASSERT_EQUAL(luid, old.with("Yoga outside"));
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.exceptions["20260512"].summary = "Yoga in the park";
    settle();
  }

  void a_series_moved_on_the_device_keeps_its_parts() {
    const std::string luid = old.with("W1 TU");
    old.edit(luid, with_line(with_line(old.records.at(luid), "DTSTART", "20260505T120000"), "DTEND",
                             "20260505T130000"));
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.hour = "12";
    plan.exceptions["20260512"].summary = "Yoga in the park";
    settle();
  }

  void a_deleted_series_takes_its_parts_along() {
    world.erase();
    plan.series = false;
    settle();
    CPPUNIT_ASSERT(old.records.empty());
  }

  void a_series_deleted_on_the_device_takes_its_parts_along() {
    old.remove(old.with("W1 TU"));
    plan.series = false;
    settle();
  }

  void a_part_that_the_device_edited_outlives_its_series() {
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    old.remove(old.with("W1 TU"));
    plan.series = false;
    plan.singles["Yoga in the park"] = "20260513T180000";
    settle();
  }

  void a_part_edited_on_the_device_while_the_series_goes_lives_on() {
    world.erase();
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.series = false;
    plan.singles["Yoga in the park"] = "20260513T180000";
    old.sync();
    modern.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, old.count("Yoga in the park"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, old.records.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, modern.count("Yoga in the park"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.server.items().size());
  }

  void an_edit_here_outlives_the_part_deleted_there() {
    old.remove(old.with("Yoga outside"));
    plan.exceptions["20260512"].summary = "Yoga in the park";
    world.write(plan);
    settle();
  }

  void a_device_being_emptied_excludes_no_date() {
    Plan more;
    for (int i = 0; i < 12; ++i) {
      const std::string name = "event " + std::to_string(10 + i);
      plan.singles[name] = "20260601T" + std::to_string(10 + i) + "0000";
      world.import("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:" + name +
                   "\r\nSUMMARY:" + name + "\r\nDTSTART;TZID=Europe/Berlin:" + plan.singles[name] +
                   "\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    }
    old.sync();
    modern.sync();
    const auto before = old.records;
    for (const auto& [luid, record] : before) {
      old.remove(luid);
    }
    old.sync();
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(world.shown()));
  }

  void a_slow_session_doubles_nothing() {
    old.sync({.slow = true});
    modern.sync({.slow = true});
    check();
    settle();
  }

  void a_slow_session_takes_in_edits_of_parts() {
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.exceptions["20260512"].summary = "Yoga in the park";
    old.sync({.slow = true});
    settle();
  }

  void a_part_missing_in_a_slow_session_comes_again() {
    old.records.erase(old.with("Yoga outside"));
    old.sync({.slow = true});
    settle();
  }

  void a_device_that_is_new_here_brings_its_parts_home() {
    Phone again(world.server, "IMEI:again", "1.0");
    for (const auto& [luid, record] : old.records) {
      again.add(record);
    }
    again.sync();
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(false)), joined(shown_by(again)));
    settle();
  }

  void lost_maps_double_nothing() {
    plan.exceptions["20260526"] = {"Yoga at noon", "20260526T120000"};
    world.write(plan);
    old.sync({.lose_answer = true});
    settle();
  }

  void an_edit_of_a_part_that_was_never_mapped_is_the_parts() {
    plan.exceptions["20260526"] = {"Yoga at noon", "20260526T120000"};
    world.write(plan);
    old.sync({.lose_answer = true});
    edit("Yoga at noon", "SUMMARY", "Yoga at one");
    plan.exceptions["20260526"].summary = "Yoga at one";
    settle();
  }

  void a_refused_part_is_tried_again_when_it_changes() {
    plan.exceptions["20260526"] = {"Yoga at noon", "20260526T120000"};
    world.write(plan);
    old.sync({.refuse_adds = true});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, old.count("Yoga at noon"));
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, old.count("Yoga at noon"));
    plan.exceptions["20260526"].summary = "Yoga at one";
    world.write(plan);
    settle();
  }

  void a_lost_reply_doubles_nothing() {
    plan.exceptions["20260526"] = {"Yoga at noon", "20260526T120000"};
    plan.exceptions["20260519"].summary = "Yoga upstairs";
    world.write(plan);
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.exceptions["20260512"].summary = "Yoga in the park";
    old.sync({.lose_reply = true});
    settle();
  }

  void old_exceptions_are_excluded_only() {
    world.server.clock.time = 1'790'000'000;  // September
    Phone late(world.server, "IMEI:late", "1.0");
    late.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, late.records.size());
    settle();  // what is on a device already stays
  }

  void a_change_of_all_that_follow_is_no_part() {
    std::string record = plan.record();
    const std::string id = "RECURRENCE-ID;";
    record.replace(record.rfind(id), id.size(), "RECURRENCE-ID;RANGE=THISANDFUTURE;");
    world.import(record);
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, old.records.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, old.count("Yoga inside"));
  }

  void a_device_that_learns_exceptions_loses_its_parts() {
    old.speak("2.0");
    plan.summary = "Yoga again";
    world.write(plan);
    old.sync();
    modern.sync();
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(shown_by(old)));
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(world.shown()));
  }

  void single(const std::string& name, const std::string& start) {
    plan.singles[name] = start;
    world.import("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:" + name +
                 "\r\nSUMMARY:" + name + "\r\nDTSTART;TZID=Europe/Berlin:" + start +
                 "\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  }

  /// The device edits a part, with a line more.
  void edit_with(const std::string& text, const std::string& summary, const std::string& line) {
    const std::string luid = old.with(text);
    std::string record = with_line(old.records.at(luid), "SUMMARY", summary);
    old.edit(luid, record.insert(record.find("END:VEVENT"), line));
  }
  /// The series gets another name, and what gave way in one exception comes back.
  void rename_and_take_back(const std::string& kept, const std::string& lost) {
    plan.exceptions["20260512"].summary = kept;
    check("after the conflict");
    plan.summary = "Yoga again";
    world.write(plan);
    world.take_what_gave_way();
    plan.exceptions["20260512"].summary = lost;
    settle();
  }

  void what_gave_way_in_a_part_comes_back_into_the_exception() {
    edit_with("Yoga outside", "Yoga there", "LAST-MODIFIED:20200101T000000Z\r\n");
    plan.exceptions["20260512"].summary = "Yoga here";
    world.write(plan);
    old.sync();
    modern.sync();
    rename_and_take_back("Yoga here", "Yoga there");
  }

  void what_gave_way_here_to_a_part_comes_back_into_the_exception() {
    edit_with("Yoga outside", "Yoga there", "LAST-MODIFIED:20370101T000000Z\r\n");
    plan.exceptions["20260512"].summary = "Yoga here";
    world.write(plan);
    old.sync();
    modern.sync();
    rename_and_take_back("Yoga there", "Yoga here");
  }

  void what_gave_way_to_the_second_part_of_a_message_comes_back() {
    edit_with("Yoga inside", "Yoga within", "LAST-MODIFIED:20370101T000000Z\r\n");
    edit_with("Yoga outside", "Yoga there", "LAST-MODIFIED:20370101T000000Z\r\n");
    plan.exceptions["20260512"].summary = "Yoga here";
    world.write(plan);
    old.sync({.backwards = old.with("Yoga within") > old.with("Yoga there")});
    modern.sync();
    plan.exceptions["20260519"].summary = "Yoga within";
    rename_and_take_back("Yoga there", "Yoga here");
  }

  void a_confirmed_deletion_leaves_the_part_that_the_device_edited() {
    for (int i = 0; i < 12; ++i) {
      const std::string number = std::to_string(10 + i);
      single("event " + number, "20260601T" + number + "0000");
    }
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    old.sync();
    const std::string kept = old.with("Yoga in the park");
    const auto before = old.records;
    for (const auto& [luid, record] : before) {
      if (luid != kept) {
        old.remove(luid);
      }
    }
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{13}, world.confirm_deletions());
    plan = {};
    plan.series = false;
    plan.singles["Yoga in the park"] = "20260513T180000";
    settle();
  }

  void learn_exceptions_in_a_slow_session() {
    old.speak("2.0");
    old.sync({.slow = true});
    modern.sync();
    old.sync();
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(world.shown()));
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(shown_by(old)));
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(shown_by(modern)));
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, old.got.size());
  }

  void a_slow_session_of_a_device_that_learnt_exceptions_doubles_nothing() {
    learn_exceptions_in_a_slow_session();
  }

  void a_slow_session_of_a_device_that_learnt_exceptions_takes_in_an_edited_part() {
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.exceptions["20260512"].summary = "Yoga in the park";
    learn_exceptions_in_a_slow_session();
  }

  void a_part_before_its_moved_series_stays_tied() {
    const std::string luid = old.with("W1 TU");
    old.edit(luid, with_line(with_line(old.records.at(luid), "DTSTART", "20260505T120000"), "DTEND",
                             "20260505T130000"));
    const std::string part = old.with("Yoga outside");
    edit("Yoga outside", "SUMMARY", "Yoga in the park");
    plan.hour = "12";
    plan.exceptions["20260512"].summary = "Yoga in the park";
    old.sync({.backwards = true});
    settle();
    CPPUNIT_ASSERT_EQUAL(part, old.with("Yoga in the park"));
  }

  void an_edit_here_goes_with_the_part_that_leaves_its_series() {
    edit_with("Yoga outside", "Yoga outside", "RRULE:D1 #3\r\n");
    plan.exceptions["20260512"].summary = "Yoga here";
    world.write(plan);
    old.sync();
    modern.sync();
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, old.count("Yoga here"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, old.count("Yoga outside"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, modern.count("Yoga here"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, world.server.items().size());
  }

  void a_part_known_by_its_uid_keeps_what_the_device_had() {
    plan.hour = "11";
    world.write(plan);
    settle();  // the device's part goes on under the UID of its old date
    plan.hour = "10";
    plan.exceptions["20260512"].summary = "Yoga here";
    world.write(plan);
    edit_with("Yoga outside", "Yoga outside", "LOCATION:Park\r\n");
    old.sync({.slow = true});
    settle();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, modern.count("LOCATION:Park"));
  }

  void a_part_deleted_by_a_broken_package_waits_with_the_others() {
    single("event", "20260601T100000");
    settle();
    old.remove(old.with("event"));
    old.remove(old.with("Yoga outside"));
    old.sync({.break_off = true});
    old.sync();
    CPPUNIT_ASSERT_EQUAL(joined(plan.shown(true)), joined(world.shown()));
    world.server.clock.time += 2 * 24 * 60 * 60;
    plan.singles.clear();
    plan.exceptions.erase("20260512");
    plan.excluded.insert("20260512");
    settle();
  }

  void a_part_never_mapped_is_forgotten_with_its_series() {
    plan.exceptions["20260526"] = {"Yoga at noon", "20260526T120000"};
    world.write(plan);
    old.sync({.lose_answer = true});
    old.reset();
    world.erase();
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, world.part_rows());
  }

  void a_series_of_many_exceptions_comes_in_time() {
    const auto day = [](int week) {
      const std::chrono::year_month_day date(
          std::chrono::sys_days(std::chrono::year(2026) / 5 / 5) + std::chrono::days(7 * week));
      return std::to_string(static_cast<int>(date.year()) * 10'000 +
                            static_cast<int>(static_cast<unsigned>(date.month()) * 100U +
                                             static_cast<unsigned>(date.day())));
    };
    for (int week = 3; week < 201; ++week) {
      plan.exceptions[day(week)] = {"Yoga " + std::to_string(week), day(week) + "T120000"};
    }
    world.write(plan);
    old.sync();
    CPPUNIT_ASSERT_EQUAL(std::size_t{201}, old.records.size());
    old.sync({.slow = true});
    settle();
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PartsTest);

}  // namespace pim::session::test
