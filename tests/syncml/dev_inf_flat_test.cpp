// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/dev_inf.h"
#include "common/syncml/dev_inf_flat.h"

using namespace pim;
using namespace pim::syncml;

/// DevInf 1.0 and 1.1, where CTCap stands beside the datastores as a run of names.
class DevInfFlatTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DevInfFlatTest);
  CPPUNIT_TEST(a_capability_goes_to_the_datastores_of_its_type);
  CPPUNIT_TEST(the_version_is_the_datastores_own);
  CPPUNIT_TEST(values_belong_to_what_stands_before_them);
  CPPUNIT_TEST(one_ctcap_may_hold_several_types);
  CPPUNIT_TEST(properties_without_wrapper_are_read_in_12_too);
  CPPUNIT_TEST(nameless_properties_are_dropped);
  CPPUNIT_TEST(a_sync_cap_at_the_end_counts_for_all);
  CPPUNIT_TEST(what_was_written_flat_is_read_as_before);
  CPPUNIT_TEST(many_datastores_do_not_multiply_a_capability);
  CPPUNIT_TEST_SUITE_END();

  static DevInf read(const std::string& content) {
    return decode_dev_inf(Encoding::Xml, "<DevInf>" + content + "</DevInf>").value();
  }
  static std::string store(const std::string& type, const std::string& version) {
    return "<DataStore><Rx-Pref><CTType>" + type + "</CTType><VerCT>" + version +
           "</VerCT></Rx-Pref></DataStore>";
  }

  void a_capability_goes_to_the_datastores_of_its_type() {
    const DevInf info =
        read(store("text/x-vcard", "2.1") + store("text/x-vcalendar", "1.0") +
             "<CTCap><CTType>text/x-vcalendar</CTType><PropName>SUMMARY</PropName></CTCap>"
             "<CTCap><CTType>text/x-other</CTType><PropName>X</PropName></CTCap>");
    CPPUNIT_ASSERT(info.datastores.at(0).capabilities.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, info.datastores.at(1).capabilities.size());
    CPPUNIT_ASSERT_EQUAL(std::string("SUMMARY"),
                         info.datastores[1].capabilities[0].properties.at(0).name);
  }
  void the_version_is_the_datastores_own() {
    const DevInf info = read(store("TEXT/X-VCARD", "2.1") + "<CTCap><CTType>text/x-vcard</CTType>" +
                             "<PropName>N</PropName></CTCap>");
    CPPUNIT_ASSERT_EQUAL(std::string("2.1"), info.datastores.at(0).capabilities.at(0).type.version);
  }
  void values_belong_to_what_stands_before_them() {
    const DevInf info = read(
        store("t", "1") +
        "<CTCap><CTType>t</CTType><PropName>TEL</PropName><DataType>chr</DataType><Size>80</Size>"
        "<ParamName>TYPE</ParamName><ValEnum>WORK</ValEnum><Size>7</Size><ParamName>PREF</"
        "ParamName>"
        "<PropName>BEGIN</PropName><ValEnum>VCARD</ValEnum></CTCap>");
    const auto& properties = info.datastores.at(0).capabilities.at(0).properties;
    CPPUNIT_ASSERT(properties.at(0) ==
                   (Property{"TEL", 80, 0, false, {}, {{"TYPE", {"WORK"}}, {"PREF", {}}}}));
    CPPUNIT_ASSERT(properties.at(1) == (Property{"BEGIN", 0, 0, false, {"VCARD"}, {}}));
  }
  void one_ctcap_may_hold_several_types() {
    const DevInf info = read(store("a", "1") + store("b", "2") +
                             "<CTCap><CTType>a</CTType><PropName>P</PropName>"
                             "<CTType>b</CTType><PropName>Q</PropName></CTCap>");
    CPPUNIT_ASSERT_EQUAL(std::string("P"),
                         info.datastores.at(0).capabilities.at(0).properties.at(0).name);
    CPPUNIT_ASSERT_EQUAL(std::string("Q"),
                         info.datastores.at(1).capabilities.at(0).properties.at(0).name);
  }
  void properties_without_wrapper_are_read_in_12_too() {
    const DevInf info = read(
        "<DataStore><CTCap><CTType>a</CTType><VerCT>1</VerCT><PropName>P</PropName></CTCap>"
        "</DataStore>");
    CPPUNIT_ASSERT((info.datastores.at(0).capabilities.at(0) ==
                    ContentCapability{{"a", "1"}, {{"P", 0, 0, false, {}, {}}}}));
  }
  void nameless_properties_are_dropped() {
    const DevInf info = read(store("text/plain", "") +
                             "<CTCap><CTType>text/plain</CTType><PropName></PropName>"
                             "<DataType>chr</DataType><Size>3000</Size></CTCap>");
    CPPUNIT_ASSERT(info.datastores.at(0).capabilities.at(0).properties.empty());
  }
  void a_sync_cap_at_the_end_counts_for_all() {
    const DevInf info = read(store("a", "1") +
                             "<DataStore><SyncCap><SyncType>1</SyncType></SyncCap></DataStore>"
                             "<SyncCap><SyncType>2</SyncType></SyncCap>");
    CPPUNIT_ASSERT(info.datastores.at(0).sync_types == std::vector<int>{2});
    CPPUNIT_ASSERT(info.datastores.at(1).sync_types == std::vector<int>{1});
  }
  void what_was_written_flat_is_read_as_before() {
    DevInf info;
    info.ver_dtd = "1.1";
    info.dev_id = "d";
    info.dev_typ = "server";
    Datastore contacts;
    contacts.source_ref = "contacts";
    contacts.rx_pref = contacts.tx_pref = {"text/x-vcard", "2.1"};
    contacts.sync_types = {1, 2};
    contacts.capabilities = {{{"text/x-vcard", "2.1"}, {{"N", 60, 0, false, {}, {}}}}};
    info.datastores = {contacts, contacts};
    const std::string octets = encode_dev_inf(Encoding::Xml, Version::V11, info);
    CPPUNIT_ASSERT(info == decode_dev_inf(Encoding::Xml, octets).value());
  }
  void many_datastores_do_not_multiply_a_capability() {
    DevInf info;
    info.datastores.resize(10'000);
    for (Datastore& datastore : info.datastores) {
      datastore.rx_pref.type = "a";
    }
    FlatParts flat;
    flat.capabilities.resize(1);
    flat.capabilities[0].type.type = "a";
    flat.capabilities[0].properties.resize(5'000, Property{"P", 0, 0, false, {}, {}});
    flat.sync_types.assign(10'000, 1);
    settle(info, flat);
    std::size_t properties = 0;
    std::size_t types = 0;
    for (const Datastore& datastore : info.datastores) {
      types += datastore.sync_types.size();
      for (const ContentCapability& capability : datastore.capabilities) {
        properties += capability.properties.size();
      }
    }
    CPPUNIT_ASSERT(properties >= 5'000 && properties <= 20'000);
    CPPUNIT_ASSERT(types <= 64 * 64);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DevInfFlatTest);
