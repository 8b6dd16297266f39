// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/ical_view.h"
#include "common/content/zone_file.h"
#include "common/content/zone_system.h"
#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// Zones of the system and of records (content rule 2b.14).
class ZoneTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ZoneTest);
  CPPUNIT_TEST(berlin_keeps_summer_time);
  CPPUNIT_TEST(rule_goes_on_behind_the_table);
  CPPUNIT_TEST(gap_counts_by_the_offset_before_it);
  CPPUNIT_TEST(of_two_instants_the_first_counts);
  CPPUNIT_TEST(longest_tail_of_a_path_is_the_zone);
  CPPUNIT_TEST(windows_names_are_known);
  CPPUNIT_TEST(other_names_of_a_place_are_one);
  CPPUNIT_TEST(files_that_are_no_zones_are_none);
  CPPUNIT_TEST(zone_of_a_record_is_read);
  CPPUNIT_TEST(zone_that_says_more_is_not_read);
  CPPUNIT_TEST_SUITE_END();

  static Seconds at(std::string_view stamp) { return *parse_stamp(stamp); }
  static WallSeconds wall(std::string_view text) { return parse_time(text, {})->wall; }

 public:
  void berlin_keeps_summer_time() {
    const Zone& zone = system_zone("Europe/Berlin")->zone;
    CPPUNIT_ASSERT_EQUAL(3600, zone.offset_at(at("20260101T000000Z")));
    CPPUNIT_ASSERT_EQUAL(7200, zone.offset_at(at("20260701T000000Z")));
    CPPUNIT_ASSERT_EQUAL(at("20260328T090000Z"), zone.utc_of(wall("20260328T100000")));
    CPPUNIT_ASSERT_EQUAL(at("20260329T080000Z"), zone.utc_of(wall("20260329T100000")));
  }
  void rule_goes_on_behind_the_table() {
    const Zone& zone = system_zone("Europe/Berlin")->zone;
    CPPUNIT_ASSERT_EQUAL(7200, zone.offset_at(at("20900701T000000Z")));
    CPPUNIT_ASSERT_EQUAL(3600, zone.offset_at(at("20901201T000000Z")));
  }
  void gap_counts_by_the_offset_before_it() {
    const Zone& zone = system_zone("Europe/Berlin")->zone;
    CPPUNIT_ASSERT_EQUAL(at("20260329T013000Z"), zone.utc_of(wall("20260329T023000")));
  }
  void of_two_instants_the_first_counts() {
    const Zone& zone = system_zone("Europe/Berlin")->zone;
    CPPUNIT_ASSERT_EQUAL(at("20261025T003000Z"), zone.utc_of(wall("20261025T023000")));
  }
  void longest_tail_of_a_path_is_the_zone() {
    const SystemZone* zone =
        system_zone("/freeassociation.sourceforge.net/Tzfile/America/New_York");
    CPPUNIT_ASSERT(zone != nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("America/New_York"), zone->name);
  }
  void windows_names_are_known() {
    CPPUNIT_ASSERT_EQUAL(std::string("Europe/Berlin"),
                         system_zone("W. Europe Standard Time")->name);
  }
  void other_names_of_a_place_are_one() {
    CPPUNIT_ASSERT_EQUAL(system_zone("Asia/Kolkata")->name, system_zone("Asia/Calcutta")->name);
  }
  void files_that_are_no_zones_are_none() {
    for (const char* name :
         {"", "zone.tab", "../../../etc/passwd", "/etc/passwd", "Nowhere", "Europe", "tzdata.zi"}) {
      CPPUNIT_ASSERT_MESSAGE(name, system_zone(name) == nullptr);
    }
    CPPUNIT_ASSERT(!read_zone_file("TZif2").has_value());
  }

  static std::string with_zone(std::string_view rule) {
    std::string text = event("UID:1\nSUMMARY:a\nDTSTART;TZID=Own:20260701T100000");
    text.insert(text.find("BEGIN:VEVENT"),
                crlf("BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
                     "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
                     "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nBEGIN:DAYLIGHT\n"
                     "DTSTART:19700329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:" +
                     std::string(rule) + "\nEND:DAYLIGHT\nEND:VTIMEZONE"));
    return text;
  }

  void zone_of_a_record_is_read() {
    const std::string text = with_zone("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
    const auto view = ItemView::read(text, ItemKind::Event);
    CPPUNIT_ASSERT(view.has_value());
    const ZoneUse* use = view->zone_use("Own");
    CPPUNIT_ASSERT(use != nullptr && use->zone != nullptr);
    CPPUNIT_ASSERT(use->zone->agrees(system_zone("Europe/Berlin")->zone, at("20000101T000000Z"),
                                     at("20500101T000000Z")));
  }
  void zone_that_says_more_is_not_read() {
    const std::string text = with_zone("FREQ=SECONDLY");
    const auto view = ItemView::read(text, ItemKind::Event);
    CPPUNIT_ASSERT(view.has_value());
    CPPUNIT_ASSERT(view->zone_use("Own")->zone == nullptr);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ZoneTest);

}  // namespace pim::content::testing
