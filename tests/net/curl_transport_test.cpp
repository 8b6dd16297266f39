// SPDX-License-Identifier: Apache-2.0
#include "common/net/curl_transport.h"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <future>
#include <optional>
#include <thread>

#include "tests/net/loopback_server.h"

namespace pim::net {
namespace {

constexpr const char* SyncMl = "application/vnd.syncml+xml";

class CurlTransportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlTransportTest);
  CPPUNIT_TEST(a_body_is_posted_and_the_reply_comes_back);
  CPPUNIT_TEST(any_octets_pass_both_ways);
  CPPUNIT_TEST(no_continue_is_waited_for);
  CPPUNIT_TEST(requests_of_one_run_meet_on_one_connection);
  CPPUNIT_TEST(a_kept_connection_the_server_has_closed_costs_nothing);
  CPPUNIT_TEST(http_statuses_are_replies_not_errors);
  CPPUNIT_TEST(redirects_are_not_followed);
  CPPUNIT_TEST(retry_after_is_handed_on);
  CPPUNIT_TEST(a_reply_above_the_limit_is_refused);
  CPPUNIT_TEST(a_reply_without_length_above_the_limit_is_refused);
  CPPUNIT_TEST(a_server_that_is_not_there_is_unavailable);
  CPPUNIT_TEST(an_unknown_name_is_unavailable);
  CPPUNIT_TEST(a_server_that_never_answers_is_given_up_in_time);
  CPPUNIT_TEST(a_reply_cut_short_is_unavailable);
  CPPUNIT_TEST(a_connection_closed_without_a_reply_is_unavailable);
  CPPUNIT_TEST(a_server_of_another_protocol_is_unavailable);
  CPPUNIT_TEST(a_stop_ends_a_request_under_way);
  CPPUNIT_TEST(after_a_stop_nothing_is_sent);
  CPPUNIT_TEST(threads_do_not_share_a_connection);
  CPPUNIT_TEST(a_proxy_of_the_environment_is_not_used);
  CPPUNIT_TEST(the_guard_lets_no_typed_address_reach_this_machine);
  CPPUNIT_TEST(a_typed_address_is_guarded_on_the_origin_of_a_named_peer_too);
  CPPUNIT_TEST(other_servers_are_refused_where_only_named_ones_are_allowed);
  CPPUNIT_TEST(a_typed_address_without_https_is_refused);
  CPPUNIT_TEST(a_typed_port_of_another_service_is_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_body_is_posted_and_the_reply_comes_back() {
    serve([](const SeenRequest&) { return reply(200, "application/vnd.syncml+xml", "<SyncML/>"); });
    const auto got = post("hello");
    CPPUNIT_ASSERT(got);
    CPPUNIT_ASSERT_EQUAL(200, got->status);
    CPPUNIT_ASSERT_EQUAL(std::string("<SyncML/>"), got->body);
    CPPUNIT_ASSERT_EQUAL(std::string(SyncMl), got->content_type);
    CPPUNIT_ASSERT_EQUAL(server_->url(), got->url);
    const SeenRequest seen = server_->requests().at(0);
    CPPUNIT_ASSERT(seen.head.starts_with("POST /syncml HTTP/1.1\r\n"));
    CPPUNIT_ASSERT(seen.head.find("Content-Type: application/vnd.syncml+xml\r\n") !=
                   std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), seen.body);
  }

  void any_octets_pass_both_ways() {
    std::string octets;
    for (int i = 0; i < 300'000; ++i) {
      octets += static_cast<char>(i * 7);
    }
    serve([](const SeenRequest& request) { return reply(200, "x/y", request.body); });
    CPPUNIT_ASSERT(post(octets)->body == octets);
  }

  void no_continue_is_waited_for() {
    serve([](const SeenRequest&) { return reply(200, "x/y", ""); });
    CPPUNIT_ASSERT(post(std::string(100'000, 'x')));
    CPPUNIT_ASSERT(server_->requests().at(0).head.find("Expect") == std::string::npos);
  }

  void requests_of_one_run_meet_on_one_connection() {
    serve([](const SeenRequest&) { return reply(200, "x/y", "ok"); });
    for (int i = 0; i < 5; ++i) {
      CPPUNIT_ASSERT(post("again"));
    }
    CPPUNIT_ASSERT_EQUAL(1, server_->connections());
  }

  void a_kept_connection_the_server_has_closed_costs_nothing() {
    serve([](const SeenRequest&) {
      Answer answer = reply(200, "x/y", "ok");
      answer.then = Answer::Then::Close;
      return answer;
    });
    for (int i = 0; i < 5; ++i) {
      const auto got = post("again");
      CPPUNIT_ASSERT_MESSAGE(got ? "" : got.error().text(), got);
    }
  }

  void http_statuses_are_replies_not_errors() {
    for (const int status : {400, 401, 403, 404, 413, 500, 503}) {
      serve([status](const SeenRequest&) { return reply(status, "text/html", "<html>"); });
      CPPUNIT_ASSERT_EQUAL(status, post("x")->status);
    }
  }

  void redirects_are_not_followed() {
    LoopbackServer target([](const SeenRequest&) { return reply(200, "x/y", "caught"); });
    serve([&target](const SeenRequest&) {
      return reply(307, "text/html", "", "Location: " + target.url() + "\r\n");
    });
    CPPUNIT_ASSERT_EQUAL(307, post("secret")->status);
    CPPUNIT_ASSERT_EQUAL(0, target.connections());
  }

  void retry_after_is_handed_on() {
    serve([](const SeenRequest&) { return reply(503, "text/plain", "", "Retry-After: 17\r\n"); });
    CPPUNIT_ASSERT_EQUAL(Seconds{17}, post("x")->retry_after);
  }

  void a_reply_above_the_limit_is_refused() {
    config_.max_reply = 1000;
    serve([](const SeenRequest& request) {
      return reply(200, "x/y", std::string(std::stoul(request.body), 'x'));
    });
    CPPUNIT_ASSERT_EQUAL(std::size_t{1000}, post("1000")->body.size());
    CPPUNIT_ASSERT(post("1001").error().code == ErrorCode::TooLarge);
  }

  void a_reply_without_length_above_the_limit_is_refused() {
    config_.max_reply = 100'000;
    serve([](const SeenRequest&) {
      return Answer{"HTTP/1.1 200 OK\r\n\r\n" + std::string(300'000, 'x'), Answer::Then::Close};
    });
    CPPUNIT_ASSERT(post("x").error().code == ErrorCode::TooLarge);
  }

  void a_server_that_is_not_there_is_unavailable() {
    serve([](const SeenRequest&) { return reply(200, "x/y", ""); });
    const std::string url = server_->url();
    server_.reset();
    const auto got = transport().post(request_to(url, "x"));
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(got.error().message,
                           got.error().message.find("cannot be reached") != std::string::npos);
  }

  void an_unknown_name_is_unavailable() {
    config_.peers.push_back({"http://nowhere.invalid/", {}});
    const auto got = transport().post(request_to("http://nowhere.invalid/syncml", "x"));
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(
        got.error().message,
        got.error().message.find("name of http://nowhere.invalid") != std::string::npos);
  }

  void a_server_that_never_answers_is_given_up_in_time() {
    serve([](const SeenRequest&) { return Answer{"", Answer::Then::Silence}; });
    HttpRequest request = request_to(server_->url(), "x");
    request.timeout = 1;
    const auto got = transport().post(request);
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(got.error().message,
                           got.error().message.find("did not answer in time") != std::string::npos);
  }

  void a_reply_cut_short_is_unavailable() {
    serve([](const SeenRequest&) {
      return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", Answer::Then::Close};
    });
    CPPUNIT_ASSERT(post("x").error().code == ErrorCode::Unavailable);
  }

  void a_connection_closed_without_a_reply_is_unavailable() {
    serve([](const SeenRequest&) { return Answer{"", Answer::Then::Close}; });
    const auto got = post("x");
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(got.error().message,
                           got.error().message.find("was cut") != std::string::npos);
  }

  void a_server_of_another_protocol_is_unavailable() {
    serve([](const SeenRequest&) {
      return Answer{"220 mail.example ESMTP\r\n", Answer::Then::Close};
    });
    CPPUNIT_ASSERT(post("x").error().code == ErrorCode::Unavailable);
  }

  void a_stop_ends_a_request_under_way() {
    std::promise<void> arrived;
    serve([&arrived](const SeenRequest&) {
      arrived.set_value();
      return Answer{"", Answer::Then::Silence};
    });
    CurlTransport& client = transport();
    const HttpRequest request = request_to(server_->url(), "x");
    auto running = std::async(std::launch::async, [&] { return client.post(request); });
    arrived.get_future().wait();
    stop_.request_stop();
    CPPUNIT_ASSERT(running.wait_for(std::chrono::seconds(4)) == std::future_status::ready);
    CPPUNIT_ASSERT(running.get().error().code == ErrorCode::Cancelled);
  }

  void after_a_stop_nothing_is_sent() {
    serve([](const SeenRequest&) { return reply(200, "x/y", ""); });
    stop_.request_stop();
    CPPUNIT_ASSERT(post("x").error().code == ErrorCode::Cancelled);
    CPPUNIT_ASSERT_EQUAL(0, server_->connections());
  }

  void threads_do_not_share_a_connection() {
    serve([](const SeenRequest& request) { return reply(200, "x/y", request.body); });
    CurlTransport& client = transport();
    std::vector<std::future<bool>> results;
    for (int thread = 0; thread < 4; ++thread) {
      results.push_back(std::async(std::launch::async, [&client, this, thread] {
        for (int i = 0; i < 25; ++i) {
          const std::string body = std::to_string(thread) + "/" + std::to_string(i);
          const auto got = client.post(request_to(server_->url(), body));
          if (!got || got->body != body) {
            return false;
          }
        }
        return true;
      }));
    }
    for (auto& result : results) {
      CPPUNIT_ASSERT(result.get());
    }
  }

  void a_proxy_of_the_environment_is_not_used() {
    LoopbackServer proxy([](const SeenRequest&) { return reply(200, "x/y", "proxied"); });
    serve([](const SeenRequest&) { return reply(200, "x/y", "direct"); });
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    const auto got = post("x");
    ::unsetenv("http_proxy");
    CPPUNIT_ASSERT_EQUAL(std::string("direct"), got->body);
  }

  void the_guard_lets_no_typed_address_reach_this_machine() {
    LoopbackServer canary([](const SeenRequest&) { return reply(200, "x/y", "caught"); });
    config_.others = OtherPeers::Public;
    const std::string port = ":" + std::to_string(canary.port()) + "/syncml";
    for (const char* host :
         {"127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "localhost", "0.0.0.0",
          "0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"}) {
      const auto got = transport().post(request_to("https://" + (host + port), "x"));
      CPPUNIT_ASSERT_MESSAGE(host, !got);
    }
    CPPUNIT_ASSERT_EQUAL(0, canary.connections());
    const auto got = transport().post(request_to("https://127.0.0.1" + port, "x"));
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Denied);
  }

  void a_typed_address_is_guarded_on_the_origin_of_a_named_peer_too() {
    serve([](const SeenRequest&) { return reply(200, "x/y", ""); });
    config_.others = OtherPeers::Public;
    config_.peers = {{"https" + server_->url().substr(4), {}}};
    HttpRequest typed = request_to(config_.peers.front().url, "x");
    typed.named = false;
    const auto got = transport().post(typed);
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Denied);
    CPPUNIT_ASSERT_EQUAL(0, server_->connections());
  }

  void other_servers_are_refused_where_only_named_ones_are_allowed() {
    serve([](const SeenRequest&) { return reply(200, "x/y", ""); });
    config_.peers.clear();
    const auto got = transport().post(request_to(server_->url(), "x"));
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Denied);
    CPPUNIT_ASSERT_EQUAL(0, server_->connections());
  }

  void a_typed_address_without_https_is_refused() {
    config_.others = OtherPeers::Public;
    const auto got = transport().post(request_to("http://192.0.2.1/syncml", "x"));
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Denied);
    CPPUNIT_ASSERT(got.error().message.find("https") != std::string::npos);
  }

  void a_typed_port_of_another_service_is_refused() {
    config_.others = OtherPeers::Public;
    for (const char* port : {"22", "25", "80", "465", "993"}) {
      const auto got = transport().post(request_to(std::string("https://192.0.2.1:") + port, "x"));
      CPPUNIT_ASSERT(got.error().code == ErrorCode::Denied);
      CPPUNIT_ASSERT(got.error().message.find("port") != std::string::npos);
    }
  }

 private:
  void serve(LoopbackServer::Handler handler) {
    transport_.reset();
    server_.emplace(std::move(handler));
    config_.peers = {{server_->url(), {}}};
  }

  CurlTransport& transport() {
    if (!transport_) {
      transport_.emplace(config_, stop_.get_token());
    }
    return *transport_;
  }

  static HttpRequest request_to(const std::string& url, std::string body) {
    return {url, SyncMl, std::move(body), {}, 20};
  }

  Result<HttpReply> post(std::string body) {
    return transport().post(request_to(server_->url(), std::move(body)));
  }

  std::stop_source stop_;
  TransportConfig config_;
  std::optional<LoopbackServer> server_;
  std::optional<CurlTransport> transport_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlTransportTest);

}  // namespace
}  // namespace pim::net
