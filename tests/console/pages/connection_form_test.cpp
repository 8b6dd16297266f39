// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class ConnectionFormTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(ConnectionFormTest);
  CPPUNIT_TEST(the_first_portal_is_chosen_already);
  CPPUNIT_TEST(other_addresses_are_asked_for_only_where_allowed);
  CPPUNIT_TEST(a_good_form_makes_a_connection_and_looks);
  CPPUNIT_TEST(the_way_to_sync_is_taken);
  CPPUNIT_TEST(another_portal_is_taken_by_its_address);
  CPPUNIT_TEST(wrong_values_are_named_at_their_field);
  CPPUNIT_TEST(a_form_without_a_kind_is_refused);
  CPPUNIT_TEST(the_same_again_leads_to_the_first);
  CPPUNIT_TEST(without_a_key_file_nothing_is_stored);
  CPPUNIT_TEST(a_refusal_speaks_to_people);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* Path = "/connections/new";

 public:
  void the_first_portal_is_chosen_already() {
    expect_text("name=\"peer\" value=\"town\" checked", open(Path));
  }

  void other_addresses_are_asked_for_only_where_allowed() {
    expect_text("name=\"url\"", open(Path));
    peers.others = false;
    expect_no_text("name=\"url\"", open(Path));
  }

  void a_good_form_makes_a_connection_and_looks() {
    const Response response = submit(
        Path, {{"peer", "town"}, {"user", "anna"}, {"password", "pw"}, {"collection", "contacts"}});
    expect_status(303, response);
    const Object runs = json(get("/runs")).at("runs");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, runs.size());
    CPPUNIT_ASSERT(runs[0].at("plan").get<bool>());
    expect_sent_to("/runs/" + runs[0].at("id").dump(), response);
  }

  void the_way_to_sync_is_taken() {
    submit(Path, {{"peer", "town"},
                  {"user", "anna"},
                  {"password", "pw"},
                  {"collection", "contacts"},
                  {"mode", "from-peer"}});
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"),
                         json(get("/runs")).at("runs")[0].at("mode").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(
        std::string("from-peer"),
        json(get("/connections")).at("connections")[0].at("mode").get<std::string>());
    expect_no_text("value=\"slow\"", open(Path));
  }

  void another_portal_is_taken_by_its_address() {
    expect_status(303, submit(Path, {{"peer", "other:"},
                                     {"url", "https://far.example/syncml"},
                                     {"name", "Far"},
                                     {"user", "anna"},
                                     {"password", "pw"},
                                     {"collection", "contacts"}}));
    CPPUNIT_ASSERT_EQUAL(
        std::string("Far"),
        json(get("/connections")).at("connections")[0].at("title").get<std::string>());
  }

  void wrong_values_are_named_at_their_field() {
    open("/");
    const auto before = mark();
    const Response response = submit(Path, {{"peer", "other:"},
                                            {"url", "no address"},
                                            {"name", "Far & wide"},
                                            {"user", "anna"},
                                            {"password", "pw"},
                                            {"collection", "contacts"}});
    expect_status(422, response);
    expect_text("id=\"f-url-e\"", response);
    expect_text("href=\"#f-url\"", response);
    expect_text("value=\"no address\"", response);
    expect_text("value=\"Far &amp; wide\"", response);
    expect_text("value=\"other:\" checked", response);
    CPPUNIT_ASSERT(before == mark());
  }

  void a_form_without_a_kind_is_refused() {
    const Response response =
        submit(Path, {{"peer", "town"}, {"user", "anna"}, {"password", "pw"}});
    expect_status(400, response);
    expect_text("Choose at least one kind", response);
  }

  void the_same_again_leads_to_the_first() {
    const std::int64_t first = connect();
    const Response response = submit(
        Path, {{"peer", "town"}, {"user", "anna"}, {"password", "pw"}, {"collection", "contacts"}});
    expect_status(409, response);
    expect_text("/sync/connections/" + std::to_string(first) + "\">To the connection", response);
  }

  void without_a_key_file_nothing_is_stored() {
    open("/");
    sealer.works = false;
    const auto before = mark();
    expect_status(503, submit(Path, {{"peer", "town"},
                                     {"user", "anna"},
                                     {"password", "pw"},
                                     {"collection", "contacts"}}));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_refusal_speaks_to_people() {
    connect();
    const Fields good = {
        {"peer", "town"}, {"user", "anna"}, {"password", "pw"}, {"collection", "contacts"}};
    const Response again = submit(Path, good);
    expect_status(409, again);
    expect_text("can be changed in its settings", again);
    expect_no_text("PATCH", again);
    const std::string longest(300, 'x');
    const Response too_long = submit(
        Path,
        {{"peer", "town"}, {"user", longest}, {"password", "pw"}, {"collection", "contacts"}});
    expect_text("The user name is longer than 256 letters.", too_long);
    expect_no_text("the request", too_long);
    peers.peers.clear();
    const Response gone = submit(Path, good);
    expect_text("not on the list any more", gone);
    expect_no_text("GET /", gone);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionFormTest);

}  // namespace pim::console::pages
