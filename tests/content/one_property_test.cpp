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
  CPPUNIT_TEST(what_is_there_already_comes_over_as_nothing);
  CPPUNIT_TEST(one_property_of_an_event_comes_over);
  CPPUNIT_TEST(exceptions_of_a_series_stay);
  CPPUNIT_TEST_SUITE_END();

  static std::string contact(const std::string& ours, const std::string& theirs,
                             std::string_view property) {
    const auto taken = with_property_of(contacts(), card(ours), card(theirs), property);
    CPPUNIT_ASSERT(taken.has_value());
    return *taken ? Merging::inside(**taken) : "nothing";
  }
  static std::string event(const std::string& ours, const std::string& theirs,
                           std::string_view property) {
    const auto taken =
        with_property_of(events(), calendar("VEVENT", ours), calendar("VEVENT", theirs), property);
    CPPUNIT_ASSERT(taken.has_value());
    return *taken ? lines_of(**taken, "VEVENT") : "nothing";
  }

 public:
  void one_property_of_a_contact_comes_over() {
    CPPUNIT_ASSERT_EQUAL(std::string("N:A;B\nTITLE:then\nORG:X\nREV:20260101T000000Z\n"),
                         contact("N:A;B\nTITLE:now\nORG:X\nREV:20260101T000000Z",
                                 "N:C;B\nTITLE:then\nNOTE:other\nREV:20260202T000000Z", "TITLE"));
  }

  void one_of_several_values_comes_over_and_none_goes() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL:3\nTEL;TYPE=HOME:9\n"),
                         contact("TEL;TYPE=CELL:2\nTEL;TYPE=HOME:9", "TEL;TYPE=CELL:3", "TEL"));
  }

  void what_is_there_already_comes_over_as_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"),
                         contact("TITLE:now\nNOTE:a", "TITLE:now\nNOTE:b", "TITLE"));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), contact("TITLE:now", "NOTE:b", "TITLE"));
  }

  void one_property_of_an_event_comes_over() {
    const std::string ours = "SUMMARY:b\nLOCATION:x\nDTSTART:20260505T120000\n";
    const std::string theirs = "SUMMARY:c\nLOCATION:y\nDTSTART:20260505T100000\nCOMMENT:new\n";
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:c\nLOCATION:x\nDTSTART:20260505T120000\n"),
                         event(ours, theirs, "SUMMARY"));
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY:b\nLOCATION:x\nDTSTART:20260505T100000\n"),
                         event(ours, theirs, "WHEN"));
  }

  void exceptions_of_a_series_stay() {
    const std::string series =
        "SUMMARY:b\nDTSTART:20260505T100000\nRRULE:FREQ=WEEKLY\n+\n"
        "RECURRENCE-ID:20260512T100000\nDTSTART:20260512T110000\nSUMMARY:b\n";
    std::string wanted = series;
    wanted.replace(0, 9, "SUMMARY:c");
    CPPUNIT_ASSERT_EQUAL(
        wanted, event(series, "SUMMARY:c\nDTSTART:20260505T090000\nRRULE:FREQ=DAILY\n", "SUMMARY"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OnePropertyTest);

}  // namespace pim::content::testing
