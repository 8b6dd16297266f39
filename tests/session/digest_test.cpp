// SPDX-License-Identifier: Apache-2.0
// Devices that sign in by a password of their own, or by an MD5 digest of it (sync rules 7 and 8).
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/text.h"
#include "common/session/device_password.h"
#include "common/session/sign_in.h"
#include "common/syncml/credential.h"
#include "tests/session/terminal.h"
#include "tests/support/result.h"

namespace pim::session::test {

using pim::testing::must;
using syncml::Version;

class DigestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DigestTest);
  CPPUNIT_TEST(a_digest_with_an_unknown_nonce_is_challenged);
  CPPUNIT_TEST(a_challenge_stores_nothing);
  CPPUNIT_TEST(the_nonce_of_a_challenge_signs_in);
  CPPUNIT_TEST(the_next_nonce_signs_the_next_session_in);
  CPPUNIT_TEST(a_nonce_that_was_used_is_refused);
  CPPUNIT_TEST(a_challenge_right_after_a_sign_in_offers_another_nonce);
  CPPUNIT_TEST(a_nonce_is_worth_nothing_after_its_time);
  CPPUNIT_TEST(a_lost_first_reply_is_given_again_for_the_same_octets);
  CPPUNIT_TEST(raw_octets_of_a_digest_are_taken);
  CPPUNIT_TEST(version_1_0_makes_digests_of_its_own);
  CPPUNIT_TEST(the_formula_of_another_version_is_refused);
  CPPUNIT_TEST(digests_are_refused_where_they_are_off);
  CPPUNIT_TEST(the_password_of_a_device_signs_in_as_it_is);
  CPPUNIT_TEST(a_password_belongs_to_the_device_that_used_it_first);
  CPPUNIT_TEST(a_revoked_password_ends_its_session);
  CPPUNIT_TEST(an_open_line_takes_no_password);
  CPPUNIT_TEST(an_open_line_takes_a_digest);
  CPPUNIT_TEST(two_passwords_on_one_device_id_are_two_relations);
  CPPUNIT_TEST(who_has_no_device_password_is_asked_for_the_own_one);
  CPPUNIT_TEST(without_the_key_no_device_password_is_called_wrong);
  CPPUNIT_TEST(one_password_under_another_key_hinders_no_other);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* Password = "abcd-efgh";

  static ServerConfig with_digests() {
    ServerConfig config;
    config.digest = true;
    return config;
  }
  struct Scene : Terminal {
    explicit Scene(ServerConfig config = with_digests()) : Terminal(std::move(config)) {
      must(memory.portal("default", std::string(32, 'a')));
      number = make(Password);
    }
    std::int64_t make(const std::string& password) {
      const auto owner = must(memory.owner("default", "alice")).id;
      auto work = must(memory.begin(owner, store::Access::Write));
      store::Device device;
      device.number = must(work->put_device(device));
      device.sealed = device_purpose(owner, device.number) + "=" + password;
      must(work->put_device(device));
      must(work->commit());
      return device.number;
    }
    void seal_anew(std::int64_t device, const std::string& sealed) {
      const auto owner = must(memory.owner("default", "alice")).id;
      auto work = must(memory.begin(owner, store::Access::Write));
      auto rows = must(work->devices());
      const auto row = std::ranges::find(rows, device, &store::Device::number);
      CPPUNIT_ASSERT(row != rows.end());
      row->sealed = sealed;
      must(work->put_device(*row));
      must(work->commit());
    }
    std::vector<store::Device> devices() {
      const auto owner = must(memory.owner("default", "alice")).id;
      return must(must(memory.begin(owner, store::Access::Read))->devices());
    }
    /// A first message that signs in by digest, under a SessionID of its own.
    ServerReply sign_in_by(const std::string& nonce, const std::string& password = Password,
                           Version version = Version::V12) {
      return begin_with(syncml::digest_cred(version, "alice", password, nonce), version);
    }
    ServerReply begin_with(const syncml::Cred& cred, Version version = Version::V12) {
      handle.clear();
      header(std::to_string(++sessions), 1).header.cred = cred;
      message.header.source.name = "alice";
      message.header.ver_dtd = syncml::ver_dtd_of(version);
      message.header.ver_proto = syncml::ver_proto_of(version);
      alert(201, "", "a1");
      final();
      return send();
    }
    std::string offered() const {
      const auto& chal = std::get<syncml::StatusCmd>(reply.body.front()).chal;
      CPPUNIT_ASSERT(chal.has_value());
      CPPUNIT_ASSERT_EQUAL(std::string(syncml::AuthMd5), chal->type);
      return must(base64_decode(chal->next_nonce));
    }
    std::int64_t number = 0;
    int sessions = 0;
  };

 public:
  void a_digest_with_an_unknown_nonce_is_challenged() {
    Scene scene;
    scene.sign_in_by("");  // what SyncEvolution tries first
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
    CPPUNIT_ASSERT(!scene.offered().empty());
    CPPUNIT_ASSERT(scene.reply.header.resp_uri.empty());
  }

  void a_challenge_stores_nothing() {
    Scene scene;
    const auto before = scene.devices();
    scene.sign_in_by("");
    CPPUNIT_ASSERT(before == scene.devices());
  }

  void the_nonce_of_a_challenge_signs_in() {
    Scene scene;
    scene.sign_in_by("");
    scene.sign_in_by(scene.offered());
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void the_next_nonce_signs_the_next_session_in() {
    Scene scene;
    scene.sign_in_by("");
    scene.sign_in_by(scene.offered());
    scene.sign_in_by(scene.offered());
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void a_nonce_that_was_used_is_refused() {
    Scene scene;
    scene.sign_in_by("");
    const std::string of_challenge = scene.offered();
    scene.sign_in_by(of_challenge);
    const std::string stored = scene.offered();
    scene.sign_in_by(of_challenge);
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
    scene.sign_in_by(stored);
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
    scene.sign_in_by(stored);
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
  }

  void a_challenge_right_after_a_sign_in_offers_another_nonce() {
    Scene scene;
    scene.sign_in_by("");
    scene.sign_in_by(scene.offered());
    scene.sign_in_by("the device has lost its memory");
    scene.sign_in_by(scene.offered());
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void a_nonce_is_worth_nothing_after_its_time() {
    Scene scene;
    scene.sign_in_by("");
    scene.clock.time += NonceClock::SlotLength * (NonceClock::SlotsTaken + 1);
    scene.sign_in_by(scene.offered());
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
  }

  void a_lost_first_reply_is_given_again_for_the_same_octets() {
    Scene scene;
    scene.sign_in_by("");
    const ServerReply first = scene.sign_in_by(scene.offered());
    const std::string octets = scene.octets();
    scene.handle.clear();
    const ServerReply again = scene.send_octets(octets);
    CPPUNIT_ASSERT_EQUAL(first.body, again.body);
  }

  void raw_octets_of_a_digest_are_taken() {
    Scene scene;
    scene.encoding = syncml::Encoding::Wbxml;
    scene.sign_in_by("");
    syncml::Cred cred = syncml::digest_cred(Version::V12, "alice", Password, scene.offered());
    cred.data = syncml::digest_of(Version::V12, "alice", Password, scene.offered());
    scene.begin_with(cred);
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void version_1_0_makes_digests_of_its_own() {
    Scene scene;
    scene.sign_in_by("", Password, Version::V10);
    scene.sign_in_by(scene.offered(), Password, Version::V10);
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void the_formula_of_another_version_is_refused() {
    Scene scene;
    scene.sign_in_by("");
    scene.begin_with(syncml::digest_cred(Version::V10, "alice", Password, scene.offered()));
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
  }

  void digests_are_refused_where_they_are_off() {
    Scene scene{ServerConfig{}};
    scene.sign_in_by("");
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
    const auto& chal = std::get<syncml::StatusCmd>(scene.reply.body.front()).chal;
    CPPUNIT_ASSERT_EQUAL(std::string(syncml::AuthBasic), chal->type);
  }

  void the_password_of_a_device_signs_in_as_it_is() {
    Scene scene{ServerConfig{}};
    scene.begin_with(syncml::basic_cred("alice", Password));
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(0, scene.passwords.asked);
    CPPUNIT_ASSERT_EQUAL(scene.clock.now(), scene.devices().front().used_at);
  }

  void a_password_belongs_to_the_device_that_used_it_first() {
    Scene scene;
    scene.begin_with(syncml::basic_cred("alice", Password));
    CPPUNIT_ASSERT_EQUAL(std::string("IMEI:1"), scene.devices().front().device);
    scene.header("9", 1).header.source.uri = "IMEI:2";
    scene.handle.clear();
    scene.sign_in("alice", Password);
    scene.send();
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
  }

  void a_revoked_password_ends_its_session() {
    Scene scene;
    scene.begin_with(syncml::basic_cred("alice", Password));
    auto work = must(scene.memory.begin(1, store::Access::Write));
    must(work->drop_device(scene.number));
    must(work->commit());
    work.reset();
    scene.header(std::to_string(scene.sessions), 2);
    scene.sync();
    scene.change(syncml::ChangeKind::Add, "l1", card("Ann"));
    scene.final();
    scene.send();
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, scene.items().size());
  }

  void an_open_line_takes_no_password() {
    Scene scene;
    scene.open_line = true;
    scene.begin_with(syncml::basic_cred("alice", "secret"));
    CPPUNIT_ASSERT_EQUAL(401, scene.status("SyncHdr"));
    CPPUNIT_ASSERT(!scene.offered().empty());
    CPPUNIT_ASSERT_EQUAL(0, scene.passwords.asked);
  }

  void an_open_line_takes_a_digest() {
    Scene scene;
    scene.open_line = true;
    scene.sign_in_by("");
    scene.sign_in_by(scene.offered());
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void two_passwords_on_one_device_id_are_two_relations() {
    Scene scene;
    scene.first_session({{"1", card("Ann")}});
    scene.begin_with(syncml::basic_cred("alice", Password));
    scene.header(std::to_string(scene.sessions), 2);
    scene.sync();
    scene.change(syncml::ChangeKind::Add, "1", card("Bob"));
    scene.final();
    scene.send();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, scene.items().size());
  }

  void who_has_no_device_password_is_asked_for_the_own_one() {
    Scene scene;
    scene.header("1", 1).header.source.name = "bob";
    scene.send();
    const auto& chal = std::get<syncml::StatusCmd>(scene.reply.body.front()).chal;
    CPPUNIT_ASSERT_EQUAL(std::string(syncml::AuthBasic), chal->type);
  }

  void without_the_key_no_device_password_is_called_wrong() {
    constexpr int Later = 503;
    Scene scene;
    scene.passwords.key_is_away = true;
    CPPUNIT_ASSERT_EQUAL(Later, scene.begin_with(syncml::basic_cred("alice", Password)).status);
    CPPUNIT_ASSERT_EQUAL(Later, scene.sign_in_by("").status);
    CPPUNIT_ASSERT_EQUAL(0, scene.passwords.asked);  // else it counts as a wrong one there
    scene.passwords.key_is_away = false;
    scene.begin_with(syncml::basic_cred("alice", Password));
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }

  void one_password_under_another_key_hinders_no_other() {
    Scene scene;
    scene.seal_anew(scene.number, "sealed for something else");
    scene.make("second");
    scene.begin_with(syncml::basic_cred("alice", "second"));
    CPPUNIT_ASSERT_EQUAL(212, scene.status("SyncHdr"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DigestTest);

}  // namespace pim::session::test
