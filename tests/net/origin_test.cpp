// SPDX-License-Identifier: Apache-2.0
#include "common/net/origin.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::net {
namespace {

class OriginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OriginTest);
  CPPUNIT_TEST(scheme_host_and_port_are_read);
  CPPUNIT_TEST(ports_left_out_are_the_schemes_own);
  CPPUNIT_TEST(what_two_readers_could_see_differently_is_refused);
  CPPUNIT_TEST(a_refusal_does_not_repeat_the_url);
  CPPUNIT_TEST(the_usual_port_is_not_shown);
  CPPUNIT_TEST(a_path_or_query_does_not_make_another_origin);
  CPPUNIT_TEST(a_resp_uri_at_another_server_is_no_same_origin);
  CPPUNIT_TEST_SUITE_END();

 public:
  void scheme_host_and_port_are_read() {
    const auto origin = origin_of("HTTPS://Town.Example.org:8443/syncml?x=1");
    CPPUNIT_ASSERT(origin);
    CPPUNIT_ASSERT(*origin == (Origin{"https", "town.example.org", 8443}));
    CPPUNIT_ASSERT(*origin_of("http://[::1]:81/") == (Origin{"http", "[::1]", 81}));
  }

  void ports_left_out_are_the_schemes_own() {
    CPPUNIT_ASSERT_EQUAL(80, int{origin_of("http://a")->port});
    CPPUNIT_ASSERT_EQUAL(443, int{origin_of("https://a/")->port});
    CPPUNIT_ASSERT_EQUAL(443, int{origin_of("https://[2001:db8::1]")->port});
  }

  void what_two_readers_could_see_differently_is_refused() {
    const std::string long_one = "https://a/" + std::string(2048, 'a');
    for (const char* url : {"",
                            "https",
                            "https:",
                            "https:/a",
                            "https:a",
                            "//a/",
                            "/syncml",
                            "a.example",
                            "ftp://a/",
                            "file:///etc/passwd",
                            "gopher://a/",
                            "httpss://a/",
                            "https://",
                            "https:///path",
                            "https://user@a/",
                            "https://user:pass@a/",
                            "https://a@b@c/",
                            "https://a:/",
                            "https://a:0/",
                            "https://a:65536/",
                            "https://a:-1/",
                            "https://a:8a/",
                            "https://a:80:80/",
                            "https://a b/",
                            " https://a/",
                            "https://a/\n",
                            "https://a/\r\nX: y",
                            "https://a\\@b/",
                            "https://a%2eb/",
                            "https://\xc3\xa4.example/",
                            "https://[::1/",
                            "https://[]/",
                            "https://[fe80::1%25eth0]/",
                            "https://a]/",
                            "https://[::1]x/",
                            "https://a\t/",
                            long_one.c_str()}) {
      const auto origin = origin_of(url);
      CPPUNIT_ASSERT_MESSAGE(url, !origin);
      CPPUNIT_ASSERT(origin.error().code == ErrorCode::Malformed);
    }
  }

  void a_refusal_does_not_repeat_the_url() {
    CPPUNIT_ASSERT(origin_of("https://u:sesame@a/").error().text().find("sesame") ==
                   std::string::npos);
  }

  void the_usual_port_is_not_shown() {
    CPPUNIT_ASSERT_EQUAL(std::string("https://a"), origin_of("https://a:443/x")->text());
    CPPUNIT_ASSERT_EQUAL(std::string("http://a:8080"), origin_of("http://a:8080/x")->text());
  }

  void a_path_or_query_does_not_make_another_origin() {
    CPPUNIT_ASSERT(same_origin("https://a/syncml", "https://A:443/syncml/0123?session=1"));
    CPPUNIT_ASSERT(same_origin("http://a:81", "http://a:81/../.."));
  }

  void a_resp_uri_at_another_server_is_no_same_origin() {
    for (const char* other :
         {"http://a/", "https://b/", "https://a:444/", "https://a.b/", "/x", "https://a@b/",
          "https://b#@a/", "https://b?@a/", "https://a./", ""}) {
      CPPUNIT_ASSERT_MESSAGE(other, !same_origin("https://a/", other));
    }
    CPPUNIT_ASSERT(!same_origin("", ""));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OriginTest);

}  // namespace
}  // namespace pim::net
