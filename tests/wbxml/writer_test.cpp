// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/wbxml/writer.h"
#include "tests/wbxml/octets.h"

namespace pim::test {
namespace {

using wbxml::Language;
using wbxml::WbxmlWriter;

WbxmlWriter message() {
  return {Language::SyncMl, 0x0fd3};
}

}  // namespace

class WbxmlWriterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WbxmlWriterTest);
  CPPUNIT_TEST(the_prologue_names_version_and_charset);
  CPPUNIT_TEST(an_element_without_content_has_no_end);
  CPPUNIT_TEST(the_page_is_switched_where_it_changes);
  CPPUNIT_TEST(text_with_a_nul_goes_as_octets);
  CPPUNIT_TEST(an_element_without_a_token_is_left_out_whole);
  CPPUNIT_TEST(sizes_count_the_ends_to_come);
  CPPUNIT_TEST(a_rewind_takes_back_page_and_elements);
  CPPUNIT_TEST(what_is_written_is_read_back);
  CPPUNIT_TEST(numbers_take_as_few_octets_as_they_need);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_prologue_names_version_and_charset() {
    CPPUNIT_ASSERT_EQUAL(octets({0x03, 0x9f, 0x53, 0x6a, 0x00}), message().take());
    CPPUNIT_ASSERT_EQUAL(octets({0x03, 0xa4, 0x03, 0x6a, 0x00}),
                         WbxmlWriter(Language::DevInf, 0x1203).take());
  }
  void an_element_without_content_has_no_end() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "SyncML");
    writer.flag(TagPage::SyncMl, "Final");
    CPPUNIT_ASSERT_EQUAL(document({0x6d, 0x12, 0x01}), writer.take());
  }
  void the_page_is_switched_where_it_changes() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "Meta");
    writer.flag(TagPage::MetInf, "Type");
    writer.flag(TagPage::MetInf, "Size");
    writer.end();
    writer.flag(TagPage::SyncMl, "Final");
    CPPUNIT_ASSERT_EQUAL(document({0x5a, 0x00, 0x01, 0x13, 0x12, 0x01, 0x00, 0x00, 0x12}),
                         writer.take());
  }
  void text_with_a_nul_goes_as_octets() {
    WbxmlWriter writer = message();
    writer.element(TagPage::SyncMl, "Data", std::string_view("a\0b", 3));
    CPPUNIT_ASSERT_EQUAL(document({0x4f, 0xc3, 3, 'a', 0, 'b', 0x01}), writer.take());
  }
  void an_element_without_a_token_is_left_out_whole() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "SyncML");
    writer.start(TagPage::SyncMl, "X-Own");
    writer.element(TagPage::SyncMl, "Data", "gone");
    writer.end();
    writer.flag(TagPage::SyncMl, "Final");
    CPPUNIT_ASSERT_EQUAL(document({0x6d, 0x12, 0x01}), writer.take());
  }
  void sizes_count_the_ends_to_come() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "SyncML");
    writer.start(TagPage::SyncMl, "Data");
    writer.text("abc");
    const std::size_t told = writer.size() + writer.closing();
    CPPUNIT_ASSERT_EQUAL(told, writer.take().size());
  }
  void a_rewind_takes_back_page_and_elements() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "SyncML");
    const TagWriter::Mark mark = writer.mark();
    writer.start(TagPage::MetInf, "MetInf");
    writer.text("x");
    writer.rewind(mark);
    writer.flag(TagPage::SyncMl, "Final");
    CPPUNIT_ASSERT_EQUAL(document({0x6d, 0x12, 0x01}), writer.take());
  }
  void what_is_written_is_read_back() {
    WbxmlWriter writer = message();
    writer.start(TagPage::SyncMl, "SyncML");
    writer.element(TagPage::MetInf, "Type", "text/vcard");
    writer.start(TagPage::SyncMl, "Data");
    writer.opaque(std::string(300, 'z'));
    CPPUNIT_ASSERT_EQUAL("SyncML:s{Type:m{text/vcard}Data:s{[" + std::string(300, 'z') + "]}}",
                         trace_wbxml(writer.take()));
  }
  void numbers_take_as_few_octets_as_they_need() {
    const auto written = [](std::uint32_t value) {
      std::string out;
      wbxml::append_number(out, value);
      return out;
    };
    CPPUNIT_ASSERT_EQUAL(octets({0x00}), written(0));
    CPPUNIT_ASSERT_EQUAL(octets({0x7f}), written(127));
    CPPUNIT_ASSERT_EQUAL(octets({0x81, 0x00}), written(128));
    CPPUNIT_ASSERT_EQUAL(octets({0x8f, 0xff, 0xff, 0xff, 0x7f}), written(UINT32_MAX));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WbxmlWriterTest);

}  // namespace pim::test
