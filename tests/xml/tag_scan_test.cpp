// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/limits.h"
#include "common/xml/tag_scan.h"

using namespace pim;

class XmlTagScanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlTagScanTest);
  CPPUNIT_TEST(tells_start_end_and_empty_tags);
  CPPUNIT_TEST(a_sign_within_quotes_does_not_end_the_tag);
  CPPUNIT_TEST(local_names_split_as_the_parser_splits);
  CPPUNIT_TEST(tag_size_is_limited);
  CPPUNIT_TEST(attributes_are_limited);
  CPPUNIT_TEST(tags_without_end_are_malformed);
  CPPUNIT_TEST_SUITE_END();

  static std::string tell(std::string_view text) {
    const auto tag = xml::scan_tag(text);
    if (!tag) {
      return std::string(name_of(tag.error().code));
    }
    return std::string(tag->name) + " " + std::to_string(tag->length) +
           (tag->closing ? " closing" : "") + (tag->empty ? " empty" : "");
  }

  void tells_start_end_and_empty_tags() {
    CPPUNIT_ASSERT_EQUAL(std::string("Data 6"), tell("<Data>text"));
    CPPUNIT_ASSERT_EQUAL(std::string("s:Data 9 closing"), tell("</s:Data>"));
    CPPUNIT_ASSERT_EQUAL(std::string("Final 8 empty"), tell("<Final/>"));
    CPPUNIT_ASSERT_EQUAL(std::string("a 16 empty"), tell("<a\n b = 'c'  \t/>"));
  }
  void a_sign_within_quotes_does_not_end_the_tag() {
    CPPUNIT_ASSERT_EQUAL(std::string("a 17"), tell("<a b='>' c=\">'>\">rest"));
    CPPUNIT_ASSERT_EQUAL(std::string("a 9"), tell("<a b='/'>"));
  }
  void local_names_split_as_the_parser_splits() {
    const struct {
      const char* text;
      const char* local;
    } cases[] = {{"<Data>", "Data"},
                 {"<s:Data>", "Data"},
                 {"<:Data>", ":Data"},
                 {"<Data:>", "Data:"},
                 {"<a:b:Data>", "b:Data"}};
    for (const auto& [text, local] : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string_view(local), xml::scan_tag(text)->local_name());
    }
  }
  void tag_size_is_limited() {
    const std::string fits = "<a b='" + std::string(limits::MaxTagSize - 8, 'x') + "'>";
    CPPUNIT_ASSERT(xml::scan_tag(fits).has_value());
    const std::string longer = "<a b='" + std::string(limits::MaxTagSize - 7, 'x') + "'>";
    CPPUNIT_ASSERT_EQUAL(std::string("too-large"), tell(longer));
    CPPUNIT_ASSERT_EQUAL(std::string("too-large"), tell("<" + std::string(5000, 'x')));
  }
  void attributes_are_limited() {
    std::string tag = "<a";
    for (int i = 0; i < limits::MaxAttributes; ++i) {
      tag += " a" + std::to_string(i) + "='='";
    }
    CPPUNIT_ASSERT(xml::scan_tag(tag + ">").has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("too-large"), tell(tag + " z=''>"));
  }
  void tags_without_end_are_malformed() {
    for (const char* text : {"", "<", "x>", "<a", "</", "<a b='>", "<a <b>", "<a b='<'>"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("malformed"), tell(text));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlTagScanTest);
