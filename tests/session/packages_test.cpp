// SPDX-License-Identifier: Apache-2.0
// Where a package ends: what a Final of the client closes, and what it does not.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class PackagesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PackagesTest);
  CPPUNIT_TEST(a_final_with_next_message_closes_nothing_while_our_package_is_open);
  CPPUNIT_TEST(changes_that_do_not_wait_for_our_final_are_a_package_of_their_own);
  CPPUNIT_TEST(a_datastore_whose_anchors_do_not_fit_is_waited_for_beside_one_whose_do);
  CPPUNIT_TEST(a_datastore_that_is_not_sent_again_after_508_gets_nothing);
  CPPUNIT_TEST_SUITE_END();

  /// Another device brings these.
  static void seed(Terminal& terminal, const std::string& collection,
                   const std::vector<std::pair<std::string, std::string>>& records) {
    const std::string was = std::exchange(terminal.collection, collection);
    terminal.session_of_another("", "s1", ChangeKind::Add, records);
    terminal.collection = was;
  }

  /// A slow sync of so many datastores that our Alerts do not all fit the first reply.
  static void open_four(Terminal& terminal) {
    seed(terminal, "contacts", {{"1", card("Anna")}, {"2", card("Bert")}});
    terminal.header("1", 1).header.meta.max_msg_size = 1800;
    terminal.sign_in();
    for (const char* name : {"contacts", "calendar", "tasks", "notes"}) {
      terminal.alert(201, "", "a1", name);
    }
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(!terminal.reply.final);
  }

  static void send_both(Terminal& terminal, unsigned msg) {
    terminal.header("1", msg);
    terminal.answer(msg - 1, 0, "SyncHdr", 200);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    terminal.change(ChangeKind::Add, "8", card("Carla"));
    terminal.final();
    terminal.send();
  }

 public:
  void a_final_with_next_message_closes_nothing_while_our_package_is_open() {
    Terminal terminal;
    open_four(terminal);
    unsigned msg = 1;
    while (!terminal.reply.final && ++msg < 6) {
      terminal.header("1", msg);
      terminal.answer(msg - 1, 0, "SyncHdr", 200);
      terminal.alert(222, "", "");
      terminal.final();
      terminal.send();
      CPPUNIT_ASSERT(terminal.received().empty());
    }
    CPPUNIT_ASSERT(terminal.reply.final);
    send_both(terminal, msg + 1);
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Sync"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, terminal.items().size());
    const auto changes = terminal.received();  // Anna is joined: only Bert is new to it
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
    CPPUNIT_ASSERT(changes[0].items[0].data->find("Bert") != std::string::npos);
    CPPUNIT_ASSERT(terminal.reply.final);
  }

  void changes_that_do_not_wait_for_our_final_are_a_package_of_their_own() {
    Terminal terminal;
    open_four(terminal);
    send_both(terminal, 2);
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Sync"));
    std::size_t came = terminal.received().size();
    for (unsigned msg = 3; msg < 8 && !terminal.reply.final; ++msg) {
      terminal.header("1", msg);
      terminal.answer(msg - 1, 0, "SyncHdr", 200);
      terminal.alert(222, "", "");
      terminal.send();
      came += terminal.received().size();
    }
    CPPUNIT_ASSERT(terminal.reply.final);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, came);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, terminal.items().size());
  }

  /// Alerts and changes in one message: those of contacts fit, those of notes do not.
  static void open_both_at_once(Terminal& terminal) {
    terminal.first_session({{"1", card("Anna")}});
    terminal.type = "text/plain";
    seed(terminal, "notes", {{"1", "Milk"}, {"2", "Bread"}});
    terminal.header("2", 1);
    terminal.sign_in();
    terminal.alert(200, "a1", "a2", "contacts");
    terminal.alert(200, "zz", "a2", "notes");
    terminal.sync();
    terminal.collection = "notes";
    terminal.sync();
    terminal.change(ChangeKind::Replace, "5", "Milk and eggs");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Sync", 0));
    CPPUNIT_ASSERT_EQUAL(508, terminal.status("Sync", 1));
    CPPUNIT_ASSERT(terminal.received().empty());
    CPPUNIT_ASSERT(terminal.reply.final);
  }
  static int notes_of_third_session(Terminal& terminal) {
    terminal.handle.clear();
    terminal.clock.time += 100;
    terminal.header("3", 1);
    terminal.sign_in();
    terminal.alert(200, "a2", "a3", "notes");
    terminal.final();
    terminal.send();
    return terminal.status("Alert");
  }

  void a_datastore_whose_anchors_do_not_fit_is_waited_for_beside_one_whose_do() {
    Terminal terminal;
    open_both_at_once(terminal);
    terminal.header("2", 2);
    terminal.answer(1, 0, "SyncHdr", 200);
    terminal.sync();
    terminal.change(ChangeKind::Replace, "5", "Milk");
    terminal.change(ChangeKind::Replace, "6", "Butter");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Sync"));
    const auto changes = terminal.received();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Bread"), *changes[0].items[0].data);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, terminal.items().size());
  }

  void a_datastore_that_is_not_sent_again_after_508_gets_nothing() {
    Terminal terminal;
    open_both_at_once(terminal);
    terminal.header("2", 2);
    terminal.answer(1, 0, "SyncHdr", 200);
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.received().empty());
    CPPUNIT_ASSERT(terminal.reply.final);
    CPPUNIT_ASSERT_EQUAL(508, notes_of_third_session(terminal));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PackagesTest);

}  // namespace pim::session::test
