// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/cpu_time.h"
#include "tests/xml/trace.h"

using namespace pim;

namespace {

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

}  // namespace

/// Documents made to be slow or dangerous are refused within 50 ms of CPU.
class XmlHostileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlHostileTest);
  CPPUNIT_TEST(deep_nesting_is_refused);
  CPPUNIT_TEST(the_deepest_allowed_document_is_read);
  CPPUNIT_TEST(attribute_floods_are_refused);
  CPPUNIT_TEST(namespace_floods_are_refused);
  CPPUNIT_TEST(entity_bombs_are_refused);
  CPPUNIT_TEST(external_entities_are_refused);
  CPPUNIT_TEST(parameter_entities_are_refused);
  CPPUNIT_TEST(unfinished_sections_are_refused);
  CPPUNIT_TEST(endless_tags_are_refused);
  CPPUNIT_TEST(floods_of_broken_leaves_are_refused);
  CPPUNIT_TEST(floods_of_ampersands_cost_little);
  CPPUNIT_TEST(floods_of_empty_elements_cost_little);
  CPPUNIT_TEST_SUITE_END();

  static constexpr double Allowed = 0.05;
  // sanitizers and valgrind run many times slower
  static constexpr double Slower = pim::testing::Sanitized ? 20 : 1;

  static std::string read(const std::string& document) {
    const double start = pim::testing::cpu_seconds();
    std::string result = test::trace(document);
    CPPUNIT_ASSERT_LESS(Allowed * Slower, pim::testing::cpu_seconds() - start);
    return result;
  }
  static void refused(ErrorCode code, const std::string& document) {
    CPPUNIT_ASSERT_EQUAL("error: " + std::string(name_of(code)), read(document));
  }

  void deep_nesting_is_refused() {
    refused(ErrorCode::TooLarge, repeat("<a>", 100'000));
    refused(ErrorCode::TooLarge, repeat("<Data>", 100'000));
    refused(ErrorCode::TooLarge, repeat("<a>", 33) + repeat("</a>", 33));
  }
  void the_deepest_allowed_document_is_read() {
    CPPUNIT_ASSERT_EQUAL(repeat("a{", 32) + repeat("}", 32),
                         read(repeat("<a>", 32) + repeat("</a>", 32)));
  }
  void attribute_floods_are_refused() {
    std::string tag = "<a";
    for (int i = 0; i < 50'000; ++i) {
      tag += " a" + std::to_string(i) + "=''";
    }
    refused(ErrorCode::TooLarge, tag + "/>");
    refused(ErrorCode::TooLarge, "<a " + repeat("b=''", 500) + "/>");
  }
  void namespace_floods_are_refused() {
    std::string tag = "<a";
    for (int i = 0; i < 50'000; ++i) {
      tag += " xmlns:n" + std::to_string(i) + "='u'";
    }
    refused(ErrorCode::TooLarge, tag + "/>");
  }
  void entity_bombs_are_refused() {
    refused(ErrorCode::Malformed,
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x0 'aaaaaaaaaa'>"
            "<!ENTITY x1 '&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;'>"
            "<!ENTITY x2 '&x1;&x1;&x1;&x1;&x1;&x1;&x1;&x1;&x1;&x1;'>]><a>&x2;</a>");
    refused(ErrorCode::Malformed, "<!DOCTYPE a [<!ENTITY x '" + std::string(1'000'000, 'x') +
                                      "'>]><a>" + repeat("&x;", 1000) + "</a>");
  }
  void external_entities_are_refused() {
    refused(ErrorCode::Malformed,
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>");
    CPPUNIT_ASSERT_EQUAL(std::string("a{&x;}"),
                         read("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>"));
  }
  void parameter_entities_are_refused() {
    refused(ErrorCode::Malformed,
            "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'>%p;]><a/>");
    refused(ErrorCode::Malformed, "<!DOCTYPE\na\n[%x;]><a/>");
  }
  void unfinished_sections_are_refused() {
    refused(ErrorCode::Malformed, repeat("<Data><![CDATA[", 100'000));
    refused(ErrorCode::Malformed, repeat("<a><!--", 100'000));
    refused(ErrorCode::Malformed, repeat("<?a", 100'000));
    refused(ErrorCode::Malformed, "<!DOCTYPE " + std::string(1'000'000, '"'));
  }
  void endless_tags_are_refused() {
    refused(ErrorCode::TooLarge, "<" + std::string(1'000'000, 'a'));
    refused(ErrorCode::TooLarge, "<a></" + std::string(1'000'000, 'a'));
    refused(ErrorCode::TooLarge, "<a b='" + std::string(1'000'000, '>'));
  }
  void floods_of_broken_leaves_are_refused() {
    refused(ErrorCode::Malformed, "<a>" + repeat("<Data>x</a>", 50'000));
    refused(ErrorCode::Malformed, "<a><Data>" + repeat("x<y", 100'000));
  }
  void floods_of_ampersands_cost_little() {
    CPPUNIT_ASSERT(read("<a><Data>" + repeat("&", 500'000) + "</Data></a>").size() > 500'000);
    CPPUNIT_ASSERT(read("<a>" + repeat("&", 200'000) + "</a>").size() > 200'000);
  }
  void floods_of_empty_elements_cost_little() {
    CPPUNIT_ASSERT(read("<a>" + repeat("<b/>", 50'000) + "</a>").size() > 50'000);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlHostileTest);
