// SPDX-License-Identifier: Apache-2.0
// Sign-in and the start of sessions (sync rules B).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

class SignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignInTest);
  CPPUNIT_TEST(a_caller_without_credentials_is_challenged_and_gets_no_handle);
  CPPUNIT_TEST(a_wrong_password_is_challenged_and_stores_nothing);
  CPPUNIT_TEST(a_session_may_begin_with_any_message_id);
  CPPUNIT_TEST(a_signed_in_session_needs_no_further_credentials);
  CPPUNIT_TEST(an_altered_handle_names_no_session);
  CPPUNIT_TEST(an_answer_before_sign_in_stays_small);
  CPPUNIT_TEST(a_session_begun_anew_after_a_challenge_is_not_the_broken_one);
  CPPUNIT_TEST(a_session_begun_anew_within_package_1_is_not_the_broken_one);
  CPPUNIT_TEST(a_client_that_ignores_the_address_it_was_given_goes_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_caller_without_credentials_is_challenged_and_gets_no_handle() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(407, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(407, terminal.status("Alert"));
    CPPUNIT_ASSERT(terminal.reply.header.resp_uri.empty());
    CPPUNIT_ASSERT(std::get<syncml::StatusCmd>(terminal.reply.body.front()).chal.has_value());
  }

  void a_wrong_password_is_challenged_and_stores_nothing() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in("alice", "guess");
    terminal.alert(201, "", "a1");
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(401, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT(terminal.handle.empty());
    CPPUNIT_ASSERT(!*terminal.memory.find_owner(1));
  }

  void a_session_may_begin_with_any_message_id() {
    Terminal terminal;
    terminal.header("1", 2);  // the retry after a challenge
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(212, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT(!terminal.handle.empty());
  }

  void a_signed_in_session_needs_no_further_credentials() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    terminal.header("1", 2);
    terminal.sync();
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(1, terminal.passwords.asked);
  }

  void an_altered_handle_names_no_session() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    terminal.handle[33] = terminal.handle[33] == '9' ? '8' : '9';  // the owner's number
    terminal.header("1", 2);
    terminal.sync();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(512, terminal.status("SyncHdr"));
  }

  void an_answer_before_sign_in_stays_small() {
    Terminal terminal;
    terminal.header("1", 1);
    for (int i = 0; i < 500; ++i) {
      terminal.alert(201, "", "a1");
    }
    const ServerReply reply = terminal.send();
    CPPUNIT_ASSERT(reply.body.size() <= 4096);
  }

  static void ask(Terminal& terminal, unsigned msg, const std::string& next) {
    terminal.handle.clear();
    terminal.header("1", msg);
    terminal.sign_in();
    terminal.alert(201, "", next);
    terminal.final();
  }

  void a_session_begun_anew_after_a_challenge_is_not_the_broken_one() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    terminal.clock.time += 1000;
    ask(terminal, 1, "a2");
    terminal.send();  // its reply is lost
    terminal.clock.time += 30;
    ask(terminal, 1, "a3");
    terminal.message.header.cred.reset();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(407, terminal.status("SyncHdr"));
    ask(terminal, 2, "a3");
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(212, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    CPPUNIT_ASSERT(!terminal.handle.empty());
    CPPUNIT_ASSERT(terminal.received().empty());
  }

  void a_session_begun_anew_within_package_1_is_not_the_broken_one() {
    Terminal terminal;
    ask(terminal, 1, "a1");
    terminal.message.final = false;
    terminal.send();  // its reply is lost
    terminal.clock.time += 30;
    ask(terminal, 2, "a2");
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    CPPUNIT_ASSERT(!terminal.handle.empty());
  }

  void a_client_that_ignores_the_address_it_was_given_goes_on() {
    Terminal terminal;
    ask(terminal, 1, "a1");
    terminal.message.final = false;
    terminal.send();
    terminal.handle.clear();
    terminal.header("1", 2);
    terminal.sign_in();
    terminal.alert(201, "", "a1", "notes");  // more of package 1
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.handle.empty());
    terminal.header("1", 3);
    terminal.sign_in();
    terminal.sync();
    terminal.change(syncml::ChangeKind::Add, "7", card("Anna"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.handle.empty());
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SignInTest);

}  // namespace pim::session::test
