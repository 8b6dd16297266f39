// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <string>

#include "common/xml/separate.h"

using namespace pim;

class XmlSeparateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlSeparateTest);
  CPPUNIT_TEST(leaves_leave_an_instruction_behind);
  CPPUNIT_TEST(empty_leaves_stay_as_they_are);
  CPPUNIT_TEST(leaf_names_match_in_any_case_and_with_prefix);
  CPPUNIT_TEST(pieces_of_a_leaf_are_joined);
  CPPUNIT_TEST(a_stray_less_than_sign_is_text);
  CPPUNIT_TEST(a_leaf_with_elements_is_left_to_the_parser);
  CPPUNIT_TEST(an_end_tag_of_another_name_ends_no_leaf);
  CPPUNIT_TEST(markup_of_the_sender_is_dropped);
  CPPUNIT_TEST(an_end_tag_within_cdata_ends_nothing);
  CPPUNIT_TEST(internal_subsets_are_refused);
  CPPUNIT_TEST(the_place_of_a_fault_is_told);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::array<std::string_view, 2> Names = {"Data", "Body"};

  /// skeleton|leaf|leaf...
  static std::string separate(std::string_view document) {
    xml::Separation separation;
    const Status status = separation.run(document, Names);
    if (!status) {
      return status.error().text();
    }
    std::string out = separation.skeleton();
    for (std::size_t i = 0; i < separation.leaves(); ++i) {
      out.append("|").append(separation.leaf(i));
    }
    return out;
  }

  void leaves_leave_an_instruction_behind() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("<a><Data><?leaf 0?></Data><b>y</b><Body><?leaf 1?></Body></a>|x|z"),
        separate("<a><Data>x</Data><b>y</b><Body>z</Body></a>"));
  }
  void empty_leaves_stay_as_they_are() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data/><Data></Data><Data></Data>"),
                         separate("<Data/><Data></Data><Data><![CDATA[]]></Data>"));
  }
  void leaf_names_match_in_any_case_and_with_prefix() {
    CPPUNIT_ASSERT_EQUAL(std::string("<s:DATA><?leaf 0?></s:DATA>|x"),
                         separate("<s:DATA>x</s:DATA>"));
    CPPUNIT_ASSERT_EQUAL(std::string("<:Data>x</:Data>"), separate("<:Data>x</:Data>"));
  }
  void pieces_of_a_leaf_are_joined() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data><?leaf 0?></Data><Data><?leaf 1?></Data>|a&b]]>c|d"),
                         separate("<Data>a&amp;<![CDATA[b]]]]><![CDATA[>]]><!-- - --><?x?>c</Data>"
                                  "<Data>d</Data>"));
  }
  void a_stray_less_than_sign_is_text() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data><?leaf 0?></Data>|1 < 2 <3 <= <"),
                         separate("<Data>1 < 2 <3 <= <</Data>"));
  }
  void a_leaf_with_elements_is_left_to_the_parser() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data>a&amp;b<x>c</x></Data>"),
                         separate("<Data>a&b<x>c</x></Data>"));
    CPPUNIT_ASSERT_EQUAL(std::string("<Data><Data><?leaf 0?></Data></Data>|x"),
                         separate("<Data><Data>x</Data></Data>"));
  }
  void an_end_tag_of_another_name_ends_no_leaf() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data>x</DATA>"), separate("<Data>x</DATA>"));
    CPPUNIT_ASSERT_EQUAL(std::string("<Data>x</s:Data>"), separate("<Data>x</s:Data>"));
  }
  void markup_of_the_sender_is_dropped() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("<a></a>"),
        separate("<!DOCTYPE a SYSTEM \"[\"><a><?leaf 0?><!-- <Data>x</Data> --></a>"));
  }
  void an_end_tag_within_cdata_ends_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::string("<Data><?leaf 0?></Data>|</Data></Item><Delete/>"),
                         separate("<Data><![CDATA[</Data></Item><Delete/>]]></Data>"));
  }
  void internal_subsets_are_refused() {
    for (const char* document : {"<!DOCTYPE a []><a/>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                                 "<!DOCTYPE a SYSTEM 'x' [<!ATTLIST a b CDATA 'c'>]><a/>",
                                 "<!DOCTYPE a<!ENTITY e 'x'>>"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          document, std::string("a DOCTYPE with an internal subset is refused (octet 0)"),
          separate(document));
    }
  }
  void the_place_of_a_fault_is_told() {
    CPPUNIT_ASSERT_EQUAL(std::string("a comment or instruction without end (octet 3)"),
                         separate("<a><!-- "));
    CPPUNIT_ASSERT_EQUAL(std::string("a tag without end (octet 5)"), separate("<a>xy<b"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlSeparateTest);
