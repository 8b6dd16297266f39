// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "common/base/text.h"

using namespace pim;

class TextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TextTest);
  CPPUNIT_TEST(case_changes_for_ascii_only);
  CPPUNIT_TEST(comparing_without_case_needs_equal_length);
  CPPUNIT_TEST(trim_takes_blanks_off_both_ends);
  CPPUNIT_TEST(split_keeps_empty_parts);
  CPPUNIT_TEST(hex_is_lower_case);
  CPPUNIT_TEST(unsigned_reads_the_whole_text);
  CPPUNIT_TEST(unsigned_refuses_everything_else);
  CPPUNIT_TEST_SUITE_END();

  void case_changes_for_ascii_only() {
    CPPUNIT_ASSERT_EQUAL(std::string("AZ09\xc3\xa4["), to_upper_ascii("az09\xc3\xa4["));
    CPPUNIT_ASSERT_EQUAL(std::string("az09\xc3\x84{"), to_lower_ascii("AZ09\xc3\x84{"));
  }
  void comparing_without_case_needs_equal_length() {
    CPPUNIT_ASSERT(equals_ignore_case("SyncML", "SYNCML"));
    CPPUNIT_ASSERT(equals_ignore_case("", ""));
    CPPUNIT_ASSERT(!equals_ignore_case("SyncML", "SyncMLx"));
    CPPUNIT_ASSERT(!equals_ignore_case("[", "{"));
  }
  void trim_takes_blanks_off_both_ends() {
    CPPUNIT_ASSERT_EQUAL(std::string_view("a b"), trim("\r\n\t a b \r\n"));
    CPPUNIT_ASSERT_EQUAL(std::string_view(), trim(" \t"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("x"), trim("x"));
  }
  void split_keeps_empty_parts() {
    CPPUNIT_ASSERT(split("a;;b;", ';') == (std::vector<std::string>{"a", "", "b", ""}));
    CPPUNIT_ASSERT(split("", ';') == std::vector<std::string>{""});
  }
  void hex_is_lower_case() {
    CPPUNIT_ASSERT_EQUAL(std::string("00ff7fab"), hex_encode(std::string("\0\xff\x7f\xab", 4)));
  }
  void unsigned_reads_the_whole_text() {
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, parse_unsigned("0").value());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{7}, parse_unsigned("007").value());
    CPPUNIT_ASSERT_EQUAL(~std::uint64_t{0}, parse_unsigned("18446744073709551615").value());
  }
  void unsigned_refuses_everything_else() {
    for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "18446744073709551616"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_unsigned(text));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TextTest);
