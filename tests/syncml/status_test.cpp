// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/status.h"

using namespace pim::syncml;

class StatusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StatusTest);
  CPPUNIT_TEST(codes_count_by_their_hundred);
  CPPUNIT_TEST(what_was_done_in_part_or_not_at_all_was_not_executed);
  CPPUNIT_TEST(known_codes_have_their_text);
  CPPUNIT_TEST(unknown_codes_are_told_by_their_hundred);
  CPPUNIT_TEST_SUITE_END();

  void codes_count_by_their_hundred() {
    for (const int code : {200, 201, 213, 216, 299}) {
      CPPUNIT_ASSERT(is_success(code));
    }
    for (const int code : {-1, 0, 101, 199, 300, 404, 500, 1200, 10500}) {
      CPPUNIT_ASSERT(!is_success(code));
    }
  }
  void what_was_done_in_part_or_not_at_all_was_not_executed() {
    for (const int code : {200, 201, 207, 209, 211, 212, 299}) {
      CPPUNIT_ASSERT(is_executed(code));
    }
    for (const int code : {101, 206, 213, 214, 215, 216, 404}) {
      CPPUNIT_ASSERT(!is_executed(code));
    }
  }
  void known_codes_have_their_text() {
    CPPUNIT_ASSERT_EQUAL(std::string_view("busy"), text_of(status::Busy));
    CPPUNIT_ASSERT_EQUAL(std::string_view("refresh needed"), text_of(status::RefreshRequired));
    CPPUNIT_ASSERT_EQUAL(std::string_view("roll-back failed"),
                         text_of(status::AtomicRollbackFailed));
    CPPUNIT_ASSERT_EQUAL(std::string_view("answer of an atomic command too big"),
                         text_of(status::AtomicTooBig));
  }
  void unknown_codes_are_told_by_their_hundred() {
    CPPUNIT_ASSERT_EQUAL(std::string_view("done"), text_of(299));
    CPPUNIT_ASSERT_EQUAL(std::string_view("refused"), text_of(499));
    CPPUNIT_ASSERT_EQUAL(std::string_view("failed"), text_of(599));
    CPPUNIT_ASSERT_EQUAL(std::string_view("failed with a code of its own"), text_of(10500));
    CPPUNIT_ASSERT_EQUAL(std::string_view("failed with a code of its own"), text_of(-5));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StatusTest);
