// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/wbxml/octets.h"

namespace pim::test {
namespace {

// SyncML 6d, SyncHdr 6c, Cmd 4a, Data 4f, Final 12; MetInf: Type 53
const std::string Small = "SyncML:s{Final:s{}}";

}  // namespace

class WbxmlReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WbxmlReaderTest);
  CPPUNIT_TEST(elements_nest_and_an_empty_one_has_no_end);
  CPPUNIT_TEST(inline_strings_are_text_and_opaque_is_octets);
  CPPUNIT_TEST(a_switched_page_stays_until_the_next_switch);
  CPPUNIT_TEST(the_formal_name_may_stand_in_the_string_table);
  CPPUNIT_TEST(an_unknown_public_id_is_told_by_the_root);
  CPPUNIT_TEST(device_information_has_tokens_of_its_own);
  CPPUNIT_TEST(strings_and_names_of_the_table_are_found_in_the_middle_too);
  CPPUNIT_TEST(latin_text_becomes_utf8_and_opaque_stays);
  CPPUNIT_TEST(an_entity_is_a_character);
  CPPUNIT_TEST(attributes_are_passed_over);
  CPPUNIT_TEST(padding_behind_the_document_is_allowed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void elements_nest_and_an_empty_one_has_no_end() {
    CPPUNIT_ASSERT_EQUAL(Small, trace_wbxml(document({0x6d, 0x12, 0x01})));
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{SyncHdr:s{}Final:s{}}"),
                         trace_wbxml(document({0x6d, 0x6c, 0x01, 0x12, 0x01})));
  }
  void inline_strings_are_text_and_opaque_is_octets() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{Data:s{ab[c\r\n]}}"),
                         trace_wbxml(document({0x6d, 0x4f, 0x03, 'a', 'b', 0, 0xc3, 3, 'c', '\r',
                                               '\n', 0x01, 0x01})));
  }
  void a_switched_page_stays_until_the_next_switch() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{Meta:s{Type:m{x}Size:m{}}Final:s{}}"),
                         trace_wbxml(document({0x6d, 0x5a, 0x00, 0x01, 0x53, 0x03, 'x', 0, 0x01,
                                               0x12, 0x01, 0x00, 0x00, 0x12, 0x01})));
  }
  void the_formal_name_may_stand_in_the_string_table() {
    const std::string name = "-//SYNCML//DTD SyncML 1.1//EN";
    CPPUNIT_ASSERT_EQUAL(Small, trace_wbxml(octets({0x02, 0x00, 0x00, 0x6a, 29}) + name +
                                            octets({0x6d, 0x12, 0x01})));
  }
  void an_unknown_public_id_is_told_by_the_root() {
    CPPUNIT_ASSERT_EQUAL(Small, trace_wbxml(octets({0x03, 0x01, 0x6a, 0x00, 0x6d, 0x12, 0x01})));
    CPPUNIT_ASSERT_EQUAL(std::string("DevInf:d{}"),
                         trace_wbxml(octets({0x03, 0x01, 0x6a, 0x00, 0x4a, 0x01})));
  }
  void device_information_has_tokens_of_its_own() {
    CPPUNIT_ASSERT_EQUAL(std::string("DevInf:d{VerDTD:d{1.1}DataStore:d{}}"),
                         trace_wbxml(octets({0x03, 0x9f, 0x54, 0x6a, 0x00, 0x4a, 0x65, 0x03}) +
                                     "1.1" + octets({0x00, 0x01, 0x07, 0x01})));
  }
  void strings_and_names_of_the_table_are_found_in_the_middle_too() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SyncML:s{Data:s{tail}X-It:o{}}"),
        trace_wbxml(octets({0x03, 0x9f, 0x53, 0x6a, 14}) + "long tail" + octets({0}) + "X-It" +
                    octets({0x6d, 0x4f, 0x83, 5, 0x01, 0x04, 10, 0x01})));
  }
  void latin_text_becomes_utf8_and_opaque_stays() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{Data:s{\xc3\xa9[\xe9]}}"),
                         trace_wbxml(octets({0x03, 0x9f, 0x53, 0x04, 0x00, 0x6d, 0x4f, 0x03, 0xe9,
                                             0x00, 0xc3, 0x01, 0xe9, 0x01, 0x01})));
  }
  void an_entity_is_a_character() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{Data:s{\xc3\xa9}}"),
                         trace_wbxml(document({0x6d, 0x4f, 0x02, 0x81, 0x69, 0x01, 0x01})));
  }
  void attributes_are_passed_over() {
    CPPUNIT_ASSERT_EQUAL(Small,
                         trace_wbxml(document({0xed, 0x05, 0x03, 'a', 0, 0x01, 0x12, 0x01})));
  }
  void padding_behind_the_document_is_allowed() {
    CPPUNIT_ASSERT_EQUAL(Small, trace_wbxml(document({0x6d, 0x12, 0x01, 0x00, 0x00})));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WbxmlReaderTest);

}  // namespace pim::test
