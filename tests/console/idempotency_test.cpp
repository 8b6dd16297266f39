// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

class IdempotencyTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(IdempotencyTest);
  CPPUNIT_TEST(the_same_request_again_is_the_same_run_even_after_its_end);
  CPPUNIT_TEST(another_key_is_another_run);
  CPPUNIT_TEST(without_a_key_nothing_is_remembered);
  CPPUNIT_TEST(a_key_of_another_request_is_refused);
  CPPUNIT_TEST(two_users_may_have_the_same_key);
  CPPUNIT_TEST(a_key_is_forgotten_with_old_sessions);
  CPPUNIT_TEST(a_key_counts_as_no_session);
  CPPUNIT_TEST(broken_keys_are_refused);
  CPPUNIT_TEST_SUITE_END();

  Response start(std::int64_t connection, const std::string& key, const std::string& body = "{}") {
    Request one = request("POST", "/connections/" + std::to_string(connection) + "/runs");
    one.body = body;
    one.content_type = "application/json";
    one.idempotency_key = key;
    return send(one);
  }
  std::int64_t run_of(const Response& response) {
    expect_status(202, response);
    return json(response).at("id").get<std::int64_t>();
  }
  void end(std::int64_t number) {
    const auto unit = work(user);
    store::Run run = **unit->run(number);
    run.state = store::RunState::Done;
    CPPUNIT_ASSERT(unit->put_run(run).has_value());
    commit(*unit);
  }

 public:
  void the_same_request_again_is_the_same_run_even_after_its_end() {
    const std::int64_t connection = connect();
    const std::int64_t run = run_of(start(connection, "k-1"));
    end(run);
    CPPUNIT_ASSERT_EQUAL(run, run_of(start(connection, "k-1")));
  }

  void another_key_is_another_run() {
    const std::int64_t connection = connect();
    const std::int64_t run = run_of(start(connection, "k-1"));
    end(run);
    CPPUNIT_ASSERT(run != run_of(start(connection, "k-2")));
  }

  void without_a_key_nothing_is_remembered() {
    const std::int64_t connection = connect();
    const std::int64_t run = run_of(start(connection, ""));
    end(run);
    CPPUNIT_ASSERT(run != run_of(start(connection, "")));
  }

  void a_key_of_another_request_is_refused() {
    const std::int64_t connection = connect();
    end(run_of(start(connection, "k-1")));
    const auto before = mark();
    expect_problem("API0024", 422, start(connection, "k-1", R"({"plan":true})"));
    CPPUNIT_ASSERT(before == mark());
  }

  void two_users_may_have_the_same_key() {
    run_of(start(connect(), "k-1"));
    user = "bob";
    const std::int64_t connection = connect();
    const std::int64_t run = run_of(start(connection, "k-1"));
    CPPUNIT_ASSERT_EQUAL(run, json(get("/runs")).at("runs")[0].at("id").get<std::int64_t>());
  }

  void a_key_is_forgotten_with_old_sessions() {
    const std::int64_t connection = connect();
    const std::int64_t run = run_of(start(connection, "k-1"));
    end(run);
    CPPUNIT_ASSERT(memory.purge(clock.time + 1, 0, 100).has_value());
    CPPUNIT_ASSERT(run != run_of(start(connection, "k-1")));
  }

  void a_key_counts_as_no_session() {
    run_of(start(connect(), "k-1"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, *work()->count_sessions(0));
  }

  void broken_keys_are_refused() {
    const std::int64_t connection = connect();
    const auto before = mark();
    for (const std::string& key : {std::string(limits::MaxIdempotencyKey + 1, 'k'),
                                   std::string("a\nb"), std::string("\xc3\xbc")}) {
      expect_problem("API0014", 400, start(connection, key));
    }
    CPPUNIT_ASSERT(before == mark());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IdempotencyTest);

}  // namespace pim::console
