// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "common/net/curl_transport.h"
#include "tests/net/loopback_server.h"

namespace pim::net {
namespace {

Answer say_ok(const SeenRequest&) {
  return reply(200, "x/y", "ok");
}

class CurlTransportTlsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlTransportTlsTest);
  CPPUNIT_TEST(a_good_certificate_of_the_peers_own_authority_is_accepted);
  CPPUNIT_TEST(the_authority_of_the_request_goes_before_that_of_the_directive);
  CPPUNIT_TEST(bad_certificates_are_refused_and_the_sentence_says_why);
  CPPUNIT_TEST(nothing_is_sent_to_a_server_with_a_bad_certificate);
  CPPUNIT_TEST(old_tls_is_refused);
  CPPUNIT_TEST(a_missing_ca_file_is_named);
  CPPUNIT_TEST(a_server_without_tls_is_no_https_server);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pim-net-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    std::ofstream(ca_file()) << authority_.pem();
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void a_good_certificate_of_the_peers_own_authority_is_accepted() {
    LoopbackServer server(say_ok, make_server(&authority_));
    const auto got = post(server, ca_file());
    CPPUNIT_ASSERT_MESSAGE(got ? "" : got.error().text(), got);
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), got->body);
  }

  void the_authority_of_the_request_goes_before_that_of_the_directive() {
    LoopbackServer server(say_ok, make_server(&authority_));
    CPPUNIT_ASSERT(post(server, "/nonexistent", ca_file()));
  }

  void bad_certificates_are_refused_and_the_sentence_says_why() {
    const Identity stranger = make_authority();
    CertificateWish expired;
    expired.valid_to = -60;
    CertificateWish early;
    early.valid_from = 600;
    CertificateWish other_name;
    other_name.names = "DNS:town.example.org,IP:192.0.2.1";
    CertificateWish name_only;
    name_only.names = "DNS:localhost";
    struct Case {
      const Identity* issuer;
      CertificateWish wish;
      const char* reason;
    };
    for (const Case& c : {Case{&authority_, expired, "expired"}, Case{&authority_, early, "yet"},
                          Case{&authority_, other_name, "another name"},
                          Case{&authority_, name_only, "another name"},
                          Case{&stranger, {}, "authority"}, Case{nullptr, {}, "authority"}}) {
      LoopbackServer server(say_ok, make_server(c.issuer, c.wish));
      const auto got = post(server, ca_file());
      CPPUNIT_ASSERT_MESSAGE(c.reason, !got);
      CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
      CPPUNIT_ASSERT_MESSAGE(got.error().message,
                             got.error().message.find(c.reason) != std::string::npos);
      CPPUNIT_ASSERT(got.error().message.find("certificate") != std::string::npos);
    }
  }

  void nothing_is_sent_to_a_server_with_a_bad_certificate() {
    LoopbackServer server(say_ok, make_server(nullptr));
    CPPUNIT_ASSERT(!post(server, ca_file()));
    CPPUNIT_ASSERT(server.requests().empty());
  }

  void old_tls_is_refused() {
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
      LoopbackServer server(say_ok, make_server(&authority_), version);
      CPPUNIT_ASSERT(post(server, ca_file()).error().code == ErrorCode::Unavailable);
    }
    LoopbackServer server(say_ok, make_server(&authority_), TLS1_2_VERSION);
    CPPUNIT_ASSERT(post(server, ca_file()));
  }

  void a_missing_ca_file_is_named() {
    LoopbackServer server(say_ok, make_server(&authority_));
    const auto got = post(server, "/nonexistent/town-ca.pem");
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(
        got.error().message,
        got.error().message.find("/nonexistent/town-ca.pem") != std::string::npos);
  }

  void a_server_without_tls_is_no_https_server() {
    LoopbackServer server(say_ok);
    const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
    const auto got = post_to(url, "", "");
    CPPUNIT_ASSERT(got.error().code == ErrorCode::Unavailable);
    CPPUNIT_ASSERT_MESSAGE(got.error().message,
                           got.error().message.find("secure connection") != std::string::npos);
  }

 private:
  std::string ca_file() const { return (directory_ / "ca.pem").string(); }

  static Result<HttpReply> post_to(const std::string& url, const std::string& directive_ca,
                                   const std::string& request_ca) {
    TransportConfig config;
    config.peers = {{url, directive_ca}};
    CurlTransport transport(config, {});
    return transport.post({url, "x/y", "hello", request_ca, 20});
  }

  static Result<HttpReply> post(const LoopbackServer& server, const std::string& directive_ca,
                                const std::string& request_ca = {}) {
    return post_to(server.url(), directive_ca, request_ca);
  }

  Identity authority_ = make_authority();
  std::filesystem::path directory_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlTransportTlsTest);

}  // namespace
}  // namespace pim::net
