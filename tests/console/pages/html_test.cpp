// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/html.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::console::pages {

class HtmlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HtmlTest);
  CPPUNIT_TEST(text_cannot_become_markup);
  CPPUNIT_TEST(values_of_attributes_cannot_end_them);
  CPPUNIT_TEST(elements_nest_without_escaping_each_other);
  CPPUNIT_TEST(void_elements_have_no_end);
  CPPUNIT_TEST(bare_attributes_are_there_or_not);
  CPPUNIT_TEST(control_characters_become_blanks);
  CPPUNIT_TEST(pieces_are_added_in_order);
  CPPUNIT_TEST(a_document_begins_with_its_type);
  CPPUNIT_TEST(octets_that_are_no_text_are_replaced);
  CPPUNIT_TEST_SUITE_END();

 public:
  void text_cannot_become_markup() {
    CPPUNIT_ASSERT_EQUAL(std::string("<p>&lt;script&gt;&amp;&quot;&#39;</p>"),
                         el("p", "<script>&\"'").markup());
  }

  void values_of_attributes_cannot_end_them() {
    CPPUNIT_ASSERT_EQUAL(std::string("<a href=\"&quot;&gt;&lt;b x=&#39;\">x</a>"),
                         el("a", {{"href", "\"><b x='"}}, "x").markup());
  }

  void elements_nest_without_escaping_each_other() {
    CPPUNIT_ASSERT_EQUAL(std::string("<ul><li>a</li><li><b>b</b></li></ul>"),
                         el("ul", el("li", "a"), el("li", el("b", "b"))).markup());
  }

  void void_elements_have_no_end() {
    CPPUNIT_ASSERT_EQUAL(std::string("<input name=\"n\">"), el("input", {{"name", "n"}}).markup());
  }

  void bare_attributes_are_there_or_not() {
    CPPUNIT_ASSERT_EQUAL(std::string("<input checked>"),
                         el("input", {{"checked", true}, {"required", false}}).markup());
  }

  void control_characters_become_blanks() {
    CPPUNIT_ASSERT_EQUAL(std::string("<p>a b\n</p>"), el("p",
                                                         "a\x01"
                                                         "b\n")
                                                          .markup());
  }

  void pieces_are_added_in_order() {
    Html piece = "a";
    piece.add("b", el("i", "c"));
    CPPUNIT_ASSERT_EQUAL(std::string("ab<i>c</i>"), piece.markup());
  }

  void a_document_begins_with_its_type() {
    CPPUNIT_ASSERT_EQUAL(std::string("<!DOCTYPE html>\n<html></html>\n"), document_of(el("html")));
  }

  void octets_that_are_no_text_are_replaced() {
    CPPUNIT_ASSERT_EQUAL(std::string("<p>J\xef\xbf\xbdrg</p>"), el("p", "J\xf6rg").markup());
    CPPUNIT_ASSERT_EQUAL(std::string("<p>J\xc3\xb6rg</p>"), el("p", "J\xc3\xb6rg").markup());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HtmlTest);

}  // namespace pim::console::pages
