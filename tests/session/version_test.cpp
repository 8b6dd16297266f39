// SPDX-License-Identifier: Apache-2.0
// SyncML 1.0, 1.1 and 1.2 in both encodings at the server (sync rule 10).
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "common/syncml/dev_inf.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::Encoding;
using syncml::Version;

class VersionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(VersionTest);
  CPPUNIT_TEST(every_version_and_encoding_is_answered_in_itself);
  CPPUNIT_TEST(every_version_and_encoding_carries_records_both_ways);
  CPPUNIT_TEST(our_device_information_has_the_form_of_the_version);
  CPPUNIT_TEST(an_unknown_protocol_is_told_all_of_ours);
  CPPUNIT_TEST(an_unknown_document_type_is_told_all_of_ours);
  CPPUNIT_TEST(an_unknown_version_is_answered_in_the_newest_and_its_encoding);
  CPPUNIT_TEST(a_version_that_changes_in_a_session_is_refused);
  CPPUNIT_TEST(a_version_that_is_off_is_refused_in_itself_with_what_is_spoken);
  CPPUNIT_TEST(a_document_type_that_is_off_is_told_those_that_are_on);
  CPPUNIT_TEST(an_unknown_version_is_answered_in_the_newest_that_is_on);
  CPPUNIT_TEST(a_version_beside_one_that_is_off_is_served);
  CPPUNIT_TEST(a_session_ends_where_its_version_was_switched_off);
  CPPUNIT_TEST(wbxml_that_is_off_is_an_unsupported_media_type_whatever_its_type_says);
  CPPUNIT_TEST(xml_is_taken_where_wbxml_is_off);
  CPPUNIT_TEST_SUITE_END();

  static void speak(Terminal& terminal, Version version) {
    terminal.message.header.ver_dtd = syncml::ver_dtd_of(version);
    terminal.message.header.ver_proto = syncml::ver_proto_of(version);
  }
  static std::string name(Version version, Encoding encoding) {
    return syncml::ver_dtd_of(version) + (encoding == Encoding::Xml ? " XML" : " WBXML");
  }
  template <class Check>
  static void in_all(Check check) {
    for (const Version version : {Version::V10, Version::V11, Version::V12}) {
      for (const Encoding encoding : {Encoding::Xml, Encoding::Wbxml}) {
        Terminal terminal;
        terminal.encoding = encoding;
        check(terminal, version, name(version, encoding));
      }
    }
  }
  static ServerReply begin(Terminal& terminal, Version version, int alert = 201) {
    terminal.header("1", 1);
    speak(terminal, version);
    terminal.sign_in();
    terminal.alert(alert, "", "a1");
    terminal.final();
    return terminal.send();
  }

 public:
  void every_version_and_encoding_is_answered_in_itself() {
    in_all([](Terminal& terminal, Version version, const std::string& what) {
      const ServerReply reply = begin(terminal, version);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 212, terminal.status("SyncHdr"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, syncml::content_type_of(terminal.encoding),
                                   reply.content_type);
      CPPUNIT_ASSERT_MESSAGE(what, syncml::version_of(terminal.reply.header) == version);
    });
  }

  void every_version_and_encoding_carries_records_both_ways() {
    in_all([](Terminal& terminal, Version version, const std::string& what) {
      begin(terminal, version);
      terminal.header("1", 2);
      speak(terminal, version);
      terminal.sync();
      terminal.change(syncml::ChangeKind::Add, "l1", card("Ann"));
      terminal.final();
      terminal.send();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 201, terminal.status("Add"));
      terminal.handle.clear();
      terminal.message.header.source.uri = "IMEI:2";
      Terminal& other = terminal;
      other.header("2", 1).header.source.uri = "IMEI:2";
      speak(other, version);
      other.sign_in();
      other.alert(201, "", "b1");
      other.final();
      other.send();
      other.header("2", 2).header.source.uri = "IMEI:2";
      speak(other, version);
      other.sync();
      other.final();
      other.send();
      const auto changes = other.received();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, std::size_t{1}, changes.size());
      CPPUNIT_ASSERT_MESSAGE(what, changes[0].items[0].data->find("Ann") != std::string::npos);
    });
  }

  void our_device_information_has_the_form_of_the_version() {
    in_all([](Terminal& terminal, Version version, const std::string& what) {
      terminal.header("1", 1);
      speak(terminal, version);
      terminal.sign_in();
      syncml::InfoCmd get;
      get.cmd_id = std::to_string(++terminal.cmd);
      syncml::Item wanted;
      wanted.target = syncml::Location{syncml::dev_inf_uri_of(version), ""};
      get.items.push_back(std::move(wanted));
      terminal.message.body.emplace_back(std::move(get));
      terminal.alert(201, "", "a1");
      terminal.final();
      terminal.send();
      const auto results = std::ranges::find_if(terminal.reply.body, [](const auto& command) {
        const auto* info = std::get_if<syncml::InfoCmd>(&command);
        return info != nullptr && info->kind == syncml::InfoKind::Results;
      });
      CPPUNIT_ASSERT_MESSAGE(what, results != terminal.reply.body.end());
      const auto& command = std::get<syncml::InfoCmd>(*results);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, syncml::dev_inf_uri_of(version),
                                   command.items[0].source->uri);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, syncml::dev_inf_type_of(terminal.encoding),
                                   command.meta.type);
      const auto info = syncml::decode_dev_inf(terminal.encoding, *command.items[0].dev_inf);
      CPPUNIT_ASSERT_MESSAGE(what, info.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, syncml::ver_dtd_of(version), info->ver_dtd);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, version != Version::V10, info->utc);
    });
  }

  void an_unknown_protocol_is_told_all_of_ours() {
    Terminal terminal;
    terminal.header("1", 1).header.ver_proto = "SyncML/1.3";
    terminal.sign_in();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(513, terminal.status("SyncHdr"));
    check_told(terminal, {"SyncML/1.2", "SyncML/1.1", "SyncML/1.0"});
  }

  void an_unknown_document_type_is_told_all_of_ours() {
    Terminal terminal;
    terminal.header("1", 1).header.ver_dtd = "1.9";
    terminal.sign_in();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(505, terminal.status("SyncHdr"));
    check_told(terminal, {"1.2", "1.1", "1.0"});
  }

  void an_unknown_version_is_answered_in_the_newest_and_its_encoding() {
    Terminal terminal;
    terminal.encoding = Encoding::Wbxml;
    terminal.header("1", 1).header.ver_proto = "SyncML/2.0";
    const ServerReply reply = terminal.send();
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.2"), terminal.reply.header.ver_proto);
    CPPUNIT_ASSERT_EQUAL(syncml::content_type_of(Encoding::Wbxml), reply.content_type);
  }

  void a_version_that_changes_in_a_session_is_refused() {
    Terminal terminal;
    begin(terminal, Version::V12);
    terminal.header("1", 2);
    speak(terminal, Version::V11);
    terminal.sync();
    terminal.change(syncml::ChangeKind::Add, "l1", card("Ann"));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(513, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, terminal.items().size());
  }

  void a_version_that_is_off_is_refused_in_itself_with_what_is_spoken() {
    for (const Encoding encoding : {Encoding::Xml, Encoding::Wbxml}) {
      Terminal terminal(speaking({Version::V12, Version::V10}));
      terminal.encoding = encoding;
      begin(terminal, Version::V11);
      const std::string what = name(Version::V11, encoding);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 513, terminal.status("SyncHdr"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 513, terminal.status("Alert"));
      CPPUNIT_ASSERT_MESSAGE(what, syncml::version_of(terminal.reply.header) == Version::V11);
      check_told(terminal, {"SyncML/1.2", "SyncML/1.0"});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what, 0, terminal.passwords.asked);
    }
  }

  void a_document_type_that_is_off_is_told_those_that_are_on() {
    Terminal terminal(speaking({Version::V12, Version::V11}));
    terminal.header("1", 1).header.ver_dtd = "1.0";
    terminal.sign_in();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(505, terminal.status("SyncHdr"));
    check_told(terminal, {"1.2", "1.1"});
  }

  void an_unknown_version_is_answered_in_the_newest_that_is_on() {
    Terminal terminal(speaking({Version::V11, Version::V10}));
    terminal.header("1", 1).header.ver_proto = "SyncML/2.0";
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.1"), terminal.reply.header.ver_proto);
    check_told(terminal, {"SyncML/1.1", "SyncML/1.0"});
  }

  void a_version_beside_one_that_is_off_is_served() {
    Terminal terminal(speaking({Version::V11}));
    begin(terminal, Version::V11);
    CPPUNIT_ASSERT_EQUAL(212, terminal.status("SyncHdr"));
  }

  void a_session_ends_where_its_version_was_switched_off() {
    Terminal terminal;
    begin(terminal, Version::V11);
    terminal.header("1", 2);
    speak(terminal, Version::V11);
    terminal.sync();
    terminal.change(syncml::ChangeKind::Add, "l1", card("Ann"));
    terminal.final();
    const std::string body = terminal.octets();
    ServerRequest request;
    request.body = body;
    request.handle = terminal.handle;
    request.content_type = syncml::content_type_of(terminal.encoding);
    const ServerReply reply = Server(terminal.store, terminal.clock, terminal.random, terminal.log,
                                     speaking({Version::V12}))
                                  .handle(request, terminal.passwords);
    terminal.reply = *syncml::decode(terminal.encoding, reply.body);
    CPPUNIT_ASSERT_EQUAL(513, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, terminal.items().size());
  }

  void wbxml_that_is_off_is_an_unsupported_media_type_whatever_its_type_says() {
    Terminal terminal(without_wbxml());
    terminal.header("1", 1);
    terminal.sign_in();
    terminal.encoding = Encoding::Wbxml;
    const std::string octets = terminal.octets();
    CPPUNIT_ASSERT_EQUAL(415, terminal.send_octets(octets).status);
    terminal.encoding = Encoding::Xml;
    CPPUNIT_ASSERT_EQUAL(415, terminal.send_octets(octets).status);
  }

  void xml_is_taken_where_wbxml_is_off() {
    Terminal terminal(without_wbxml());
    begin(terminal, Version::V12);
    CPPUNIT_ASSERT_EQUAL(212, terminal.status("SyncHdr"));
  }

 private:
  static ServerConfig speaking(std::vector<Version> versions) {
    ServerConfig config;
    config.versions = std::move(versions);
    return config;
  }
  static ServerConfig without_wbxml() {
    ServerConfig config;
    config.wbxml = false;
    return config;
  }
  static void check_told(const Terminal& terminal, const std::vector<std::string>& wanted) {
    std::vector<std::string> told;
    for (const auto& item : std::get<syncml::StatusCmd>(terminal.reply.body.front()).items) {
      told.push_back(item.data.value_or(""));
    }
    CPPUNIT_ASSERT(wanted == told);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(VersionTest);

}  // namespace pim::session::test
