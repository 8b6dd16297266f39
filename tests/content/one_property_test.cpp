// SPDX-License-Identifier: Apache-2.0
#include "common/content/one_property.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"
#include "tests/content/merge_helper.h"

namespace pim::content::testing {

/// One property of another record comes over, and nothing else.
class OnePropertyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OnePropertyTest);
  CPPUNIT_TEST(one_property_of_a_contact_comes_over);
  CPPUNIT_TEST(one_of_several_values_comes_over_and_none_goes);
  CPPUNIT_TEST(other_values_of_the_loser_do_not_come_along);
  CPPUNIT_TEST(a_value_comes_back_beside_others_where_its_rival_is_gone);
  CPPUNIT_TEST(what_can_be_one_of_several_values_does_not_come_over);
  CPPUNIT_TEST(what_gave_way_as_a_whole_does_not_come_over);
  CPPUNIT_TEST(what_is_there_already_comes_over_as_nothing);
  CPPUNIT_TEST(one_property_of_an_event_comes_over);
  CPPUNIT_TEST(exceptions_of_a_series_stay);
  CPPUNIT_TEST_SUITE_END();

  static std::string contact(const std::string& ours, const std::string& theirs, const Lost& lost) {
    const auto taken = with_property_of(contacts(), card(ours), card(theirs), lost);
    CPPUNIT_ASSERT(taken.has_value());
    return *taken ? Merging::inside(**taken) : "nothing";
  }
  static std::string event(const std::string& ours, const std::string& theirs, const Lost& lost) {
    const auto taken =
        with_property_of(events(), calendar("VEVENT", ours), calendar("VEVENT", theirs), lost);
    CPPUNIT_ASSERT(taken.has_value());
    return *taken ? lines_of(**taken, "VEVENT") : "nothing";
  }

 public:
  void one_property_of_a_contact_comes_over() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("N:A;B\nTITLE:then\nORG:X\nREV:20260101T000000Z\n"),
        contact("N:A;B\nTITLE:now\nORG:X\nREV:20260101T000000Z",
                "N:C;B\nTITLE:then\nNOTE:other\nREV:20260202T000000Z", {"TITLE", "now", "then"}));
  }

  void one_of_several_values_comes_over_and_none_goes() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9\n"),
        contact("TEL;TYPE=CELL:2\nTEL;TYPE=HOME:9", "TEL;TYPE=CELL:3", {"TEL", "2", "3"}));
  }

  void other_values_of_the_loser_do_not_come_along() {
    // since then HOME was deleted and WORK edited
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=CELL:3\nTEL;TYPE=WORK:8\n"),
        contact("TEL;TYPE=CELL:2\nTEL;TYPE=WORK:8",
                "TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9\nTEL;TYPE=WORK:7", {"TEL", "2", "3"}));
  }

  void a_value_comes_back_beside_others_where_its_rival_is_gone() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=CELL:5\nTEL;TYPE=CELL:3\n"),
        contact("TEL;TYPE=CELL:5", "TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9", {"TEL", "2", "3"}));
  }

  void what_can_be_one_of_several_values_does_not_come_over() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("nothing"),
        contact("ADR:;;a;Bonn;;;\nADR;TYPE=WORK:;;b;Ulm;;;",
                "ADR:;;a;Berlin;;;\nADR;TYPE=WORK:;;b;Berlin;;;", {"ADR", "Bonn", "Berlin"}));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"),
                         contact("TEL:1", "TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9", {"TEL", "1", "4"}));
  }

  void what_gave_way_as_a_whole_does_not_come_over() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), contact("TITLE:now", "TITLE:then\nNOTE:b", {}));
  }

  void what_is_there_already_comes_over_as_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), contact("TITLE:now\nNOTE:a", "TITLE:now\nNOTE:b",
                                                         {"TITLE", "then", "now"}));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"),
                         contact("TITLE:now", "NOTE:b", {"TITLE", "now", "then"}));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"),
                         contact("TEL;TYPE=CELL:3", "TEL;TYPE=CELL:3\nTEL:9", {"TEL", "2", "3"}));
  }

  void one_property_of_an_event_comes_over() {
    const std::string ours = "SUMMARY:b\nLOCATION:x\nDTSTART:20260505T120000\n";
    const std::string theirs = "SUMMARY:c\nLOCATION:y\nDTSTART:20260505T100000\nCOMMENT:new\n";
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:c\nLOCATION:x\nDTSTART:20260505T120000\n"),
                         event(ours, theirs, {"SUMMARY", "b", "c"}));
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\nLOCATION:x\nDTSTART:20260505T100000\n"),
                         event(ours, theirs, {"WHEN", "20260505T120000", "20260505T100000"}));
  }

  void exceptions_of_a_series_stay() {
    const std::string series =
        "SUMMARY:b\nDTSTART:20260505T100000\nRRULE:FREQ=WEEKLY\n+\n"
        "RECURRENCE-ID:20260512T100000\nDTSTART:20260512T110000\nSUMMARY:b\n";
    std::string wanted = series;
    wanted.replace(0, 9, "SUMMARY:c");
    CPPUNIT_ASSERT_EQUAL(wanted,
                         event(series, "SUMMARY:c\nDTSTART:20260505T090000\nRRULE:FREQ=DAILY\n",
                               {"SUMMARY", "b", "c"}));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OnePropertyTest);

}  // namespace pim::content::testing
