// SPDX-License-Identifier: Apache-2.0
// A terminal's records that come in several parts (large objects, SyncML 1.1 and 1.2).
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "common/base/text.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

namespace {

/// A card of so many octets, about.
std::string big_card(const std::string& name, std::size_t octets) {
  std::string lines;
  while (lines.size() < octets) {
    lines += "NOTE:" + std::to_string(lines.size()) + std::string(60, 'x') + "\r\n";
  }
  return card(name, lines);
}

}  // namespace

class LargeObjectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LargeObjectTest);
  CPPUNIT_TEST(a_record_in_three_parts_is_one_record);
  CPPUNIT_TEST(a_replace_in_parts_changes_the_record);
  CPPUNIT_TEST(parts_are_cut_anywhere_in_wbxml);
  CPPUNIT_TEST(base64_is_decoded_once_it_is_whole);
  CPPUNIT_TEST(a_record_is_more_than_one_row_of_a_session);
  CPPUNIT_TEST(a_size_that_does_not_fit_is_424_and_the_record_comes_again);
  CPPUNIT_TEST(sizes_are_counted_as_senders_count_them);
  CPPUNIT_TEST(another_record_in_between_is_alert_223);
  CPPUNIT_TEST(a_delete_in_between_ends_the_parts);
  CPPUNIT_TEST(a_package_that_ends_before_the_record_is_alert_223);
  CPPUNIT_TEST(nothing_goes_over_a_record_that_is_not_whole);
  CPPUNIT_TEST(a_first_part_that_comes_again_begins_anew);
  CPPUNIT_TEST(a_message_sent_twice_adds_its_part_once);
  CPPUNIT_TEST(a_session_that_breaks_forgets_the_parts);
  CPPUNIT_TEST(a_record_too_large_is_413_in_each_part_and_counts_once);
  CPPUNIT_TEST(a_record_that_grows_too_large_is_413);
  CPPUNIT_TEST(what_follows_a_refused_part_is_no_record);
  CPPUNIT_TEST(the_rest_of_a_refused_sync_is_no_record);
  CPPUNIT_TEST(a_record_without_end_stops_a_mirror_from_deleting);
  CPPUNIT_TEST(each_datastore_has_its_own);
  CPPUNIT_TEST(a_store_that_fails_anywhere_leaves_one_whole_record);
  CPPUNIT_TEST(records_in_parts_are_offered_from_1_1_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  Terminal terminal;
  unsigned message = 1;

  void begin(const std::string& id = "1", int code = 201, const std::string& last = "",
             const std::string& next = "a1") {
    terminal.handle.clear();
    terminal.header(id, message = 1);
    terminal.sign_in();
    terminal.alert(code, last, next);
    terminal.final();
    terminal.send();
  }

  syncml::ChangeCmd& last() {
    auto& sync = std::get<syncml::SyncCmd>(terminal.message.body.back());
    return std::get<syncml::ChangeCmd>(sync.commands.back());
  }

  /// A message whose Sync begins with this part.
  void part(const std::string& luid, const std::string& octets, bool more, std::size_t size = 0,
            ChangeKind kind = ChangeKind::Add, const std::string& id = "1") {
    terminal.header(id, ++message);
    terminal.sync();
    terminal.change(kind, luid, octets);
    last().items[0].more_data = more;
    last().items[0].meta.size = size;
  }

  int status(std::size_t nth = 0) const { return terminal.status("Add", nth); }

  bool says(int alert) const {
    return std::ranges::any_of(terminal.reply.body, [alert](const auto& command) {
      const auto* found = std::get_if<syncml::AlertCmd>(&command);
      return found != nullptr && found->code == alert;
    });
  }

  std::string name_in_223() const {
    for (const auto& command : terminal.reply.body) {
      const auto* found = std::get_if<syncml::AlertCmd>(&command);
      if (found != nullptr && found->code == 223) {
        return found->items.at(0).source->uri;
      }
    }
    return "none";
  }

  /// Sends it in parts of so many octets; the last message closes the package.
  int send_in_parts(const std::string& record, std::size_t octets, const std::string& format = "",
                    std::size_t size = 0, ChangeKind kind = ChangeKind::Add) {
    for (std::size_t at = 0; at < record.size(); at += octets) {
      const bool more = at + octets < record.size();
      part("7", record.substr(at, octets), more, at == 0 ? size : 0, kind);
      last().meta.format = format;
      terminal.message.final = !more;
      terminal.send();
      const std::string cmd = kind == ChangeKind::Add ? "Add" : "Replace";
      if (!more || terminal.status(cmd) != 213) {
        return terminal.status(cmd);
      }
      CPPUNIT_ASSERT(says(222));
      CPPUNIT_ASSERT(!terminal.reply.final);
    }
    return 0;
  }

  void check_stored(const std::string& record) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    const std::string stored = terminal.items()[0].content;
    for (std::size_t at = record.find("NOTE:"); at != std::string::npos;
         at = record.find("NOTE:", at + 1)) {
      const std::string line = record.substr(at, record.find('\r', at) - at);
      CPPUNIT_ASSERT_MESSAGE(line, stored.find(line) != std::string::npos);
    }
  }

  void a_record_in_three_parts_is_one_record() {
    const std::string record = big_card("Anna", 3'000);
    begin();
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(record, record.size() / 2 - 1, "", record.size()));
    check_stored(record);
    CPPUNIT_ASSERT(terminal.received().empty());
  }

  void a_replace_in_parts_changes_the_record() {
    terminal.first_session({{"7", card("Anna")}});
    begin("2", 200, "a1", "a2");
    const std::string record = big_card("Anna", 3'000);
    for (std::size_t at = 0; at < record.size(); at += 1'000) {
      part("7", record.substr(at, 1'000), at + 1'000 < record.size(), at == 0 ? record.size() : 0,
           ChangeKind::Replace, "2");
      terminal.send();
    }
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Replace"));
    check_stored(record);
  }

  void parts_are_cut_anywhere_in_wbxml() {
    terminal.encoding = syncml::Encoding::Wbxml;
    const std::string record =
        card("J\xc3\xbcrgen", "NOTE:\xc3\xa4\xc3\xb6\xc3\xbc\xe2\x82\xac\r\n");
    begin();
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(record, 1, "", record.size()));
    check_stored(record);
    CPPUNIT_ASSERT_EQUAL(std::string("J\xc3\xbcrgen"), terminal.items()[0].label);
  }

  void base64_is_decoded_once_it_is_whole() {
    const std::string record = big_card("Anna", 1'000);
    begin();
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(base64_encode(record), 333, "b64"));
    check_stored(record);
  }

  void a_record_is_more_than_one_row_of_a_session() {
    const std::string record = big_card("Anna", 300'000);
    begin();
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(record, 280'000, "", record.size()));
    check_stored(record);
  }

  void a_size_that_does_not_fit_is_424_and_the_record_comes_again() {
    const std::string record = big_card("Anna", 2'000);
    begin();
    CPPUNIT_ASSERT_EQUAL(424, send_in_parts(record, 1'000, "", record.size() + 2));
    CPPUNIT_ASSERT(terminal.items().empty());
    terminal.header("1", ++message);
    terminal.final();
    terminal.send();
    begin("2", 200, "a1", "a2");
    terminal.header("2", 2);
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", record);
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, status());
    check_stored(record);
  }

  void sizes_are_counted_as_senders_count_them() {
    const std::string record = big_card("Anna", 1'000);
    std::string lines = record;
    std::erase(lines, '\r');
    const std::string coded = base64_encode(record);
    struct Way {
      std::string octets;
      std::string format;
      std::size_t size;
    };
    for (const Way& way :
         {Way{lines, "", record.size()}, Way{coded, "b64", record.size()},
          Way{coded, "b64", coded.size()}, Way{record, "chr", record.size() + 1}}) {
      LargeObjectTest one;
      one.begin();
      CPPUNIT_ASSERT_EQUAL(201, one.send_in_parts(way.octets, 400, way.format, way.size));
    }
  }

  void another_record_in_between_is_alert_223() {
    const std::string record = big_card("Anna", 2'000);
    begin();
    part("7", record.substr(0, 900), true, record.size());
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(213, status());
    part("8", card("Bert"), false);
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, status());
    CPPUNIT_ASSERT_EQUAL(std::string("7"), name_in_223());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(record, 900, "", record.size()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
    CPPUNIT_ASSERT_EQUAL(std::string("none"), name_in_223());
  }

  void a_delete_in_between_ends_the_parts() {
    terminal.first_session({{"7", card("Anna")}});
    begin("2", 200, "a1", "a2");
    const std::string record = big_card("Anna", 2'000);
    part("7", record.substr(0, 900), true, record.size(), ChangeKind::Replace, "2");
    terminal.send();
    part("7", "", false, 0, ChangeKind::Delete, "2");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Delete"));
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void a_package_that_ends_before_the_record_is_alert_223() {
    begin();
    part("7", "BEGIN:VCARD\r\n", true, 500);
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(213, status());
    CPPUNIT_ASSERT_EQUAL(std::string("7"), name_in_223());
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void nothing_goes_over_a_record_that_is_not_whole() {
    terminal.first_session({{"7", card("Anna")}});
    begin("2", 201, "", "a2");
    part("7", "BEGIN:VCARD\r\n", true, 500, ChangeKind::Replace, "2");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT(terminal.received().empty());  // neither beside it nor over it
  }

  void a_first_part_that_comes_again_begins_anew() {
    const std::string record = big_card("Anna", 2'000);
    begin();
    part("7", record.substr(0, 1'500), true, record.size());
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(201, send_in_parts(record, 1'500, "", record.size()));
    check_stored(record);
    CPPUNIT_ASSERT_EQUAL(std::string("none"), name_in_223());
  }

  void a_message_sent_twice_adds_its_part_once() {
    const std::string record = big_card("Anna", 2'000);
    begin();
    for (std::size_t at = 0; at < record.size(); at += 700) {
      part("7", record.substr(at, 700), at + 700 < record.size(), at == 0 ? record.size() : 0);
      const std::string octets = terminal.octets();
      const std::string first = terminal.send_octets(octets).body;
      CPPUNIT_ASSERT_EQUAL(first, terminal.send_octets(octets).body);
    }
    CPPUNIT_ASSERT_EQUAL(201, status());
    check_stored(record);
  }

  void a_session_that_breaks_forgets_the_parts() {
    const std::string record = big_card("Anna", 2'000);
    begin();
    part("7", record.substr(0, 900), true, record.size());
    terminal.send();
    begin("2");
    part("7", record.substr(900), false, 0, ChangeKind::Add, "2");
    terminal.send();
    CPPUNIT_ASSERT(terminal.items().empty());
    part("7", record, false, 0, ChangeKind::Add, "2");
    terminal.send();
    check_stored(record);
  }

  void a_record_too_large_is_413_in_each_part_and_counts_once() {
    begin();
    for (int i = 0; i < 3; ++i) {
      part("7", "BEGIN:VCARD\r\n", i < 2, i == 0 ? 5 * 1024 * 1024 : 0);
      terminal.send();
      CPPUNIT_ASSERT_EQUAL(413, status());
    }
    part("8", card("Bert"), false);
    terminal.final();
    const auto ended = terminal.send().ended;
    CPPUNIT_ASSERT_EQUAL(201, status());
    CPPUNIT_ASSERT_EQUAL(std::string("none"), name_in_223());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT(ended.has_value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, static_cast<std::size_t>(ended->failed));
  }

  void a_record_that_grows_too_large_is_413() {
    begin();
    const std::string octets(500'000, 'x');
    int answered = 213;
    for (int i = 0; i < 10 && answered == 213; ++i) {
      part("7", octets, true);
      terminal.send();
      answered = status();
    }
    CPPUNIT_ASSERT_EQUAL(413, answered);
    part("7", "END:VCARD\r\n", false);
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(413, status());
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void what_follows_a_refused_part_is_no_record() {
    terminal.collection = "notes";
    terminal.type = "text/plain";
    begin();
    part("7", "Milk, bread and ", true, 5 * 1024 * 1024);
    terminal.send();
    part("7", "butter", false);
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(413, status());
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void the_rest_of_a_refused_sync_is_no_record() {
    terminal.collection = "notes";
    terminal.type = "text/plain";
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(200, "no such anchor", "a1");
    terminal.sync();
    terminal.change(ChangeKind::Add, "7", "Milk, bread and ");
    last().items[0].more_data = true;
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(508, status());
    part("7", "butter", false);
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(508, status());
    CPPUNIT_ASSERT(terminal.items().empty());
  }

  void a_record_without_end_stops_a_mirror_from_deleting() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin("2", 203, "", "a2");
    part("8", card("Bert"), false, 0, ChangeKind::Replace, "2");
    terminal.send();
    part("7", "BEGIN:VCARD\r\n", true, 500, ChangeKind::Replace, "2");
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
  }

  void each_datastore_has_its_own() {
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.alert(201, "", "a1", "notes");
    terminal.alert(201, "", "a1", "contacts");
    terminal.final();
    terminal.send();
    const std::string record = card("Anna");
    for (const bool more : {true, false}) {
      terminal.header("1", ++message);
      terminal.collection = "notes";
      terminal.sync();
      terminal.change(ChangeKind::Add, "7", more ? "Milk, bread and " : "butter");
      last().items[0].more_data = more;
      terminal.collection = "contacts";
      terminal.sync();
      terminal.change(ChangeKind::Add, "7", more ? record.substr(0, 20) : record.substr(20));
      last().items[0].more_data = more;
      terminal.send();
    }
    CPPUNIT_ASSERT_EQUAL(201, status(0));
    CPPUNIT_ASSERT_EQUAL(201, status(1));
    check_stored(record);
    terminal.collection = "notes";
    CPPUNIT_ASSERT_EQUAL(std::string("Milk, bread and butter"), terminal.items().at(0).label);
  }

  void a_store_that_fails_anywhere_leaves_one_whole_record() {
    const std::string record = big_card("Anna", 2'000);
    for (std::uint64_t call = 1;; ++call) {
      LargeObjectTest one;
      one.begin();
      one.terminal.store.arm({.call = call});
      for (std::size_t at = 0; at < record.size(); at += 700) {
        one.part("7", record.substr(at, 700), at + 700 < record.size(),
                 at == 0 ? record.size() : 0);
        const std::string octets = one.terminal.octets();
        while (one.terminal.send_octets(octets).status != 200 || one.terminal.reply.body.empty()) {
        }
      }
      CPPUNIT_ASSERT_EQUAL(201, one.status());
      one.check_stored(record);
      if (one.terminal.store.fired_at().empty()) {
        CPPUNIT_ASSERT(call > 10);
        return;
      }
    }
  }

  void records_in_parts_are_offered_from_1_1_on() {
    struct Version {
      const char* dtd;
      const char* proto;
      const char* dev_inf;
      bool offers;
    };
    for (const Version& version : {Version{"1.0", "SyncML/1.0", "./devinf10", false},
                                   Version{"1.1", "SyncML/1.1", "./devinf11", true},
                                   Version{"1.2", "SyncML/1.2", "./devinf12", true}}) {
      Terminal one;
      one.header("1", 1).header.ver_dtd = version.dtd;
      one.message.header.ver_proto = version.proto;
      one.sign_in();
      syncml::InfoCmd get;
      get.kind = syncml::InfoKind::Get;
      get.cmd_id = "90";
      syncml::Item item;
      item.target = syncml::Location{version.dev_inf, ""};
      get.items.push_back(item);
      one.message.body.emplace_back(get);
      one.alert(201, "", "a1");
      one.final();
      one.send();
      const std::uint64_t size = version.offers ? limits::MaxObjSize : 0;
      CPPUNIT_ASSERT_EQUAL(size, one.reply.header.meta.max_obj_size);
      for (const auto& command : one.reply.body) {
        if (const auto* info = std::get_if<syncml::InfoCmd>(&command);
            info != nullptr && info->kind == syncml::InfoKind::Results) {
          const auto told = syncml::decode_dev_inf(one.encoding, *info->items.at(0).dev_inf);
          CPPUNIT_ASSERT_EQUAL(version.offers, told->large_objects);
        } else if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
          CPPUNIT_ASSERT_EQUAL(size, alert->items.at(0).meta.max_obj_size);
        }
      }
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LargeObjectTest);

}  // namespace pim::session::test
