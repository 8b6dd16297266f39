// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/dev_inf.h"

using namespace pim;
using namespace pim::syncml;

class DevInfTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DevInfTest);
  CPPUNIT_TEST(version_12_survives_whole);
  CPPUNIT_TEST(version_12_is_written_in_the_order_of_its_dtd);
  CPPUNIT_TEST(version_11_stands_flat);
  CPPUNIT_TEST(version_10_has_no_flags);
  CPPUNIT_TEST(types_of_phones_are_parameter_names_before_12);
  CPPUNIT_TEST(vendors_sync_types_are_read_and_never_written);
  CPPUNIT_TEST(both_spellings_of_large_objects_are_read);
  CPPUNIT_TEST(names_match_in_any_case);
  CPPUNIT_TEST(extensions_survive);
  CPPUNIT_TEST(what_is_no_dev_inf_is_malformed);
  CPPUNIT_TEST(wbxml_that_ends_early_is_malformed);
  CPPUNIT_TEST(types_and_uris_follow_encoding_and_version);
  CPPUNIT_TEST_SUITE_END();

  static DevInf sample() {
    DevInf info;
    info.ver_dtd = "1.2";
    info.man = "Example & Sons";
    info.mod = "Portal";
    info.oem = "Oem";
    info.fw_v = "1";
    info.sw_v = "2";
    info.hw_v = "3";
    info.dev_id = "portal-1";
    info.dev_typ = "server";
    info.utc = info.large_objects = info.number_of_changes = true;
    Datastore store;
    store.source_ref = "contacts";
    store.display_name = "Contacts";
    store.max_guid_size = 64;
    store.rx_pref = store.tx_pref = {"text/vcard", "3.0"};
    store.rx = store.tx = {{"text/x-vcard", "2.1"}};
    store.sync_types = {1, 2, 7};
    ContentCapability capability{{"text/vcard", "3.0"}, {}};
    capability.properties.push_back({"TEL", 80, 5, true, {}, {{"TYPE", {"WORK", "CELL"}}}});
    capability.properties.push_back({"VERSION", 0, 0, false, {"3.0"}, {}});
    store.capabilities = {capability, {{"text/x-vcard", "2.1"}, {{"N", 60, 0, false, {}, {}}}}};
    info.datastores = {store};
    info.extensions = {{"X-PIMSYNC", {"1", "portal-1"}}};
    return info;
  }
  static DevInf read(const std::string& octets) {
    auto info = decode_dev_inf(Encoding::Xml, octets);
    CPPUNIT_ASSERT_MESSAGE(info ? "" : info.error().text(), info.has_value());
    return std::move(*info);
  }
  static std::string write(Version version) {
    return encode_dev_inf(Encoding::Xml, version, sample());
  }
  static bool holds(const std::string& octets, const std::string& part) {
    return octets.find(part) != std::string::npos;
  }

  void version_12_survives_whole() { CPPUNIT_ASSERT(sample() == read(write(Version::V12))); }
  void version_12_is_written_in_the_order_of_its_dtd() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><Man>Example &amp; Sons</Man>"
            "<Mod>Portal</Mod><OEM>Oem</OEM><FwV>1</FwV><SwV>2</SwV><HwV>3</HwV>"
            "<DevID>portal-1</DevID><DevTyp>server</DevTyp><UTC/><SupportLargeObjs/>"
            "<SupportNumberOfChanges/><DataStore><SourceRef>contacts</SourceRef>"
            "<DisplayName>Contacts</DisplayName><MaxGUIDSize>64</MaxGUIDSize>"
            "<Rx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Rx-Pref>"
            "<Rx><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Rx>"
            "<Tx-Pref><CTType>text/vcard</CTType><VerCT>3.0</VerCT></Tx-Pref>"
            "<Tx><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Tx>"
            "<CTCap><CTType>text/vcard</CTType><VerCT>3.0</VerCT>"
            "<Property><PropName>TEL</PropName><MaxOccur>5</MaxOccur><MaxSize>80</MaxSize>"
            "<NoTruncate/><PropParam><ParamName>TYPE</ParamName><ValEnum>WORK</ValEnum>"
            "<ValEnum>CELL</ValEnum></PropParam></Property>"
            "<Property><PropName>VERSION</PropName><ValEnum>3.0</ValEnum></Property></CTCap>"
            "<CTCap><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT>"
            "<Property><PropName>N</PropName><MaxSize>60</MaxSize></Property></CTCap>"
            "<SyncCap><SyncType>1</SyncType><SyncType>2</SyncType><SyncType>7</SyncType></SyncCap>"
            "</DataStore><Ext><XNam>X-PIMSYNC</XNam><XVal>1</XVal><XVal>portal-1</XVal></Ext>"
            "</DevInf>"),
        write(Version::V12));
  }
  void version_11_stands_flat() {
    const std::string octets = write(Version::V11);
    CPPUNIT_ASSERT(holds(octets, "<UTC/><SupportLargeObjs/><SupportNumberOfChanges/><DataStore>"));
    CPPUNIT_ASSERT(holds(octets,
                         "</SyncCap></DataStore><CTCap><CTType>text/vcard</CTType>"
                         "<PropName>TEL</PropName><DataType>chr</DataType><Size>80</Size>"));
    CPPUNIT_ASSERT(holds(octets, "<PropName>VERSION</PropName><ValEnum>3.0</ValEnum></CTCap>"));
    CPPUNIT_ASSERT(!holds(octets, "<Property>"));
  }
  void version_10_has_no_flags() {
    const std::string octets = write(Version::V10);
    CPPUNIT_ASSERT(holds(octets, "<VerDTD>1.0</VerDTD>"));
    CPPUNIT_ASSERT(holds(octets, "</DevTyp><DataStore>"));
  }
  void types_of_phones_are_parameter_names_before_12() {
    CPPUNIT_ASSERT(
        holds(write(Version::V11), "<ParamName>WORK</ParamName><ParamName>CELL</ParamName>"));
  }
  void vendors_sync_types_are_read_and_never_written() {
    DevInf info = read(
        "<DevInf><DataStore><SyncCap><SyncType>01</SyncType><SyncType>390001</SyncType>"
        "<SyncType>x</SyncType></SyncCap></DataStore></DevInf>");
    CPPUNIT_ASSERT((info.datastores.at(0).sync_types == std::vector<int>{1, 390001}));
    CPPUNIT_ASSERT(holds(encode_dev_inf(Encoding::Xml, Version::V12, info),
                         "<SyncCap><SyncType>1</SyncType></SyncCap>"));
  }
  void both_spellings_of_large_objects_are_read() {
    CPPUNIT_ASSERT(read("<DevInf><SupportLargeObjs/></DevInf>").large_objects);
    CPPUNIT_ASSERT(read("<DevInf><SupportLargeObjects/></DevInf>").large_objects);
    CPPUNIT_ASSERT(!read("<DevInf/>").large_objects);
  }
  void names_match_in_any_case() {
    const DevInf info =
        read("<devinf><DevId>7</DevId><Ext><Xnam>a</Xnam><Xval>b</Xval></Ext></devinf>");
    CPPUNIT_ASSERT_EQUAL(std::string("7"), info.dev_id);
    CPPUNIT_ASSERT_EQUAL(std::string("a"), info.extensions.at(0).first);
  }
  void extensions_survive() {
    CPPUNIT_ASSERT(sample().extensions == read(write(Version::V10)).extensions);
  }
  void what_is_no_dev_inf_is_malformed() {
    for (const char* octets : {"", "x", "<SyncML/>", "<DevInf>", "<DevInf><Man></DevInf>"}) {
      CPPUNIT_ASSERT_MESSAGE(
          octets, decode_dev_inf(Encoding::Xml, octets).error().code == ErrorCode::Malformed);
    }
  }
  void wbxml_that_ends_early_is_malformed() {
    CPPUNIT_ASSERT(decode_dev_inf(Encoding::Wbxml, "\x02\xa4\x03\x6a").error().code ==
                   ErrorCode::Malformed);
  }
  void types_and_uris_follow_encoding_and_version() {
    CPPUNIT_ASSERT_EQUAL(std::string("./devinf10"), dev_inf_uri_of(Version::V10));
    CPPUNIT_ASSERT_EQUAL(std::string("./devinf12"), dev_inf_uri_of(Version::V12));
    CPPUNIT_ASSERT_EQUAL(std::string("application/vnd.syncml-devinf+xml"),
                         dev_inf_type_of(Encoding::Xml));
    CPPUNIT_ASSERT_EQUAL(std::string("application/vnd.syncml-devinf+wbxml"),
                         dev_inf_type_of(Encoding::Wbxml));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DevInfTest);
