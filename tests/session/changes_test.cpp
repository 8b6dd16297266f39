// SPDX-License-Identifier: Apache-2.0
// What a terminal's changes do, and what comes back (sync rules D to H), message by message.
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/text.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class ChangesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ChangesTest);
  CPPUNIT_TEST(an_unknown_datastore_is_404_and_the_session_goes_on);
  CPPUNIT_TEST(a_first_fast_alert_becomes_slow);
  CPPUNIT_TEST(fitting_anchors_go_on_fast_and_send_nothing_back);
  CPPUNIT_TEST(changes_sent_on_anchors_that_do_not_fit_are_not_taken);
  CPPUNIT_TEST(an_add_of_a_mapped_luid_is_a_replace);
  CPPUNIT_TEST(a_replace_of_an_unknown_luid_is_an_add);
  CPPUNIT_TEST(a_delete_of_an_unknown_luid_is_211);
  CPPUNIT_TEST(a_delete_that_asks_for_an_archive_is_told_that_there_is_none);
  CPPUNIT_TEST(a_record_without_a_name_is_refused_alone);
  CPPUNIT_TEST(one_unreadable_record_does_not_stop_the_others);
  CPPUNIT_TEST(another_version_of_a_record_is_415);
  CPPUNIT_TEST(an_empty_slow_sync_deletes_nothing_and_delivers_everything);
  CPPUNIT_TEST(a_second_slow_sync_doubles_nothing);
  CPPUNIT_TEST(thirty_deletions_of_a_hundred_are_held);
  CPPUNIT_TEST(an_add_without_map_goes_again_and_a_cached_map_stops_it);
  CPPUNIT_TEST(a_sync_that_names_no_target_brings_its_changes);
  CPPUNIT_TEST(a_change_that_was_not_executed_is_not_delivered);
  CPPUNIT_TEST(what_leaves_the_memory_of_a_device_is_not_deleted);
  CPPUNIT_TEST(a_record_in_base64_is_read_whatever_the_word_for_it);
  CPPUNIT_TEST(a_name_longer_than_names_may_be_is_refused_alone);
  CPPUNIT_TEST(a_datastore_of_unknown_format_does_not_stop_the_others);
  CPPUNIT_TEST_SUITE_END();

 public:
  static void begin(Terminal& terminal, const std::string& id, int code, const std::string& last,
                    const std::string& next) {
    terminal.handle.clear();
    terminal.header(id, 1);
    terminal.sign_in();
    terminal.alert(code, last, next);
    terminal.final();
    terminal.send();
  }

  void an_unknown_datastore_is_404_and_the_session_goes_on() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1", "recipes");
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(404, terminal.status("Alert", 0));
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert", 1));
  }

  void a_first_fast_alert_becomes_slow() {
    Terminal terminal;
    begin(terminal, "1", 200, "", "a1");
    CPPUNIT_ASSERT_EQUAL(508, terminal.status("Alert"));
  }

  void fitting_anchors_go_on_fast_and_send_nothing_back() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    begin(terminal, "2", 200, "a1", "a2");
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    terminal.header("2", 2);
    terminal.sync();
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.received().empty());
    CPPUNIT_ASSERT(terminal.reply.final);
  }

  void changes_sent_on_anchors_that_do_not_fit_are_not_taken() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(200, "zz", "a1");
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(508, terminal.status("Add"));
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void an_add_of_a_mapped_luid_is_a_replace() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    begin(terminal, "2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna", "NOTE:edited\r\n"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.status("Add") == 200 || terminal.status("Add") == 201);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT(terminal.items()[0].content.find("NOTE:edited") != std::string::npos);
  }

  void a_replace_of_an_unknown_luid_is_an_add() {
    Terminal terminal;
    terminal.first_session({});
    begin(terminal, "2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Replace, "9", card("Bert"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Replace"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void a_delete_of_an_unknown_luid_is_211() {
    Terminal terminal;
    terminal.first_session({});
    begin(terminal, "2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Delete, "9");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(211, terminal.status("Delete"));
  }

  void a_delete_that_asks_for_an_archive_is_told_that_there_is_none() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    terminal.header("2", 1);
    terminal.sign_in();
    terminal.alert(200, "a1", "a2");
    terminal.sync();
    terminal.change(ChangeKind::Delete, "7");
    auto& sync = std::get<syncml::SyncCmd>(terminal.message.body.back());
    std::get<syncml::ChangeCmd>(sync.commands.back()).archive = true;
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(210, terminal.status("Delete"));
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void a_record_without_a_name_is_refused_alone() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1");
    terminal.sync();
    terminal.change(ChangeKind::Add, "", card("Anna"));
    terminal.change(ChangeKind::Replace, "", card("Bert"));
    terminal.change(ChangeKind::Add, "7", card("Carla"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(412, terminal.status("Add"));
    CPPUNIT_ASSERT_EQUAL(412, terminal.status("Replace"));
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add", 1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void one_unreadable_record_does_not_stop_the_others() {
    Terminal terminal;
    begin(terminal, "1", 201, "", "a1");
    terminal.header("1", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "1", card("Anna"));
    terminal.change(ChangeKind::Add, "2", "");
    terminal.change(ChangeKind::Add, "3", card("Clara"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add", 0));
    CPPUNIT_ASSERT(terminal.status("Add", 1) >= 400);
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add", 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
  }

  void another_version_of_a_record_is_415() {
    Terminal terminal;
    begin(terminal, "1", 201, "", "a1");
    terminal.header("1", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "1", "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:Anna\r\nEND:VCARD\r\n");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(415, terminal.status("Add"));
  }

  void an_empty_slow_sync_deletes_nothing_and_delivers_everything() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin(terminal, "2", 201, "", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.received().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
  }

  void a_second_slow_sync_doubles_nothing() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin(terminal, "2", 201, "", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    terminal.change(ChangeKind::Add, "8", card("Bert"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.received().empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
  }

  void thirty_deletions_of_a_hundred_are_held() {
    Terminal terminal;
    std::vector<std::pair<std::string, std::string>> records;
    for (int i = 0; i < 100; ++i) {
      records.emplace_back(std::to_string(i), card("Name" + std::to_string(i)));
    }
    terminal.first_session(records);
    begin(terminal, "2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    for (int i = 0; i < 30; ++i) {
      terminal.change(ChangeKind::Delete, std::to_string(i));
    }
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Delete"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{100}, terminal.items().size());
    CPPUNIT_ASSERT(terminal.received().empty());  // held: not sent back either
  }

  void an_add_without_map_goes_again_and_a_cached_map_stops_it() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    // a second device takes part without ever mapping what it got
    const auto other = [&](const std::string& id, int code, const std::string& last,
                           const std::string& next, const std::string& mapped) {
      terminal.handle.clear();
      terminal.header(id, 1).header.source.uri = "IMEI:2";
      terminal.sign_in();
      terminal.alert(code, last, next);
      terminal.final();
      terminal.send();
      terminal.header(id, 2).header.source.uri = "IMEI:2";
      if (!mapped.empty()) {
        terminal.map(mapped, "55");
      }
      terminal.sync();
      terminal.final();
      terminal.send();
      const auto came = terminal.received();
      terminal.header(id, 3).header.source.uri = "IMEI:2";
      terminal.final();
      terminal.send();
      return came;
    };
    const auto first = other("3", 201, "", "b1", "");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, first.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, other("4", 200, "b1", "b2", "").size());
    const std::string name = first[0].items[0].source->uri;
    CPPUNIT_ASSERT(other("5", 200, "b2", "b3", name).empty());
  }

  void a_sync_that_names_no_target_brings_its_changes() {
    Terminal terminal;
    begin(terminal, "1", 201, "", "a1");
    terminal.header("1", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", card("Anna"));
    std::get<syncml::SyncCmd>(terminal.message.body.back()).target.uri.clear();
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void what_leaves_the_memory_of_a_device_is_not_deleted() {
    Terminal terminal;
    terminal.first_session({{"7", card("Anna")}});
    begin(terminal, "2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Delete, "7");
    last(terminal).soft_delete = true;
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Delete"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT(terminal.received().empty());
  }

  /// The command built last.
  static syncml::ChangeCmd& last(Terminal& terminal) {
    auto& sync = std::get<syncml::SyncCmd>(terminal.message.body.back());
    return std::get<syncml::ChangeCmd>(sync.commands.back());
  }

  void a_record_in_base64_is_read_whatever_the_word_for_it() {
    for (const char* word : {"b64", "base64", "B64"}) {
      Terminal terminal;
      begin(terminal, "1", 201, "", "a1");
      terminal.header("1", 2);
      terminal.sync();
      terminal.change(ChangeKind::Add, "7", base64_encode(card("Anna")));
      last(terminal).meta.format = word;
      terminal.final();
      terminal.send();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(word, 201, terminal.status("Add"));
      CPPUNIT_ASSERT_EQUAL(std::string("Anna"), terminal.items().at(0).label);
    }
  }

  void a_name_longer_than_names_may_be_is_refused_alone() {
    Terminal terminal;
    begin(terminal, "1", 201, "", "a1");
    terminal.header("1", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, std::string(5'000, '7'), card("Anna"));
    terminal.change(ChangeKind::Add, "8", card("Bert"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(414, terminal.status("Add", 0));
    CPPUNIT_ASSERT_EQUAL(201, terminal.status("Add", 1));
  }

  void a_datastore_of_unknown_format_does_not_stop_the_others() {
    Terminal terminal;
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1", "notes");
    terminal.alert(201, "", "a1");
    terminal.final();
    terminal.send();
    syncml::DevInf info;
    info.dev_id = "IMEI:1";
    info.datastores.resize(2);
    info.datastores[0].source_ref = "./notes";
    info.datastores[0].rx_pref = {"text/x-strange", "1"};
    info.datastores[1].source_ref = "./contacts";
    info.datastores[1].rx_pref = {"text/vcard", "3.0"};
    terminal.header("1", 2);
    terminal.put(info);
    terminal.collection = "notes";
    terminal.sync();
    terminal.change(ChangeKind::Add, "1", "Milk");
    terminal.collection = "contacts";
    terminal.sync();
    terminal.change(ChangeKind::Add, "2", card("Bert"));
    terminal.final();
    CPPUNIT_ASSERT_EQUAL(200, terminal.send().status);
    CPPUNIT_ASSERT_EQUAL(415, terminal.status("Sync", 0));
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Sync", 1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void a_change_that_was_not_executed_is_not_delivered() {
    for (const int code : {206, 213, 214, 215, 216}) {
      Terminal terminal;
      terminal.first_session({{"7", card("Anna")}});
      begin(terminal, "2", 201, "", "a2");
      terminal.header("2", 2);
      terminal.sync();
      terminal.final();
      terminal.send();
      const std::string sent = terminal.received().at(0).cmd_id;
      terminal.header("2", 3);
      terminal.answer(2, static_cast<unsigned>(std::stoul(sent)), "Add", code);
      terminal.final();
      const auto ended = terminal.send().ended;
      CPPUNIT_ASSERT(ended.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), std::size_t{1},
                                   static_cast<std::size_t>(ended->send_failed));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ChangesTest);

}  // namespace pim::session::test
