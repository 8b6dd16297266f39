// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/charset.h"
#include "common/base/text.h"
#include "common/base/utf8.h"

using namespace pim;

class CharsetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CharsetTest);
  CPPUNIT_TEST(converts_what_phones_send);
  CPPUNIT_TEST(converts_long_texts_in_pieces);
  CPPUNIT_TEST(shift_states_are_flushed);
  CPPUNIT_TEST(unknown_names_are_unsupported);
  CPPUNIT_TEST(octets_that_do_not_fit_are_malformed);
  CPPUNIT_TEST(repair_leaves_valid_text_alone);
  CPPUNIT_TEST(repair_reads_single_octets_as_windows_1252);
  CPPUNIT_TEST(repair_always_gives_valid_text);
  CPPUNIT_TEST(code_points_are_written_in_one_to_four_octets);
  CPPUNIT_TEST_SUITE_END();

  void converts_what_phones_send() {
    CPPUNIT_ASSERT_EQUAL(std::string("\xc3\xbc"), to_utf8("ISO-8859-1", "\xfc").value());
    CPPUNIT_ASSERT_EQUAL(std::string("\xe2\x82\xac"), to_utf8("windows-1252", "\x80").value());
    CPPUNIT_ASSERT_EQUAL(std::string("\xe6\x97\xa5"), to_utf8("Shift_JIS", "\x93\xfa").value());
    CPPUNIT_ASSERT_EQUAL(std::string("a"), to_utf8("UTF-16LE", std::string("a\0", 2)).value());
    CPPUNIT_ASSERT_EQUAL(std::string(), to_utf8("KOI8-R", "").value());
  }
  void converts_long_texts_in_pieces() {
    const std::string long_text(100'000, '\xe4');
    const std::string converted = to_utf8("ISO-8859-1", long_text).value();
    CPPUNIT_ASSERT_EQUAL(std::size_t{200'000}, converted.size());
    CPPUNIT_ASSERT(is_valid_utf8(converted));
  }
  void shift_states_are_flushed() {
    CPPUNIT_ASSERT_EQUAL(std::string("\xe6\x97\xa5"),
                         to_utf8("ISO-2022-JP", "\x1b$B\x46\x7c\x1b(B").value());
  }
  void unknown_names_are_unsupported() {
    for (const char* name :
         {"x-no-such-charset", "UTF-8//IGNORE", "ISO-8859-1//TRANSLIT", "'", "", "-", " "}) {
      CPPUNIT_ASSERT_MESSAGE(name, to_utf8(name, "a").error().code == ErrorCode::Unsupported);
    }
  }
  void octets_that_do_not_fit_are_malformed() {
    const auto result = to_utf8("UTF-8",
                                "ab\xff"
                                "c");
    CPPUNIT_ASSERT(result.error().code == ErrorCode::Malformed);
    CPPUNIT_ASSERT_EQUAL(std::string("octet 2"), result.error().place);
    CPPUNIT_ASSERT(!to_utf8("UTF-16LE", "a"));
  }
  void repair_leaves_valid_text_alone() {
    const std::string text = "plain \xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80";
    CPPUNIT_ASSERT_EQUAL(text, repair_utf8(text));
  }
  void repair_reads_single_octets_as_windows_1252() {
    CPPUNIT_ASSERT_EQUAL(std::string("M\xc3\xbcller \xe2\x82\xac \xc3\xa4"),
                         repair_utf8("M\xfcller \x80 \xc3\xa4"));
  }
  void repair_always_gives_valid_text() {
    for (unsigned first = 0; first < 256; ++first) {
      for (unsigned second = 0; second < 256; ++second) {
        const std::string pair{static_cast<char>(first), static_cast<char>(second)};
        CPPUNIT_ASSERT(is_valid_utf8(repair_utf8(pair)));
      }
    }
  }
  void code_points_are_written_in_one_to_four_octets() {
    std::string out;
    for (const char32_t code : {U'a', U'\u00fc', U'\u20ac', U'\U0001f600'}) {
      append_utf8(out, code);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"), out);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CharsetTest);
