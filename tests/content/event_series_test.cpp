// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

Ability old_device() {
  Ability ability;
  ability.media_type = "text/x-vcalendar";
  ability.version = "1.0";
  return ability;
}

/// A device of the newer version that has declared what it holds; no exceptions.
Ability simple_device() {
  Ability ability;
  ability.media_type = "text/calendar";
  ability.version = "2.0";
  for (const char* name : {"SUMMARY", "DTSTART", "DTEND", "RRULE", "EXDATE", "VALARM"}) {
    ability.declared[name] = {};
  }
  return ability;
}

const std::string Weekly =
    "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:a\n";
const std::string Moved =
    "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T100000\n"
    "DTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:a\n";

/// What a device returns of a series of ours: its form, with some text replaced.
class Returned {
 public:
  Returned(std::string ours, Ability ability)
      : ours_(event(ours)), ability_(std::move(ability)), base_(form_of(ours_)), theirs_(base_) {}

  Returned& with(const std::string& text, const std::string& instead) {
    const std::size_t at = theirs_.find(text);
    CPPUNIT_ASSERT_MESSAGE("no " + text + " in\n" + theirs_, at != std::string::npos);
    theirs_.replace(at, text.size(), instead);
    return *this;
  }
  /// Ours was edited since the device had it.
  Returned& edited(const std::string& ours) {
    earlier_ = ours_;
    ours_ = event(ours);
    return *this;
  }
  Returned& said_by_side() {
    said_ = true;
    return *this;
  }
  Merged merged() const {
    MergeInput input{.ours = ours_,
                     .theirs = theirs_,
                     .base = base_,
                     .base_said_by_side = said_,
                     .ability = ability_};
    if (!earlier_.empty()) {
      input.earlier = {earlier_};
    }
    const auto out = events().merge(input);
    CPPUNIT_ASSERT_MESSAGE(out ? "" : out.error().text(), out.has_value());
    return *out;
  }
  std::string result() const { return lines_of(merged().stored, "VEVENT"); }
  const std::string& form() const { return base_; }

 private:
  std::string form_of(const std::string& record) const {
    const auto form = events().render(record, ability_);
    CPPUNIT_ASSERT_MESSAGE(form ? "" : form.error().text(), form.has_value());
    return form->text;
  }

  std::string ours_;
  Ability ability_;
  std::string base_;
  std::string theirs_;
  std::string earlier_;
  bool said_ = false;
};

void same(const std::string& expected, const std::string& found) {
  CPPUNIT_ASSERT_EQUAL(expected, found);
}

std::string alarmed(const std::string& trigger, const char* action = "AUDIO") {
  return "UID:1\nDTSTART:20260701T090000\nDTEND:20260701T100000\nSUMMARY:a\nBEGIN:VALARM\nACTION:" +
         std::string(action) + "\nTRIGGER" + trigger + "\nEND:VALARM\n";
}

}  // namespace

/// Series and their exceptions (content rules 6), and alarms that come back (content rule 5.2).
class EventSeriesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventSeriesTest);
  CPPUNIT_TEST(exception_that_lost_its_date_gets_one_e65);
  CPPUNIT_TEST(excluded_dates_move_with_their_series);
  CPPUNIT_TEST(excluded_dates_that_moved_along_are_no_edits);
  CPPUNIT_TEST(excluded_dates_of_other_clocks_move_by_ours);
  CPPUNIT_TEST(device_that_moves_a_series_takes_its_exceptions_along);
  CPPUNIT_TEST(end_set_earlier_takes_exceptions_behind_it);
  CPPUNIT_TEST(edited_exception_outlives_an_earlier_end);
  CPPUNIT_TEST(exceptions_outlive_an_edit_on_a_device_that_has_none);
  CPPUNIT_TEST(instance_deleted_on_a_device_is_excluded);
  CPPUNIT_TEST(device_without_exceptions_gets_excluded_dates);
  CPPUNIT_TEST(device_that_sent_exceptions_gets_them);
  CPPUNIT_TEST(later_ones_that_changed_exclude_no_date);
  CPPUNIT_TEST(exception_without_its_series_is_edited_in_place);
  CPPUNIT_TEST(alarm_that_a_device_rounded_is_no_edit_e69);
  CPPUNIT_TEST(alarm_told_from_the_end_comes_back_e48);
  CPPUNIT_TEST(places_of_one_clock_are_one_series_e58);
  CPPUNIT_TEST(date_that_cannot_be_read_is_kept_and_told_e75);
  CPPUNIT_TEST_SUITE_END();

 public:
  void exception_that_lost_its_date_gets_one_e65() {
    const std::string tuesdays = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=WEEKLY;BYDAY=TU\n";
    const auto exception = [](const char* summary) {
      return "+\nUID:1\nRECURRENCE-ID:20260512T100000\nSUMMARY:" + std::string(summary) + "\n";
    };
    const std::string thursdays = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=WEEKLY;BYDAY=TH\n";
    const EventMerging merging{tuesdays + exception("a"), tuesdays + exception("b"), thursdays};
    same(thursdays + "RDATE:20260512T100000\n" + exception("b"), merging.result());
  }

  static constexpr const char* Daily = "UID:1\nDTSTART:20260505T100000\nRRULE:FREQ=DAILY\n";
  static constexpr const char* Later = "UID:1\nDTSTART:20260505T113000\nRRULE:FREQ=DAILY\n";

  void excluded_dates_move_with_their_series() {
    const std::string dates = "EXDATE:20260507T100000,20260509T100000\n";
    const EventMerging merging{Daily + dates, Daily + dates, Later + dates};
    same(Later + std::string("EXDATE:20260507T113000,20260509T113000\n"), merging.result());
  }

  void excluded_dates_that_moved_along_are_no_edits() {
    const EventMerging merging{Daily + std::string("EXDATE:20260507T100000\n"),
                               Daily + std::string("EXDATE:20260507T100000\n"),
                               Later + std::string("EXDATE:20260507T113000,20260511T113000\n")};
    same(Later + std::string("EXDATE:20260507T113000\nEXDATE:20260511T113000\n"), merging.result());
  }

  void excluded_dates_of_other_clocks_move_by_ours() {
    const std::string zoned = "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n";
    const std::string later = "UID:1\nDTSTART;TZID=Europe/Berlin:20260506T100000\n";
    const std::string rest = "RRULE:FREQ=DAILY\nEXDATE:20260507T080000Z\nEXDATE;VALUE=DATE:";
    const EventMerging merging{zoned + rest + "20260509\n", zoned + rest + "20260509\n",
                               later + rest + "20260509\n"};
    same(later + "RRULE:FREQ=DAILY\nEXDATE:20260508T080000Z\nEXDATE;VALUE=DATE:20260510\n",
         merging.result());
  }

  void device_that_moves_a_series_takes_its_exceptions_along() {
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T110000\nRRULE:FREQ=WEEKLY\n"
        "EXDATE;TZID=Europe/Berlin:20260602T110000\nSUMMARY:a\n"
        "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T110000\n"
        "DTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:a\n",
        Returned("UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\nRRULE:FREQ=WEEKLY\n"
                 "EXDATE;TZID=Europe/Berlin:20260602T100000\nSUMMARY:a\n" +
                     Moved,
                 old_device())
            .with("DTSTART:20260505T080000Z", "DTSTART:20260505T090000Z")
            .result());
  }

  void end_set_earlier_takes_exceptions_behind_it() {
    const Merged merged =
        Returned(Weekly + Moved, old_device()).with("W1 TU #0", "W1 TU 20260506T000000").merged();
    CPPUNIT_ASSERT(merged.stored.find("RECURRENCE-ID") == std::string::npos);
    CPPUNIT_ASSERT(merged.stored.find("UNTIL=") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, merged.lost.size());
    same("20260512T100000 a", merged.lost[0].lost);
  }

  void edited_exception_outlives_an_earlier_end() {
    std::string edited = Moved;
    edited.replace(edited.find("SUMMARY:a"), 9, "SUMMARY:b");
    const Merged merged = Returned(Weekly + Moved, old_device())
                              .edited(Weekly + edited)
                              .with("W1 TU #0", "W1 TU 20260506T000000")
                              .merged();
    CPPUNIT_ASSERT(merged.stored.find("SUMMARY:b") != std::string::npos);
    CPPUNIT_ASSERT(merged.stored.find("RDATE;TZID=Europe/Berlin:20260512T100000") !=
                   std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, merged.lost.size());
  }

  void exceptions_outlive_an_edit_on_a_device_that_has_none() {
    std::string expected = Weekly;
    expected.replace(expected.find("SUMMARY:a"), 9, "SUMMARY:b");
    for (const Ability& device : {old_device(), simple_device()}) {
      same(expected + Moved,
           Returned(Weekly + Moved, device).with("SUMMARY:a", "SUMMARY:b").result());
    }
  }

  void instance_deleted_on_a_device_is_excluded() {
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:a\n"
        "EXDATE;TZID=Europe/Berlin:20260519T100000\n" +
            Moved,
        Returned(Weekly + Moved, old_device())
            .with("EXDATE:", "EXDATE:20260519T080000Z;")
            .said_by_side()
            .result());
  }

  void device_without_exceptions_gets_excluded_dates() {
    same(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260505T100000\n"
        "EXDATE;TZID=Europe/Berlin:20260512T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:a\n",
        lines_of(Returned(Weekly + Moved, simple_device()).form(), "VEVENT"));
  }

  void device_that_sent_exceptions_gets_them() {
    Ability device = simple_device();
    events().learn(event(Weekly + Moved), device);
    same(Weekly + Moved, lines_of(Returned(Weekly + Moved, device).form(), "VEVENT"));
  }

  void later_ones_that_changed_exclude_no_date() {
    const std::string future =
        "+\nUID:1\nRECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260512T100000\n"
        "DTSTART;TZID=Europe/Berlin:20260512T120000\nSUMMARY:b\n";
    for (const Ability& device : {old_device(), simple_device()}) {
      const Returned returned(Weekly + future, device);
      CPPUNIT_ASSERT(returned.form().find("EXDATE") == std::string::npos);
    }
    std::string expected = Weekly;
    expected.replace(expected.find("SUMMARY:a"), 9, "SUMMARY:c");
    same(expected + future,
         Returned(Weekly + future, old_device()).with("SUMMARY:a", "SUMMARY:c").result());
  }

  void exception_without_its_series_is_edited_in_place() {
    const std::string orphan =
        "UID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T100000\n"
        "DTSTART;TZID=Europe/Berlin:20260513T120000\nSUMMARY:";
    same(orphan + "b\n",
         Returned(orphan + "a\n", old_device()).with("SUMMARY:a", "SUMMARY:b").result());
  }

  void alarm_that_a_device_rounded_is_no_edit_e69() {
    const auto came = [](const char* time, bool said) {
      Returned returned(alarmed(":-PT17M"), old_device());
      returned.with("AALARM:20260701T084300", time).with("SUMMARY:a", "SUMMARY:b");
      return said ? returned.said_by_side().result() : returned.result();
    };
    const auto trigger = [](const std::string& lines) {
      const std::size_t at = lines.find("TRIGGER");
      return lines.substr(at, lines.find('\n', at) - at);
    };
    same("TRIGGER:-PT17M", trigger(came("AALARM:20260701T084500", false)));
    same("TRIGGER:-PT17M", trigger(came("DALARM:20260701T084500", false)));
    same("TRIGGER:-PT15M", trigger(came("AALARM:20260701T084500", true)));
    same("TRIGGER:-PT2H", trigger(came("AALARM:20260701T070000", true)));
  }

  void alarm_told_from_the_end_comes_back_e48() {
    std::string expected = alarmed(";RELATED=END:-PT1H");
    const Returned returned(expected, old_device());
    CPPUNIT_ASSERT(returned.form().find("AALARM:20260701T090000") != std::string::npos);
    expected.replace(expected.find("SUMMARY:a"), 9, "SUMMARY:b");
    same(expected, Returned(alarmed(";RELATED=END:-PT1H"), old_device())
                       .with("SUMMARY:a", "SUMMARY:b")
                       .result());
  }

  void places_of_one_clock_are_one_series_e58() {
    const auto at = [](const std::string& start, const std::string& rule = "") {
      return enter_as(events(), event("UID:1\nSUMMARY:a\nDTSTART" + start + rule))
          .facts.fingerprint;
    };
    const std::string berlin = ";TZID=Europe/Berlin:20260701T140000";
    const std::string weekly = "\nRRULE:FREQ=WEEKLY";
    CPPUNIT_ASSERT(at(berlin) == at(":20260701T120000Z"));
    CPPUNIT_ASSERT(at(berlin, weekly) != at(":20260701T120000Z", weekly));
    CPPUNIT_ASSERT(at(berlin) != at(":20260701T140000"));
    const std::string vienna = ";TZID=Europe/Vienna:20260701T140000";
    CPPUNIT_ASSERT(at(berlin, weekly) != at(vienna, weekly));
    const auto record = [&](const std::string& start) {
      return event("UID:1\nSUMMARY:a\nDTSTART" + start + weekly);
    };
    CPPUNIT_ASSERT(events().compare(record(berlin), record(vienna), whole_ability(events())) ==
                   Likeness::Same);
  }

  void date_that_cannot_be_read_is_kept_and_told_e75() {
    const Entry entry = enter_as(events(), event("UID:1\nSUMMARY:a\nDTSTART:20131009T170000T"));
    CPPUNIT_ASSERT(entry.stored.find("DTSTART:20131009T170000T") != std::string::npos);
    same("6 DTSTART date; 0 DTSTART start", told(entry));
    CPPUNIT_ASSERT(!events().presentable(entry.stored));
    CPPUNIT_ASSERT(!events().presentable(event("UID:1\nSUMMARY:a")));
    CPPUNIT_ASSERT(events().presentable(event("UID:1\nSUMMARY:a\nDTSTART:20131009T170000")));
    CPPUNIT_ASSERT(events().presentable(
        event("UID:1\nSUMMARY:a\nDTSTART;\n TZID=Europe/Berlin:20131009T170000")));
    CPPUNIT_ASSERT(tasks().presentable(task("UID:1\nSUMMARY:a")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventSeriesTest);

}  // namespace pim::content::testing
