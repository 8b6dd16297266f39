// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/text.h"
#include "common/xml/escape.h"
#include "tests/xml/trace.h"

using namespace pim;

class XmlEscapeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlEscapeTest);
  CPPUNIT_TEST(markup_is_escaped);
  CPPUNIT_TEST(carriage_returns_become_references);
  CPPUNIT_TEST(other_text_stays);
  CPPUNIT_TEST(what_xml_cannot_carry_is_replaced);
  CPPUNIT_TEST(every_pair_of_octets_stays_well_formed);
  CPPUNIT_TEST(valid_text_is_read_back_octet_for_octet);
  CPPUNIT_TEST_SUITE_END();

  static std::string escaped(std::string_view text) {
    std::string out;
    xml::append_escaped(out, text);
    return out;
  }

  void markup_is_escaped() {
    CPPUNIT_ASSERT_EQUAL(std::string("&lt;a b=\"c\"&gt;]]&gt;&amp;amp;"),
                         escaped("<a b=\"c\">]]>&amp;"));
  }
  void carriage_returns_become_references() {
    CPPUNIT_ASSERT_EQUAL(std::string("a&#13;\nb&#13;&#13;\n\tc"), escaped("a\r\nb\r\r\n\tc"));
  }
  void other_text_stays() {
    const std::string text = "plain 'text' \xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\x7f";
    CPPUNIT_ASSERT_EQUAL(text, escaped(text));
  }
  void what_xml_cannot_carry_is_replaced() {
    CPPUNIT_ASSERT_EQUAL(std::string("\xef\xbf\xbd\xc3\xbc\xef\xbf\xbd"),
                         escaped("\x01\xfc\xef\xbf\xbf"));
    CPPUNIT_ASSERT_EQUAL(std::string("\xef\xbf\xbd"), escaped(std::string_view("\0", 1)));
  }
  void every_pair_of_octets_stays_well_formed() {
    std::string document = "<a>";
    for (unsigned first = 0; first < 256; ++first) {
      for (unsigned second = 0; second < 256; ++second) {
        const std::string pair{static_cast<char>(first), static_cast<char>(second)};
        document += escaped(pair);
      }
    }
    test::Trace handler;
    CPPUNIT_ASSERT(xml::read(document + "</a>", {}, handler).has_value());
  }
  void valid_text_is_read_back_octet_for_octet() {
    std::string text;
    for (char c = 0x20; c < 0x7f; ++c) {
      text += c;
    }
    text += "\r\n\t\r \xc3\xbc]]> &#13;";
    CPPUNIT_ASSERT_EQUAL("a{" + text + "}", test::trace("<a>" + escaped(text) + "</a>"));
    CPPUNIT_ASSERT_EQUAL("Data{[" + text + "]}", test::trace("<Data>" + escaped(text) + "</Data>"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlEscapeTest);
