// SPDX-License-Identifier: Apache-2.0
#include "common/console/api.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

/// What holds for every address.
class ApiTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ApiTest);
  CPPUNIT_TEST(a_caller_who_has_not_signed_in_gets_nothing);
  CPPUNIT_TEST(nothing_is_stored_for_a_caller_who_has_not_signed_in);
  CPPUNIT_TEST(an_unknown_address_is_not_found);
  CPPUNIT_TEST(a_wrong_method_says_which_are_right);
  CPPUNIT_TEST(options_tells_the_methods);
  CPPUNIT_TEST(options_of_an_unknown_address_is_not_found);
  CPPUNIT_TEST(head_gives_the_headers_without_body);
  CPPUNIT_TEST(every_answer_forbids_keeping_framing_and_guessing);
  CPPUNIT_TEST(json_has_a_tag_and_is_not_sent_again);
  CPPUNIT_TEST(a_changed_answer_is_sent_again);
  CPPUNIT_TEST(a_broken_condition_is_refused);
  CPPUNIT_TEST(a_foreign_page_changes_nothing);
  CPPUNIT_TEST(form_types_are_refused);
  CPPUNIT_TEST(a_body_where_none_belongs_is_refused);
  CPPUNIT_TEST(who_may_send_how_much_is_known_before_it_is_read);
  CPPUNIT_TEST(what_is_refused_without_its_body_is_refused_with_none);
  CPPUNIT_TEST(a_huge_json_body_is_refused);
  CPPUNIT_TEST(a_callers_mistake_is_not_logged);
  CPPUNIT_TEST(a_fault_of_the_store_is_logged_with_its_tag);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_caller_who_has_not_signed_in_gets_nothing() {
    user.clear();
    for (const char* path : {"/collections", "/collections/contacts/items", "/peers", "/runs",
                             "/connections", "/held", "/conflicts", "/questions", "/runs/1"}) {
      expect_problem("API0001", 401, get(path));
    }
  }

  void nothing_is_stored_for_a_caller_who_has_not_signed_in() {
    user.clear();
    const auto before = mark();
    post("/collections/contacts/items", card("1", "Anna"), "text/vcard");
    post("/connections", "{}");
    get("/collections");
    CPPUNIT_ASSERT(before == mark());
  }

  void an_unknown_address_is_not_found() { expect_problem("API0002", 404, get("/nothing")); }

  void a_wrong_method_says_which_are_right() {
    const Response response = remove("/collections");
    expect_problem("API0003", 405, response);
    CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, OPTIONS"), response.header("Allow"));
  }

  void options_tells_the_methods() {
    const Response response = send(request("OPTIONS", "/collections/contacts/items/1"));
    expect_status(204, response);
    CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, PUT, DELETE, OPTIONS"), response.header("Allow"));
  }

  void options_of_an_unknown_address_is_not_found() {
    expect_problem("API0002", 404, send(request("OPTIONS", "/nothing")));
  }

  void head_gives_the_headers_without_body() {
    const Response whole = get("/collections");
    const Response head = send(request("HEAD", "/collections"));
    expect_status(200, head);
    CPPUNIT_ASSERT_EQUAL(std::string(), head.body);
    CPPUNIT_ASSERT_EQUAL(whole.content_type, head.content_type);
    CPPUNIT_ASSERT_EQUAL(whole.header("ETag"), head.header("ETag"));
  }

  void every_answer_forbids_keeping_framing_and_guessing() {
    for (const Response& response :
         {get("/collections"), get("/nothing"), remove("/connections/1"), post("/held", "x")}) {
      CPPUNIT_ASSERT_EQUAL(std::string("no-store"), response.header("Cache-Control"));
      CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), response.header("X-Content-Type-Options"));
      CPPUNIT_ASSERT_EQUAL(std::string("default-src 'none'; frame-ancestors 'none'"),
                           response.header("Content-Security-Policy"));
    }
  }

  void json_has_a_tag_and_is_not_sent_again() {
    Request again = request("GET", "/peers");
    again.if_none_match = get("/peers").header("ETag");
    const Response response = send(again);
    expect_status(304, response);
    CPPUNIT_ASSERT_EQUAL(std::string(), response.body);
    CPPUNIT_ASSERT_EQUAL(again.if_none_match, response.header("ETag"));
  }

  void a_changed_answer_is_sent_again() {
    Request again = request("GET", "/collections");
    again.if_none_match = get("/collections").header("ETag");
    import(card("1", "Anna"));
    expect_status(200, send(again));
  }

  void a_broken_condition_is_refused() {
    Request one = request("GET", "/collections");
    one.if_none_match = "x";
    expect_problem("API0014", 400, send(one));
  }

  void a_foreign_page_changes_nothing() {
    import(card("1", "Anna"));
    const std::string path = item_path("anna");
    const auto before = mark();
    Request one = request("DELETE", path);
    one.sec_fetch_site = "cross-site";
    expect_problem("API0004", 403, send(one));
    one.sec_fetch_site.clear();
    one.origin = "https://evil.example";
    expect_problem("API0004", 403, send(one));
    CPPUNIT_ASSERT(before == mark());
  }

  void form_types_are_refused() {
    get("/collections");  // the owner is there
    const auto before = mark();
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                             "multipart/form-data; boundary=x", "nonsense"}) {
      expect_problem("API0005", 415, post("/connections", "{}", type));
      expect_problem("API0005", 415, post("/connections/1/runs", "{}", type));
      expect_problem("API0005", 415, post("/runs/1/cancel", "", type));
      expect_problem("API0005", 415, post("/held", "{}", type));
      expect_problem("API0005", 415, post("/collections/contacts/items", card("1", "A"), type));
    }
    CPPUNIT_ASSERT(before == mark());
  }

  void a_body_where_none_belongs_is_refused() {
    Request one = request("DELETE", "/connections/1");
    one.body = "x";
    expect_problem("API0006", 413, send(one));
  }

  void who_may_send_how_much_is_known_before_it_is_read() {
    const auto limit = [&](const char* method, const char* path) {
      Request one = request(method, path);
      one.content_type = "application/json";
      return *body_limit(one);
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, limit("GET", "/health"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, limit("OPTIONS", "/connections"));
    CPPUNIT_ASSERT_EQUAL(limits::MaxJsonBody, limit("POST", "/connections"));
    CPPUNIT_ASSERT_EQUAL(2 * limits::MaxObjSize, limit("PUT", "/collections/contacts/items/1"));
    CPPUNIT_ASSERT_EQUAL(limits::MaxImport, limit("POST", "/collections/contacts/items"));
  }

  void what_is_refused_without_its_body_is_refused_with_none() {
    Request nobody = request("POST", "/collections/contacts/items");
    nobody.user.clear();
    Request foreign = request("POST", "/collections/contacts/items");
    foreign.sec_fetch_site = "cross-site";
    for (const Request& one : {nobody, foreign, request("POST", "/nothing"),
                               request("POST", "/health"), request("POST", "/connections")}) {
      const auto limit = body_limit(one);
      CPPUNIT_ASSERT_MESSAGE(one.path, !limit);
      expect_status(info_of(limit.error().trouble).status, send(one));
    }
  }

  void a_huge_json_body_is_refused() {
    const std::string body = "{\"url\":\"" + std::string(limits::MaxJsonBody, 'x') + "\"}";
    expect_problem("API0006", 413, post("/connections", body));
  }

  void a_callers_mistake_is_not_logged() {
    get("/nothing");
    post("/connections", "x");
    get("/runs/99");
    CPPUNIT_ASSERT(log.lines.empty());
  }

  void a_fault_of_the_store_is_logged_with_its_tag() {
    get("/collections");
    store.arm({1, ErrorCode::Corrupt, store::AfterFault::Dead});
    expect_problem("API0034", 500, get("/collections"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, log.lines.size());
    CPPUNIT_ASSERT_EQUAL(std::string("API0034"), log.lines[0].tag);
    CPPUNIT_ASSERT(log.lines[0].level == LogLevel::Error);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ApiTest);

}  // namespace pim::console
