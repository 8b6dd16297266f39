// SPDX-License-Identifier: Apache-2.0
// A device that lacks the record of a Replace adds it, answers 201, and maps its own name of before
// to the new one.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class AddedAnewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AddedAnewTest);
  CPPUNIT_TEST(the_next_edit_here_names_the_record_as_it_is_there_now);
  CPPUNIT_TEST(an_edit_of_the_new_record_is_of_the_item);
  CPPUNIT_TEST(a_map_in_a_later_message_counts);
  CPPUNIT_TEST(a_replace_answered_201_without_a_map_keeps_its_name);
  CPPUNIT_TEST(a_map_that_may_be_of_an_add_is_settled_by_comparing_all);
  CPPUNIT_TEST_SUITE_END();

  using Records = std::vector<std::pair<std::string, std::string>>;

  Terminal terminal;
  unsigned others_ = 0;
  unsigned sessions_ = 1;
  int alert_status_ = 0;

  /// Another device says this of its only record.
  void elsewhere(const Records& records) {
    const std::string last = others_ == 0 ? "" : "s" + std::to_string(others_);
    ++others_;
    terminal.session_of_another(last, "s" + std::to_string(others_), ChangeKind::Replace, records);
  }

  /// The device's next session, with this of its own; up to package 4.
  std::vector<syncml::ChangeCmd> open(const Records& records = {}) {
    const std::string last = "a" + std::to_string(sessions_++);
    terminal.handle.clear();
    terminal.clock.time += 100;
    terminal.header(std::to_string(sessions_), 1);
    terminal.sign_in();
    terminal.alert(200, last, "a" + std::to_string(sessions_));
    terminal.final();
    terminal.send();
    alert_status_ = terminal.status("Alert");
    terminal.header(std::to_string(sessions_), 2);
    terminal.sync();
    for (const auto& [luid, record] : records) {
      terminal.change(ChangeKind::Replace, luid, record);
    }
    terminal.final();
    terminal.send();
    return terminal.received();
  }
  void answer(const syncml::ChangeCmd& change, int code) {
    terminal.answer(2, static_cast<unsigned>(std::stoul(change.cmd_id)),
                    change.kind == ChangeKind::Add ? "Add" : "Replace", code);
  }
  void header(unsigned msg) {
    terminal.header(std::to_string(sessions_), msg);
    terminal.answer(msg - 1, 0, "SyncHdr", 200);
  }

  static std::string only_target(const std::vector<syncml::ChangeCmd>& changes) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
    CPPUNIT_ASSERT(changes[0].kind == ChangeKind::Replace);
    return changes[0].items.at(0).target->uri;
  }

 public:
  void setUp() override {
    terminal.first_session({{"41", card("Anna")}});
    elsewhere({{"1", card("Anna")}});
    elsewhere({{"1", card("Anna", "TEL:1\r\n")}});
  }

  /// Replace of 41: the device adds it as 52.
  void add_anew() {
    const auto changes = open();
    CPPUNIT_ASSERT_EQUAL(std::string("41"), only_target(changes));
    header(3);
    answer(changes[0], 201);
    terminal.map("41", "52");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Map"));
  }

  void the_next_edit_here_names_the_record_as_it_is_there_now() {
    add_anew();
    elsewhere({{"1", card("Anna", "TEL:1\r\nTEL:2\r\n")}});
    CPPUNIT_ASSERT_EQUAL(std::string("52"), only_target(open()));
  }

  void an_edit_of_the_new_record_is_of_the_item() {
    add_anew();
    CPPUNIT_ASSERT(open({{"52", card("Anna", "TEL:3\r\n")}}).empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT(terminal.items()[0].content.find("TEL:3") != std::string::npos);
  }

  void a_map_in_a_later_message_counts() {
    const auto changes = open();
    header(3);
    answer(changes.at(0), 201);
    terminal.send();
    header(4);
    terminal.map("41", "52");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Map"));
    elsewhere({{"1", card("Anna", "TEL:2\r\n")}});
    CPPUNIT_ASSERT_EQUAL(std::string("52"), only_target(open()));
  }

  /// There are devices that answer every Replace so.
  void a_replace_answered_201_without_a_map_keeps_its_name() {
    const auto changes = open();
    header(3);
    answer(changes.at(0), 201);
    terminal.final();
    terminal.send();
    elsewhere({{"1", card("Anna", "TEL:2\r\n")}});
    CPPUNIT_ASSERT_EQUAL(std::string("41"), only_target(open()));
  }

  void a_map_that_may_be_of_an_add_is_settled_by_comparing_all() {
    // an item whose number is the name of another record there: both Maps would have that Target
    Records others;
    for (int i = 2; i < 50; ++i) {
      others.emplace_back(std::to_string(i), card("Name" + std::to_string(i)));
    }
    elsewhere(others);
    Records there;
    const auto changes = open();
    header(3);
    for (const auto& change : changes) {
      const bool is_add = change.kind == ChangeKind::Add;
      there.emplace_back(is_add ? "n" + change.items.at(0).source->uri : "52",
                         *change.items.at(0).data);
      answer(change, 201);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{49}, there.size());
    terminal.map("41", "52");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(open(there).empty());
    CPPUNIT_ASSERT_EQUAL(508, alert_status_);
    CPPUNIT_ASSERT_EQUAL(std::size_t{49}, terminal.items().size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(AddedAnewTest);

}  // namespace pim::session::test
