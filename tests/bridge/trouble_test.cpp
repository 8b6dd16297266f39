// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

namespace {

HttpReply http(int status, Seconds retry_after = 0, std::string body = {}) {
  HttpReply reply;
  reply.status = status;
  reply.content_type = "text/html";
  reply.body = std::move(body);
  reply.retry_after = retry_after;
  return reply;
}

}  // namespace

/// What goes wrong with the peer ends the run in words, or makes it wait; nothing is lost.
class TroubleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TroubleTest);
  CPPUNIT_TEST(a_lost_answer_is_asked_for_with_the_same_bytes);
  CPPUNIT_TEST(a_peer_that_stays_away_is_tried_three_times);
  CPPUNIT_TEST(an_answer_in_between_begins_the_tries_anew);
  CPPUNIT_TEST(a_stopping_server_leaves_the_run_due);
  CPPUNIT_TEST(a_busy_peer_makes_the_run_wait);
  CPPUNIT_TEST(a_busy_peer_that_names_a_time_gets_it);
  CPPUNIT_TEST(a_busy_peer_cannot_make_it_wait_for_ever);
  CPPUNIT_TEST(a_peer_that_asks_to_come_later_is_left_alone_for_a_while);
  CPPUNIT_TEST(a_peer_that_asks_to_come_later_for_ever_ends_the_run);
  CPPUNIT_TEST(a_run_that_waited_goes_on_at_the_same_message);
  CPPUNIT_TEST(a_refused_sign_in_ends_the_run);
  CPPUNIT_TEST(a_wrong_address_ends_the_run);
  CPPUNIT_TEST(an_answer_that_is_no_syncml_ends_the_run);
  CPPUNIT_TEST(an_unknown_peer_ends_the_run);
  CPPUNIT_TEST(a_collection_that_is_not_there_ends_the_run);
  CPPUNIT_TEST(the_run_after_a_failed_one_takes_its_session_up);
  CPPUNIT_TEST(a_look_ahead_after_a_broken_sending_session_sends_nothing);
  CPPUNIT_TEST(receiving_after_a_broken_sending_session_sends_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  static Result<HttpReply> away() { return fail(ErrorCode::Unavailable, "No connection."); }

  void a_lost_answer_is_asked_for_with_the_same_bytes() {
    Pair pair;
    pair.disturb = [](int exchange) {
      return exchange == 1 ? std::optional(away()) : std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(pair.sent[0], pair.sent[1]);
  }

  void a_peer_that_stays_away_is_tried_three_times() {
    Pair pair;
    pair.disturb = [](int) { return std::optional(away()); };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("away"), run.outcome);
    CPPUNIT_ASSERT(run.state == store::RunState::Failed);
    CPPUNIT_ASSERT_EQUAL(3, pair.exchanges);
  }

  void an_answer_in_between_begins_the_tries_anew() {
    Pair pair;
    pair.disturb = [](int exchange) {
      return exchange % 3 != 0 ? std::optional(away()) : std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
  }

  void a_stopping_server_leaves_the_run_due() {
    Pair pair;
    pair.disturb = [](int) {
      return std::optional<Result<HttpReply>>(fail(ErrorCode::Cancelled, "Stopping."));
    };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT(run.state == store::RunState::Due);
    CPPUNIT_ASSERT_EQUAL(pair.clock.now(), run.due_at);
  }

  static Seconds wait_after(Seconds retry_after) {
    Pair pair;
    pair.disturb = [&](int) { return std::optional<Result<HttpReply>>(http(503, retry_after)); };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT(run.state == store::RunState::Due);
    return run.due_at - pair.clock.now();
  }

  void a_busy_peer_makes_the_run_wait() { CPPUNIT_ASSERT(wait_after(0) > 0); }
  void a_busy_peer_that_names_a_time_gets_it() {
    CPPUNIT_ASSERT_EQUAL(Seconds{120}, wait_after(120));
  }
  void a_busy_peer_cannot_make_it_wait_for_ever() {
    CPPUNIT_ASSERT(wait_after(1'000'000) <= limits::MaxRunWait);
  }

  static Rewrite says(const int& code) {
    return [&code](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* status = std::get_if<syncml::StatusCmd>(&command);
        if (status != nullptr && status->cmd_ref == "0" && code != 0) {
          status->code = code;
        }
      }
    };
  }

  void a_peer_that_asks_to_come_later_is_left_alone_for_a_while() {
    for (const int code : {417, 503}) {
      Pair pair;
      int said = code;
      pair.there.import("A", pair.clock.now());
      pair.rewrite = says(said);
      const store::Run run = pair.sync();
      CPPUNIT_ASSERT_EQUAL(1, pair.exchanges);
      CPPUNIT_ASSERT(run.state == store::RunState::Due);
      CPPUNIT_ASSERT(run.due_at >= pair.clock.now() + 10);
      said = 0;
      pair.clock.time += 60;
      pair.go_on(pair.claim_one());
      CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(run.number).outcome);
      CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
    }
  }

  void a_peer_that_asks_to_come_later_for_ever_ends_the_run() {
    Pair pair;
    const int said = 417;
    pair.rewrite = says(said);
    const auto number = pair.sync().number;
    int tries = 1;
    while (pair.run(number).state == store::RunState::Due && ++tries < 1'000) {
      pair.clock.time += 60;
      pair.go_on(pair.claim_one());
    }
    CPPUNIT_ASSERT(tries > 5 && tries < 100);
    CPPUNIT_ASSERT(pair.run(number).state == store::RunState::Failed);
  }

  void a_run_that_waited_goes_on_at_the_same_message() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.disturb = [](int exchange) {
      return exchange == 2 ? std::optional<Result<HttpReply>>(http(503)) : std::nullopt;
    };
    const auto number = pair.sync().number;
    pair.clock.time += 60;
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.run(number).outcome);
    CPPUNIT_ASSERT_EQUAL(pair.sent[1], pair.sent[2]);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  static store::Run answered(const HttpReply& reply) {
    Pair pair;
    pair.disturb = [&](int) { return std::optional<Result<HttpReply>>(reply); };
    return pair.sync();
  }

  void a_refused_sign_in_ends_the_run() {
    CPPUNIT_ASSERT_EQUAL(std::string("sign-in"), answered(http(401)).outcome);
  }

  void a_wrong_address_ends_the_run() {
    const store::Run run = answered(http(404));
    CPPUNIT_ASSERT_EQUAL(std::string("failed"), run.outcome);
    CPPUNIT_ASSERT(run.sentence.find("address") != std::string::npos);
  }

  void an_answer_that_is_no_syncml_ends_the_run() {
    const store::Run run = answered(http(200, 0, "<html>Welcome</html>"));
    CPPUNIT_ASSERT_EQUAL(std::string("failed"), run.outcome);
    CPPUNIT_ASSERT(run.state == store::RunState::Failed);
  }

  void an_unknown_peer_ends_the_run() {
    Pair pair;
    pair.no_target = Error{ErrorCode::NotFound, "There is no such peer.", ""};
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("There is no such peer."), run.sentence);
    CPPUNIT_ASSERT_EQUAL(0, pair.exchanges);
  }

  void a_collection_that_is_not_there_ends_the_run() {
    Pair pair;
    const auto connection = pair.connect();
    {
      const auto work = pair.here.begin(store::Access::Write);
      auto row = must(work->connection(connection));
      row->options = "contacts, recipes";
      must(work->put_connection(*row));
      must(work->commit());
    }
    const auto number = pair.ask_of(connection);
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string("failed"), pair.run(number).outcome);
    CPPUNIT_ASSERT(pair.run(number).sentence.find("recipes") != std::string::npos);
  }

  void the_run_after_a_failed_one_takes_its_session_up() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.disturb = [](int exchange) {
      return exchange >= 2 && exchange <= 4 ? std::optional(away()) : std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("away"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(pair.sent[3], pair.sent[4]);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  /// A run whose peer goes away while it sends.
  static void break_while_sending(Pair& pair) {
    pair.here.import("A", pair.clock.now());
    pair.ask();
    const auto claim = pair.claim_one();
    pair.go_to(claim, "send");
    pair.disturb = [](int) { return std::optional(away()); };
    pair.go_on(claim);
    CPPUNIT_ASSERT_EQUAL(std::string("away"), pair.run(claim.number).outcome);
    pair.disturb = nullptr;
  }

  void a_look_ahead_after_a_broken_sending_session_sends_nothing() {
    Pair pair;
    break_while_sending(pair);
    CPPUNIT_ASSERT_EQUAL(std::string("planned"), pair.sync("two-way", true).outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
  }

  void receiving_after_a_broken_sending_session_sends_nothing() {
    Pair pair;
    break_while_sending(pair);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync("from-peer").outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TroubleTest);

}  // namespace pim::bridge::test
