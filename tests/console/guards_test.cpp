// SPDX-License-Identifier: Apache-2.0
#include "common/console/guards.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

namespace pim::console {

class GuardsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GuardsTest);
  CPPUNIT_TEST(origins_are_compared_without_their_own_port);
  CPPUNIT_TEST(what_has_no_origin_gives_none);
  CPPUNIT_TEST(programs_may_change_state);
  CPPUNIT_TEST(our_pages_may_change_state);
  CPPUNIT_TEST(foreign_pages_may_not);
  CPPUNIT_TEST(foreign_pages_may_read);
  CPPUNIT_TEST(an_origin_is_refused_where_ours_is_not_known);
  CPPUNIT_TEST(tags_are_found_in_lists);
  CPPUNIT_TEST(a_weak_tag_is_no_strong_one);
  CPPUNIT_TEST(a_tag_of_a_compressed_answer_is_still_its_tag);
  CPPUNIT_TEST(broken_tags_are_refused);
  CPPUNIT_TEST_SUITE_END();

  static bool allowed(const std::string& origin, const std::string& site,
                      const std::string& method = "POST") {
    Request request;
    request.method = method;
    request.origin = origin;
    request.sec_fetch_site = site;
    request.url_base = "https://portal.example.org/sync";
    return check_origin(request).has_value();
  }

 public:
  void origins_are_compared_without_their_own_port() {
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example"), origin_of("HTTPS://A.Example:443/x?y"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://a.example"), origin_of("http://a.example:80"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://a.example:443"), origin_of("http://a.example:443/"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://[::1]:8080"), origin_of("http://[::1]:8080/sync"));
  }

  void what_has_no_origin_gives_none() {
    for (const char* url : {"", "null", "/sync", "://x", "https://", "https:///x"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string(), origin_of(url));
    }
  }

  void programs_may_change_state() { CPPUNIT_ASSERT(allowed("", "")); }

  void our_pages_may_change_state() {
    CPPUNIT_ASSERT(allowed("https://portal.example.org", "same-origin"));
    CPPUNIT_ASSERT(allowed("https://portal.example.org:443", ""));
    CPPUNIT_ASSERT(allowed("", "none"));
  }

  void foreign_pages_may_not() {
    const struct {
      const char* origin;
      const char* site;
    } cases[] = {{"https://evil.example", ""},
                 {"https://evil.example", "cross-site"},
                 {"", "cross-site"},
                 {"", "same-site"},
                 {"null", ""},
                 {"http://portal.example.org", ""},
                 {"https://portal.example.org:8443", ""},
                 {"https://portal.example.org.evil.example", ""},
                 {"https://portal.example.org", "cross-site"},
                 {"https://evil.example", "same-origin"},
                 {"", "whatever"}};
    for (const auto& one : cases) {
      for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "BREW"}) {
        CPPUNIT_ASSERT_MESSAGE(std::string(one.origin) + one.site,
                               !allowed(one.origin, one.site, method));
      }
    }
  }

  void foreign_pages_may_read() {
    // what they get back the browser keeps from them
    CPPUNIT_ASSERT(allowed("https://evil.example", "cross-site", "GET"));
  }

  void an_origin_is_refused_where_ours_is_not_known() {
    Request request;
    request.method = "POST";
    request.origin = "https://portal.example.org";
    request.url_base = "/sync";
    CPPUNIT_ASSERT(!check_origin(request).has_value());
  }

  void tags_are_found_in_lists() {
    CPPUNIT_ASSERT(*names_tag("\"7\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(*names_tag(" \"5\" , \"7\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(*names_tag("*", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(!*names_tag("\"77\"", "\"7\"", TagMatch::Strong));
  }

  void a_weak_tag_is_no_strong_one() {
    CPPUNIT_ASSERT(!*names_tag("W/\"7\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(*names_tag("W/\"7\"", "\"7\"", TagMatch::Weak));
  }

  void a_tag_of_a_compressed_answer_is_still_its_tag() {
    CPPUNIT_ASSERT(*names_tag("\"7-gzip\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(*names_tag("\"7-br\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(!*names_tag("\"8-gzip\"", "\"7\"", TagMatch::Strong));
    CPPUNIT_ASSERT(!*names_tag("\"-gzip\"", "\"7\"", TagMatch::Strong));
  }

  void broken_tags_are_refused() {
    for (const char* header : {"7", "\"7", "7\"", "\"", "\"7\",", "W/7", "\"7\" 8"}) {
      CPPUNIT_ASSERT_MESSAGE(header, !names_tag(header, "\"7\"", TagMatch::Strong));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GuardsTest);

}  // namespace pim::console
