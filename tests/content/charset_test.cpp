// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/charset.h"
#include "tests/content/merge_helper.h"

// The order of decisions of content rule 1.5.
namespace pim::content::testing {
namespace {

/// Lines in; what was stored and told.
void becomes(const std::string& lines, const std::string& stored, const std::string& remarks) {
  const Entry entry = enter(card("UID:1\n" + lines));
  CPPUNIT_ASSERT_EQUAL("UID:1\n" + stored, Merging::inside(entry.stored));
  CPPUNIT_ASSERT_EQUAL(remarks, told(entry));
  const Entry again = enter(entry.stored);
  CPPUNIT_ASSERT_EQUAL(entry.stored, again.stored);
}

std::string utf16(const std::string& ascii, bool big) {
  std::string out = big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : ascii) {
    out += big ? std::string{'\0', c} : std::string{c, '\0'};
  }
  return out;
}

}  // namespace

class CharsetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CharsetTest);
  CPPUNIT_TEST(utf8_stays_and_is_not_told);
  CPPUNIT_TEST(a_byte_order_mark_is_dropped);
  CPPUNIT_TEST(utf16_is_read_by_its_mark);
  CPPUNIT_TEST(undecodable_utf16_is_refused);
  CPPUNIT_TEST(a_multi_byte_label_comes_first);
  CPPUNIT_TEST(a_latin_label_that_lies_is_dropped);
  CPPUNIT_TEST(a_label_that_fits_is_obeyed);
  CPPUNIT_TEST(an_unknown_label_does_not_hinder);
  CPPUNIT_TEST(single_latin_octets_are_windows_1252);
  CPPUNIT_TEST(utf8_beside_latin_octets_is_never_decoded_again);
  CPPUNIT_TEST(octets_read_the_same_in_every_version);
  CPPUNIT_TEST(long_runs_are_undecidable);
  CPPUNIT_TEST(the_whole_record_decides);
  CPPUNIT_TEST(mojibake_is_told_and_left);
  CPPUNIT_TEST(a_fold_inside_a_character_is_moved);
  CPPUNIT_TEST(windows_1252_is_recognised_by_its_letters);
  CPPUNIT_TEST(quoted_printable_of_a_newer_version_is_decoded_and_told);
  CPPUNIT_TEST(what_quoted_printable_hides_parts_nothing);
  CPPUNIT_TEST(quoted_printable_of_another_charset_is_decoded_by_it);
  CPPUNIT_TEST(a_sign_that_encodes_nothing_stays);
  CPPUNIT_TEST(undecidable_values_give_no_match_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void quoted_printable_of_a_newer_version_is_decoded_and_told() {
    becomes(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Anna;;;\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Line 1=0D=0ALine=\n 2",
        "N:M\xc3\xbcller;Anna;;;\nNOTE:Line 1\\nLine 2\n", "4 N quoted; 5 NOTE quoted");
    becomes("TEL;WORK;QUOTED-PRINTABLE;X-A=b:=2B49", "TEL;WORK;X-A=b:+49\n", "4 TEL quoted");
  }
  void what_quoted_printable_hides_parts_nothing() {
    becomes("N;ENCODING=QUOTED-PRINTABLE:A=3BB;C=2CD\\,E=5CF", "N:A\\;B;C\\,D\\,E\\\\F\n",
            "4 N quoted");
    becomes("NOTE:a=3Db", "NOTE:a=3Db\n", "");
  }
  void quoted_printable_of_another_charset_is_decoded_by_it() {
    becomes("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller", "FN:M\xc3\xbcller\n",
            "4 FN quoted");
    becomes("FN;ENCODING=QUOTED-PRINTABLE:M=FCller", "FN:M\xc3\xbcller\n",
            "4 FN quoted; 4 FN latin");
    becomes("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=SHIFT_JIS:=95=5C", "FN:\xe8\xa1\xa8\n",
            "4 FN quoted");
  }
  void a_sign_that_encodes_nothing_stays() {
    becomes("NOTE;ENCODING=QUOTED-PRINTABLE:1 = 1 =C3=BC", "NOTE:1 = 1 \xc3\xbc\n",
            "4 NOTE quoted; 4 NOTE qp");
    becomes("NOTE;ENCODING=QUOTED-PRINTABLE:1 = 1", "NOTE;ENCODING=QUOTED-PRINTABLE:1 = 1\n", "");
  }
  void utf8_stays_and_is_not_told() {
    becomes("FN:M\xc3\xbcller \xe4\xb8\xad\xe6\x96\x87",
            "FN:M\xc3\xbcller \xe4\xb8\xad\xe6\x96\x87\n", "");
    becomes("FN;CHARSET=UTF-8:M\xc3\xbcller", "FN;CHARSET=UTF-8:M\xc3\xbcller\n", "");
  }
  void a_byte_order_mark_is_dropped() {
    CPPUNIT_ASSERT_EQUAL(card("UID:1\nFN:A"), enter("\xef\xbb\xbf" + card("UID:1\nFN:A")).stored);
  }
  void utf16_is_read_by_its_mark() {
    for (const bool big : {true, false}) {
      CPPUNIT_ASSERT_EQUAL(card("UID:1\nFN:A"), enter(utf16(card("UID:1\nFN:A"), big)).stored);
    }
  }
  void undecodable_utf16_is_refused() {
    CPPUNIT_ASSERT(error_of(utf16(card("FN:A"), true) + "x").starts_with("malformed: "));
  }
  void a_multi_byte_label_comes_first() {
    becomes("FN;CHARSET=SHIFT_JIS:\x8e\x52\x93\x63", "FN:\xe5\xb1\xb1\xe7\x94\xb0\n", "");
    becomes("FN;CHARSET=ISO-2022-JP:\x1b$B;3ED\x1b(B", "FN:\xe5\xb1\xb1\xe7\x94\xb0\n", "");
  }
  void a_latin_label_that_lies_is_dropped() {  // content example 13
    becomes("FN;CHARSET=ISO-8859-1:M\xc3\xbcller", "FN:M\xc3\xbcller\n", "4 FN charset");
  }
  void a_label_that_fits_is_obeyed() {  // content example 13
    becomes("FN;CHARSET=ISO-8859-1:\x80", "FN:\xe2\x82\xac\n", "");
    becomes("FN;X=1;CHARSET=ISO-8859-2:\xb3", "FN;X=1:\xc5\x82\n", "");
  }
  void an_unknown_label_does_not_hinder() {
    becomes("FN;CHARSET=no-such:M\xfcller", "FN:M\xc3\xbcller\n", "4 FN latin");
  }
  void single_latin_octets_are_windows_1252() {  // content example 12
    becomes("FN:M\xfcller", "FN:M\xc3\xbcller\n", "4 FN latin");
    becomes("NOTE:\x93quoted\x94 \x80 5", "NOTE:\xe2\x80\x9cquoted\xe2\x80\x9d \xe2\x82\xac 5\n",
            "4 NOTE latin");
  }
  void utf8_beside_latin_octets_is_never_decoded_again() {
    becomes("FN:Gro\xc3\x9f\nNOTE:M\xfcller", "FN:Gro\xc3\x9f\nNOTE:M\xc3\xbcller\n",
            "5 NOTE latin");
    becomes(
        "FN:Garc\xc3\xad"
        "a\nNOTE:M\xfcller",
        "FN:Garc\xc3\xad"
        "a\nNOTE:M\xc3\xbcller\n",
        "5 NOTE latin");
  }
  void octets_read_the_same_in_every_version() {
    for (const char* octets : {"a\\\xc9z", "a\\\xe4\xf6\xfc\xdf"}) {
      const std::string record = card(
          "FN:Garc\xc3\xad"
          "a\nNOTE:" +
          std::string(octets));
      Ability old;
      old.version = "2.1";
      old.file = true;
      const auto form = contacts().render(record, old);
      CPPUNIT_ASSERT(form.has_value());
      CPPUNIT_ASSERT_MESSAGE(form->text, contacts().equal(record, form->text, false));
    }
  }
  void long_runs_are_undecidable() {  // content example 12
    becomes("FN:\xe4\xf6\xfc\xdf", "FN:\xe4\xf6\xfc\xdf\n", "4 FN charset");
  }
  void the_whole_record_decides() {
    becomes("FN:M\xfcller\nNOTE:\xe4\xf6\xfc\xdf", "FN:M\xfcller\nNOTE:\xe4\xf6\xfc\xdf\n",
            "4 FN charset; 5 NOTE charset");
  }
  void mojibake_is_told_and_left() {  // content example 13
    becomes("FN:M\xc3\x83\xc2\xbcller", "FN:M\xc3\x83\xc2\xbcller\n", "4 FN mojibake?");
  }
  void a_fold_inside_a_character_is_moved() {
    becomes("FN:M\xc3\n \xbcller", "FN:M\xc3\xbcller\n", "4 FN fold?");
    becomes("FN:M\xc3\n \xbcller\nNOTE:M\xfcller", "FN:M\xc3\xbcller\nNOTE:M\xc3\xbcller\n",
            "6 NOTE latin; 4 FN fold?");
    becomes("FN;X=\xb5:M\xc3\xbc\n ller", "FN;X=\xb5:M\xc3\xbc\n ller\n", "");
  }
  void windows_1252_is_recognised_by_its_letters() {
    CPPUNIT_ASSERT(looks_like_windows_1252("Gr\xfc\xdf Gott"));
    CPPUNIT_ASSERT(looks_like_windows_1252(""));
    CPPUNIT_ASSERT(!looks_like_windows_1252("1\xfc\xdf 2"));
    CPPUNIT_ASSERT(!looks_like_windows_1252("a\xd7z"));
    CPPUNIT_ASSERT(!looks_like_windows_1252("a\x81z"));
  }
  void undecidable_values_give_no_match_key() {
    CPPUNIT_ASSERT(enter(card("FN:\xe4\xf6\xfc\xdf")).facts.weak_keys.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
                         enter(card("FN:\xe4\xf6\xfc\xdf")).facts.label);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CharsetTest);

}  // namespace pim::content::testing
