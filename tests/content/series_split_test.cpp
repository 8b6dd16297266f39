// SPDX-License-Identifier: Apache-2.0
#include "common/content/series_split.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/content/ical_view.h"
#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

const std::string Master =
    "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\nRRULE:FREQ=WEEKLY;COUNT=10\nSUMMARY:a\n";
const std::string Moved =
    "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T100000\n"
    "DTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:a\n";
const std::string Future =
    "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260519T100000\n"
    "DTSTART;TZID=Europe/Berlin:20260519T140000\nSUMMARY:later\n";

struct Series {
  std::string text;
  ItemView view;

  explicit Series(const std::string& lines) : text(event(lines)), view(read(text)) {}
  static ItemView read(const std::string& text) {
    auto read = ItemView::read(text, ItemKind::Event);
    CPPUNIT_ASSERT_MESSAGE(read ? "" : read.error().text(), read.has_value());
    return std::move(*read);
  }
};

std::string lines(const std::string& record) {
  return lines_of(record, "VEVENT");
}
void same(const std::string& expected, const std::string& found) {
  CPPUNIT_ASSERT_EQUAL(expected, found);
}

}  // namespace

/// Series in parts and together again (content rules 6.2, 6.4).
class SeriesSplitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SeriesSplitTest);
  CPPUNIT_TEST(exception_becomes_a_record_of_its_own);
  CPPUNIT_TEST(past_exceptions_are_only_excluded);
  CPPUNIT_TEST(change_of_all_that_follow_is_a_second_series);
  CPPUNIT_TEST(series_without_exceptions_is_one_part);
  CPPUNIT_TEST(exception_without_its_series_is_one_part);
  CPPUNIT_TEST(edited_part_patches_its_exception);
  CPPUNIT_TEST(part_of_a_new_date_becomes_an_exception);
  CPPUNIT_TEST(untouched_part_changes_nothing);
  CPPUNIT_TEST(deleted_part_is_an_excluded_date);
  CPPUNIT_TEST(deleted_second_series_ends_the_first);
  CPPUNIT_TEST(parts_of_a_record_are_those_of_one_date);
  CPPUNIT_TEST(records_without_exceptions_have_no_parts);
  CPPUNIT_TEST(a_part_is_as_late_as_its_date_or_its_start);
  CPPUNIT_TEST(only_sides_of_the_old_version_get_parts);
  CPPUNIT_TEST(an_edited_part_goes_into_its_series);
  CPPUNIT_TEST(a_part_that_repeats_is_no_exception);
  CPPUNIT_TEST(excluded_dates_of_exceptions_are_no_edit);
  CPPUNIT_TEST(parts_together_are_hardly_larger_than_their_record);
  CPPUNIT_TEST(a_part_brings_the_zone_of_its_own_that_it_names);
  CPPUNIT_TEST(long_names_of_offsets_are_not_kept_for_each_change);
  CPPUNIT_TEST_SUITE_END();

 public:
  void exception_becomes_a_record_of_its_own() {
    const Series series(Master + Moved);
    const auto parts = split_series(series.view, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, parts.size());
    same("", parts[0].id);
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "EXDATE;TZID=Europe/Berlin:20260512T100000\nRRULE:FREQ=WEEKLY;COUNT=10\nSUMMARY:a\n",
        lines(parts[0].record));
    same("20260512T100000", parts[1].id);
    same("UID:1-20260512T100000\nDTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:a\n",
         lines(parts[1].record));
  }

  void past_exceptions_are_only_excluded() {
    const Series series(Master + Moved);
    const auto parts = split_series(series.view, parse_time("20260601T000000", {})->wall);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, parts.size());
    CPPUNIT_ASSERT(parts[0].record.find("EXDATE") != std::string::npos);
  }

  void change_of_all_that_follow_is_a_second_series() {
    const Series series(Master + Future);
    const auto parts = split_series(series.view, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, parts.size());
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260519T075959Z\nSUMMARY:a\n",
        lines(parts[0].record));
    same("20260519T100000+", parts[1].id);
    same(
        "UID:1-20260519T100000+\nRRULE:FREQ=WEEKLY;COUNT=8\n"
        "DTSTART;TZID=Europe/Berlin:20260519T140000\nSUMMARY:later\n",
        lines(parts[1].record));
  }

  void series_without_exceptions_is_one_part() {
    const Series series(Master);
    const auto parts = split_series(series.view, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, parts.size());
    same(series.text, parts[0].record);
  }

  void exception_without_its_series_is_one_part() {
    const Series orphan(Moved.substr(2));
    const auto parts = split_series(orphan.view, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, parts.size());
    same(orphan.text, parts[0].record);
  }

  static std::string merged(const Series& series, const std::string& id, const std::string& was,
                            const std::string& came) {
    const auto base = part_as_exception(series.view, id, was);
    const auto theirs = part_as_exception(series.view, id, came);
    CPPUNIT_ASSERT(base && theirs);
    const Ability device = unknown_ability(events());
    const auto out =
        events().merge({.ours = series.text, .theirs = *theirs, .base = *base, .ability = device});
    CPPUNIT_ASSERT(out.has_value());
    return lines(out->stored);
  }

  void edited_part_patches_its_exception() {
    const Series series(Master + Moved);
    const std::string part = split_series(series.view, 0)[1].record;
    std::string edited = part;
    edited.replace(edited.find("SUMMARY:a"), 9, "SUMMARY:b");
    std::string expected = Master + Moved;
    expected.replace(expected.rfind("SUMMARY:a"), 9, "SUMMARY:b");
    same(expected, merged(series, "20260512T100000", part, edited));
  }

  void part_of_a_new_date_becomes_an_exception() {
    const Series series(Master);
    const auto part =
        part_as_exception(series.view, "20260519T100000",
                          event("UID:x\nDTSTART;TZID=Europe/Berlin:20260520T100000\nSUMMARY:a"));
    CPPUNIT_ASSERT(part.has_value());
    same(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260519T100000\nUID:1\n"
        "DTSTART;TZID=Europe/Berlin:20260520T100000\nSUMMARY:a\n",
        lines(*part));
    CPPUNIT_ASSERT(!part_as_exception(series.view, "no date", *part));
  }

  void untouched_part_changes_nothing() {
    const Series series(Master + Moved);
    const std::string part = split_series(series.view, 0)[1].record;
    same(Master + Moved, merged(series, "20260512T100000", part, part));
  }

  void deleted_part_is_an_excluded_date() {
    const Series series(Master + Moved);
    const auto left = without_instance(series.view, "20260512T100000");
    CPPUNIT_ASSERT(left.has_value());
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "EXDATE;TZID=Europe/Berlin:20260512T100000\nRRULE:FREQ=WEEKLY;COUNT=10\nSUMMARY:a\n",
        lines(*left));
  }

  void deleted_second_series_ends_the_first() {
    const Series series(Master + Future);
    const auto left = without_instance(series.view, "20260519T100000+");
    CPPUNIT_ASSERT(left.has_value());
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260519T075959Z\nSUMMARY:a\n",
        lines(*left));
  }

  static std::vector<Part> parts_of(const std::string& lines) {
    auto parts = events().parts(event(lines));
    CPPUNIT_ASSERT_MESSAGE(parts ? "" : parts.error().text(), parts.has_value());
    return std::move(*parts);
  }

  void parts_of_a_record_are_those_of_one_date() {
    const auto parts = parts_of(Master + Moved + Future);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, parts.size());
    same("20260512T100000", parts[0].id);
  }

  void records_without_exceptions_have_no_parts() {
    CPPUNIT_ASSERT(parts_of(Master).empty());
    CPPUNIT_ASSERT(parts_of(Moved.substr(2)).empty());
    CPPUNIT_ASSERT(contacts().parts("RECURRENCE-ID")->empty());
  }

  void a_part_is_as_late_as_its_date_or_its_start() {
    CPPUNIT_ASSERT_EQUAL(*parse_stamp("20260513T100000Z"), parts_of(Master + Moved)[0].at);
    std::string earlier = Moved;
    earlier.replace(earlier.find("20260513T120000"), 15, "20260501T120000");
    CPPUNIT_ASSERT_EQUAL(*parse_stamp("20260512T080000Z"), parts_of(Master + earlier)[0].at);
  }

  void only_sides_of_the_old_version_get_parts() {
    Ability side = unknown_ability(events());
    CPPUNIT_ASSERT(!events().splits(side));
    side.version = "1.0";
    CPPUNIT_ASSERT(events().splits(side) && tasks().splits(side));
    CPPUNIT_ASSERT(!notes().splits(side) && !contacts().splits(side));
    side.whole = true;
    CPPUNIT_ASSERT(!events().splits(side));
  }

  void an_edited_part_goes_into_its_series() {
    const std::string stored = event(Master + Moved);
    const std::string part = parts_of(Master + Moved)[0].record;
    std::string edited = part;
    edited.replace(edited.find("SUMMARY:a"), 9, "SUMMARY:b");
    std::string expected = Master + Moved;
    expected.replace(expected.rfind("SUMMARY:a"), 9, "SUMMARY:b");
    same(expected, lines(*events().with_part(stored, "20260512T100000", part, edited)));
    same(Master + Moved, lines(*events().with_part(stored, "20260512T100000", part, part)));
  }

  void a_part_that_repeats_is_no_exception() {
    const std::string part = parts_of(Master + Moved)[0].record;
    std::string edited = part;
    edited.insert(edited.find("SUMMARY:a"), "RRULE:FREQ=DAILY\r\n");
    const auto series = events().with_part(event(Master + Moved), "20260512T100000", part, edited);
    CPPUNIT_ASSERT(!series && series.error().code == ErrorCode::Unsupported);
  }

  void excluded_dates_of_exceptions_are_no_edit() {
    Ability device = unknown_ability(events());
    device.version = "1.0";
    const std::string stored = event(Master + Moved);
    const std::string form = events().render(stored, device)->text;
    CPPUNIT_ASSERT(form.find("EXDATE") != std::string::npos);
    const auto out = events().merge({.ours = stored, .theirs = form, .ability = device});
    CPPUNIT_ASSERT(out.has_value());
    same(Master + Moved, lines(out->stored));
  }

  static std::string zone(const std::string& more) {
    return crlf("BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\n" + more +
                "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n");
  }

  /// What stands around the events stood in each of them: a record of 4 MB became gigabytes.
  void parts_together_are_hardly_larger_than_their_record() {
    std::string lines = "UID:1\nSUMMARY:a\nDTSTART;TZID=Own:20260101T100000\nRRULE:FREQ=DAILY\n";
    for (int day = 10; day < 31; ++day) {
      lines += "+\nUID:1\nRECURRENCE-ID;TZID=Own:202601" + std::to_string(day) +
               "T100000\nDTSTART;TZID=Own:202601" + std::to_string(day) + "T110000\n";
    }
    std::string record = event(lines);
    std::string padding;
    for (int line = 0; line < 8; ++line) {
      padding += "X-PAD:" + std::string(200'000, 'x') + "\r\n";
    }
    record.insert(record.find("BEGIN:VEVENT"), padding + zone(padding));
    const auto parts = events().parts(record);
    CPPUNIT_ASSERT(parts.has_value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{21}, parts->size());
    std::size_t octets = 0;
    for (const Part& part : *parts) {
      octets += part.record.size();
    }
    CPPUNIT_ASSERT(octets < record.size());
  }

  void a_part_brings_the_zone_of_its_own_that_it_names() {
    std::string record = event(
        "UID:1\nDTSTART;TZID=Own:20260505T100000\nRRULE:FREQ=WEEKLY\n+\nUID:1\n"
        "RECURRENCE-ID;TZID=Own:20260512T100000\nDTSTART;TZID=Own:20260513T120000\nSUMMARY:b\n");
    record.insert(record.find("BEGIN:VEVENT"), zone({}));
    const auto parts = events().parts(record);
    CPPUNIT_ASSERT(parts && parts->size() == 1);
    Ability device;
    device.media_type = "text/x-vcalendar";
    device.version = "1.0";
    const auto form = events().render(parts->front().record, device);
    CPPUNIT_ASSERT(form && form->text.find("DTSTART:20260513T090000Z") != std::string::npos);
  }

  /// A zone is worked out up to 2120, two changes a year.
  void long_names_of_offsets_are_not_kept_for_each_change() {
    std::string record = event("UID:1\nDTSTART;TZID=Own:20260505T100000\n");
    record.insert(record.find("BEGIN:VEVENT"),
                  zone("RRULE:FREQ=YEARLY\nTZNAME:" + std::string(200'000, 'x') + '\n'));
    const auto view = ItemView::read(record, ItemKind::Event);
    CPPUNIT_ASSERT(view && view->zone_use("Own") != nullptr && view->zone_use("Own")->zone);
    for (const Zone::Change& change : view->zone_use("Own")->zone->changes()) {
      CPPUNIT_ASSERT(change.name.size() <= 64);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SeriesSplitTest);

}  // namespace pim::content::testing
