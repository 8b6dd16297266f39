// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/text.h"

using namespace pim;

class UnicodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnicodeTest);
  CPPUNIT_TEST(well_formed_sequences_are_valid);
  CPPUNIT_TEST(broken_sequences_are_not_valid);
  CPPUNIT_TEST(a_broken_octet_is_found_wherever_it_stands);
  CPPUNIT_TEST(nfc_composes);
  CPPUNIT_TEST(nfc_leaves_invalid_text_alone);
  CPPUNIT_TEST(folding_ignores_case_and_marks);
  CPPUNIT_TEST(folding_runs_blanks_together);
  CPPUNIT_TEST(folding_maps_compatible_signs);
  CPPUNIT_TEST(folding_survives_invalid_text);
  CPPUNIT_TEST(folding_twice_changes_nothing);
  CPPUNIT_TEST_SUITE_END();

  void well_formed_sequences_are_valid() {
    for (const char* text :
         {"", "plain ascii text", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
      CPPUNIT_ASSERT_MESSAGE(text, is_valid_utf8(text));
    }
    CPPUNIT_ASSERT(is_valid_utf8(std::string_view("a\0b", 3)));
  }
  void broken_sequences_are_not_valid() {
    for (const char* text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f",
                             "\xe0\x9f\xbf", "\xe1\x80", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xf1\x80\x80"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_valid_utf8(text));
    }
  }
  void a_broken_octet_is_found_wherever_it_stands() {
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, 'x');
      text[at] = '\xe4';
      CPPUNIT_ASSERT(!is_valid_utf8(text));
    }
  }
  void nfc_composes() {
    CPPUNIT_ASSERT_EQUAL(std::string("M\xc3\xbcller"), normalize_nfc("Mu\xcc\x88ller"));
    CPPUNIT_ASSERT_EQUAL(std::string("Muller  X"), normalize_nfc("Muller  X"));
    CPPUNIT_ASSERT_EQUAL(std::string("\xef\xac\x81"), normalize_nfc("\xef\xac\x81"));
  }
  void nfc_leaves_invalid_text_alone() {
    CPPUNIT_ASSERT_EQUAL(std::string("M\xfcller u\xcc\x88"), normalize_nfc("M\xfcller u\xcc\x88"));
  }
  void folding_ignores_case_and_marks() {
    const std::string folded = "muller";
    for (const char* text : {"M\xc3\xbcller", "M\xc3\x9cLLER", "Mu\xcc\x88ller", "MULLER"}) {
      CPPUNIT_ASSERT_EQUAL(folded, fold_for_search(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("strasse"), fold_for_search("Stra\xc3\x9f"
                                                                 "e"));
    CPPUNIT_ASSERT_EQUAL(fold_for_search("\xce\xa3\xce\x9f\xce\xa6"),
                         fold_for_search("\xcf\x83\xce\xbf\xcf\x86"));
  }
  void folding_runs_blanks_together() {
    CPPUNIT_ASSERT_EQUAL(std::string("a b"), fold_for_search(" \t A \r\n B  "));
    CPPUNIT_ASSERT_EQUAL(std::string("a b"), fold_for_search("\xc2\xa0"
                                                             "A\xc2\xa0 \xe3\x80\x80"
                                                             "B"));
    CPPUNIT_ASSERT_EQUAL(std::string(), fold_for_search(" \xc2\xa0 "));
  }
  void folding_maps_compatible_signs() {
    CPPUNIT_ASSERT_EQUAL(std::string("file 12"),
                         fold_for_search("\xef\xac\x81le \xef\xbc\x91\xef\xbc\x92"));
  }
  void folding_survives_invalid_text() {
    CPPUNIT_ASSERT_EQUAL(std::string("m\xef\xbf\xbdller \xc3\xa6"),
                         fold_for_search("M\xfcLLER \xc3\x86"));
  }
  void folding_twice_changes_nothing() {
    for (const char* text :
         {"\xc3\x84\xc3\x96\xc3\x9c \xe1\xba\x9e \xc4\xb0", "\xe1\xbe\xb3\xcd\x85",
          "\xed\x95\x9c\xea\xb8\x80", "\xe0\xa4\xb9\xe0\xa4\xbf"}) {
      const std::string once = fold_for_search(text);
      CPPUNIT_ASSERT_EQUAL(once, fold_for_search(once));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(UnicodeTest);
