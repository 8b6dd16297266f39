// SPDX-License-Identifier: Apache-2.0
// Records of ours that are larger than a terminal's messages (large objects).
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

namespace {

constexpr std::size_t SmallSize = 2'000;

/// What XML has to escape and what must not be cut in two.
std::string rich_note(std::size_t octets) {
  std::string note;
  for (std::size_t i = 0; note.size() < octets; ++i) {
    note += i % 3 == 0 ? "&<>\r\n" : i % 3 == 1 ? "\xc3\xa4\xe2\x82\xac" : std::to_string(i);
  }
  return "Shopping\r\n" + note;
}

}  // namespace

class LargeObjectSendTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LargeObjectSendTest);
  CPPUNIT_TEST(a_record_larger_than_a_message_comes_in_parts);
  CPPUNIT_TEST(its_parts_are_not_cut_within_a_sign_or_a_line_end);
  CPPUNIT_TEST(one_that_fits_a_message_of_its_own_comes_whole);
  CPPUNIT_TEST(a_device_that_takes_no_parts_gets_none);
  CPPUNIT_TEST(a_device_of_1_0_gets_none);
  CPPUNIT_TEST(a_refused_part_ends_it_and_the_next_record_comes);
  CPPUNIT_TEST(a_device_that_lost_its_parts_gets_the_next_record);
  CPPUNIT_TEST(a_device_that_answers_no_part_gets_the_whole);
  CPPUNIT_TEST(a_message_asked_for_again_brings_the_same_part);
  CPPUNIT_TEST(a_session_that_breaks_sends_it_anew);
  CPPUNIT_TEST(an_edit_under_way_comes_next_time);
  CPPUNIT_TEST_SUITE_END();

 public:
  Terminal terminal;
  unsigned message = 1;
  std::string session = "1";
  std::string version = "1.2";
  std::size_t size = SmallSize;

  void setUp() override {
    terminal.collection = "notes";
    terminal.type = "text/plain";
    CPPUNIT_ASSERT(terminal.memory.portal("default", "1").has_value());
  }

  template <class Do>
  void locally(Do change) {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Write);
    sync::LocalContext context{terminal.memory, **work,  *content::kind_of("notes"),
                               "notes",         "alice", terminal.clock.now()};
    CPPUNIT_ASSERT(change(context).has_value());
    CPPUNIT_ASSERT((*work)->commit().has_value());
  }

  void import(const std::string& note) {
    locally([&](sync::LocalContext& context) { return sync::import_records(context, {&note, 1}); });
  }

  void header(unsigned id) {
    terminal.header(session, id).header.meta.max_msg_size = size;
    terminal.message.header.ver_dtd = version;
    terminal.message.header.ver_proto = "SyncML/" + version;
  }

  /// Up to the first message of package 4. `takes`: the device says that it takes large objects.
  void begin(bool takes, int code = 201, const std::string& last = "",
             const std::string& next = "a1") {
    terminal.handle.clear();
    header(message = 1);
    terminal.sign_in();
    syncml::DevInf info;
    info.dev_id = "IMEI:1";
    info.large_objects = takes;
    info.datastores.resize(1);
    info.datastores[0].source_ref = "./notes";
    info.datastores[0].rx_pref = {"text/plain", "1.0"};
    terminal.put(info);
    terminal.alert(code, last, next);
    terminal.final();
    send();
    header(++message);
    terminal.sync();
    terminal.final();
    send();
  }

  void send() {
    const auto reply = terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, reply.status);
    CPPUNIT_ASSERT(reply.body.size() <= size);
  }

  struct Came {
    std::string name;
    std::string octets;
    int parts = 0;
  };

  /// Takes what comes until the server is done; each part is answered with `code` (0 = not at all).
  std::vector<Came> take_all(int code = 213) {
    std::vector<Came> all;
    bool open = false;
    while (true) {
      std::vector<std::pair<std::string, int>> answers;
      for (const syncml::ChangeCmd& change : terminal.received()) {
        const syncml::Item& item = change.items.at(0);
        if (!open) {
          all.push_back({item.source->uri, "", 0});
        }
        CPPUNIT_ASSERT_EQUAL(all.back().name, item.source->uri);
        CPPUNIT_ASSERT_EQUAL(item.more_data && all.back().parts == 0, item.meta.size != 0);
        if (item.meta.size != 0) {
          announced = item.meta.size;
        }
        all.back().octets += *item.data;
        ++all.back().parts;
        pieces.push_back(*item.data);
        open = item.more_data && (code == 213 || code == 0);
        answers.emplace_back(change.cmd_id, item.more_data ? code : 201);
      }
      const bool done = terminal.reply.final;
      const auto answered = static_cast<unsigned>(std::stoul(terminal.reply.header.msg_id));
      header(++message);
      terminal.answer(answered, 0, "SyncHdr", 200);
      for (const auto& [cmd, status] : answers) {
        if (status != 0) {
          terminal.answer(answered, static_cast<unsigned>(std::stoul(cmd)), "Add", status);
        }
      }
      if (done) {
        return all;
      }
      terminal.alert(222, "", "", "notes");
      send();
    }
  }

  void map_and_end(const std::vector<Came>& came) {
    for (std::size_t i = 0; i < came.size(); ++i) {
      terminal.map(came[i].name, std::to_string(50 + i));
    }
    terminal.final();
    send();
    CPPUNIT_ASSERT(terminal.reply.final);
  }

  std::size_t announced = 0;
  std::vector<std::string> pieces;

  void a_record_larger_than_a_message_comes_in_parts() {
    const std::string note = "Long " + std::string(5'000, 'x');
    import(note);
    import("Short");
    begin(true);
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, came.size());
    CPPUNIT_ASSERT(came[0].parts > 3);
    CPPUNIT_ASSERT_EQUAL(came[0].octets.size(), announced);
    CPPUNIT_ASSERT_EQUAL(1, came[1].parts);
    map_and_end(came);
    session = "2";
    begin(true, 200, "a1", "a2");
    CPPUNIT_ASSERT(take_all().empty());
  }

  void its_parts_are_not_cut_within_a_sign_or_a_line_end() {
    for (const auto encoding : {syncml::Encoding::Xml, syncml::Encoding::Wbxml}) {
      LargeObjectSendTest one;
      one.setUp();
      one.terminal.encoding = encoding;
      one.import(rich_note(6'000));
      one.begin(true);
      const auto came = one.take_all();
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, came.size());
      CPPUNIT_ASSERT_EQUAL(one.announced, came[0].octets.size());
      CPPUNIT_ASSERT(came[0].octets.find("\xc3\xa4\xe2\x82\xac") != std::string::npos);
      for (std::size_t i = 1; i < one.pieces.size(); ++i) {
        CPPUNIT_ASSERT(!one.pieces[i - 1].ends_with('\r'));
        CPPUNIT_ASSERT((static_cast<unsigned char>(one.pieces[i].front()) & 0xc0U) != 0x80U);
      }
    }
  }

  void one_that_fits_a_message_of_its_own_comes_whole() {
    for (int i = 0; i < 5; ++i) {
      import("Note " + std::to_string(i) + "\r\n" + std::string(500, 'x'));
    }
    begin(true);
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, came.size());
    CPPUNIT_ASSERT(std::ranges::all_of(came, [](const Came& one) { return one.parts == 1; }));
  }

  void only_the_short_one_comes(bool takes) {
    import("Long " + std::string(5'000, 'x'));
    import("Short");
    begin(takes);
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, came.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Short"), came[0].octets);
  }

  void a_device_that_takes_no_parts_gets_none() { only_the_short_one_comes(false); }

  void a_device_of_1_0_gets_none() {
    version = "1.0";
    only_the_short_one_comes(true);
  }

  void a_refused_part_ends_it_and_the_next_record_comes() {
    import("Long " + std::string(5'000, 'x'));
    import("Short");
    begin(true);
    const auto came = take_all(413);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, came.size());
    CPPUNIT_ASSERT_EQUAL(1, came[0].parts);
    CPPUNIT_ASSERT_EQUAL(std::string("Short"), came[1].octets);
    map_and_end({came[1]});
    session = "2";
    begin(true, 200, "a1", "a2");
    CPPUNIT_ASSERT(take_all().empty());  // it goes again once it has changed, or in a day
    terminal.clock.time += 2 * 24 * 60 * 60;
    terminal.final();
    send();
    session = "3";
    begin(true, 200, "a2", "a3");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, take_all().size());
  }

  void a_device_that_lost_its_parts_gets_the_next_record() {
    import("Long " + std::string(5'000, 'x'));
    import("Short");
    begin(true);
    const std::string name = terminal.received().at(0).items.at(0).source->uri;
    header(++message);
    terminal.answer(2, 0, "SyncHdr", 200);
    terminal.alert(223, "", "", "notes");
    send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, came.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Short"), came[0].octets);
  }

  void a_device_that_answers_no_part_gets_the_whole() {
    import("Long " + std::string(5'000, 'x'));
    begin(true);
    const auto came = take_all(0);
    CPPUNIT_ASSERT_EQUAL(announced, came.at(0).octets.size());
  }

  void a_message_asked_for_again_brings_the_same_part() {
    import("Long " + std::string(5'000, 'x'));
    begin(true);
    std::string octets = *terminal.received().at(0).items.at(0).data;
    while (!terminal.reply.final) {
      const auto answered = static_cast<unsigned>(std::stoul(terminal.reply.header.msg_id));
      header(++message);
      terminal.answer(answered, 0, "SyncHdr", 200);
      terminal.alert(222, "", "", "notes");
      const std::string request = terminal.octets();
      const std::string first = terminal.send_octets(request).body;
      CPPUNIT_ASSERT_EQUAL(first, terminal.send_octets(request).body);
      octets += *terminal.received().at(0).items.at(0).data;
    }
    CPPUNIT_ASSERT_EQUAL("Long " + std::string(5'000, 'x'), octets);
  }

  void a_session_that_breaks_sends_it_anew() {
    import("Long " + std::string(5'000, 'x'));
    begin(true);
    session = "2";
    begin(true);
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, came.size());
    CPPUNIT_ASSERT_EQUAL(announced, came[0].octets.size());
    map_and_end(came);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void an_edit_under_way_comes_next_time() {
    const std::string note = "Long " + std::string(5'000, 'x');
    import(note);
    begin(true);
    const store::ItemId id = terminal.items().at(0).id;
    locally([&](sync::LocalContext& context) {
      return sync::replace_item(context, id, "Other " + std::string(6'000, 'y'), 0);
    });
    const auto came = take_all();
    CPPUNIT_ASSERT_EQUAL(note, came.at(0).octets);
    map_and_end(came);
    session = "2";
    begin(true, 200, "a1", "a2");
    const auto next = terminal.received();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, next.size());
    CPPUNIT_ASSERT(next[0].kind == ChangeKind::Replace);
    CPPUNIT_ASSERT_EQUAL(std::string("50"), next[0].items.at(0).target->uri);
    CPPUNIT_ASSERT(next[0].items.at(0).more_data);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LargeObjectSendTest);

}  // namespace pim::session::test
