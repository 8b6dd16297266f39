// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/assets.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class AssetsTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(AssetsTest);
  CPPUNIT_TEST(files_may_be_kept_for_ever);
  CPPUNIT_TEST(a_name_holds_a_hash);
  CPPUNIT_TEST(who_takes_gzip_gets_it);
  CPPUNIT_TEST(files_of_other_names_are_not_there);
  CPPUNIT_TEST(nothing_of_them_is_fetched_from_elsewhere);
  CPPUNIT_TEST_SUITE_END();

 public:
  void files_may_be_kept_for_ever() {
    for (const std::string_view path : {style_path(), script_path(), icon_path()}) {
      const Response response = open(std::string(path));
      expect_status(200, response);
      CPPUNIT_ASSERT(response.header("Cache-Control").find("immutable") != std::string::npos);
      CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), response.header("X-Content-Type-Options"));
      CPPUNIT_ASSERT(!response.body.empty());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("text/css; charset=utf-8"),
                         open(std::string(style_path())).content_type);
  }

  void a_name_holds_a_hash() {
    CPPUNIT_ASSERT(style_path().starts_with("/assets/style-"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("/assets/style-0123456789ab.css").size(),
                         style_path().size());
  }

  void who_takes_gzip_gets_it() {
    const Request request = page_request("GET", std::string(style_path()));
    for (const char* encodings : {"gzip", "br, GZIP;q=0.5", "deflate, gzip"}) {
      const Response response = site.handle(request, encodings);
      CPPUNIT_ASSERT_EQUAL(std::string("gzip"), response.header("Content-Encoding"));
      CPPUNIT_ASSERT(response.body.starts_with("\x1f\x8b"));
      CPPUNIT_ASSERT(response.body.size() < 8'000);
    }
    for (const char* encodings : {"", "br", "gzip;q=0", "x-gzipped"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(),
                           site.handle(request, encodings).header("Content-Encoding"));
    }
  }

  void files_of_other_names_are_not_there() {
    expect_status(404, open("/assets/style.css"));
    expect_status(404, open("/assets/../secret"));
  }

  void nothing_of_them_is_fetched_from_elsewhere() {
    const std::string style = open(std::string(style_path())).body;
    CPPUNIT_ASSERT(style.find("@import") == std::string::npos);
    CPPUNIT_ASSERT(style.find("url(") == std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AssetsTest);

}  // namespace pim::console::pages
