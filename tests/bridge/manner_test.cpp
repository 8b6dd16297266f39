// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/text.h"
#include "common/session/manner.h"
#include "common/syncml/credential.h"
#include "common/syncml/decode.h"
#include "common/syncml/status.h"
#include "common/syncml/writer.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

using syncml::Encoding;
using syncml::Version;

/// How a peer is spoken to is found by trying, and remembered with the connection.
class MannerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MannerTest);
  CPPUNIT_TEST(a_peer_is_spoken_to_in_wbxml);
  CPPUNIT_TEST(a_peer_that_cannot_read_wbxml_is_spoken_to_in_xml);
  CPPUNIT_TEST(a_peer_that_answers_wbxml_with_a_page_is_spoken_to_in_xml);
  CPPUNIT_TEST(what_a_peer_took_is_remembered);
  CPPUNIT_TEST(a_refusal_in_the_middle_changes_no_encoding);
  CPPUNIT_TEST(an_older_version_is_tried_where_ours_is_refused);
  CPPUNIT_TEST(the_newest_version_that_the_peer_names_is_tried);
  CPPUNIT_TEST(a_newer_version_is_tried_where_the_remembered_one_is_off_now);
  CPPUNIT_TEST(a_peer_that_refuses_what_it_names_ends_the_run);
  CPPUNIT_TEST(a_challenge_for_a_digest_is_answered_once);
  CPPUNIT_TEST(a_digest_that_is_refused_ends_the_run);
  CPPUNIT_TEST(a_new_address_is_a_new_peer);
  CPPUNIT_TEST_SUITE_END();

  static HttpReply http(int status, std::string body = {}) {
    HttpReply reply;
    reply.status = status;
    reply.content_type = "text/html";
    reply.body = std::move(body);
    return reply;
  }
  static syncml::Message read(const std::string& octets) {
    return must(syncml::decode(syncml::encoding_of(octets), octets));
  }
  /// The Status for SyncHdr and nothing else.
  static HttpReply answer(const std::string& request, int code, const std::string& nonce = {},
                          const std::vector<std::string>& spoken = {}) {
    const syncml::Message asked = read(request);
    syncml::Message reply;
    reply.header = asked.header;
    reply.header.cred.reset();
    reply.header.msg_id = "1";
    std::swap(reply.header.target, reply.header.source);
    syncml::StatusCmd status;
    status.cmd_id = "1";
    status.msg_ref = asked.header.msg_id;
    status.cmd_ref = "0";
    status.cmd = "SyncHdr";
    status.code = code;
    if (!nonce.empty()) {
      status.chal.emplace();
      status.chal->type = syncml::AuthMd5;
      status.chal->format = "b64";
      status.chal->next_nonce = base64_encode(nonce);
    }
    for (const std::string& one : spoken) {
      status.items.emplace_back().data = one;
    }
    reply.body.emplace_back(std::move(status));
    reply.final = true;
    HttpReply http;
    http.status = 200;
    http.content_type = syncml::content_type_of(syncml::encoding_of(request));
    http.body = syncml::encode(syncml::encoding_of(request), reply);
    return http;
  }
  /// Refuses every version but that one.
  static Disturb only(Pair& pair, const std::string& proto,
                      const std::vector<std::string>& spoken) {
    return [&pair, proto, spoken](int) -> std::optional<Result<HttpReply>> {
      if (read(pair.sent.back()).header.ver_proto == proto) {
        return {};
      }
      return answer(pair.sent.back(), syncml::status::UnsupportedProtocol, "", spoken);
    };
  }
  /// Refuses whatever is not XML.
  static Disturb only_xml(Pair& pair, const HttpReply& refusal) {
    return [&pair, refusal](int) -> std::optional<Result<HttpReply>> {
      if (syncml::encoding_of(pair.sent.back()) == Encoding::Xml) {
        return {};
      }
      return refusal;
    };
  }

 public:
  void a_peer_is_spoken_to_in_wbxml() {
    Pair pair;
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    for (const std::string& body : pair.sent) {
      CPPUNIT_ASSERT(syncml::encoding_of(body) == Encoding::Wbxml);
    }
  }

  void a_peer_that_cannot_read_wbxml_is_spoken_to_in_xml() {
    for (const int status : {400, 415, 500}) {
      Pair pair;
      pair.disturb = only_xml(pair, http(status));
      pair.there.import("Ann", pair.clock.now());
      CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
      CPPUNIT_ASSERT_EQUAL(std::string("Ann "), pair.here.names());
    }
  }

  void a_peer_that_answers_wbxml_with_a_page_is_spoken_to_in_xml() {
    Pair pair;
    pair.disturb = only_xml(pair, http(200, "<html><body>Welcome</body></html>"));
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
  }

  void what_a_peer_took_is_remembered() {
    Pair pair;
    pair.disturb = only_xml(pair, http(415));
    pair.sync();
    const std::size_t before = pair.sent.size();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(syncml::encoding_of(pair.sent[before]) == Encoding::Xml);
  }

  void a_refusal_in_the_middle_changes_no_encoding() {
    Pair pair;
    pair.disturb = [](int exchange) {
      return exchange == 2 ? std::optional<Result<HttpReply>>(http(400)) : std::nullopt;
    };
    CPPUNIT_ASSERT(pair.sync().outcome != "done");
    CPPUNIT_ASSERT_EQUAL(2, pair.exchanges);
  }

  void an_older_version_is_tried_where_ours_is_refused() {
    Pair pair;
    pair.disturb = [&](int) -> std::optional<Result<HttpReply>> {
      if (read(pair.sent.back()).header.ver_proto == "SyncML/1.2") {
        return answer(pair.sent.back(), syncml::status::UnsupportedProtocol);
      }
      return {};
    };
    pair.there.import("Ann", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("Ann "), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.1"), read(pair.sent.back()).header.ver_proto);
  }

  void the_newest_version_that_the_peer_names_is_tried() {
    Pair pair;
    pair.disturb = only(pair, "SyncML/1.0", {"SyncML/1.0"});
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.0"), read(pair.sent[1]).header.ver_proto);
  }

  void a_newer_version_is_tried_where_the_remembered_one_is_off_now() {
    Pair pair;
    pair.disturb = only(pair, "SyncML/1.0", {});
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    pair.disturb = only(pair, "SyncML/1.2", {"SyncML/1.2"});
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
  }

  void a_peer_that_refuses_what_it_names_ends_the_run() {
    Pair pair;
    pair.disturb = only(pair, "none", {"SyncML/1.2", "1.1", "1.0"});
    CPPUNIT_ASSERT(pair.sync().outcome != "done");
    CPPUNIT_ASSERT(pair.exchanges <= 6);
  }

  void a_challenge_for_a_digest_is_answered_once() {
    Pair pair;
    pair.disturb = [&](int exchange) {
      return std::optional<Result<HttpReply>>(answer(
          pair.sent.back(), syncml::status::InvalidCredentials, "n" + std::to_string(exchange)));
    };
    CPPUNIT_ASSERT_EQUAL(std::string("sign-in"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(2, pair.exchanges);
    const auto cred = read(pair.sent[1]).header.cred;
    CPPUNIT_ASSERT(cred.has_value());
    CPPUNIT_ASSERT_EQUAL(syncml::digest_cred(Version::V12, "alice", "secret", "n1").data,
                         cred->data);
  }

  void a_digest_that_is_refused_ends_the_run() {
    Pair pair;
    pair.disturb = [&](int) {
      return std::optional<Result<HttpReply>>(
          answer(pair.sent.back(), syncml::status::InvalidCredentials));
    };
    CPPUNIT_ASSERT_EQUAL(std::string("sign-in"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(1, pair.exchanges);
  }

  void a_new_address_is_a_new_peer() {
    session::Manner known;
    known.url = "https://a.example/syncml";
    known.encoding = Encoding::Xml;
    known.nonce = "n";
    CPPUNIT_ASSERT(known == session::Manner::of(known.pack(), known.url));
    session::Manner unknown;
    unknown.url = "https://b.example/syncml";
    CPPUNIT_ASSERT(unknown == session::Manner::of(known.pack(), unknown.url));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MannerTest);

}  // namespace pim::bridge::test
