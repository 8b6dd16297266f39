// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/xml/references.h"

using namespace pim;

class XmlReferencesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlReferencesTest);
  CPPUNIT_TEST(references_are_resolved);
  CPPUNIT_TEST(what_is_no_reference_stays);
  CPPUNIT_TEST(octets_are_left_alone_when_resolving);
  CPPUNIT_TEST(repair_keeps_references_and_escapes_the_rest);
  CPPUNIT_TEST(repair_escapes_references_to_what_xml_forbids);
  CPPUNIT_TEST_SUITE_END();

  static std::string resolved(std::string_view text) {
    std::string out;
    xml::append_resolved(out, text);
    return out;
  }
  static std::string repaired(std::string_view text) {
    std::string out;
    xml::append_repaired(out, text);
    return out;
  }

  void references_are_resolved() {
    const struct {
      const char* text;
      const char* meaning;
    } cases[] = {{"&amp;&lt;&gt;&quot;&apos;", "&<>\"'"},
                 {"&#65;&#x41;&#x0041;", "AAA"},
                 {"&#13;&#10;", "\r\n"},
                 {"&#xfc;", "\xc3\xbc"},
                 {"&#8364;", "\xe2\x82\xac"},
                 {"&#x1F600;", "\xf0\x9f\x98\x80"},
                 {"&#1;", "\x01"},
                 {"&amp;amp;", "&amp;"},
                 {"a&amp;", "a&"},
                 {"", ""}};
    for (const auto& [text, meaning] : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(meaning), resolved(text));
    }
  }
  void what_is_no_reference_stays() {
    for (const char* text :
         {"&", "&&", "&;", "&EQ;", "&AMP;", "&amp", "& amp;", "&#;", "&#x;", "&#xg;", "&#-1;",
          "&#0;", "&#xd800;", "&#x110000;", "&#99999999999;", "&#X41;", "&nbsp;", "a&b=c;d"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), resolved(text));
    }
  }
  void octets_are_left_alone_when_resolving() {
    const std::string octets("\x00\x01\xff\xc3<>\r\n", 8);
    CPPUNIT_ASSERT_EQUAL(octets, resolved(octets));
  }
  void repair_keeps_references_and_escapes_the_rest() {
    CPPUNIT_ASSERT_EQUAL(std::string("&amp;&#65;&amp;EQ;&amp;\xc3\xbc&amp;"),
                         repaired("&amp;&#65;&EQ;&\xfc&"));
  }
  void repair_escapes_references_to_what_xml_forbids() {
    CPPUNIT_ASSERT_EQUAL(std::string("&amp;#1;&amp;#xfffe;&amp;#0;&#9;"),
                         repaired("&#1;&#xfffe;&#0;&#9;"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlReferencesTest);
