// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>
#include <string>

#include "tests/xml/trace.h"

using namespace pim;
using test::trace;

namespace {

/// Fails at the n-th start tag, by an error or by an exception.
class Stubborn final : public TagHandler {
 public:
  enum class Way { Error, Exception };
  Stubborn(int at, Way way) : at_(at), way_(way) {}
  Status start(TagPage, std::string_view) override {
    ++calls;
    if (calls < at_) {
      return {};
    }
    if (way_ == Way::Exception) {
      throw std::runtime_error("a bug");
    }
    return fail(ErrorCode::Refused, "no more");
  }
  Status text(std::string_view) override { return {}; }
  Status opaque(std::string_view) override { return {}; }
  Status end() override { return {}; }
  int calls = 0;

 private:
  int at_;
  Way way_;
};

}  // namespace

class XmlReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlReaderTest);
  CPPUNIT_TEST(elements_and_text_come_in_order);
  CPPUNIT_TEST(pages_follow_the_namespaces);
  CPPUNIT_TEST(prefixes_are_taken_off);
  CPPUNIT_TEST(unbound_prefixes_are_accepted);
  CPPUNIT_TEST(documents_without_namespace_are_accepted);
  CPPUNIT_TEST(names_keep_their_case);
  CPPUNIT_TEST(leaf_text_comes_as_octets);
  CPPUNIT_TEST(leaf_with_elements_is_read_as_elements);
  CPPUNIT_TEST(crlf_in_a_leaf_survives);
  CPPUNIT_TEST(crlf_elsewhere_becomes_lf);
  CPPUNIT_TEST(cdata_and_references_are_resolved_outside_of_leaves);
  CPPUNIT_TEST(bare_ampersands_are_taken_as_such_everywhere);
  CPPUNIT_TEST(latin_octets_outside_of_leaves_are_read_as_windows_1252);
  CPPUNIT_TEST(comments_and_instructions_leave_no_trace);
  CPPUNIT_TEST(a_plain_doctype_is_accepted);
  CPPUNIT_TEST(errors_of_the_handler_stop_the_reader);
  CPPUNIT_TEST(exceptions_of_the_handler_pass_through);
  CPPUNIT_TEST(broken_documents_are_malformed);
  CPPUNIT_TEST(the_place_of_a_fault_is_the_element_path);
  CPPUNIT_TEST(long_documents_are_read_in_pieces);
  CPPUNIT_TEST(octets_after_the_root_are_refused_but_zeros_are_not);
  CPPUNIT_TEST_SUITE_END();

  static std::string error_of(std::string_view document) {
    test::Trace handler;
    return xml::read(document, {}, handler).error().text();
  }

  void elements_and_text_come_in_order() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{1b{2}3c{}4}"), trace("<a>1<b>2</b>3<c/>4</a>"));
  }
  void pages_follow_the_namespaces() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SyncML:s{Meta:s{Type:m{t}}DevInf:d{Man:d{}}X:o{}}"),
        trace("<SyncML xmlns='SYNCML:SYNCML1.2'><Meta><Type xmlns=\"syncml:metinf\">t</Type></Meta>"
              "<DevInf xmlns='SyncML:DevInf'><Man/></DevInf><X xmlns='urn:x'/></SyncML>"));
  }
  void prefixes_are_taken_off() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML:s{Type:m{t}}"),
                         trace("<s:SyncML xmlns:s='SYNCML:SYNCML1.1' xmlns:m='syncml:metinf'>"
                               "<m:Type>t</m:Type></s:SyncML>"));
  }
  void unbound_prefixes_are_accepted() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML{Data{[x]}}"),
                         trace("<s:SyncML><s:Data>x</s:Data></s:SyncML>"));
  }
  void documents_without_namespace_are_accepted() {
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML{Final{}}"), trace("<SyncML><Final></Final></SyncML>"));
  }
  void names_keep_their_case() {
    CPPUNIT_ASSERT_EQUAL(std::string("syncml{DATA{[x]}}"),
                         trace("<syncml><DATA>x</DATA></syncml>"));
  }
  void leaf_text_comes_as_octets() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{Data{[x&y<z\x01\xfc&EQ;]}}"),
                         trace("<a><Data>x&amp;y<![CDATA[<z\x01]]>\xfc&EQ;</Data></a>"));
  }
  void leaf_with_elements_is_read_as_elements() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{Data{\n Anchor:m{Next:m{7}}}}"),
                         trace("<a><Data>\n <Anchor xmlns='syncml:metinf'><Next>7</Next></Anchor>"
                               "</Data></a>"));
  }
  void crlf_in_a_leaf_survives() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{Data{[1\r\n2\r\n3\r]}}"),
                         trace("<a><Data>1\r\n<![CDATA[2\r\n]]>3&#13;</Data></a>"));
  }
  void crlf_elsewhere_becomes_lf() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{1\n2\r}"), trace("<a>1\r\n2&#xD;</a>"));
  }
  void cdata_and_references_are_resolved_outside_of_leaves() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{<b>&\"'\xe2\x82\xac}"),
                         trace("<a><![CDATA[<b>&]]>&quot;&apos;&#8364;</a>"));
  }
  void bare_ampersands_are_taken_as_such_everywhere() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{cal?SINCE&EQ;2026&AND;x=1&y=2&}"),
                         trace("<a>cal?SINCE&EQ;2026&amp;AND;x=1&y=2&</a>"));
  }
  void latin_octets_outside_of_leaves_are_read_as_windows_1252() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{J\xc3\xbcrgen \xe2\x82\xac \xc3\xbc}"),
                         trace("<a>J\xfcrgen <![CDATA[\x80]]> \xc3\xbc</a>"));
  }
  void comments_and_instructions_leave_no_trace() {
    CPPUNIT_ASSERT_EQUAL(std::string("a{12Data{[34]}}"),
                         trace("<!-- x --><a>1<!-- <b> -->2<?leaf 0?><Data>3<!-- > -->4"
                               "<?leaf 1?></Data></a><!-- -- -->"));
  }
  void a_plain_doctype_is_accepted() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SyncML{}"),
        trace("<?xml version=\"1.0\"?>\n<!DOCTYPE SyncML PUBLIC '-//SYNCML//DTD SyncML 1.1//EN' "
              "\"file:///etc/pass[wd\">\n<SyncML/>"));
  }
  void errors_of_the_handler_stop_the_reader() {
    Stubborn handler(2, Stubborn::Way::Error);
    const Status status = xml::read("<a><b/><c/><d/></a>", {}, handler);
    CPPUNIT_ASSERT(status.error().code == ErrorCode::Refused);
    CPPUNIT_ASSERT_EQUAL(2, handler.calls);
  }
  void exceptions_of_the_handler_pass_through() {
    Stubborn handler(1, Stubborn::Way::Exception);
    CPPUNIT_ASSERT_THROW(static_cast<void>(xml::read("<a><b/></a>", {}, handler)),
                         std::runtime_error);
    CPPUNIT_ASSERT_EQUAL(1, handler.calls);
  }
  void broken_documents_are_malformed() {
    for (const char* document : {"",
                                 " ",
                                 "text",
                                 "<",
                                 "<a",
                                 "<a>",
                                 "<a><b></a></b>",
                                 "<a/><b/>",
                                 "<a></A>",
                                 "<a>\x01</a>",
                                 "<a b=c/>",
                                 "<a><!-- </a>",
                                 "<a><![CDATA[ </a>",
                                 "<?xml version='1.0'?>",
                                 "<a>]]></a>",
                                 "<a b='<'/>",
                                 "<1/>",
                                 "<a><Data>x</a>",
                                 "<a><Data>x</data></a>",
                                 "<a xmlns='\xff'/>"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(document, std::string("error: malformed"), trace(document));
    }
  }
  void the_place_of_a_fault_is_the_element_path() {
    CPPUNIT_ASSERT_EQUAL(std::string("not well-formed XML (libxml2 76) (a/b)"),
                         error_of("<a><b></c></a>"));
  }
  void long_documents_are_read_in_pieces() {
    std::string document = "<a>";
    std::string expected = "a{";
    for (int i = 0; i < 20'000; ++i) {
      const std::string number = std::to_string(i);
      document += "<b>" + number + "</b>";
      expected += "b{" + number + "}";
    }
    CPPUNIT_ASSERT_EQUAL(expected + "}", trace(document + "</a>"));
  }
  void octets_after_the_root_are_refused_but_zeros_are_not() {
    CPPUNIT_ASSERT_EQUAL(std::string("error: malformed"), trace("<a/>x"));
    CPPUNIT_ASSERT_EQUAL(std::string("a{}"), trace(std::string_view("<a/>\r\n\0\0", 8)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlReaderTest);
