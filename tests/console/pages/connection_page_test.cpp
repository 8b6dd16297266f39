// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class ConnectionPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(ConnectionPageTest);
  CPPUNIT_TEST(it_tells_how_things_stand);
  CPPUNIT_TEST(a_check_is_a_run_that_changes_nothing);
  CPPUNIT_TEST(sync_now_is_a_run);
  CPPUNIT_TEST(settings_are_changed);
  CPPUNIT_TEST(an_unchanged_password_stays);
  CPPUNIT_TEST(another_user_needs_a_password);
  CPPUNIT_TEST(a_refused_form_keeps_what_was_ticked);
  CPPUNIT_TEST(a_refused_sign_in_unticks_nothing);
  CPPUNIT_TEST(removing_wants_to_be_sure);
  CPPUNIT_TEST(signing_in_again_repeats_the_order);
  CPPUNIT_TEST(connections_of_others_are_unknown);
  CPPUNIT_TEST(the_way_is_a_setting_and_the_usual_one_of_every_sync);
  CPPUNIT_TEST_SUITE_END();

  std::string path(std::int64_t connection) { return "/connections/" + std::to_string(connection); }
  Object latest_run() { return json(get("/runs")).at("runs")[0]; }

 public:
  void it_tells_how_things_stand() {
    const std::int64_t connection = connect();
    ended_run(connection, "done");
    const Response response = open(path(connection));
    expect_status(200, response);
    expect_text("<title>In step: Town portal", response);
    expect_text("https://town.example.org/syncml", response);
  }

  void a_check_is_a_run_that_changes_nothing() {
    const Response response = submit(path(connect()) + "/check", {{"mode", "slow"}});
    CPPUNIT_ASSERT(latest_run().at("plan").get<bool>());
    CPPUNIT_ASSERT_EQUAL(std::string("slow"), latest_run().at("mode").get<std::string>());
    expect_sent_to("/runs/" + latest_run().at("id").dump(), response);
  }

  void sync_now_is_a_run() {
    expect_status(303, submit(path(connect()) + "/sync", {}));
    CPPUNIT_ASSERT(!latest_run().at("plan").get<bool>());
    expect_status(422, submit(path(1) + "/sync", {{"mode", "sideways"}}));
  }

  void settings_are_changed() {
    const std::int64_t connection = connect();
    expect_sent_to(path(connection),
                   submit(path(connection),
                          {{"user", "berta"}, {"password", "new"}, {"collection", "contacts"}}));
    CPPUNIT_ASSERT_EQUAL(std::string("berta"),
                         json(get(path(connection))).at("user").get<std::string>());
  }

  void an_unchanged_password_stays() {
    const std::int64_t connection = connect();
    expect_status(303, submit(path(connection),
                              {{"user", "anna"}, {"password", ""}, {"collection", "contacts"}}));
    CPPUNIT_ASSERT(json(get(path(connection))).at("password_set").get<bool>());
  }

  void another_user_needs_a_password() {
    const std::int64_t connection = connect();
    const auto before = mark();
    const Response response =
        submit(path(connection), {{"user", "berta"}, {"password", ""}, {"collection", "contacts"}});
    CPPUNIT_ASSERT(response.status >= 400 && response.status < 500);
    expect_text("value=\"berta\"", response);
    CPPUNIT_ASSERT(before == mark());
  }

  void a_refused_form_keeps_what_was_ticked() {
    const std::int64_t connection = connect();
    expect_text("name=\"settings\" value=\"yes\"", open(path(connection)));
    const Response response =
        submit(path(connection),
               {{"settings", "yes"}, {"user", "berta"}, {"password", ""}, {"collection", "notes"}});
    expect_text("value=\"notes\" checked", response);
    expect_no_text("value=\"contacts\" checked", response);
    expect_text("Another user name needs its password.", response);
  }

  void a_refused_sign_in_unticks_nothing() {
    const std::int64_t connection = connect();
    ended_run(connection, "sign-in");
    const Response response =
        submit(path(connection) + "/sign-in", {{"user", ""}, {"password", "right"}});
    CPPUNIT_ASSERT(response.status >= 400);
    expect_text("value=\"contacts\" checked", response);
  }

  void removing_wants_to_be_sure() {
    const std::int64_t connection = connect();
    expect_status(400, submit(path(connection) + "/remove", {}));
    expect_status(200, get(path(connection)));
    expect_sent_to("/", submit(path(connection) + "/remove", {{"sure", "yes"}}));
    expect_status(404, get(path(connection)));
  }

  void signing_in_again_repeats_the_order() {
    const std::int64_t connection = connect();
    ended_run(connection, "sign-in");
    expect_status(303, submit(path(connection) + "/sign-in",
                              {{"user", "anna"}, {"password", "right"}, {"plan", "no"}}));
    CPPUNIT_ASSERT(!latest_run().at("plan").get<bool>());
    CPPUNIT_ASSERT_EQUAL(std::string("due"), latest_run().at("state").get<std::string>());
  }

  void connections_of_others_are_unknown() {
    const std::int64_t connection = connect();
    user = "bob";
    const auto before = mark();
    expect_status(404, open(path(connection)));
    for (const char* what : {"", "/check", "/sync", "/remove", "/sign-in"}) {
      const Response response =
          submit(path(connection) + what,
                 {{"sure", "yes"}, {"user", "x"}, {"password", "y"}, {"collection", "contacts"}});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 404, response.status);
    }
    user = "alice";
    expect_status(200, open(path(connection)));
  }

  void the_way_is_a_setting_and_the_usual_one_of_every_sync() {
    const std::int64_t connection = connect();
    expect_status(303, submit(path(connection), {{"settings", "yes"},
                                                 {"user", "anna"},
                                                 {"password", ""},
                                                 {"collection", "contacts"},
                                                 {"mode", "from-peer"}}));
    const Response response = open(path(connection));
    expect_text("<dd>Only receive</dd>", response);
    expect_text("value=\"from-peer\" checked", response);
    expect_no_text("value=\"two-way\" checked", response);
    expect_status(303, submit(path(connection) + "/check", {}));
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"), latest_run().at("mode").get<std::string>());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionPageTest);

}  // namespace pim::console::pages
