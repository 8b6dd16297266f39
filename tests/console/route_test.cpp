// SPDX-License-Identifier: Apache-2.0
#include "common/console/route.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

namespace pim::console {

class RouteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RouteTest);
  CPPUNIT_TEST(stars_capture_one_segment_each);
  CPPUNIT_TEST(a_star_takes_no_empty_segment);
  CPPUNIT_TEST(other_shapes_do_not_match);
  CPPUNIT_TEST(head_goes_where_get_goes);
  CPPUNIT_TEST(an_unknown_address_is_not_found);
  CPPUNIT_TEST(a_wrong_method_says_which_are_right);
  CPPUNIT_TEST(methods_are_case_sensitive);
  CPPUNIT_TEST(no_changing_route_is_open_to_a_form);
  CPPUNIT_TEST_SUITE_END();

 public:
  void stars_capture_one_segment_each() {
    const auto captures = match_pattern("/a/*/b/*", "/a/1/b/x y");
    CPPUNIT_ASSERT(captures.has_value());
    CPPUNIT_ASSERT(*captures == (std::vector<std::string>{"1", "x y"}));
  }

  void a_star_takes_no_empty_segment() {
    CPPUNIT_ASSERT(!match_pattern("/a/*", "/a/").has_value());
  }

  void other_shapes_do_not_match() {
    for (const char* path : {"", "/", "/a", "/a/1/", "/b/1", "a/1", "/a/1/2", "//a/1"}) {
      CPPUNIT_ASSERT_MESSAGE(path, !match_pattern("/a/*", path).has_value());
    }
  }

  void head_goes_where_get_goes() {
    const auto get = find_route("GET", "/api/v1/collections");
    const auto head = find_route("HEAD", "/api/v1/collections");
    CPPUNIT_ASSERT(get.has_value() && head.has_value());
    CPPUNIT_ASSERT(get->route == head->route);
  }

  void an_unknown_address_is_not_found() {
    for (const char* path :
         {"", "/", "/api", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/collections",
          "/api/v1collections", "/api/v1/runs/", "/api/v1/../v1/runs", "/API/V1/runs"}) {
      const auto found = find_route("GET", path);
      CPPUNIT_ASSERT_MESSAGE(path, !found && found.error().trouble == Trouble::NoSuchAddress);
    }
  }

  void a_wrong_method_says_which_are_right() {
    const auto found = find_route("POST", "/api/v1/connections/1");
    CPPUNIT_ASSERT(!found && found.error().trouble == Trouble::WrongMethod);
    CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, PATCH, DELETE, OPTIONS"),
                         found.error().headers.at(0).second);
  }

  void methods_are_case_sensitive() {
    CPPUNIT_ASSERT(!find_route("get", "/api/v1/runs").has_value());
  }

  void no_changing_route_is_open_to_a_form() {
    // a form can send POST with its own types only, and GET
    for (const auto routes :
         {collection_routes(), item_routes(), import_routes(), version_routes(), peer_routes(),
          connection_routes(), run_routes(), held_routes(), conflict_routes(), health_routes()}) {
      for (const Route& route : routes) {
        CPPUNIT_ASSERT_MESSAGE(std::string(route.pattern),
                               route.method != "POST" || route.body != Body::None);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RouteTest);

}  // namespace pim::console
