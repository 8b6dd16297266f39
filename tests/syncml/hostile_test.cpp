// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/limits.h"
#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/support/cpu_time.h"
#include "tests/syncml/sample.h"

using namespace pim;
using namespace pim::syncml;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

}  // namespace

/// What is too much or broken is refused, quickly and by the right class.
class SyncmlHostileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SyncmlHostileTest);
  CPPUNIT_TEST(a_message_cut_anywhere_is_malformed);
  CPPUNIT_TEST(a_dev_inf_cut_anywhere_is_malformed);
  CPPUNIT_TEST(command_floods_are_refused);
  CPPUNIT_TEST(item_floods_are_refused);
  CPPUNIT_TEST(map_item_and_reference_floods_are_refused);
  CPPUNIT_TEST(dev_inf_floods_are_refused);
  CPPUNIT_TEST(long_fields_are_refused);
  CPPUNIT_TEST(long_fields_in_pieces_are_refused);
  CPPUNIT_TEST(long_records_are_refused);
  CPPUNIT_TEST(huge_messages_are_refused_unread);
  CPPUNIT_TEST(deep_messages_are_refused);
  CPPUNIT_TEST(deep_dev_inf_is_refused);
  CPPUNIT_TEST(dtds_are_refused);
  CPPUNIT_TEST(skipped_content_counts_for_nothing);
  CPPUNIT_TEST(a_record_cannot_inject_commands);
  CPPUNIT_TEST_SUITE_END();

  static constexpr double Allowed = 0.05;
  static constexpr double Slower = pim::testing::Sanitized ? 20 : 1;

  static Result<Message> quickly(const std::string& octets) {
    const double start = pim::testing::cpu_seconds();
    auto result = decode(Encoding::Xml, octets);
    CPPUNIT_ASSERT_LESS(Allowed * Slower, pim::testing::cpu_seconds() - start);
    return result;
  }
  static std::string wrapped(const std::string& body) {
    return "<SyncML><SyncHdr/><SyncBody>" + body + "</SyncBody></SyncML>";
  }
  static void refused(ErrorCode code, const std::string& octets) {
    const auto result = quickly(octets);
    CPPUNIT_ASSERT(!result.has_value());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(result.error().text(), std::string(name_of(code)),
                                 std::string(name_of(result.error().code)));
  }

  void a_message_cut_anywhere_is_malformed() {
    const std::string whole = encode(Encoding::Xml, test::full_message());
    CPPUNIT_ASSERT(decode(Encoding::Xml, whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto result = decode(Encoding::Xml, whole.substr(0, size));
      CPPUNIT_ASSERT_MESSAGE(std::to_string(size), !result.has_value());
      CPPUNIT_ASSERT(result.error().code == ErrorCode::Malformed);
    }
  }
  void a_dev_inf_cut_anywhere_is_malformed() {
    DevInf info;
    info.datastores.resize(2);
    info.extensions = {{"X", {"y"}}};
    const std::string whole = encode_dev_inf(Encoding::Xml, Version::V12, info);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CPPUNIT_ASSERT(!decode_dev_inf(Encoding::Xml, whole.substr(0, size)).has_value());
    }
  }
  void command_floods_are_refused() {
    refused(ErrorCode::TooLarge, wrapped(repeat("<Add/>", limits::MaxCommands + 1)));
    refused(ErrorCode::TooLarge,
            wrapped("<Sync>" + repeat("<Add/>", limits::MaxCommands) + "</Sync>"));
    CPPUNIT_ASSERT(decode(Encoding::Xml, wrapped(repeat("<Add/>", limits::MaxCommands))));
  }
  void item_floods_are_refused() {
    refused(ErrorCode::TooLarge,
            wrapped("<Add>" + repeat("<Item/>", limits::MaxCommands) + "</Add>"));
  }
  void map_item_and_reference_floods_are_refused() {
    refused(ErrorCode::TooLarge,
            wrapped("<Map>" + repeat("<MapItem/>", limits::MaxCommands) + "</Map>"));
    refused(ErrorCode::TooLarge,
            wrapped("<Status>" + repeat("<TargetRef/>", limits::MaxCommands) + "</Status>"));
    refused(ErrorCode::TooLarge,
            wrapped("<Add><Meta>" + repeat("<EMI/>", limits::MaxCommands) + "</Meta></Add>"));
  }
  void dev_inf_floods_are_refused() {
    for (const char* part :
         {"<DataStore/>", "<Ext/>", "<CTCap><CTType/></CTCap>", "<CTCap><PropName/></CTCap>"}) {
      const auto info = decode_dev_inf(
          Encoding::Xml, "<DevInf>" + repeat(part, limits::MaxCommands + 1) + "</DevInf>");
      CPPUNIT_ASSERT_MESSAGE(part, info.error().code == ErrorCode::TooLarge);
    }
  }
  void long_fields_are_refused() {
    const std::string fits(limits::MaxFieldSize, 'x');
    const auto alert = [](const std::string& uri) {
      return wrapped("<Alert><Item><Target><LocURI>" + uri + "</LocURI></Target></Item></Alert>");
    };
    CPPUNIT_ASSERT(quickly(alert(fits)).has_value());
    refused(ErrorCode::TooLarge, alert(fits + "x"));
    refused(ErrorCode::TooLarge, wrapped("<Alert><Data>" + fits + "x</Data></Alert>"));
    refused(ErrorCode::TooLarge,
            wrapped("<Status><Cred><Data>" + fits + "x</Data></Cred></Status>"));
  }
  void long_fields_in_pieces_are_refused() {
    refused(ErrorCode::TooLarge,
            wrapped("<Alert><CmdID>" + repeat("x<!-- -->", 20'000) + "</CmdID></Alert>"));
    refused(ErrorCode::TooLarge,
            wrapped("<Alert><CmdID>" + repeat("&#65;", 20'000) + "</CmdID></Alert>"));
  }
  void long_records_are_refused() {
    const std::string record(limits::MaxObjSize / 2 * 3 + 1, 'x');
    // beyond the limit of a message already
    CPPUNIT_ASSERT(
        !decode(Encoding::Xml, wrapped("<Add><Item><Data>" + record + "</Data></Item></Add>")));
  }
  void huge_messages_are_refused_unread() {
    refused(ErrorCode::TooLarge, std::string(20'000'000, '<'));
  }
  void deep_messages_are_refused() {
    refused(ErrorCode::TooLarge, wrapped(repeat("<Sync>", 50)));
    refused(ErrorCode::TooLarge, wrapped(repeat("<Sequence>", 10'000)));
    refused(ErrorCode::TooLarge, wrapped("<Add><Item><Data>" + repeat("<Data>", 10'000)));
  }
  void deep_dev_inf_is_refused() {
    refused(ErrorCode::TooLarge, wrapped("<Put><Item><Data><DevInf>" + repeat("<CTCap>", 10'000)));
    // as text it is a document of its own, and stays text where that is refused
    const auto message = quickly(wrapped("<Put><Item><Data><![CDATA[" + repeat("<DevInf>", 10'000) +
                                         "]]></Data></Item></Put>"));
    CPPUNIT_ASSERT(!std::get<InfoCmd>(message.value().body.at(0)).items.at(0).dev_inf);
  }
  void dtds_are_refused() {
    refused(ErrorCode::Malformed, "<!DOCTYPE SyncML [<!ENTITY a 'x'>]>" + wrapped("&a;"));
    refused(ErrorCode::Malformed, "<!DOCTYPE SyncML SYSTEM 'x' []>" + wrapped(""));
  }
  void skipped_content_counts_for_nothing() {
    const auto message = quickly(
        wrapped("<Sequence>" + repeat("<Add>x</Add>", limits::MaxCommands * 2) + "</Sequence>"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, message.value().body.size());
  }
  void a_record_cannot_inject_commands() {
    Message message;
    message.header = test::header();
    const std::string evil =
        "]]></Data></Item></Add><Delete><CmdID>9</CmdID></Delete><Add><Item><Data><![CDATA[";
    message.body.emplace_back(test::add("1", evil, evil));
    message.body.emplace_back(InfoCmd{InfoKind::Put, "2", false, {}, {}, {}, {Item{}}});
    std::get<InfoCmd>(message.body[1]).items[0].dev_inf = "<DevInf/></Data></Item></Put><Delete/>";
    const auto decoded = decode(Encoding::Xml, encode(Encoding::Xml, message));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, decoded.value().body.size());
    CPPUNIT_ASSERT(message.body[0] == decoded->body[0]);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SyncmlHostileTest);
