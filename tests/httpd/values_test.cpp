// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/values.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::httpd {
namespace {

bool has(const Error& error, std::string_view text) {
  return error.message.find(text) != std::string::npos;
}

class ValuesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ValuesTest);
  CPPUNIT_TEST(numbers_are_read_within_their_range);
  CPPUNIT_TEST(sizes_take_k_and_m);
  CPPUNIT_TEST(sizes_do_not_run_over);
  CPPUNIT_TEST(names_are_plain);
  CPPUNIT_TEST(urls_are_absolute_and_lose_a_last_slash);
  CPPUNIT_TEST(what_is_no_url_is_refused);
  CPPUNIT_TEST(a_password_in_a_url_is_refused_and_not_repeated);
  CPPUNIT_TEST(a_refusal_names_directive_value_and_what_is_allowed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void numbers_are_read_within_their_range() {
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, *read_number("D", "1", 1, 9));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{9}, *read_number("D", "9", 1, 9));
    for (const char* bad :
         {"0", "10", "", "-1", "+1", "1 ", "0x1", "1.0", "99999999999999999999"}) {
      CPPUNIT_ASSERT_MESSAGE(bad, !read_number("D", bad, 1, 9));
    }
  }

  void sizes_take_k_and_m() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2000}, *read_size("D", "2000", 1024, 1 << 20));
    CPPUNIT_ASSERT_EQUAL(std::size_t{65536}, *read_size("D", "64K", 1024, 1 << 20));
    CPPUNIT_ASSERT_EQUAL(std::size_t{65536}, *read_size("D", "64k", 1024, 1 << 20));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1} << 20, *read_size("D", "1M", 1024, 1 << 20));
  }

  void sizes_do_not_run_over() {
    for (const char* bad :
         {"1023", "0", "2M", "1025K", "18446744073709551615M", "K", "M", "1G", "", "1 K", "-1K"}) {
      CPPUNIT_ASSERT_MESSAGE(bad, !read_size("D", bad, 1024, 1 << 20));
    }
  }

  void names_are_plain() {
    CPPUNIT_ASSERT_EQUAL(std::string("Town-2.a_b"), *read_name("D", "Town-2.a_b"));
    const std::string long_name(65, 'a');
    for (const std::string& bad :
         {std::string(), std::string("a b"), std::string("a/b"), std::string("\xc3\xa4"),
          std::string("a\nb"), std::string("<a>"), long_name}) {
      CPPUNIT_ASSERT_MESSAGE(bad, !read_name("D", bad));
    }
  }

  void urls_are_absolute_and_lose_a_last_slash() {
    CPPUNIT_ASSERT_EQUAL(std::string("https://a/syncml"), *read_url("D", "https://a/syncml/"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://[::1]:80"), *read_url("D", "http://[::1]:80//"));
  }

  void what_is_no_url_is_refused() {
    for (const char* bad :
         {"", "a", "/syncml", "ftp://a", "https://", "https:///x", "https://a b", "https://u:p@a/",
          "https://a/?x", "https://a/#x", "https://a/\"", "HTTP"}) {
      CPPUNIT_ASSERT_MESSAGE(bad, !read_url("D", bad));
    }
  }

  void a_password_in_a_url_is_refused_and_not_repeated() {
    const auto url = read_url("D", "https://alice:sesame@a/syncml");
    CPPUNIT_ASSERT(!url);
    CPPUNIT_ASSERT(!has(url.error(), "sesame"));
  }

  void a_refusal_names_directive_value_and_what_is_allowed() {
    const Error error = read_size("SyncMLMaxMsgSize", "tiny", 1024, 524288).error();
    CPPUNIT_ASSERT(has(error, "SyncMLMaxMsgSize"));
    CPPUNIT_ASSERT(has(error, "'tiny'"));
    CPPUNIT_ASSERT(has(error, "1024 to 524288"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValuesTest);

}  // namespace
}  // namespace pim::httpd
