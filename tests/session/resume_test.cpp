// SPDX-License-Identifier: Apache-2.0
// Suspend and resume (Alerts 224 and 225 of SyncML 1.2): a session that broke goes on as any other.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class ResumeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ResumeTest);
  CPPUNIT_TEST(a_two_way_sync_that_broke_goes_on_fast);
  CPPUNIT_TEST(a_first_sync_that_broke_goes_on_slow);
  CPPUNIT_TEST(a_sync_one_way_that_broke_goes_on_one_way);
  CPPUNIT_TEST(a_resume_with_nothing_before_is_a_slow_sync);
  CPPUNIT_TEST(a_resume_before_1_2_is_refused);
  CPPUNIT_TEST(a_suspend_closes_no_package);
  CPPUNIT_TEST(a_suspend_before_1_2_is_refused);
  CPPUNIT_TEST_SUITE_END();

  static void open(Terminal& terminal, unsigned session, int code, const std::string& last) {
    terminal.handle.clear();
    terminal.clock.time += 100;
    terminal.header(std::to_string(session), 1);
    terminal.sign_in();
    terminal.alert(code, last, "a" + std::to_string(session));
    terminal.final();
    terminal.send();
  }
  static int alert_of(const Terminal& terminal) {
    for (const auto& command : terminal.reply.body) {
      if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
        return alert->code;
      }
    }
    return 0;
  }
  /// Both say the same: a device takes another kind of sync for a failure (S60).
  static void check_opened(const Terminal& terminal, int status, int alert) {
    CPPUNIT_ASSERT_EQUAL(status, terminal.status("Alert"));
    CPPUNIT_ASSERT_EQUAL(alert, alert_of(terminal));
  }
  static int asked_in_1_1(int code) {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.message.header.ver_dtd = "1.1";
    terminal.message.header.ver_proto = "SyncML/1.1";
    terminal.sign_in();
    terminal.alert(code, "", "a1");
    terminal.final();
    terminal.send();
    return terminal.status("Alert");
  }

 public:
  void a_two_way_sync_that_broke_goes_on_fast() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    open(terminal, 2, 200, "a1");
    open(terminal, 3, 225, "a1");
    check_opened(terminal, 200, 200);
    terminal.header("3", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "8", card("Bert"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
  }

  void a_first_sync_that_broke_goes_on_slow() {
    Terminal terminal;
    open(terminal, 1, 201, "");
    open(terminal, 2, 225, "");
    check_opened(terminal, 508, 201);
  }

  void a_sync_one_way_that_broke_goes_on_one_way() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    open(terminal, 2, 204, "a1");
    open(terminal, 3, 225, "a1");
    check_opened(terminal, 200, 204);
  }

  void a_resume_with_nothing_before_is_a_slow_sync() {
    Terminal terminal;
    open(terminal, 1, 225, "a0");
    check_opened(terminal, 508, 201);
  }

  void a_resume_before_1_2_is_refused() { CPPUNIT_ASSERT_EQUAL(406, asked_in_1_1(225)); }
  void a_suspend_before_1_2_is_refused() { CPPUNIT_ASSERT_EQUAL(406, asked_in_1_1(224)); }

  void a_suspend_closes_no_package() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    open(terminal, 2, 203, "");  // what the device does not show would be deleted
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Replace, "7", card("Anna"));
    terminal.send();
    terminal.header("2", 3);
    terminal.alert(224, "", "");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    CPPUNIT_ASSERT(terminal.reply.final);
    CPPUNIT_ASSERT(terminal.received().empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
    open(terminal, 3, 225, "");
    check_opened(terminal, 508, 201);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ResumeTest);

}  // namespace pim::session::test
