// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <iterator>
#include <string>

#include "common/syncml/credential.h"
#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"

using namespace pim;
using namespace pim::syncml;

/// Messages as peers send them, from tests/data/syncml.
class SampleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SampleTest);
  CPPUNIT_TEST(a_phone_signs_in);
  CPPUNIT_TEST(a_phone_tells_what_it_can_hold);
  CPPUNIT_TEST(a_phone_alerts_with_a_filter);
  CPPUNIT_TEST(a_peer_sends_changes);
  CPPUNIT_TEST(records_keep_their_octets);
  CPPUNIT_TEST(a_chunk_tells_its_size);
  CPPUNIT_TEST(a_latin_record_keeps_its_octets);
  CPPUNIT_TEST_SUITE_END();

  static Message read(const std::string& name) {
    std::ifstream file(std::string(PIM_TEST_DATA) + "/syncml/" + name, std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(file), {}};
    CPPUNIT_ASSERT_MESSAGE(name, !octets.empty());
    auto message = decode(recognise("", octets).value(), octets);
    CPPUNIT_ASSERT_MESSAGE(message ? name : message.error().text(), message.has_value());
    return std::move(*message);
  }
  template <class Cmd>
  static Cmd command(const Message& message, std::size_t index) {
    return std::get<Cmd>(message.body.at(index));
  }
  static ChangeCmd change(const Message& message, std::size_t sync, std::size_t index) {
    return std::get<ChangeCmd>(command<SyncCmd>(message, sync).commands.at(index));
  }

  void a_phone_signs_in() {
    const Message message = read("phone_init.xml");
    CPPUNIT_ASSERT(version_of(message.header) == Version::V11);
    CPPUNIT_ASSERT_EQUAL(std::string("secret"), read_basic(message.header.cred.value())->password);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{6000}, message.header.meta.max_msg_size);
  }
  void a_phone_tells_what_it_can_hold() {
    const auto put = command<InfoCmd>(read("phone_init.xml"), 0);
    const DevInf info = decode_dev_inf(Encoding::Xml, put.items.at(0).dev_inf.value()).value();
    const Datastore& store = info.datastores.at(0);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{8}, store.max_guid_size);
    CPPUNIT_ASSERT((store.sync_types == std::vector<int>{1, 2}));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{60}, store.capabilities.at(0).properties.at(0).max_size);
  }
  void a_phone_alerts_with_a_filter() {
    const auto alert = command<AlertCmd>(read("phone_init.xml"), 1);
    CPPUNIT_ASSERT_EQUAL(201, alert.code);
    CPPUNIT_ASSERT_EQUAL(std::string("./contacts?TEL&EQ;1"), alert.items.at(0).target->uri);
    CPPUNIT_ASSERT(alert.items[0].meta.anchor == (Anchor{"0", "276"}));
  }
  void a_peer_sends_changes() {
    const Message message = read("peer_changes.xml");
    CPPUNIT_ASSERT(!message.final);
    CPPUNIT_ASSERT_EQUAL(std::string("20260131T235959Z"),
                         command<StatusCmd>(message, 1).items.at(0).anchor->next);
    CPPUNIT_ASSERT(change(message, 2, 1).kind == ChangeKind::Delete);
  }
  void records_keep_their_octets() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A & B <c>\r\nNOTE:]]>\r\nEND:VCARD\r\n"),
        change(read("peer_changes.xml"), 2, 0).items.at(0).data.value());
  }
  void a_chunk_tells_its_size() {
    const Item item = change(read("peer_changes.xml"), 2, 2).items.at(0);
    CPPUNIT_ASSERT(item.more_data);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{9000}, item.meta.size);
    CPPUNIT_ASSERT_EQUAL(std::string("datapos=0"), item.meta.emi.at(0));
  }
  void a_latin_record_keeps_its_octets() {
    const Message message = read("latin_record.xml");
    CPPUNIT_ASSERT_EQUAL(
        std::string("BEGIN:VCARD\nN;CHARSET=ISO-8859-1:M\xfcller;R&D\nTEL:1\x01\nEND:VCARD\n"),
        change(message, 0, 0).items.at(0).data.value());
    CPPUNIT_ASSERT_EQUAL(std::string("BEGIN:VCARD"),
                         change(message, 0, 1).items.at(0).data.value());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SampleTest);
