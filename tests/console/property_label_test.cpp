// SPDX-License-Identifier: Apache-2.0
#include "common/console/property_label.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

namespace pim::console {

class PropertyLabelTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PropertyLabelTest);
  CPPUNIT_TEST(it_is_the_label_of_the_value_on_the_record);
  CPPUNIT_TEST(it_is_the_label_of_the_value_that_gave_way);
  CPPUNIT_TEST(an_equal_value_of_another_property_names_nothing);
  CPPUNIT_TEST(a_value_that_is_nowhere_is_named_by_its_property);
  CPPUNIT_TEST(a_property_of_an_exception_has_its_date);
  CPPUNIT_TEST(an_exception_as_a_whole_is_called_so);
  CPPUNIT_TEST(unknown_names_stay);
  CPPUNIT_TEST(questions_about_two_records_have_no_label);
  CPPUNIT_TEST_SUITE_END();

  static std::string card(const std::string& lines) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\n" + lines + "END:VCARD\r\n";
  }
  static std::string label(const std::string& property, const std::string& kept,
                           const std::string& content, const std::string& theirs = {}) {
    const store::Item item{.content = content};
    return property_label({.property = property, .kept = kept, .lost = "x", .record = theirs},
                          &item);
  }

 public:
  void it_is_the_label_of_the_value_on_the_record() {
    CPPUNIT_ASSERT_EQUAL(std::string("Work phone"),
                         label("TEL", "1", card("TEL;TYPE=HOME:2\r\nTEL;TYPE=WORK:1\r\n")));
  }

  void it_is_the_label_of_the_value_that_gave_way() {
    CPPUNIT_ASSERT_EQUAL(std::string("Home phone"), label("TEL", "1", card("FN:A\r\n"),
                                                          card("TEL;TYPE=HOME:x\r\nNOTE:x\r\n")));
  }

  void an_equal_value_of_another_property_names_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::string("Nickname"),
                         label("NICKNAME", "Anna", card("FN:Anna\r\nNICKNAME:Anna\r\n")));
    CPPUNIT_ASSERT_EQUAL(std::string("Nickname"), label("NICKNAME", "Anna", card("FN:Anna\r\n")));
  }

  void a_value_that_is_nowhere_is_named_by_its_property() {
    CPPUNIT_ASSERT_EQUAL(std::string("Phone"), label("TEL", "9", card("TEL:1\r\n")));
    CPPUNIT_ASSERT_EQUAL(std::string("Phone"),
                         property_label({.property = "TEL", .kept = "9"}, nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("When"), label("WHEN", "20260505", ""));
  }

  void a_property_of_an_exception_has_its_date() {
    CPPUNIT_ASSERT_EQUAL(std::string("Title, 2026-05-12 10:00"),
                         label("@20260512T100000 SUMMARY", "b", ""));
  }

  void an_exception_as_a_whole_is_called_so() {
    CPPUNIT_ASSERT_EQUAL(std::string("Exception, 2026-05-12"), label("@20260512", "b", ""));
  }

  void unknown_names_stay() {
    CPPUNIT_ASSERT_EQUAL(std::string("X-SHOE"), label("X-SHOE", "9", card("X-SHOE:9\r\n")));
  }

  void questions_about_two_records_have_no_label() {
    const store::Item item{.content = card("FN:A\r\n")};
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         property_label({.kind = store::ConflictKind::Doubtful}, &item));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PropertyLabelTest);

}  // namespace pim::console
