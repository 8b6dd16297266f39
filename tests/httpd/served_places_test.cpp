// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/served_places.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include "common/httpd/settings.h"

namespace pim::httpd {
namespace {

using Places = std::vector<ServedPlace>;

std::string served(const Places& places) {
  const std::string* const first = first_served(places);
  return first == nullptr ? "nothing" : *first;
}

class ServedPlacesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServedPlacesTest);
  CPPUNIT_TEST(the_first_that_is_on_is_served);
  CPPUNIT_TEST(a_narrower_section_switches_off_what_it_inherits);
  CPPUNIT_TEST(a_later_section_switches_off_what_lies_below_it);
  CPPUNIT_TEST(an_earlier_section_switches_nothing_off);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_first_that_is_on_is_served() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), served({}));
    CPPUNIT_ASSERT_EQUAL(std::string("/b"), served({{"/a", false}, {"/b", true}, {"/c", true}}));
  }

  void a_narrower_section_switches_off_what_it_inherits() {
    Places places = {{"/a", true}, {"/b", true}};
    overlay(places, Places{{"/a", false}});
    CPPUNIT_ASSERT_EQUAL(std::string("/b"), served(places));
  }

  void a_later_section_switches_off_what_lies_below_it() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), served({{"/a/b", true}, {"/a", false}}));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), served({{"/a", true}, {"/", false}}));
    CPPUNIT_ASSERT_EQUAL(std::string("/ab"), served({{"/ab", true}, {"/a", false}}));
  }

  void an_earlier_section_switches_nothing_off() {
    CPPUNIT_ASSERT_EQUAL(std::string("/a"), served({{"/", false}, {"/a", true}}));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ServedPlacesTest);

}  // namespace
}  // namespace pim::httpd
