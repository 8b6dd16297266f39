// SPDX-License-Identifier: Apache-2.0
#include "common/content/value.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/content/date.h"
#include "common/content/patch.h"
#include "common/content/phone.h"
#include "common/content/type_set.h"

namespace pim::content::testing {
namespace {

std::string joined(std::string_view raw, char separator) {
  std::string out;
  for (const std::string_view part : split_raw(raw, separator)) {
    out += '[' + std::string(part) + ']';
  }
  return out;
}

std::string date(std::string_view raw, std::string_view omitted = {}) {
  std::string out;
  append_date(out, raw, omitted);
  return out;
}

std::string phone(std::string_view text) {
  std::string out;
  append_loose_phone(out, text);
  return out;
}

std::string types(std::string_view raw) {
  TypeSet set;
  ParameterValues values(raw);
  for (std::string_view value; values.next(value);) {
    set.add(value);
  }
  std::string out;
  set.append_to(out);
  return out;
}

}  // namespace

class ValueTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ValueTest);
  CPPUNIT_TEST(escapes_are_read);
  CPPUNIT_TEST(escaping_and_reading_give_the_text_back);
  CPPUNIT_TEST(uris_read_only_escaped_separators);
  CPPUNIT_TEST(only_bare_separators_part);
  CPPUNIT_TEST(types_are_one_set_however_written);
  CPPUNIT_TEST(type_sets_merge_three_ways);
  CPPUNIT_TEST(parameter_values_are_quoted_where_they_must_be);
  CPPUNIT_TEST(dates_are_compared_in_one_form);
  CPPUNIT_TEST(phones_are_compared_in_one_form);
  CPPUNIT_TEST(phones_match_by_their_last_digits);
  CPPUNIT_TEST(folding_never_cuts_a_character);
  CPPUNIT_TEST(a_patch_leaves_the_rest_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void escapes_are_read() {
    const std::pair<const char*, const char*> table[] = {
        {"a\\nb", "a\nb"},          {"a\\Nb", "a\nb"}, {"\\\\\\,\\;\\:\\\"", "\\,;:\""},
        {"a\\M\\b\\", "a\\M\\b\\"},  // content example 11: any other \x stays
        {"C:\\\\new", "C:\\new"},   {"a\rb", "a\nb"},  {"plain", "plain"},
    };
    for (const auto& [raw, text] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), unescape(raw));
    }
  }
  void escaping_and_reading_give_the_text_back() {
    for (const char* text : {"a\nb", "\\n", "a,b;c:d\"", "C:\\new", "\\", ""}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), unescape(escape(text)));
    }
  }
  void uris_read_only_escaped_separators() {
    std::string out;
    append_raw(out, "http\\://a\\,b\\;c\\n\\\\");
    CPPUNIT_ASSERT_EQUAL(std::string("http://a,b;c\\n\\\\"), out);
  }
  void only_bare_separators_part() {
    CPPUNIT_ASSERT_EQUAL(std::string("[a\\;b][][c]"), joined("a\\;b;;c", ';'));
    CPPUNIT_ASSERT_EQUAL(std::string("[]"), joined("", ';'));
    CPPUNIT_ASSERT_EQUAL(std::string("[a\\\\][b]"), joined("a\\\\;b", ';'));
    CPPUNIT_ASSERT_EQUAL(std::string("[a\\]"), joined("a\\", ';'));
  }
  void types_are_one_set_however_written() {
    CPPUNIT_ASSERT_EQUAL(std::string("CELL,PREF"), types("pref,\"cell\""));
    CPPUNIT_ASSERT_EQUAL(std::string("CELL,PREF"), types("\"cell,pref\""));
    CPPUNIT_ASSERT_EQUAL(std::string("CELL"), types("x-mobil,MOBILE,Cell"));
    CPPUNIT_ASSERT_EQUAL(std::string("HOME,A,OWN"), types("own,home,a,OWN"));
    CPPUNIT_ASSERT_EQUAL(std::string(), types(",,"));
  }
  void type_sets_merge_three_ways() {
    const auto set = [](std::initializer_list<const char*> names) {
      TypeSet out;
      for (const char* name : names) {
        out.add(name);
      }
      return out;
    };
    const TypeSet merged = TypeSet::merge(set({"HOME", "FAX", "own"}), set({"WORK", "FAX", "own"}),
                                          set({"HOME", "other"}));
    CPPUNIT_ASSERT(merged == set({"WORK", "other"}));
  }
  void parameter_values_are_quoted_where_they_must_be() {
    CPPUNIT_ASSERT_EQUAL(std::string("plain"), parameter_value("plain"));
    CPPUNIT_ASSERT_EQUAL(std::string("\"a:b;c,d\""), parameter_value("a:b;c,d"));
    CPPUNIT_ASSERT_EQUAL(std::string("'a'"), parameter_value("\"a\""));
  }
  void dates_are_compared_in_one_form() {
    const std::pair<const char*, const char*> table[] = {
        {"2005-02-26T00:00:00Z", "20050226"},
        {"20050226", "20050226"},
        {"2005-02-26", "20050226"},
        {"0000-00-00", ""},
        {"", ""},
        {"  ", ""},
        {"--0412", "--0412"},
        {"--04-12", "--0412"},
        {"1604-04-12", "--0412"},
        {"0000-04-12", "--0412"},
        {"circa 1800", "circa 1800"},
        {"1996-10-22T14:00:00Z", "1996-10-22T14:00:00Z"},
        {"1985", "1985"},
    };
    for (const auto& [raw, text] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), date(raw));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("--0412"), date("1900-04-12", "1900"));
  }
  void phones_are_compared_in_one_form() {
    const std::pair<const char*, const char*> table[] = {
        {"+44 (0)7700 900000", "+447700900000"},
        {"00447700900000", "+447700900000"},
        {"tel:+44-7700-900000", "+447700900000"},
        {"0170/123.45 (67)", "01701234567"},
        {"+1-418-656-9254 ext 102", "+14186569254;ext=102"},
        {"tel:+1-418-656-9254;ext=102", "+14186569254;ext=102"},
        {"0800 1234p5w6,7*8#", "08001234p5w6,7*8#"},
        {"workphone", "workphone"},
        {"(0)30 1", "0301"},
    };
    for (const auto& [raw, text] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), phone(raw));
    }
  }
  void phones_match_by_their_last_digits() {
    CPPUNIT_ASSERT_EQUAL(std::string("701234567"), phone_match_digits("0170 1234567"));
    CPPUNIT_ASSERT_EQUAL(std::string("701234567"), phone_match_digits("+49 170 1234567 ext 9"));
    CPPUNIT_ASSERT_EQUAL(std::string("12345"), phone_match_digits("123-45"));
    CPPUNIT_ASSERT_EQUAL(std::string(), phone_match_digits("112"));
    CPPUNIT_ASSERT_EQUAL(std::string(), phone_match_digits("workphone"));
  }
  void folding_never_cuts_a_character() {
    std::string line = "NOTE:";
    for (int i = 0; i < 100; ++i) {
      line += "\xc3\xa4";
    }
    const std::string folded = fold(line, "\r\n");
    std::size_t begin = 0;
    std::string back;
    while (begin < folded.size()) {
      const std::size_t end = folded.find("\r\n", begin);
      const std::string part = folded.substr(begin, end - begin);
      CPPUNIT_ASSERT(part.size() <= 75);
      back += begin == 0 ? part : part.substr(1);
      CPPUNIT_ASSERT((static_cast<unsigned char>(part[begin == 0 ? 0 : 1]) & 0xc0U) != 0x80U);
      begin = end + 2;
    }
    CPPUNIT_ASSERT_EQUAL(line, back);
  }
  void a_patch_leaves_the_rest_alone() {
    Patch patch("0123456789");
    patch.insert(10, "end");
    patch.replace(2, 4, "X");
    patch.remove(6, 7);
    patch.insert(2, "before ");
    CPPUNIT_ASSERT_EQUAL(std::string("01before X45789end"), patch.apply());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ValueTest);

}  // namespace pim::content::testing
