// SPDX-License-Identifier: Apache-2.0
// One message, one transaction, one reply (sync rules 8, C).
#include <utility>

#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class MessagesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MessagesTest);
  CPPUNIT_TEST(a_message_sent_twice_gets_the_same_octets_and_acts_once);
  CPPUNIT_TEST(a_lost_first_reply_does_not_run_alert_and_sync_twice);
  CPPUNIT_TEST(a_message_in_wbxml_is_answered_in_wbxml);
  CPPUNIT_TEST(an_older_message_has_no_effect);
  CPPUNIT_TEST(a_late_copy_of_an_older_first_message_takes_nothing_over);
  CPPUNIT_TEST(the_same_first_message_begins_anew_once_the_later_session_rests);
  CPPUNIT_TEST(a_crash_at_any_store_call_leaves_a_message_done_or_undone);
  CPPUNIT_TEST(a_busy_store_inside_a_session_is_told_without_final);
  CPPUNIT_TEST(a_busy_store_before_the_session_is_http_503);
  CPPUNIT_TEST(replies_obey_the_size_the_client_told);
  CPPUNIT_TEST(a_message_too_large_is_refused_before_anything);
  CPPUNIT_TEST(what_is_no_message_is_http_400);
  CPPUNIT_TEST(endless_asking_for_more_is_ended);
  CPPUNIT_TEST(a_message_number_that_is_none_is_http_400);
  CPPUNIT_TEST_SUITE_END();

 public:
  static void open(Terminal& terminal) {
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
  }

  static void add_one(Terminal& terminal) {
    terminal.header("1", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    terminal.final();
  }

  void a_message_sent_twice_gets_the_same_octets_and_acts_once() {
    Terminal terminal;
    open(terminal);
    add_one(terminal);
    const std::string first = terminal.send().body;
    const std::string second = terminal.send().body;
    CPPUNIT_ASSERT_EQUAL(first, second);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void a_lost_first_reply_does_not_run_alert_and_sync_twice() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    terminal.final();
    const std::string first = terminal.send().body;
    terminal.handle.clear();  // it never saw the RespURI
    const std::string second = terminal.send().body;
    CPPUNIT_ASSERT_EQUAL(first, second);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void a_message_number_that_is_none_is_http_400() {
    for (const char* number : {"0", "00", "9223372036854775808", "18446744073709551615"}) {
      Terminal terminal;
      open(terminal);
      add_one(terminal);
      terminal.message.header.msg_id = number;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(number, 400, terminal.send().status);
    }
  }

  void a_message_in_wbxml_is_answered_in_wbxml() {
    Terminal terminal;
    terminal.encoding = syncml::Encoding::Wbxml;
    open(terminal);
    add_one(terminal);
    const ServerReply answer = terminal.send();
    CPPUNIT_ASSERT_EQUAL(std::string("application/vnd.syncml+wbxml"), answer.content_type);
    CPPUNIT_ASSERT_EQUAL(std::string("\x03\xa4\x01\x6a", 4), answer.body.substr(0, 4));
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void an_older_message_has_no_effect() {
    Terminal terminal;
    open(terminal);
    add_one(terminal);
    const std::string old = terminal.octets();
    terminal.send();
    terminal.header("1", 3);
    terminal.final();
    terminal.send();
    terminal.send_octets(old);
    CPPUNIT_ASSERT_EQUAL(400, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  /// Session 1 runs through, session 2 begins; the octets that had opened session 1.
  static std::string open_two(Terminal& terminal) {
    open(terminal);
    const std::string opening = terminal.octets();
    add_one(terminal);
    terminal.send();
    terminal.handle.clear();
    terminal.header("2", 1);
    terminal.sign_in();
    terminal.alert(200, "a1", "a2");
    terminal.final();
    terminal.send();
    return opening;
  }

  void a_late_copy_of_an_older_first_message_takes_nothing_over() {
    Terminal terminal;
    const std::string opening = open_two(terminal);
    const std::string living = std::exchange(terminal.handle, "");
    CPPUNIT_ASSERT_EQUAL(503, terminal.send_octets(opening).status);
    terminal.handle = living;
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "8", card("Berta"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add"));
  }

  void the_same_first_message_begins_anew_once_the_later_session_rests() {
    Terminal terminal;
    const std::string opening = open_two(terminal);
    terminal.handle.clear();
    terminal.clock.time += 31;
    CPPUNIT_ASSERT_EQUAL(200, terminal.send_octets(opening).status);
  }

  void a_crash_at_any_store_call_leaves_a_message_done_or_undone() {
    for (std::uint64_t n = 1;; ++n) {
      Terminal terminal;
      open(terminal);
      add_one(terminal);
      store::Fault fault;
      fault.call = n;
      fault.code = ErrorCode::Unavailable;
      terminal.store.arm(fault);
      terminal.send();
      const bool struck = !terminal.store.fired_at().empty();
      terminal.store.disarm();
      terminal.send();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(n), 201, terminal.status("Add"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(n), std::size_t{1}, terminal.items().size());
      if (!struck) {
        break;
      }
    }
  }

  void a_busy_store_inside_a_session_is_told_without_final() {
    Terminal terminal;
    open(terminal);
    add_one(terminal);
    arm_busy(terminal);
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(101, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT(!terminal.reply.final);
  }

  void a_busy_store_before_the_session_is_http_503() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    arm_busy(terminal);
    const ServerReply reply = terminal.send();
    CPPUNIT_ASSERT_EQUAL(503, reply.status);
    CPPUNIT_ASSERT(reply.retry_after > 0);
  }

  void replies_obey_the_size_the_client_told() {
    Terminal terminal;
    std::vector<std::pair<std::string, std::string>> records;
    for (int i = 0; i < 40; ++i) {
      records.emplace_back(std::to_string(i), card("Name" + std::to_string(i)));
    }
    terminal.first_session(records);
    terminal.header("2", 1).header.source.uri = "IMEI:2";
    terminal.message.header.meta.max_msg_size = 2000;
    terminal.sign_in();
    terminal.alert(201, "", "b1");
    terminal.final();
    CPPUNIT_ASSERT(terminal.send().body.size() <= 2000);
    std::size_t came = 0;
    for (unsigned msg = 2; msg < 100 && came < 40; ++msg) {
      const auto answers = terminal.received();
      terminal.header("2", msg).header.source.uri = "IMEI:2";
      if (msg == 2) {
        terminal.sync();
        terminal.final();
      }
      CPPUNIT_ASSERT(terminal.send().body.size() <= 2000);
      came += terminal.received().size();
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{40}, came);
  }

  void a_message_too_large_is_refused_before_anything() {
    Terminal terminal;
    CPPUNIT_ASSERT_EQUAL(413, terminal.send_octets(std::string(600 * 1024, ' ')).status);
    CPPUNIT_ASSERT_EQUAL(0, terminal.passwords.asked);
  }

  void what_is_no_message_is_http_400() {
    Terminal terminal;
    CPPUNIT_ASSERT_EQUAL(400, terminal.send_octets("<SyncML><SyncHdr>").status);
  }

  void endless_asking_for_more_is_ended() {
    Terminal terminal;
    open(terminal);
    bool ended = false;
    for (unsigned msg = 2; msg < 20 && !ended; ++msg) {
      terminal.header("1", msg);
      terminal.alert(222, "", "");
      terminal.send();
      ended = terminal.status("SyncHdr") == 512;
    }
    CPPUNIT_ASSERT(ended);
  }

 private:
  static void arm_busy(Terminal& terminal) {
    // the portal and, at the bare URL, the owner are looked up before the transaction
    store::Fault fault;
    fault.call = terminal.handle.empty() ? 3 : 2;
    fault.code = ErrorCode::Busy;
    terminal.store.arm(fault);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MessagesTest);

}  // namespace pim::session::test
