// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/decode.h"
#include "tests/syncml/sample.h"

using namespace pim;
using namespace pim::syncml;

class DecodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DecodeTest);
  CPPUNIT_TEST(names_match_in_any_case_prefix_and_namespace);
  CPPUNIT_TEST(unknown_elements_are_skipped_with_their_content);
  CPPUNIT_TEST(elements_of_other_namespaces_are_skipped);
  CPPUNIT_TEST(a_root_in_an_unknown_namespace_takes_its_own_along);
  CPPUNIT_TEST(unknown_commands_are_named);
  CPPUNIT_TEST(brackets_are_not_opened);
  CPPUNIT_TEST(commands_stand_where_they_stood);
  CPPUNIT_TEST(words_lose_blanks_and_names_do_not);
  CPPUNIT_TEST(numbers_that_are_none_are_zero);
  CPPUNIT_TEST(a_repeated_field_counts_once);
  CPPUNIT_TEST(meta_may_be_wrapped_in_metinf);
  CPPUNIT_TEST(anchors_in_a_status_are_recognised);
  CPPUNIT_TEST(dev_inf_elements_become_a_document);
  CPPUNIT_TEST(dev_inf_without_namespace_gets_one);
  CPPUNIT_TEST(dev_inf_in_cdata_becomes_a_document);
  CPPUNIT_TEST(broken_dev_inf_text_stays_text);
  CPPUNIT_TEST(a_record_that_is_xml_stays_data);
  CPPUNIT_TEST(a_filter_in_the_target_is_repaired);
  CPPUNIT_TEST(faults_in_data_spoil_one_record_only);
  CPPUNIT_TEST(crlf_in_cdata_survives);
  CPPUNIT_TEST(base64_data_is_left_as_it_is);
  CPPUNIT_TEST(a_message_needs_one_header_and_one_body);
  CPPUNIT_TEST(long_session_ids_are_refused);
  CPPUNIT_TEST(wbxml_that_ends_early_is_malformed);
  CPPUNIT_TEST_SUITE_END();

  static Message message(const std::string& octets) {
    auto decoded = decode(Encoding::Xml, octets);
    CPPUNIT_ASSERT_MESSAGE(decoded ? "" : decoded.error().text(), decoded.has_value());
    return std::move(*decoded);
  }
  static Message body(const std::string& octets) {
    return message("<SyncML><SyncHdr/><SyncBody>" + octets + "</SyncBody></SyncML>");
  }
  template <class Cmd>
  static Cmd only(const std::string& octets) {
    const Message decoded = body(octets);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, decoded.body.size());
    return std::get<Cmd>(decoded.body[0]);
  }
  static Item put_item(const std::string& data) {
    return only<InfoCmd>("<Put><Item><Data>" + data + "</Data></Item></Put>").items.at(0);
  }
  static ErrorCode error(const std::string& octets) {
    return decode(Encoding::Xml, octets).error().code;
  }

  void names_match_in_any_case_prefix_and_namespace() {
    for (const char* octets :
         {"<syncml><SYNCHDR><sessionid>7</sessionid></SYNCHDR><syncbody/></syncml>",
          "<x:SyncML xmlns:x='syncml:SYNCML1.1'><x:SyncHdr><x:SessionID>7</x:SessionID></x:SyncHdr>"
          "<x:SyncBody/></x:SyncML>",
          "<SyncML xmlns='syncml:metinf'><SyncHdr><SessionID xmlns='syncml:devinf'>7</SessionID>"
          "</SyncHdr><SyncBody/></SyncML>"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("7"), message(octets).header.session_id);
    }
  }
  void unknown_elements_are_skipped_with_their_content() {
    const Message decoded = message(
        "<SyncML><Extra><SyncHdr/></Extra><SyncHdr><X><SessionID>8</SessionID></X>"
        "<SessionID>7<Y>9</Y></SessionID></SyncHdr><SyncBody/></SyncML>");
    CPPUNIT_ASSERT_EQUAL(std::string("7"), decoded.header.session_id);
  }
  void elements_of_other_namespaces_are_skipped() {
    const Message decoded = message(
        "<SyncML><SyncHdr><SessionID>7</SessionID><v:SessionID xmlns:v='urn:vendor'>8"
        "</v:SessionID></SyncHdr><SyncBody/></SyncML>");
    CPPUNIT_ASSERT_EQUAL(std::string("7"), decoded.header.session_id);
  }
  void a_root_in_an_unknown_namespace_takes_its_own_along() {
    const Message decoded = message(
        "<SyncML xmlns='http://www.syncml.org/docs/1'><SyncHdr><SessionID>7</SessionID></SyncHdr>"
        "<SyncBody><Final/></SyncBody></SyncML>");
    CPPUNIT_ASSERT_EQUAL(std::string("7"), decoded.header.session_id);
    CPPUNIT_ASSERT(decoded.final);
  }
  void unknown_commands_are_named() {
    const auto other = only<OtherCmd>("<Wipe><CmdID>3</CmdID><NoResp/><Item/></Wipe>");
    CPPUNIT_ASSERT(other == (OtherCmd{"Wipe", "3", true}));
    CPPUNIT_ASSERT_EQUAL(std::string("Exec"), only<OtherCmd>("<EXEC><CmdID>1</CmdID></EXEC>").name);
    CPPUNIT_ASSERT_EQUAL(std::size_t{64},
                         only<OtherCmd>("<" + std::string(200, 'n') + "/>").name.size());
  }
  void brackets_are_not_opened() {
    const auto sync =
        only<SyncCmd>("<Sync><Atomic><CmdID>2</CmdID><Add><CmdID>3</CmdID></Add></Atomic></Sync>");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, sync.commands.size());
    CPPUNIT_ASSERT(std::get<OtherCmd>(sync.commands[0]) == (OtherCmd{"Atomic", "2", false}));
  }
  void commands_stand_where_they_stood() {
    const Message decoded =
        body("<Alert/><Add/><Map/><Status/><Get/><Results/><Put/><Sync/><Final/>");
    const std::size_t order[] = {1, 5, 3, 0, 4, 4, 4, 2};
    CPPUNIT_ASSERT_EQUAL(std::size(order), decoded.body.size());
    for (std::size_t i = 0; i < decoded.body.size(); ++i) {
      CPPUNIT_ASSERT_EQUAL(order[i], decoded.body[i].index());
    }
  }
  void words_lose_blanks_and_names_do_not() {
    const auto status = only<StatusCmd>(
        "<Status><CmdID>\n 4 </CmdID><Cmd> Add\n</Cmd><Data> 200 </Data><TargetRef> x </TargetRef>"
        "</Status>");
    CPPUNIT_ASSERT_EQUAL(std::string("4"), status.cmd_id);
    CPPUNIT_ASSERT_EQUAL(std::string("Add"), status.cmd);
    CPPUNIT_ASSERT_EQUAL(200, status.code);
    CPPUNIT_ASSERT_EQUAL(std::string(" x "), status.target_refs.at(0));
  }
  void numbers_that_are_none_are_zero() {
    for (const char* text : {"", "x", "-1", "2 00", "99999999999", "1e2"}) {
      const std::string alert = std::string("<Alert><Data>") + text + "</Data></Alert>";
      CPPUNIT_ASSERT_EQUAL(0, only<AlertCmd>(alert).code);
    }
    const auto sync = only<SyncCmd>("<Sync><NumberOfChanges>x</NumberOfChanges></Sync>");
    CPPUNIT_ASSERT(!sync.number_of_changes);
  }
  void a_repeated_field_counts_once() {
    const auto alert = only<AlertCmd>("<Alert><CmdID>1</CmdID><CmdID>2</CmdID></Alert>");
    CPPUNIT_ASSERT_EQUAL(std::string("2"), alert.cmd_id);
  }
  void meta_may_be_wrapped_in_metinf() {
    const auto add = only<ChangeCmd>(
        "<Add><Meta><MetInf xmlns='syncml:metinf'><Type>text/vcard</Type></MetInf></Meta></Add>");
    CPPUNIT_ASSERT_EQUAL(std::string("text/vcard"), add.meta.type);
  }
  void anchors_in_a_status_are_recognised() {
    const auto status = only<StatusCmd>(
        "<Status><Item><Data>\n<Anchor xmlns='syncml:metinf'>\n<Next>276</Next></Anchor>\n</Data>"
        "</Item></Status>");
    CPPUNIT_ASSERT(status.items.at(0).anchor == (Anchor{"", "276"}));
    CPPUNIT_ASSERT(!status.items.at(0).data);
  }
  void dev_inf_elements_become_a_document() {
    const Item item =
        put_item("\n<d:DevInf xmlns:d='syncml:devinf'>\n <d:Man>A &amp; B</d:Man>\n</d:DevInf>\n");
    CPPUNIT_ASSERT_EQUAL(std::string("<DevInf xmlns='syncml:devinf'><Man>A &amp; B</Man></DevInf>"),
                         item.dev_inf.value());
    CPPUNIT_ASSERT(!item.data);
  }
  void dev_inf_without_namespace_gets_one() {
    CPPUNIT_ASSERT_EQUAL(std::string("<DevInf xmlns='syncml:devinf'><Man>m</Man></DevInf>"),
                         put_item("<DevInf><Man>m</Man></DevInf>").dev_inf.value());
  }
  void dev_inf_in_cdata_becomes_a_document() {
    const Item item = put_item(
        "<![CDATA[<?xml version='1.0'?>\r\n<DevInf xmlns=\"syncml:devinf\">\r\n<Man>m</Man>"
        "</DevInf>]]>");
    CPPUNIT_ASSERT_EQUAL(std::string("<DevInf xmlns='syncml:devinf'><Man>m</Man></DevInf>"),
                         item.dev_inf.value());
    CPPUNIT_ASSERT(!item.data);
  }
  void broken_dev_inf_text_stays_text() {
    const Item item = put_item("<![CDATA[<DevInf><Man>]]>");
    CPPUNIT_ASSERT_EQUAL(std::string("<DevInf><Man>"), item.data.value());
    CPPUNIT_ASSERT(!item.dev_inf);
  }
  void a_record_that_is_xml_stays_data() {
    const auto add = only<ChangeCmd>(
        "<Add><Item><Data><![CDATA[<contact><Name>x</Name></contact>]]></Data></Item></Add>");
    CPPUNIT_ASSERT_EQUAL(std::string("<contact><Name>x</Name></contact>"),
                         add.items.at(0).data.value());
  }
  void a_filter_in_the_target_is_repaired() {
    const auto alert = only<AlertCmd>(
        "<Alert><Item><Target><LocURI>cal?SINCE&EQ;20260101&amp;AND;x&y</LocURI></Target></Item>"
        "</Alert>");
    CPPUNIT_ASSERT_EQUAL(std::string("cal?SINCE&EQ;20260101&AND;x&y"),
                         alert.items.at(0).target->uri);
  }
  void faults_in_data_spoil_one_record_only() {
    const auto sync = only<SyncCmd>(
        "<Sync><Add><Item><Data>N:M\xfcller\x01\xff & <\r\n</Data></Item></Add>"
        "<Add><Item><Data>good</Data></Item></Add></Sync>");
    CPPUNIT_ASSERT_EQUAL(std::string("N:M\xfcller\x01\xff & <\r\n"),
                         std::get<ChangeCmd>(sync.commands.at(0)).items.at(0).data.value());
    CPPUNIT_ASSERT_EQUAL(std::string("good"),
                         std::get<ChangeCmd>(sync.commands.at(1)).items.at(0).data.value());
  }
  void crlf_in_cdata_survives() {
    const auto add = only<ChangeCmd>("<Add><Item><Data><![CDATA[a\r\nb\r\n]]></Data></Item></Add>");
    CPPUNIT_ASSERT_EQUAL(std::string("a\r\nb\r\n"), add.items.at(0).data.value());
  }
  void base64_data_is_left_as_it_is() {
    const auto add = only<ChangeCmd>(
        "<Add><Item><Meta><Format>b64</Format></Meta><Data>Zm9v\n</Data></Item></Add>");
    CPPUNIT_ASSERT_EQUAL(std::string("Zm9v\n"), add.items.at(0).data.value());
  }
  void a_message_needs_one_header_and_one_body() {
    for (const char* octets :
         {"<SyncML/>", "<SyncML><SyncHdr/></SyncML>", "<SyncML><SyncBody/></SyncML>",
          "<SyncML><SyncHdr/><SyncHdr/><SyncBody/></SyncML>",
          "<SyncML><SyncHdr/><SyncBody/><SyncBody/></SyncML>", "<html/>", ""}) {
      CPPUNIT_ASSERT_MESSAGE(octets, error(octets) == ErrorCode::Malformed);
    }
  }
  void long_session_ids_are_refused() {
    const auto with = [](std::size_t size) {
      return "<SyncML><SyncHdr><SessionID>" + std::string(size, '7') +
             "</SessionID></SyncHdr><SyncBody/></SyncML>";
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{64}, message(with(64)).header.session_id.size());
    CPPUNIT_ASSERT(error(with(65)) == ErrorCode::TooLarge);
  }
  void wbxml_that_ends_early_is_malformed() {
    CPPUNIT_ASSERT(decode(Encoding::Wbxml, "\x02\xa4\x01\x6a").error().code ==
                   ErrorCode::Malformed);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DecodeTest);
