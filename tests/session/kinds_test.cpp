// SPDX-License-Identifier: Apache-2.0
// The one-way and the refresh sessions that a terminal asks for (sync rule 40).
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class KindsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(KindsTest);
  CPPUNIT_TEST(one_way_from_the_client_sends_nothing_back);
  CPPUNIT_TEST(what_one_way_from_the_client_left_here_comes_with_the_next_two_way);
  CPPUNIT_TEST(one_way_from_the_client_on_other_anchors_compares_everything);
  CPPUNIT_TEST(one_way_from_the_client_after_a_broken_session_compares_everything);
  CPPUNIT_TEST(a_refresh_from_the_client_makes_ours_like_its);
  CPPUNIT_TEST(a_refresh_from_an_empty_client_waits_for_a_person);
  CPPUNIT_TEST(a_refresh_with_an_unreadable_record_deletes_nothing);
  CPPUNIT_TEST(a_refresh_from_the_client_keeps_what_was_entered_since_it_began);
  CPPUNIT_TEST(one_way_from_the_server_brings_our_changes);
  CPPUNIT_TEST(a_refresh_from_the_server_brings_everything);
  CPPUNIT_TEST_SUITE_END();

 public:
  Terminal terminal;

  void begin(const std::string& id, int code, const std::string& last, const std::string& next) {
    terminal.handle.clear();
    terminal.clock.time += 10;
    terminal.header(id, 1);
    terminal.sign_in();
    terminal.alert(code, last, next);
    terminal.final();
    terminal.send();
  }
  /// Package 3: what was built since header() goes out; then the Final of package 5.
  void end(const std::string& id) {
    terminal.final();
    terminal.send();
    brought = terminal.received().size();
    terminal.header(id, 3);
    terminal.answer(2, 0, "SyncHdr", 200);
    terminal.final();
    terminal.send();
  }
  void changes(const std::string& id) {
    terminal.header(id, 2);
    terminal.sync();
  }
  void import(const std::string& record) {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Write);
    sync::LocalContext context{terminal.store, **work,  *content::kind_of("contacts"),
                               "contacts",     "alice", terminal.clock.now()};
    CPPUNIT_ASSERT(sync::import_records(context, {&record, 1}).has_value());
    CPPUNIT_ASSERT((*work)->commit().has_value());
  }
  std::string names() {
    std::string all;
    for (const store::Item& item : terminal.items()) {
      all += item.label + " ";
    }
    return all;
  }
  int alert_code() const {
    for (const auto& command : terminal.reply.body) {
      if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
        return alert->code;
      }
    }
    return 0;
  }
  std::size_t brought = 0;

  void one_way_from_the_client_sends_nothing_back() {
    terminal.first_session({{"7", card("Anna")}});
    import(card("Ours"));
    begin("2", 202, "a1", "a2");
    CPPUNIT_ASSERT_EQUAL(202, alert_code());
    changes("2");
    terminal.change(ChangeKind::Add, "8", card("Bert"));
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, brought);
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Bert Ours "), names());
  }

  void what_one_way_from_the_client_left_here_comes_with_the_next_two_way() {
    one_way_from_the_client_sends_nothing_back();
    begin("3", 200, "a2", "a3");
    changes("3");
    end("3");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought);
  }

  void one_way_from_the_client_on_other_anchors_compares_everything() {
    terminal.first_session({{"7", card("Anna")}});
    begin("2", 202, "zz", "a2");
    CPPUNIT_ASSERT_EQUAL(508, terminal.status("Alert"));
    CPPUNIT_ASSERT_EQUAL(201, alert_code());
  }

  void one_way_from_the_client_after_a_broken_session_compares_everything() {
    terminal.first_session({{"7", card("Anna")}});
    begin("2", 200, "a1", "a2");  // and breaks
    begin("3", 202, "a1", "a3");
    CPPUNIT_ASSERT_EQUAL(201, alert_code());
  }

  void a_refresh_from_the_client_makes_ours_like_its() {
    terminal.first_session({{"7", card("Anna", "TITLE:one\r\n")}, {"8", card("Bert")}});
    import(card("Ours"));
    begin("2", 203, "a1", "a2");
    CPPUNIT_ASSERT_EQUAL(203, alert_code());
    changes("2");
    terminal.change(ChangeKind::Replace, "7", card("Anna", "TITLE:two\r\n"));
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::string("Anna "), names());
    CPPUNIT_ASSERT(terminal.items().at(0).content.find("TITLE:two") != std::string::npos);
  }

  void a_refresh_from_an_empty_client_waits_for_a_person() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin("2", 203, "a1", "a2");
    changes("2");
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Bert "), names());
  }

  void a_refresh_with_an_unreadable_record_deletes_nothing() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin("2", 203, "a1", "a2");
    changes("2");
    terminal.change(ChangeKind::Replace, "7", card("Anna"));
    terminal.change(ChangeKind::Replace, "8", "no card");
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Bert "), names());
  }

  void a_refresh_from_the_client_keeps_what_was_entered_since_it_began() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin("2", 203, "a1", "a2");
    import(card("Clara"));
    changes("2");
    terminal.change(ChangeKind::Replace, "7", card("Anna"));
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Clara "), names());
  }

  void one_way_from_the_server_brings_our_changes() {
    terminal.first_session({{"7", card("Anna")}});
    import(card("Ours"));
    begin("2", 204, "a1", "a2");
    CPPUNIT_ASSERT_EQUAL(204, alert_code());
    changes("2");
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought);
  }

  void a_refresh_from_the_server_brings_everything() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin("2", 205, "a1", "a2");
    CPPUNIT_ASSERT_EQUAL(205, alert_code());
    changes("2");
    end("2");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, brought);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(KindsTest);

}  // namespace pim::session::test
