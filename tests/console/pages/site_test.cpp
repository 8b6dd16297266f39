// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/site.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class SiteTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(SiteTest);
  CPPUNIT_TEST(pages_forbid_everything_foreign);
  CPPUNIT_TEST(who_has_not_signed_in_sees_nothing);
  CPPUNIT_TEST(the_bare_address_leads_to_the_first_page);
  CPPUNIT_TEST(unknown_addresses_say_so);
  CPPUNIT_TEST(wrong_methods_are_told_the_right_ones);
  CPPUNIT_TEST(head_is_a_page_without_body);
  CPPUNIT_TEST(a_form_without_its_token_changes_nothing);
  CPPUNIT_TEST(a_form_with_the_token_of_another_user_changes_nothing);
  CPPUNIT_TEST(a_form_of_another_site_changes_nothing);
  CPPUNIT_TEST(a_refused_form_keeps_what_was_typed_but_for_the_password);
  CPPUNIT_TEST(a_form_of_a_wrong_type_changes_nothing);
  CPPUNIT_TEST(who_may_send_how_much_is_known_before_it_is_read);
  CPPUNIT_TEST(what_is_refused_without_its_body_is_refused_with_none);
  CPPUNIT_TEST(the_store_away_is_a_page_that_says_so);
  CPPUNIT_TEST(a_problem_page_needs_no_store);
  CPPUNIT_TEST(names_cannot_become_markup);
  CPPUNIT_TEST_SUITE_END();

  std::string connection_form(const std::string& with_token) const {
    return "token=" + with_token +
           "&peer=town&user=anna.typed&password=hidden-word&collection=contacts";
  }

 public:
  void pages_forbid_everything_foreign() {
    const std::string policy = open("/").header("Content-Security-Policy");
    CPPUNIT_ASSERT(policy.starts_with("default-src 'none'"));
    CPPUNIT_ASSERT(policy.find("unsafe") == std::string::npos);
    CPPUNIT_ASSERT(policy.find("frame-ancestors 'none'") != std::string::npos);
    CPPUNIT_ASSERT(policy.find("form-action 'self'") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("no-store"), open("/").header("Cache-Control"));
  }

  void who_has_not_signed_in_sees_nothing() {
    user = "";
    expect_status(401, open("/"));
    expect_status(401, open("/connections/1"));
    expect_status(401, submit("/connections/new", {}));
  }

  void the_bare_address_leads_to_the_first_page() { expect_sent_to("/", open("")); }

  void unknown_addresses_say_so() {
    const Response response = open("/nowhere");
    expect_status(404, response);
    expect_text("API0002", response);
    expect_status(404, open("//"));
  }

  void wrong_methods_are_told_the_right_ones() {
    const Response response = submit("/help", {});
    expect_status(405, response);
    CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD"), response.header("Allow"));
    const Response twice = site.handle(page_request("OPTIONS", "/connections/new"));
    CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD, POST"), twice.header("Allow"));
  }

  void head_is_a_page_without_body() {
    const Response response = site.handle(page_request("HEAD", "/"));
    expect_status(200, response);
    CPPUNIT_ASSERT(response.body.empty());
  }

  void a_form_without_its_token_changes_nothing() {
    open("/");
    const auto before = mark();
    expect_status(403, submit_raw("/connections/new", connection_form("")));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_form_with_the_token_of_another_user_changes_nothing() {
    open("/");
    user = "bob";
    const std::string foreign = token();
    user = "alice";
    const auto before = mark();
    expect_status(403, submit_raw("/connections/new", connection_form(foreign)));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_form_of_another_site_changes_nothing() {
    open("/");
    Request request = page_request("POST", "/connections/new");
    request.content_type = "application/x-www-form-urlencoded";
    request.body = connection_form(token());
    request.origin = "https://evil.example";
    const auto before = mark();
    expect_status(403, site.handle(request));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_refused_form_keeps_what_was_typed_but_for_the_password() {
    const Response response = submit_raw("/connections/new", connection_form("old"));
    expect_text("value=\"anna.typed\"", response);
    expect_text("Nothing was changed", response);
    expect_text(token(), response);
    expect_no_text("hidden-word", response);
  }

  void a_form_of_a_wrong_type_changes_nothing() {
    open("/");
    const auto before = mark();
    expect_status(415, submit_raw("/connections/new", connection_form(token()), "text/plain"));
    CPPUNIT_ASSERT(before == mark());
  }

  void who_may_send_how_much_is_known_before_it_is_read() {
    const auto limit = [&](const char* method, const char* path) {
      return *form_limit(page_request(method, path));
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, limit("GET", "/"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, limit("POST", ""));
    CPPUNIT_ASSERT_EQUAL(limits::MaxJsonBody, limit("POST", "/connections/new"));
    CPPUNIT_ASSERT_EQUAL(limits::MaxImport, limit("POST", "/records/contacts/import"));
  }

  void what_is_refused_without_its_body_is_refused_with_none() {
    Request nobody = page_request("POST", "/records/contacts/import");
    nobody.user.clear();
    Request foreign = page_request("POST", "/records/contacts/import");
    foreign.origin = "https://evil.example";
    for (const Request& one : {nobody, foreign, page_request("POST", "/nothing"),
                               page_request("POST", "/help"), page_request("PUT", "/")}) {
      const auto limit = form_limit(one);
      CPPUNIT_ASSERT_MESSAGE(one.path, !limit);
      expect_status(info_of(limit.error().trouble).status, site.handle(one));
    }
  }

  void the_store_away_is_a_page_that_says_so() {
    store.arm({1, ErrorCode::Unavailable, store::AfterFault::Dead, {}});
    const Response response = open("/");
    expect_status(503, response);
    expect_text("Nothing was changed", response);
    CPPUNIT_ASSERT_EQUAL(std::string("text/html; charset=utf-8"), response.content_type);
  }

  void a_problem_page_needs_no_store() {
    const Response response =
        problem_page(page_request("GET", "/"), {Trouble::StoreAway, "The store is away."});
    expect_status(503, response);
    expect_text("The store is away.", response);
  }

  void names_cannot_become_markup() {
    peers.peers[0].title = "<script>alert(1)</script>";
    connect();
    for (const char* path : {"/", "/connections/new", "/connections/1"}) {
      expect_no_text("<script>alert", open(path));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SiteTest);

}  // namespace pim::console::pages
