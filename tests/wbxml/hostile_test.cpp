// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <ctime>
#include <random>

#include "common/wbxml/writer.h"
#include "tests/wbxml/octets.h"

namespace pim::test {
namespace {

const std::string Malformed = "error: malformed";
const std::string TooLarge = "error: too-large";
const std::string Unsupported = "error: unsupported";

double cpu_ms(const auto& work) {
  const std::clock_t begin = std::clock();
  work();
  return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// A message as a device sends it.
std::string sample() {
  wbxml::WbxmlWriter writer(wbxml::Language::SyncMl, 0x1201);
  writer.start(TagPage::SyncMl, "SyncML");
  writer.start(TagPage::SyncMl, "SyncHdr");
  writer.element(TagPage::SyncMl, "VerDTD", "1.2");
  writer.end();
  writer.start(TagPage::SyncMl, "SyncBody");
  writer.start(TagPage::SyncMl, "Data");
  writer.opaque("BEGIN:VCARD\r\nEND:VCARD\r\n");
  writer.end();
  writer.start(TagPage::SyncMl, "Meta");
  writer.element(TagPage::MetInf, "Type", "text/vcard");
  writer.end();
  writer.flag(TagPage::SyncMl, "Final");
  return writer.take();
}

}  // namespace

class WbxmlHostileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WbxmlHostileTest);
  CPPUNIT_TEST(every_truncation_is_refused);
  CPPUNIT_TEST(lengths_beyond_the_end_are_refused);
  CPPUNIT_TEST(numbers_beyond_32_bits_are_refused);
  CPPUNIT_TEST(unknown_tokens_and_pages_are_refused);
  CPPUNIT_TEST(extensions_and_instructions_are_refused);
  CPPUNIT_TEST(entities_that_are_no_characters_are_refused);
  CPPUNIT_TEST(deep_nesting_is_refused_without_a_stack);
  CPPUNIT_TEST(a_small_table_does_not_unfold_into_a_large_text);
  CPPUNIT_TEST(an_end_without_a_beginning_is_refused);
  CPPUNIT_TEST(what_follows_the_root_is_refused);
  CPPUNIT_TEST(other_documents_and_charsets_are_named);
  CPPUNIT_TEST(octets_changed_at_random_harm_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_truncation_is_refused() {
    const std::string whole = sample();
    CPPUNIT_ASSERT(!trace_wbxml(whole).starts_with("error"));
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const std::string part = trace_wbxml(std::string_view(whole).substr(0, length));
      CPPUNIT_ASSERT_MESSAGE(std::to_string(length), part.starts_with("error"));
    }
  }
  void lengths_beyond_the_end_are_refused() {
    CPPUNIT_ASSERT_EQUAL(
        Malformed, trace_wbxml(document({0x6d, 0x4f, 0xc3, 0x8f, 0xff, 0xff, 0xff, 0x7f, 'a'})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(octets({0x03, 0x9f, 0x53, 0x6a, 0x20, 'a'})));
    CPPUNIT_ASSERT_EQUAL(TooLarge, trace_wbxml(octets({0x03, 0x9f, 0x53, 0x6a, 0x84, 0x80, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x4f, 0x83, 0x05, 0x01, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x4f, 0x03, 'a', 'b'})));
  }
  void numbers_beyond_32_bits_are_refused() {
    CPPUNIT_ASSERT_EQUAL(
        Malformed,
        trace_wbxml(document({0x6d, 0x4f, 0x02, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x01})));
    CPPUNIT_ASSERT_EQUAL(
        Malformed,
        trace_wbxml(document({0x6d, 0x4f, 0xc3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x01})));
  }
  void unknown_tokens_and_pages_are_refused() {
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x30, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x3f, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x00, 0x02, 0x12, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x00, 0x01, 0x17, 0x01})));
  }
  void extensions_and_instructions_are_refused() {
    for (const unsigned token :
         {0x40U, 0x41U, 0x42U, 0x43U, 0x80U, 0x81U, 0x82U, 0xc0U, 0xc1U, 0xc2U}) {
      CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, token, 0x01, 0x01})));
    }
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0xed, 0x05, 0x40, 0x01, 0x01})));
  }
  void entities_that_are_no_characters_are_refused() {
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x4f, 0x02, 0x00, 0x01, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed,
                         trace_wbxml(document({0x6d, 0x4f, 0x02, 0x83, 0xb0, 0x00, 0x01, 0x01})));
    CPPUNIT_ASSERT_EQUAL(
        Malformed,
        trace_wbxml(document({0x6d, 0x4f, 0x02, 0x88, 0x80, 0x80, 0x80, 0x00, 0x01, 0x01})));
  }
  void deep_nesting_is_refused_without_a_stack() {
    std::string deep = document({0x6d});
    deep.append(1'000'000, '\x4f');
    const double spent = cpu_ms([&] { CPPUNIT_ASSERT_EQUAL(TooLarge, trace_wbxml(deep)); });
    CPPUNIT_ASSERT(spent < 50);
  }
  void a_small_table_does_not_unfold_into_a_large_text() {
    std::string bomb = octets({0x03, 0x9f, 0x53, 0x6a, 0x83, 0xd0, 0x00});  // 59 KiB
    bomb.append(0xe800, 'a');
    append(bomb, {0x6d, 0x4f});
    for (int i = 0; i < 2000; ++i) {
      append(bomb, {0x83, 0x00});
    }
    append(bomb, {0x01, 0x01});
    const double spent = cpu_ms([&] { CPPUNIT_ASSERT_EQUAL(TooLarge, trace_wbxml(bomb)); });
    CPPUNIT_ASSERT(spent < 50);
  }
  void an_end_without_a_beginning_is_refused() {
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x01, 0x6d, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x03, 'a', 0x00, 0x6d, 0x01})));
  }
  void what_follows_the_root_is_refused() {
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x01, 0x6d, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Malformed, trace_wbxml(document({0x6d, 0x12, 0x01, 0x01})));
  }
  void other_documents_and_charsets_are_named() {
    CPPUNIT_ASSERT_EQUAL(Unsupported, trace_wbxml(octets({0x03, 0x05, 0x6a, 0x00, 0x7f, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Unsupported,
                         trace_wbxml(octets({0x03, 0x9f, 0x53, 0x87, 0x68, 0x00, 0x6d, 0x01})));
    CPPUNIT_ASSERT_EQUAL(Unsupported, trace_wbxml(octets({0x3c, 0x9f, 0x53})));
  }
  void octets_changed_at_random_harm_nothing() {
    std::mt19937 random(1);
    const std::string whole = sample();
    for (int round = 0; round < 20'000; ++round) {
      std::string spoilt = whole;
      for (auto changes = 1 + random() % 4; changes > 0; --changes) {
        spoilt[random() % spoilt.size()] = static_cast<char>(random() % 256);
      }
      trace_wbxml(spoilt);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(WbxmlHostileTest);

}  // namespace pim::test
