// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/runs.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

class RunsTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(RunsTest);
  CPPUNIT_TEST(a_run_is_accepted_with_its_place);
  CPPUNIT_TEST(a_run_is_two_way_and_real_where_nothing_is_said);
  CPPUNIT_TEST(mode_plan_and_policy_are_taken);
  CPPUNIT_TEST(the_runner_is_told_after_the_run_is_stored);
  CPPUNIT_TEST(nobody_is_told_of_a_run_that_was_not_stored);
  CPPUNIT_TEST(wrong_orders_are_refused_and_change_nothing);
  CPPUNIT_TEST(an_unknown_mode_is_refused);
  CPPUNIT_TEST(the_same_order_again_is_the_live_run);
  CPPUNIT_TEST(a_run_tells_its_result);
  CPPUNIT_TEST(a_result_that_cannot_be_read_is_a_fault_of_ours);
  CPPUNIT_TEST(a_run_outlives_its_connection);
  CPPUNIT_TEST(every_state_has_its_word);
  CPPUNIT_TEST(runs_are_listed_newest_first_in_pages);
  CPPUNIT_TEST(runs_of_a_connection_are_listed_in_pages);
  CPPUNIT_TEST(the_last_good_run_is_told_behind_many_others);
  CPPUNIT_TEST(lines_are_told_in_pages);
  CPPUNIT_TEST(a_cursor_of_another_run_is_refused);
  CPPUNIT_TEST(a_live_run_is_asked_to_stop);
  CPPUNIT_TEST(an_ended_run_cannot_be_stopped);
  CPPUNIT_TEST(unknown_runs_are_not_found);
  CPPUNIT_TEST(a_run_goes_the_way_of_its_connection);
  CPPUNIT_TEST_SUITE_END();

  std::string runs_path(std::int64_t connection) {
    return "/connections/" + std::to_string(connection) + "/runs";
  }
  /// Changes a stored run as the bridge would.
  template <class Change>
  void edit(std::int64_t number, Change change) {
    const auto unit = work();
    store::Run run = **unit->run(number);
    change(run);
    CPPUNIT_ASSERT(unit->put_run(run).has_value());
    commit(*unit);
  }
  Object read(std::int64_t number) { return json(get("/runs/" + std::to_string(number))); }

 public:
  void a_run_is_accepted_with_its_place() {
    const Response response = post(runs_path(connect()), "{}");
    expect_status(202, response);
    const std::string id = json(response).at("id").dump();
    CPPUNIT_ASSERT_EQUAL("https://portal.example.org/sync/api/v1/runs/" + id,
                         response.header("Location"));
    CPPUNIT_ASSERT_EQUAL(json(response).dump(), json(get("/runs/" + id)).dump());
  }

  void a_run_is_two_way_and_real_where_nothing_is_said() {
    const Object run = json(post(runs_path(connect()), ""));
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), run.at("mode").get<std::string>());
    CPPUNIT_ASSERT(!run.at("plan").get<bool>());
    CPPUNIT_ASSERT_EQUAL(std::string("due"), run.at("state").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("town"), run.at("peer").get<std::string>());
  }

  void mode_plan_and_policy_are_taken() {
    const Object run =
        json(post(runs_path(connect()), R"({"mode":"slow","plan":true,"conflicts":"here"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("here"), run.at("conflicts").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("slow"), run.at("mode").get<std::string>());
    CPPUNIT_ASSERT(run.at("plan").get<bool>());
  }

  void the_runner_is_told_after_the_run_is_stored() {
    start_run(connect());
    CPPUNIT_ASSERT_EQUAL(1, pokes);
  }

  void nobody_is_told_of_a_run_that_was_not_stored() {
    post(runs_path(99), "{}");
    post(runs_path(connect()), R"({"mode":"sideways"})");
    CPPUNIT_ASSERT_EQUAL(0, pokes);
  }

  void wrong_orders_are_refused_and_change_nothing() {
    const std::string path = runs_path(connect());
    const auto before = mark();
    for (const char* body :
         {R"({"mode":1})", R"({"mode":null})", R"({"plan":"yes"})", R"({"plan":1})",
          R"({"conflicts":"mine"})", R"({"answers":[]})", R"({"mode":"two-way","mod":"x"})"}) {
      expect_problem("API0008", 400, post(path, body));
    }
    expect_problem("API0007", 400, post(path, "[]"));
    expect_problem("API0007", 400, post(path, "mode=slow"));
    CPPUNIT_ASSERT(before == mark());
  }

  void an_unknown_mode_is_refused() {
    const std::string path = runs_path(connect());
    const auto before = mark();
    expect_problem("API0023", 422, post(path, R"({"mode":"sideways"})"));
    expect_problem("API0023", 422, post(path, R"({"mode":""})"));
    CPPUNIT_ASSERT(before == mark());
  }

  void the_same_order_again_is_the_live_run() {
    const std::int64_t connection = connect();
    CPPUNIT_ASSERT_EQUAL(start_run(connection), start_run(connection));
  }

  void a_run_tells_its_result() {
    const std::int64_t number = start_run(connect());
    edit(number, [this](store::Run& run) {
      bridge::RunResult result;
      result.collections = {{"contacts", {1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, 11, 12, 13, 14, 6}};
      result.sessions = 2;
      result.messages = 9;
      result.bytes_sent = 1000;
      result.bytes_received = 500;
      result.slow = true;
      run.state = store::RunState::Done;
      run.outcome = "done";
      run.sentence = "All done.";
      run.result = result.pack();
      run.finished_at = clock.time + 90;
    });
    clock.time += 3600;
    const Object run = read(number);
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            R"([{"collection":"contacts","doubtful":13,"held":12,"held_changes":6,)"
            R"("here":{"added":1,"conflicts":4,"deleted":3,"failed":5,"updated":2},"joined":11,"kept_back":14,)"
            R"("there":{"added":6,"conflicts":9,"deleted":8,"failed":10,"updated":7}}])"),
        run.at("collections").dump());
    CPPUNIT_ASSERT_EQUAL(2, run.at("sessions").get<int>());
    CPPUNIT_ASSERT_EQUAL(9, run.at("messages").get<int>());
    CPPUNIT_ASSERT_EQUAL(1500, run.at("bytes").get<int>());
    CPPUNIT_ASSERT_EQUAL(90, run.at("seconds").get<int>());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), run.at("outcome").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("All done."), run.at("sentence").get<std::string>());
    CPPUNIT_ASSERT(run.at("slow").get<bool>());
  }

  void a_result_that_cannot_be_read_is_a_fault_of_ours() {
    const std::int64_t number = start_run(connect());
    edit(number, [](store::Run& run) { run.result = "\xff\xff"; });
    expect_problem("API0034", 500, get("/runs/" + std::to_string(number)));
  }

  void a_run_outlives_its_connection() {
    const std::int64_t connection = connect();
    const std::int64_t number = start_run(connection);
    edit(number, [](store::Run& run) { run.state = store::RunState::Done; });
    expect_status(204, remove("/connections/" + std::to_string(connection)));
    CPPUNIT_ASSERT_EQUAL(std::string(), read(number).at("peer").get<std::string>());
  }

  void every_state_has_its_word() {
    const std::int64_t number = start_run(connect());
    const struct {
      store::RunState state;
      const char* word;
    } cases[] = {{store::RunState::Running, "running"},
                 {store::RunState::Waiting, "waiting"},
                 {store::RunState::Failed, "failed"},
                 {store::RunState::Cancelled, "cancelled"},
                 {store::RunState::Done, "done"}};
    for (const auto& one : cases) {
      edit(number, [&one](store::Run& run) { run.state = one.state; });
      CPPUNIT_ASSERT_EQUAL(std::string(one.word), read(number).at("state").get<std::string>());
    }
  }

  /// Runs of this connection that have ended, the newest first.
  std::vector<std::int64_t> ended_runs(std::int64_t connection, int count) {
    std::vector<std::int64_t> made;
    for (int number = 0; number < count; ++number) {
      made.insert(made.begin(), start_run(connection));
      edit(made.front(), [](store::Run& run) { run.state = store::RunState::Done; });
    }
    return made;
  }
  /// All of a list, two by two.
  std::vector<std::int64_t> listed(const std::string& path) {
    std::vector<std::int64_t> all;
    std::string cursor;
    do {
      const Object page = json(get(path, "limit=2&cursor=" + cursor));
      for (const Object& run : page.at("runs")) {
        all.push_back(run.at("id").get<std::int64_t>());
      }
      cursor = page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
    } while (!cursor.empty());
    return all;
  }

  void runs_are_listed_newest_first_in_pages() {
    const auto made = ended_runs(connect(), 5);
    CPPUNIT_ASSERT(made == listed("/runs"));
  }

  void runs_of_a_connection_are_listed_in_pages() {
    const std::int64_t connection = connect();
    const auto made = ended_runs(connection, 5);
    const auto unit = work();
    CPPUNIT_ASSERT(unit->put_run({.connection = connection + 1'000}).has_value());
    commit(*unit);
    CPPUNIT_ASSERT(made == listed(runs_path(connection)));
    const Object page = json(get(runs_path(connection), "limit=1"));
    const std::string cursor = page.at("next_cursor").get<std::string>();
    expect_problem("API0010", 400, get("/runs", "cursor=" + cursor));
  }

  void the_last_good_run_is_told_behind_many_others() {
    const std::int64_t connection = connect();
    const std::int64_t good = ended_runs(connection, 1).front();
    const auto unit = work();
    for (int i = 0; i < 2'100; ++i) {
      const store::Run failed{.connection = connection, .state = store::RunState::Failed};
      CPPUNIT_ASSERT(unit->put_run(failed).has_value());
    }
    commit(*unit);
    const Object told = json(get("/connections", "runs=true")).at("connections")[0];
    CPPUNIT_ASSERT_EQUAL(good, told.at("last_good_run").at("id").get<std::int64_t>());
    CPPUNIT_ASSERT_EQUAL(std::string("failed"), told.at("last_run").at("state").get<std::string>());
  }

  void lines_are_told_in_pages() {
    const std::int64_t number = start_run(connect());
    const auto unit = work();
    std::vector<store::RunItem> lines;
    for (std::int64_t line = 1; line <= 5; ++line) {
      lines.push_back({line, "contacts", "here", line == 3 ? "fail" : "add", line == 3 ? 0 : line,
                       "Person", line == 3 ? 415 : 200, line == 3 ? "too old" : ""});
    }
    CPPUNIT_ASSERT(unit->put_run_items(number, lines).has_value());
    commit(*unit);
    const std::string path = "/runs/" + std::to_string(number) + "/items";
    const Object first = json(get(path, "limit=3"));
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"collection":"contacts","direction":"here","item":null,"label":"Person",)"
                    R"("line":3,"op":"fail","reason":"too old","status":415})"),
        first.at("items")[2].dump());
    const Object second =
        json(get(path, "limit=3&cursor=" + first.at("next_cursor").get<std::string>()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, second.at("items").size());
    CPPUNIT_ASSERT(second.at("next_cursor").is_null());
  }

  void a_cursor_of_another_run_is_refused() {
    const std::int64_t number = start_run(connect());
    const auto unit = work();
    const store::RunItem line{1, "contacts", "here", "add", 1, "A", 200, ""};
    CPPUNIT_ASSERT(unit->put_run_items(number, {&line, 1}).has_value());
    commit(*unit);
    const std::string path = "/runs/" + std::to_string(number) + "/items";
    const std::string cursor = json(get(path, "limit=1")).at("next_cursor").get<std::string>();
    expect_problem("API0010", 400, get("/runs", "cursor=" + cursor));
    expect_problem("API0010", 400, get("/runs/77/items", "cursor=" + cursor));
  }

  void a_live_run_is_asked_to_stop() {
    const std::int64_t number = start_run(connect());
    edit(number, [](store::Run& run) { run.state = store::RunState::Running; });
    const Response response = post("/runs/" + std::to_string(number) + "/cancel", "{}");
    expect_status(202, response);
    CPPUNIT_ASSERT(read(number).at("cancel_asked").get<bool>());
  }

  void an_ended_run_cannot_be_stopped() {
    const std::int64_t number = start_run(connect());
    edit(number, [](store::Run& run) { run.state = store::RunState::Done; });
    const auto before = mark();
    expect_problem("API0022", 409, post("/runs/" + std::to_string(number) + "/cancel", ""));
    CPPUNIT_ASSERT(before == mark());
  }

  void unknown_runs_are_not_found() {
    for (const char* id : {"0", "77", "x", "-1", "9223372036854775808"}) {
      const std::string path = std::string("/runs/") + id;
      expect_problem("API0012", 404, get(path));
      expect_problem("API0012", 404, get(path + "/items"));
      expect_problem("API0012", 404, post(path + "/cancel", ""));
    }
  }

  void a_run_goes_the_way_of_its_connection() {
    const std::int64_t id =
        json(post("/connections",
                  R"({"peer":"town","user":"anna","password":"x","mode":"to-peer"})"))
            .at("id")
            .get<std::int64_t>();
    const std::string runs = "/connections/" + std::to_string(id) + "/runs";
    CPPUNIT_ASSERT_EQUAL(std::string("to-peer"),
                         json(post(runs, "{\"plan\":true}")).at("mode").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"),
                         json(post(runs, R"({"mode":"two-way"})")).at("mode").get<std::string>());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunsTest);

}  // namespace pim::console
