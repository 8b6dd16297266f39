// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class RunPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(RunPageTest);
  CPPUNIT_TEST(a_run_under_way_asks_again_by_itself);
  CPPUNIT_TEST(a_run_can_be_stopped);
  CPPUNIT_TEST(an_ended_run_is_not_stopped);
  CPPUNIT_TEST(a_peer_that_is_away_is_tried_again);
  CPPUNIT_TEST(a_check_says_that_nothing_has_changed);
  CPPUNIT_TEST(a_check_warns_of_many_removals);
  CPPUNIT_TEST(a_check_names_every_change);
  CPPUNIT_TEST(lines_come_in_pages);
  CPPUNIT_TEST(a_result_says_first_what_happened);
  CPPUNIT_TEST(a_result_names_what_could_not_be_saved);
  CPPUNIT_TEST(a_result_tells_every_record);
  CPPUNIT_TEST(a_result_says_where_not_every_new_record_is_listed);
  CPPUNIT_TEST(a_result_leads_to_what_waits);
  CPPUNIT_TEST(a_refused_sign_in_asks_for_the_password);
  CPPUNIT_TEST(a_refusal_that_a_later_sync_has_overtaken_asks_nothing);
  CPPUNIT_TEST(a_check_before_a_sync_is_told_as_an_earlier_one);
  CPPUNIT_TEST(a_run_outlives_its_connection);
  CPPUNIT_TEST(runs_of_others_are_unknown);
  CPPUNIT_TEST(a_result_whose_questions_were_answered_asks_no_more);
  CPPUNIT_TEST(a_refusal_that_was_overtaken_asks_for_no_sign_in_in_lists);
  CPPUNIT_TEST(a_stop_that_was_refused_says_why);
  CPPUNIT_TEST_SUITE_END();

  std::string path(std::int64_t run) { return "/runs/" + std::to_string(run); }

  static bridge::RunResult counts(std::uint64_t added, std::uint64_t held) {
    bridge::RunResult result;
    bridge::CollectionResult one;
    one.collection = "contacts";
    one.here.added = added;
    one.held = held;
    result.collections.push_back(one);
    return result;
  }

  /// So many things wait for alice.
  void leave_open(std::size_t count) {
    import(card("u-open", "Open"));
    const std::vector<store::Conflict> rows(count, {.item = id_of("Open"), .property = "TEL"});
    const auto unit = work();
    CPPUNIT_ASSERT(unit->put_conflicts(rows).has_value());
    commit(*unit);
  }

 public:
  void a_run_under_way_asks_again_by_itself() {
    const Response response = open(path(start_run(connect())));
    expect_text("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>", response);
    expect_text("data-run=\"/sync/api/v1/runs/", response);
    expect_text("role=\"status\"", response);
  }

  void a_run_can_be_stopped() {
    const std::int64_t run = start_run(connect());
    expect_sent_to(path(run), submit(path(run) + "/stop", {}));
    expect_text("Stopped", open(path(run)));
  }

  void an_ended_run_is_not_stopped() {
    const std::int64_t run = ended_run(connect(), "done");
    const Response response = submit(path(run) + "/stop", {});
    expect_status(409, response);
    expect_text("All done.", response);
  }

  void a_peer_that_is_away_is_tried_again() {
    const std::int64_t run = start_run(connect());
    edit_run(run, [](store::Run& one) { one.sentence = "The peer is busy."; });
    expect_text("Next try", open(path(run)));
  }

  void a_check_says_that_nothing_has_changed() {
    const std::int64_t run = ended_run(connect(), "planned", counts(17, 0), true);
    const Response response = open(path(run));
    expect_text("<b>Nothing has been changed yet.</b> 17 records would change here", response);
    expect_text("Sync now", response);
    expect_no_text("Careful", response);
  }

  void a_check_warns_of_many_removals() {
    const std::int64_t run = ended_run(connect(), "planned", counts(0, 214), true);
    expect_text("Careful: 214 records would be removed here", open(path(run)));
  }

  void a_check_names_every_change() {
    const std::int64_t run = ended_run(connect(), "planned", counts(1, 0), true);
    add_lines(run, {{1, "contacts", "here", "add", 0, "Anna <b>", 0, ""},
                    {2, "contacts", "there", "update", 7, "Bert", 0, ""}});
    const Response response = open(path(run));
    expect_text("Anna &lt;b&gt;", response);
    expect_text("New here", response);
    expect_text("/sync/records/contacts/7", response);
    expect_text("Changed there", response);
  }

  void lines_come_in_pages() {
    const std::int64_t run = ended_run(connect(), "planned", counts(60, 0), true);
    for (int line = 1; line <= 60; ++line) {
      add_lines(run,
                {{line, "contacts", "here", "add", 0, "Person " + std::to_string(line), 0, ""}});
    }
    const Response first = open(path(run));
    expect_text("Person 15<", first);
    expect_no_text("Person 16<", first);
    const std::size_t at = first.body.find("cursor=") + 7;
    const std::string cursor = first.body.substr(at, first.body.find('"', at) - at);
    const Response second = open(path(run), "cursor=" + cursor);
    expect_text("Person 16<", second);
    expect_no_text("Person 15<", second);
    expect_status(400, open(path(run), "cursor=forged"));
  }

  void a_result_says_first_what_happened() {
    const std::int64_t run = ended_run(connect(), "done", counts(12, 0));
    expect_text("<h1>All done. 12 received, nothing sent, nothing removed.</h1>", open(path(run)));
  }

  void a_result_names_what_could_not_be_saved() {
    const std::int64_t run = ended_run(connect(), "partly", counts(12, 0));
    add_lines(run, {{1, "contacts", "there", "fail", 3, "Anna M.", 413, "Too large."}});
    const Response response = open(path(run));
    expect_text("Anna M.", response);
    expect_text("could not be saved at Town portal", response);
    expect_text("Too large.", response);
    expect_text("The rest was synced.", response);
  }

  void a_result_tells_every_record() {
    const std::int64_t run = ended_run(connect(), "done", counts(1, 0));
    add_lines(run, {{1, "contacts", "here", "add", 7, "Anna <b>", 0, ""},
                    {2, "contacts", "there", "delete", 8, "Bert", 0, ""}});
    const Response response = open(path(run));
    expect_text("Record by record", response);
    expect_text("<a href=\"/sync/records/contacts/7\"><bdi>Anna &lt;b&gt;</bdi></a>", response);
    expect_text("New here", response);
    expect_text("Removed there", response);
    expect_no_text("new records the first ones are listed", response);
  }

  void a_result_says_where_not_every_new_record_is_listed() {
    const std::int64_t run = ended_run(connect(), "done", counts(5'000, 0));
    add_lines(run, {{1, "contacts", "here", "add", 7, "Anna", 0, ""}});
    expect_text("Of 5,000 new records the first ones are listed", open(path(run)));
  }

  void a_result_leads_to_what_waits() {
    const std::int64_t run = ended_run(connect(), "waiting", counts(0, 30));
    leave_open(30);
    const Response response = open(path(run));
    expect_text("30 records wait for you", response);
    expect_text("/sync/decide", response);
  }

  void a_refused_sign_in_asks_for_the_password() {
    const std::int64_t connection = connect();
    const std::int64_t run = ended_run(connection, "sign-in");
    const Response response = open(path(run));
    expect_text("Nothing was changed.", response);
    expect_text("value=\"anna\"", response);
    expect_text("/sync/connections/" + std::to_string(connection) + "/sign-in", response);
  }

  void a_run_outlives_its_connection() {
    const std::int64_t connection = connect();
    const std::int64_t run = ended_run(connection, "done");
    expect_status(204, remove("/connections/" + std::to_string(connection)));
    expect_status(200, open(path(run)));
    expect_text("A connection that was removed", open("/history"));
  }

  void a_refusal_that_a_later_sync_has_overtaken_asks_nothing() {
    const std::int64_t connection = connect();
    const std::int64_t run = ended_run(connection, "sign-in");
    const std::int64_t later = ended_run(connection, "done");
    const Response response = open(path(run));
    expect_no_text("name=\"password\"", response);
    expect_no_text("Sign in again", response);
    expect_text("/sync" + path(later), response);
  }

  void a_check_before_a_sync_is_told_as_an_earlier_one() {
    const std::int64_t connection = connect();
    const std::int64_t run = ended_run(connection, "planned", counts(17, 0), true);
    ended_run(connection, "done");
    const Response response = open(path(run));
    expect_no_text("Nothing has been changed yet", response);
    expect_no_text("Sync now", response);
    expect_text("an earlier check", response);
  }

  void runs_of_others_are_unknown() {
    const std::int64_t run = start_run(connect());
    user = "bob";
    expect_status(404, open(path(run)));
    expect_status(404, submit(path(run) + "/stop", {}));
    expect_status(404, open("/runs/none"));
  }

  void a_result_whose_questions_were_answered_asks_no_more() {
    const std::int64_t connection = connect();
    const std::int64_t run = ended_run(connection, "waiting", counts(0, 30));
    expect_no_text("wait for you", open(path(run)));
    expect_text("<span class=\"st ok\">In step</span>", open("/history"));
    leave_open(1);
    ended_run(connection, "done");
    expect_no_text("waits for you", open(path(run)));
  }

  void a_refusal_that_was_overtaken_asks_for_no_sign_in_in_lists() {
    const std::int64_t connection = connect();
    ended_run(connection, "sign-in");
    expect_text("Sign in again", open("/history"));
    ended_run(connection, "done");
    expect_text("Sign-in refused", open("/history"));
    expect_no_text("Sign in again", open("/history"));
  }

  void a_stop_that_was_refused_says_why() {
    const std::int64_t run = start_run(connect());
    const Response refused = submit_raw(path(run) + "/stop", "token=old");
    expect_status(403, refused);
    expect_text("Not done", refused);
    expect_text("This page was too old", refused);
    expect_text("Stop</button>", refused);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunPageTest);

}  // namespace pim::console::pages
