// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class ConnectionsPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(ConnectionsPageTest);
  CPPUNIT_TEST(a_new_user_is_told_what_to_do_first);
  CPPUNIT_TEST(a_connection_stands_with_its_state);
  CPPUNIT_TEST(a_refused_sign_in_needs_the_person);
  CPPUNIT_TEST(a_preview_does_not_hide_the_sync_before_it);
  CPPUNIT_TEST(a_busy_connection_hides_nothing_of_another);
  CPPUNIT_TEST(an_open_question_is_told_first);
  CPPUNIT_TEST(all_questions_are_counted);
  CPPUNIT_TEST(an_only_connection_has_no_others);
  CPPUNIT_TEST(a_run_under_way_can_be_watched);
  CPPUNIT_TEST(one_order_goes_to_all);
  CPPUNIT_TEST(others_connections_are_not_shown);
  CPPUNIT_TEST(sync_all_and_check_go_the_way_of_each_connection);
  CPPUNIT_TEST(connections_of_one_title_are_told_apart);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_user_is_told_what_to_do_first() {
    const Response response = open("/");
    expect_text("You have no connections yet", response);
    expect_text("/sync/connections/new", response);
  }

  void a_connection_stands_with_its_state() {
    const std::int64_t connection = connect();
    expect_text("Not synced yet", open("/"));
    ended_run(connection, "done");
    const Response response = open("/");
    expect_text("Town portal", response);
    expect_text("In step", response);
    expect_text("Nothing needs you", response);
  }

  void a_refused_sign_in_needs_the_person() {
    const std::int64_t run = ended_run(connect(), "sign-in");
    const Response response = open("/");
    expect_text("<h2 id=\"need\">Needs you</h2>", response);
    expect_text("/sync/runs/" + std::to_string(run), response);
    expect_text("did not accept the user name or password. Nothing was changed.", response);
  }

  void a_preview_does_not_hide_the_sync_before_it() {
    const std::int64_t connection = connect();
    ended_run(connection, "done");
    ended_run(connection, "planned", {}, true);
    expect_text("<span class=\"st ok\">In step</span>", open("/"));
  }

  /// Of the first connection.
  Response patch_mode(const std::string& mode) {
    const Object first = json(get("/connections")).at("connections")[0];
    Request one = request("PATCH", "/connections/" + first.at("id").dump());
    one.content_type = "application/json";
    one.body = "{\"mode\":\"" + mode + "\"}";
    return send(one);
  }

  std::int64_t second_connection() {
    peers.peers.push_back({"choir", "Choir", "https://choir.example/syncml"});
    return json(post("/connections", R"({"peer":"choir","user":"a","password":"b"})"))
        .at("id")
        .get<std::int64_t>();
  }

  void a_busy_connection_hides_nothing_of_another() {
    const std::int64_t quiet = connect();
    const std::int64_t busy = second_connection();
    ended_run(quiet, "done");
    ended_run(quiet, "sign-in");
    for (int i = 0; i < 70; ++i) {
      ended_run(busy, "away");
    }
    const Response response = open("/");
    expect_text("<b>1 of 2 needs you.</b> The others are looked after.", response);
    expect_text("Sign in again", response);
    expect_text("Last in step <time", response);
    expect_text("<time", open("/connections/" + std::to_string(quiet)));
  }

  void ask(int count) {
    import(card("u-1", "anna"));
    const store::ItemId anna = id_of("anna");
    const auto unit = work();
    std::vector<store::Conflict> rows(static_cast<std::size_t>(count));
    for (store::Conflict& row : rows) {
      row.item = anna;
      row.at = clock.time;
    }
    CPPUNIT_ASSERT(unit->put_conflicts(rows).has_value());
    commit(*unit);
  }

  void an_open_question_is_told_first() {
    ended_run(connect(), "done");
    ask(1);
    const Response response = open("/");
    expect_text("1 thing waits for your decision", response);
    expect_no_text("Nothing needs you", response);
  }

  void all_questions_are_counted() {
    ended_run(connect(), "done");
    ask(51);
    expect_text("51 things wait", open("/"));
    expect_text("51 things to decide", open("/decide"));
  }

  void an_only_connection_has_no_others() {
    ended_run(connect(), "sign-in");
    expect_text("1 of 1 needs you.", open("/"));
    expect_no_text("The others", open("/"));
  }

  void a_run_under_way_can_be_watched() {
    start_run(connect());
    expect_text("Watch", open("/"));
  }

  void one_order_goes_to_all() {
    connect();
    peers.peers.push_back({"choir", "Choir", "https://choir.example/syncml"});
    expect_status(201, post("/connections", R"({"peer":"choir","user":"a","password":"b"})"));
    expect_text("Sync all", open("/"));
    expect_sent_to("/", submit("/sync-all", {}));
    CPPUNIT_ASSERT_EQUAL(2, pokes);
  }

  void others_connections_are_not_shown() {
    connect();
    user = "bob";
    expect_text("You have no connections yet", open("/"));
  }

  void sync_all_and_check_go_the_way_of_each_connection() {
    connect();
    expect_status(200, patch_mode("from-peer"));
    second_connection();
    const Response page = open("/");
    expect_text("class=\"i here\"", page);
    expect_text("Only receive", page);
    expect_sent_to("/", submit("/sync-all", {}));
    const Object runs = json(get("/runs")).at("runs");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, runs.size());
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), runs[0].at("mode").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"), runs[1].at("mode").get<std::string>());
  }

  void connections_of_one_title_are_told_apart() {
    connect();
    expect_no_text("Town portal (", open("/"));
    expect_status(201, post("/connections", R"({"peer":"town","user":"berta","password":"b"})"));
    expect_text("Town portal (anna)", open("/"));
    expect_text("Town portal (berta)", open("/"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionsPageTest);

}  // namespace pim::console::pages
