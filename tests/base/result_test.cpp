// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <set>
#include <string>

#include "common/base/result.h"

using namespace pim;

namespace {

Result<int> half(int value) {
  if (value % 2 != 0) {
    return fail(ErrorCode::Malformed, "odd", "value");
  }
  return value / 2;
}

Result<std::string> quarter(int value) {
  PIM_TRY(const int once, half(value));
  PIM_TRY(const int twice, half(once));
  return std::to_string(twice);
}

Status check(int value) {
  PIM_CHECK(quarter(value));
  return {};
}

}  // namespace

class ResultTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ResultTest);
  CPPUNIT_TEST(values_pass_through_the_macros);
  CPPUNIT_TEST(errors_come_out_unchanged);
  CPPUNIT_TEST(every_code_has_a_name_of_its_own);
  CPPUNIT_TEST(the_place_stands_behind_the_message);
  CPPUNIT_TEST_SUITE_END();

  void values_pass_through_the_macros() {
    CPPUNIT_ASSERT_EQUAL(std::string("2"), quarter(8).value());
    CPPUNIT_ASSERT(check(8).has_value());
  }
  void errors_come_out_unchanged() {
    CPPUNIT_ASSERT(quarter(6).error().code == ErrorCode::Malformed);
    CPPUNIT_ASSERT_EQUAL(std::string("odd (value)"), check(7).error().text());
  }
  void every_code_has_a_name_of_its_own() {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
      names.insert(name_of(static_cast<ErrorCode>(code)));
    }
    CPPUNIT_ASSERT_EQUAL(static_cast<std::size_t>(ErrorCode::Internal) + 1, names.size());
  }
  void the_place_stands_behind_the_message() {
    CPPUNIT_ASSERT_EQUAL(std::string("gone"), Error({ErrorCode::NotFound, "gone", ""}).text());
    CPPUNIT_ASSERT_EQUAL(std::string("gone (x:1)"),
                         Error({ErrorCode::NotFound, "gone", "x:1"}).text());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ResultTest);
