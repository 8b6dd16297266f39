// SPDX-License-Identifier: Apache-2.0
// Two portals whose messages are smaller than their records (large objects).
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <sstream>

#include "common/base/text.h"
#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

namespace {

constexpr std::size_t MessageSize = 10 * 1024;

/// A contact with a picture of 60,000 octets.
std::string with_picture(const std::string& name, const std::string& note = "") {
  std::string picture;
  for (std::size_t i = 0; picture.size() < 60'000; ++i) {
    picture += static_cast<char>(i * i / 7 & 0xffU);
  }
  return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:uid-" + name + "\r\nN:" + name + ";;;;\r\nFN:" + name +
         (note.empty() ? "" : "\r\nNOTE:" + note) +
         "\r\nPHOTO;ENCODING=b;TYPE=JPEG:" + base64_encode(picture) + "\r\nEND:VCARD\r\n";
}

}  // namespace

class LargeObjectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LargeObjectTest);
  CPPUNIT_TEST(a_picture_larger_than_a_message_goes_there);
  CPPUNIT_TEST(a_picture_larger_than_a_message_comes_here);
  CPPUNIT_TEST(an_edit_of_it_goes_either_way);
  CPPUNIT_TEST(others_go_before_and_after_it);
  CPPUNIT_TEST(a_peer_that_takes_no_parts_gets_the_others_only);
  CPPUNIT_TEST(a_record_larger_than_the_peer_takes_is_named);
  CPPUNIT_TEST(a_refused_part_ends_it_and_the_others_go);
  CPPUNIT_TEST(what_the_peer_has_lost_of_it_goes_again);
  CPPUNIT_TEST(an_edit_under_way_goes_with_the_next_run);
  CPPUNIT_TEST(a_deletion_under_way_goes_with_the_next_run);
  CPPUNIT_TEST(a_cancelled_run_leaves_nothing_of_it);
  CPPUNIT_TEST(a_bridge_that_dies_anywhere_doubles_nothing);
  CPPUNIT_TEST(a_server_that_fails_anywhere_doubles_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  Pair pair{MessageSize};

  void check_sizes() {
    for (const auto* bodies : {&pair.sent, &pair.received}) {
      for (const std::string& body : *bodies) {
        CPPUNIT_ASSERT(body.size() <= MessageSize);
      }
    }
  }

  /// The lines of a record in one order: a merge puts a new one where it likes.
  static std::vector<std::string> lines_of(const std::string& record) {
    std::vector<std::string> lines;
    std::istringstream text(record);
    for (std::string line; std::getline(text, line);) {
      lines.push_back(line);
    }
    std::ranges::sort(lines);
    return lines;
  }

  /// Both have the same record of that name, and nothing is left to be said.
  void check_same(const std::string& name) {
    CPPUNIT_ASSERT(lines_of(pair.here.content(name)) == lines_of(pair.there.content(name)));
    CPPUNIT_ASSERT(pair.here.content(name).size() > 80'000);
    const std::size_t before = pair.sent.size();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, pair.sent.size() - before);
    check_sizes();
  }

  void a_picture_larger_than_a_message_goes_there() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(
        std::uint64_t{1},
        static_cast<std::uint64_t>(pair.result(run.number).collections.at(0).there.added));
    check_same("A");
  }

  void a_picture_larger_than_a_message_comes_here() {
    pair.there.import_text(with_picture("A"), pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    check_same("A");
  }

  void an_edit_of_it_goes_either_way() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.sync();
    pair.clock.time += 10;
    pair.here.import_text(with_picture("A", "ours"), pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(pair.there.content("A").find("NOTE:ours") != std::string::npos);
    check_same("A");
    pair.clock.time += 10;
    pair.there.import_text(with_picture("A", "theirs"), pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(pair.here.content("A").find("NOTE:theirs") != std::string::npos);
    check_same("A");
  }

  void others_go_before_and_after_it() {
    for (Side* side : {&pair.here, &pair.there}) {
      const std::string mark = side == &pair.here ? "h" : "t";
      side->import("a" + mark, pair.clock.now());
      side->import_text(with_picture("b" + mark), pair.clock.now());
      side->import_text(with_picture("c" + mark), pair.clock.now());
      side->import("d" + mark, pair.clock.now());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::size_t{24}, pair.here.names().size());
    for (const char* name : {"bh", "ch", "bt", "ct"}) {
      check_same(name);
    }
  }

  /// Changes what the server tells of itself.
  template <class Do>
  static Rewrite dev_inf(Do what) {
    return [what](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* info = std::get_if<syncml::InfoCmd>(&command);
        if (info == nullptr || info->items.empty() || !info->items[0].dev_inf) {
          continue;
        }
        const syncml::Encoding encoding = syncml::encoding_of(*info->items[0].dev_inf);
        syncml::DevInf said = must(syncml::decode_dev_inf(encoding, *info->items[0].dev_inf));
        what(said);
        info->items[0].dev_inf = syncml::encode_dev_inf(encoding, syncml::Version::V12, said);
      }
    };
  }

  void only_the_small_one_goes() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.here.import("B", pair.clock.now());
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("B "), pair.there.names());
    const auto lines = pair.lines(run.number);
    CPPUNIT_ASSERT(std::ranges::any_of(lines, [](const store::RunItem& line) {
      return line.op == "fail" && line.label == "A" && line.status == 413;
    }));
  }

  void a_peer_that_takes_no_parts_gets_the_others_only() {
    pair.rewrite = dev_inf([](syncml::DevInf& said) { said.large_objects = false; });
    only_the_small_one_goes();
  }

  void a_record_larger_than_the_peer_takes_is_named() {
    pair.rewrite = [](syncml::Message& reply) { reply.header.meta.max_obj_size = 50'000; };
    only_the_small_one_goes();
  }

  void a_refused_part_ends_it_and_the_others_go() {
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        if (auto* status = std::get_if<syncml::StatusCmd>(&command);
            status != nullptr && status->code == 213) {
          status->code = 413;
        }
      }
    };
    only_the_small_one_goes();
  }

  void what_the_peer_has_lost_of_it_goes_again() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.rewrite = [this](syncml::Message& reply) {
      if (reply.header.msg_id == "4" && pair.there.names().empty()) {
        syncml::AlertCmd alert;
        alert.cmd_id = "99";
        alert.code = 223;
        reply.body.emplace_back(alert);
      }
    };
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
    pair.rewrite = {};
    pair.clock.time += 2 * 24 * 60 * 60;
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    check_same("A");
  }

  void an_edit_under_way_goes_with_the_next_run() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.disturb = [this](int exchange) {
      if (exchange == 7) {
        pair.here.import_text(with_picture("A", "meanwhile"), pair.clock.now() + 1);
      }
      return std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(pair.exchanges > 10);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.there.names());
    CPPUNIT_ASSERT(pair.there.content("A").find("meanwhile") == std::string::npos);
    pair.disturb = {};
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(pair.there.content("A").find("meanwhile") != std::string::npos);
    check_same("A");
  }

  void a_deletion_under_way_goes_with_the_next_run() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.disturb = [this](int exchange) {
      if (exchange == 7) {
        pair.here.remove("A", pair.clock.now() + 1);
      }
      return std::nullopt;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    pair.disturb = {};
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.here.names());
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
  }

  void a_cancelled_run_leaves_nothing_of_it() {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    const std::int64_t number = pair.ask();
    pair.disturb = [this, number](int exchange) {
      if (exchange == 7) {
        pair.cancel(number);
      }
      return std::nullopt;
    };
    pair.go_on(pair.claim_one());
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.there.names());
    pair.disturb = {};
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    check_same("A");
  }

  /// One run in which the store of `side` fails at this call; then another process. True where a
  /// call failed.
  static bool fail_at(Pair& pair, Side& side, std::uint64_t call, store::AfterFault after) {
    pair.ask();
    const auto claim = pair.claim_one("one");
    side.store.arm({.call = call, .after = after});
    for (bool more = true; more;) {
      const auto step = pair.step(claim);
      more = step && *step == Step::Again;
    }
    const bool fired = !side.store.fired_at().empty();
    side.store.disarm();
    pair.clock.time += 120;
    for (const store::RunClaim& each : pair.claim("two")) {
      pair.go_on(each);
    }
    return fired;
  }

  static void fill(Pair& pair) {
    pair.here.import_text(with_picture("A"), pair.clock.now());
    pair.there.import_text(with_picture("B"), pair.clock.now());
  }

  static void check_both(Pair& pair) {
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);  // whatever the first came to
    for (Side* side : {&pair.here, &pair.there}) {
      std::string names = side->names();
      CPPUNIT_ASSERT_MESSAGE(names, names == "A B " || names == "B A ");
    }
    for (const char* name : {"A", "B"}) {
      CPPUNIT_ASSERT_EQUAL(pair.here.content(name), pair.there.content(name));
    }
  }

  void a_bridge_that_dies_anywhere_doubles_nothing() {
    bool fired = true;
    for (std::uint64_t call = 1; fired; call += 7) {
      Pair one(MessageSize);
      fill(one);
      fired = fail_at(one, one.here, call, store::AfterFault::Dead);
      check_both(one);
    }
  }

  void a_server_that_fails_anywhere_doubles_nothing() {
    bool fired = true;
    for (std::uint64_t call = 1; fired; call += 7) {
      Pair one(MessageSize);
      fill(one);
      fired = fail_at(one, one.there, call, store::AfterFault::Recovers);
      check_both(one);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LargeObjectTest);

}  // namespace pim::bridge::test
