// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <cstdint>
#include <string>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"
#include "tests/syncml/sample.h"

using namespace pim;
using namespace pim::syncml;

class MessageWriterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MessageWriterTest);
  CPPUNIT_TEST(the_limit_holds_for_the_encoded_message);
  CPPUNIT_TEST(the_limit_holds_after_an_item_that_ends_with_its_meta);
  CPPUNIT_TEST(a_message_fills_its_limit);
  CPPUNIT_TEST(what_does_not_fit_leaves_no_trace);
  CPPUNIT_TEST(a_sync_is_added_whole_or_not_at_all);
  CPPUNIT_TEST(room_is_what_may_still_be_added);
  CPPUNIT_TEST(room_without_limit_is_endless);
  CPPUNIT_TEST(room_never_wraps_around);
  CPPUNIT_TEST(size_of_a_change_is_what_it_adds);
  CPPUNIT_TEST(can_ever_fit_tells_what_an_empty_message_takes);
  CPPUNIT_TEST(can_ever_fit_counts_the_statuses_of_every_message);
  CPPUNIT_TEST(room_for_final_is_kept);
  CPPUNIT_TEST(commands_after_a_sync_close_it);
  CPPUNIT_TEST(a_change_needs_an_open_sync);
  CPPUNIT_TEST(several_syncs_stand_side_by_side);
  CPPUNIT_TEST(finish_closes_what_is_open);
  CPPUNIT_TEST(content_types_name_the_encoding);
  CPPUNIT_TEST(a_writer_can_be_moved);
  CPPUNIT_TEST_SUITE_END();

  static SyncCmd sync_head(std::string cmd_id = "1") {
    return SyncCmd{std::move(cmd_id), false, {"contacts", {}}, {"pb", {}}, {}, {}, {}};
  }
  static MessageWriter started(std::size_t limit) {
    MessageWriter writer(Encoding::Xml, Version::V12, limit);
    writer.header(test::header());
    return writer;
  }
  /// Adds changes until one does not fit; the message.
  static std::string filled(std::size_t limit, const std::string& record, std::size_t& changes) {
    MessageWriter writer = started(limit);
    changes = 0;
    if (writer.open_sync(sync_head())) {
      while (writer.add_change(test::add(std::to_string(changes + 2), "1", record))) {
        ++changes;
      }
    }
    writer.final();
    return writer.finish();
  }
  static Message decoded(const std::string& octets) {
    auto result = decode(Encoding::Xml, octets);
    CPPUNIT_ASSERT_MESSAGE(octets, result.has_value());
    return std::move(*result);
  }

  void the_limit_holds_for_the_encoded_message() {
    std::size_t changes = 0;
    for (std::size_t limit = 600; limit < 4000; limit += 7) {
      const std::string octets = filled(limit, "N:\xc3\xbc & <\r\n", changes);
      CPPUNIT_ASSERT(octets.size() <= limit);
      const Message message = decoded(octets);
      CPPUNIT_ASSERT(message.final);
      CPPUNIT_ASSERT_EQUAL(changes, std::get<SyncCmd>(message.body.at(0)).commands.size());
    }
  }
  void the_limit_holds_after_an_item_that_ends_with_its_meta() {
    // in WBXML what follows stands on another page of tags
    for (std::size_t limit = 600; limit < 800; ++limit) {
      MessageWriter writer(Encoding::Wbxml, Version::V12, limit);
      writer.header(test::header());
      CPPUNIT_ASSERT(writer.open_sync(sync_head()));
      ChangeCmd change = test::add("2", "1", "");
      change.items.at(0).data.reset();
      change.items.at(0).meta.emi = {"X-PIMSYNC c=1"};
      while (writer.add_change(change)) {
      }
      writer.final();
      CPPUNIT_ASSERT(writer.finish().size() <= limit);
    }
  }

  void a_message_fills_its_limit() {
    MessageWriter writer = started(2000);
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    const std::size_t frame = writer.size_of(test::add("2", "1", "x")) - 1;
    CPPUNIT_ASSERT(
        !writer.add_change(test::add("2", "1", std::string(writer.room() - frame + 1, 'x'))));
    CPPUNIT_ASSERT(writer.add_change(test::add("2", "1", std::string(writer.room() - frame, 'x'))));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, writer.room());
    writer.final();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2000}, writer.finish().size());
  }
  void what_does_not_fit_leaves_no_trace() {
    MessageWriter tried = started(1000);
    MessageWriter untried = started(1000);
    CPPUNIT_ASSERT(tried.open_sync(sync_head()) && untried.open_sync(sync_head()));
    CPPUNIT_ASSERT(!tried.add_change(test::add("2", "1", std::string(1000, '&'))));
    CPPUNIT_ASSERT_EQUAL(untried.room(), tried.room());
    CPPUNIT_ASSERT_EQUAL(untried.finish(), tried.finish());
  }
  void a_sync_is_added_whole_or_not_at_all() {
    SyncCmd sync = sync_head();
    for (int i = 0; i < 10; ++i) {
      sync.commands.emplace_back(test::add("2", "1", std::string(100, 'x')));
    }
    MessageWriter small = started(1500);
    CPPUNIT_ASSERT(!small.add(sync));
    CPPUNIT_ASSERT(decoded(small.finish()).body.empty());
    MessageWriter large = started(5000);
    CPPUNIT_ASSERT(large.add(sync));
    CPPUNIT_ASSERT(std::get<SyncCmd>(decoded(large.finish()).body.at(0)) == sync);
  }
  void room_is_what_may_still_be_added() {
    MessageWriter writer = started(5000);
    const AlertCmd alert{"1", false, 222, {}, {}};
    const std::size_t before = writer.room();
    CPPUNIT_ASSERT(writer.add(alert));
    const std::string expected = "<Alert><CmdID>1</CmdID><Data>222</Data></Alert>";
    CPPUNIT_ASSERT_EQUAL(before - expected.size(), writer.room());
  }
  void room_without_limit_is_endless() {
    MessageWriter writer = started(0);
    CPPUNIT_ASSERT_EQUAL(SIZE_MAX, writer.room());
    CPPUNIT_ASSERT(writer.add(test::add("1", "1", std::string(2'000'000, 'x'))));
    CPPUNIT_ASSERT_EQUAL(SIZE_MAX, writer.room());
  }
  void room_never_wraps_around() {
    MessageWriter writer = started(100);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, writer.room());
    CPPUNIT_ASSERT(!writer.add(AlertCmd{"1", false, 222, {}, {}}));
    CPPUNIT_ASSERT(!writer.can_ever_fit(1));
  }
  void size_of_a_change_is_what_it_adds() {
    MessageWriter writer = started(5000);
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    const ChangeCmd change = test::add("2", "1", "a & b\r\n");
    const std::size_t size = writer.size_of(change);
    const std::size_t before = writer.room();
    CPPUNIT_ASSERT(writer.add_change(change));
    CPPUNIT_ASSERT_EQUAL(before - size, writer.room());
  }
  void can_ever_fit_tells_what_an_empty_message_takes() {
    MessageWriter writer = started(2000);
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    const std::size_t room = writer.room();
    CPPUNIT_ASSERT(writer.add_change(test::add("2", "1", "x")));
    CPPUNIT_ASSERT(writer.can_ever_fit(room));
    CPPUNIT_ASSERT(!writer.can_ever_fit(room + 1));
  }
  void can_ever_fit_counts_the_statuses_of_every_message() {
    MessageWriter writer = started(2000);
    const std::size_t before = writer.room();
    CPPUNIT_ASSERT(writer.add(StatusCmd{"1", "1", "0", "SyncHdr", {}, {}, {}, {}, 200, {}}));
    const std::size_t status = before - writer.room();
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    const std::size_t room = writer.room();
    CPPUNIT_ASSERT(writer.can_ever_fit(room - status));
    CPPUNIT_ASSERT(!writer.can_ever_fit(room - status + 1));
  }
  void room_for_final_is_kept() {
    MessageWriter writer = started(1000);
    while (writer.add(AlertCmd{"1", false, 222, {}, {}})) {
    }
    writer.final();
    const std::string octets = writer.finish();
    CPPUNIT_ASSERT(octets.size() <= 1000);
    CPPUNIT_ASSERT(decoded(octets).final);
  }
  void commands_after_a_sync_close_it() {
    MessageWriter writer = started(0);
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    CPPUNIT_ASSERT(writer.add_change(test::add("2", "1", "x")));
    CPPUNIT_ASSERT(writer.add(AlertCmd{"3", false, 222, {}, {}}));
    const Message message = decoded(writer.finish());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, message.body.size());
    CPPUNIT_ASSERT(std::holds_alternative<AlertCmd>(message.body[1]));
  }
  void a_change_needs_an_open_sync() {
    MessageWriter writer = started(0);
    CPPUNIT_ASSERT(!writer.add_change(test::add("2", "1", "x")));
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    CPPUNIT_ASSERT(writer.add(AlertCmd{"3", false, 222, {}, {}}));
    CPPUNIT_ASSERT(!writer.add_change(test::add("2", "1", "x")));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, decoded(writer.finish()).body.size());
  }
  void several_syncs_stand_side_by_side() {
    MessageWriter writer = started(0);
    CPPUNIT_ASSERT(writer.open_sync(sync_head("1")));
    CPPUNIT_ASSERT(writer.open_sync(sync_head("2")));
    writer.close_sync();
    writer.close_sync();
    CPPUNIT_ASSERT(writer.open_sync(sync_head("3")));
    writer.final();
    const Message message = decoded(writer.finish());
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, message.body.size());
    CPPUNIT_ASSERT_EQUAL(std::string("3"), std::get<SyncCmd>(message.body[2]).cmd_id);
  }
  void finish_closes_what_is_open() {
    MessageWriter writer = started(0);
    CPPUNIT_ASSERT(writer.open_sync(sync_head()));
    const Message message = decoded(writer.finish());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, message.body.size());
    CPPUNIT_ASSERT(!message.final);
  }
  void content_types_name_the_encoding() {
    CPPUNIT_ASSERT_EQUAL(std::string("application/vnd.syncml+xml"), content_type_of(Encoding::Xml));
    CPPUNIT_ASSERT_EQUAL(std::string("application/vnd.syncml+wbxml"),
                         content_type_of(Encoding::Wbxml));
  }
  void a_writer_can_be_moved() {
    MessageWriter first = started(0);
    MessageWriter second = std::move(first);
    CPPUNIT_ASSERT(second.add(AlertCmd{"1", false, 222, {}, {}}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, decoded(second.finish()).body.size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MessageWriterTest);
