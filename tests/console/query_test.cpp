// SPDX-License-Identifier: Apache-2.0
#include "common/console/query.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace pim::console {

class QueryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(QueryTest);
  CPPUNIT_TEST(values_are_decoded);
  CPPUNIT_TEST(an_escape_may_end_the_text);
  CPPUNIT_TEST(what_is_absent_is_empty);
  CPPUNIT_TEST(bad_parameters_are_refused_by_name);
  CPPUNIT_TEST(a_long_unknown_name_is_not_repeated);
  CPPUNIT_TEST(limit_is_a_page_where_absent);
  CPPUNIT_TEST(limit_takes_its_bounds);
  CPPUNIT_TEST(limit_refuses_everything_else);
  CPPUNIT_TEST(a_cursor_comes_back_as_it_was_made);
  CPPUNIT_TEST(a_cursor_needs_no_encoding_in_an_address);
  CPPUNIT_TEST(a_cursor_of_another_list_is_refused);
  CPPUNIT_TEST(broken_cursors_are_refused);
  CPPUNIT_TEST(a_number_cursor_comes_back);
  CPPUNIT_TEST(a_number_cursor_below_one_is_refused);
  CPPUNIT_TEST_SUITE_END();

  static std::string encoded(const std::string& octets) {
    static const char digits[] = "0123456789ABCDEF";
    std::string text;
    for (const char sign : octets) {
      const auto octet = static_cast<unsigned char>(sign);
      text += '%';
      text += digits[octet >> 4U];
      text += digits[octet & 15U];
    }
    return text;
  }

 public:
  void values_are_decoded() {
    const auto query = Query::read("search=M%C3%BCller+%26%20Co&limit=7", {"search", "limit"});
    CPPUNIT_ASSERT(query.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("Müller & Co"), query->text("search"));
  }

  void an_escape_may_end_the_text() {
    const auto query = Query::read("search=a%2b", {"search"});
    CPPUNIT_ASSERT(query.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("a+"), query->text("search"));
  }

  void what_is_absent_is_empty() {
    const auto query = Query::read("&&", {"search"});
    CPPUNIT_ASSERT(query.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string(), query->text("search"));
  }

  void bad_parameters_are_refused_by_name() {
    const struct {
      std::string raw;
      std::string named;
    } cases[] = {
        {"limits=5", "limits"},
        {"search=a&search=b", "search"},
        {"search=%", "search"},
        {"search=%4", "search"},
        {"search=%zz", "search"},
        {"search=%C3", "search"},
        {"search=a%00b", "search"},
        {"search=%0d%0aX:1", "search"},
        {"search=%ff%fe", "search"},
        {"search=" + encoded("\xed\xa0\x80"), "search"},
        {"%zz=1", "?"},
        {"=1", ""},
    };
    for (const auto& one : cases) {
      const auto query = Query::read(one.raw, {"search", "limit"});
      CPPUNIT_ASSERT_MESSAGE(one.raw, !query.has_value());
      CPPUNIT_ASSERT_MESSAGE(one.raw, query.error().trouble == Trouble::WrongParameter);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.raw, one.named,
                                   query.error().members["parameter"].get<std::string>());
    }
  }

  void a_long_unknown_name_is_not_repeated() {
    const auto query = Query::read(std::string(5000, 'x') + "=1", {"search"});
    CPPUNIT_ASSERT(!query.has_value());
    CPPUNIT_ASSERT(query.error().detail.size() < 200);
  }

  void limit_is_a_page_where_absent() {
    const auto query = Query::read("", {"limit"});
    CPPUNIT_ASSERT_EQUAL(limits::PageRows, *query->limit());
  }

  void limit_takes_its_bounds() {
    for (const std::size_t bound : {std::size_t{1}, limits::PageRows}) {
      const auto query = Query::read("limit=" + std::to_string(bound), {"limit"});
      CPPUNIT_ASSERT_EQUAL(bound, *query->limit());
    }
  }

  void limit_refuses_everything_else() {
    for (const std::string text : {"0", "201", "-1", "1.5", "x", "%20", "99999999999999999999"}) {
      const auto query = Query::read("limit=" + text, {"limit"});
      CPPUNIT_ASSERT_MESSAGE(text, query.has_value() && !query->limit().has_value());
    }
  }

  void a_cursor_comes_back_as_it_was_made() {
    const std::string position("\xff\xfe\x00 Ünï\x01~", 11);
    const auto query = Query::read("cursor=" + make_cursor("items", position), {"cursor"});
    CPPUNIT_ASSERT_EQUAL(position, *query->cursor("items"));
  }

  void a_cursor_needs_no_encoding_in_an_address() {
    for (int octet = 0; octet < 256; ++octet) {
      const std::string cursor = make_cursor("x", std::string(3, static_cast<char>(octet)));
      CPPUNIT_ASSERT_EQUAL(std::string::npos, cursor.find_first_of("+/=&?#%"));
    }
  }

  void a_cursor_of_another_list_is_refused() {
    const auto query = Query::read("cursor=" + make_cursor("runs", "x"), {"cursor"});
    CPPUNIT_ASSERT(query->cursor("items").error().trouble == Trouble::WrongCursor);
  }

  void broken_cursors_are_refused() {
    const std::string good = make_cursor("items", "position");
    const std::string cases[] = {"x",           "!!!",
                                 "AAAA",        good.substr(0, good.size() - 2),
                                 good + "AAAA", std::string(10'000, 'A')};
    for (const std::string& one : cases) {
      const auto query = Query::read("cursor=" + one, {"cursor"});
      CPPUNIT_ASSERT_MESSAGE(one.substr(0, 40), query.has_value());
      CPPUNIT_ASSERT_MESSAGE(one.substr(0, 40), !query->cursor("items").has_value());
    }
  }

  void a_number_cursor_comes_back() {
    const auto query = Query::read("cursor=" + number_cursor("runs", 4711), {"cursor"});
    CPPUNIT_ASSERT_EQUAL(std::int64_t{4711}, *number_position(*query, "runs", 0));
  }

  void a_number_cursor_below_one_is_refused() {
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-5}, INT64_MIN}) {
      const auto query = Query::read("cursor=" + number_cursor("runs", number), {"cursor"});
      CPPUNIT_ASSERT(!number_position(*query, "runs", 0).has_value());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(QueryTest);

}  // namespace pim::console
