// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/xml/writer.h"
#include "tests/xml/trace.h"

using namespace pim;

class XmlWriterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlWriterTest);
  CPPUNIT_TEST(elements_nest_and_text_is_escaped);
  CPPUNIT_TEST(elements_without_content_are_short);
  CPPUNIT_TEST(a_namespace_is_declared_where_the_page_changes);
  CPPUNIT_TEST(a_sibling_of_another_page_declares_anew);
  CPPUNIT_TEST(take_ends_what_is_open);
  CPPUNIT_TEST(closing_counts_what_take_will_add);
  CPPUNIT_TEST(rewind_leaves_no_trace);
  CPPUNIT_TEST(rewind_ends_elements_opened_since);
  CPPUNIT_TEST(documents_are_written_as_content);
  CPPUNIT_TEST(layout_of_documents_is_left_out);
  CPPUNIT_TEST(what_is_no_document_becomes_text);
  CPPUNIT_TEST(the_declaration_comes_first);
  CPPUNIT_TEST_SUITE_END();

  static constexpr TagPage S = TagPage::SyncMl;
  static constexpr TagPage M = TagPage::MetInf;

  void elements_nest_and_text_is_escaped() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    writer.element(S, "b", "1 < 2");
    writer.text("&");
    writer.start(S, "c");
    writer.opaque("\r\n");
    writer.end();
    writer.end();
    CPPUNIT_ASSERT_EQUAL(std::string("<a><b>1 &lt; 2</b>&amp;<c>&#13;\n</c></a>"), writer.take());
  }
  void elements_without_content_are_short() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    writer.flag(S, "b");
    writer.element(S, "c", "");
    writer.end();
    CPPUNIT_ASSERT_EQUAL(std::string("<a><b/><c/></a>"), writer.take());
  }
  void a_namespace_is_declared_where_the_page_changes() {
    xml::XmlWriter writer("SYNCML:SYNCML1.2");
    writer.start(S, "SyncML");
    writer.start(S, "Meta");
    writer.start(M, "Anchor");
    writer.element(M, "Next", "7");
    CPPUNIT_ASSERT_EQUAL(std::string("<SyncML xmlns='SYNCML:SYNCML1.2'><Meta>"
                                     "<Anchor xmlns='syncml:metinf'><Next>7</Next></Anchor>"
                                     "</Meta></SyncML>"),
                         writer.take());
  }
  void a_sibling_of_another_page_declares_anew() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    writer.flag(M, "b");
    writer.flag(M, "c");
    writer.flag(S, "d");
    writer.flag(TagPage::DevInf, "e");
    CPPUNIT_ASSERT_EQUAL(std::string("<a><b xmlns='syncml:metinf'/><c xmlns='syncml:metinf'/><d/>"
                                     "<e xmlns='syncml:devinf'/></a>"),
                         writer.take());
  }
  void take_ends_what_is_open() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    writer.start(S, "b");
    writer.text("x");
    CPPUNIT_ASSERT_EQUAL(std::string("<a><b>x</b></a>"), writer.take());
  }
  void closing_counts_what_take_will_add() {
    xml::XmlWriter writer("urn:n");
    for (const char* name : {"a", "Long-Name", "b"}) {
      writer.start(S, name);
      writer.text("x");
    }
    const std::size_t expected = writer.size() + writer.closing();
    CPPUNIT_ASSERT_EQUAL(expected, writer.take().size());
  }
  void rewind_leaves_no_trace() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    writer.text("1");
    const TagWriter::Mark mark = writer.mark();
    writer.start(M, "b");
    writer.text("2");
    writer.end();
    writer.rewind(mark);
    writer.flag(M, "c");
    CPPUNIT_ASSERT_EQUAL(std::string("<a>1<c xmlns='syncml:metinf'/></a>"), writer.take());
  }
  void rewind_ends_elements_opened_since() {
    xml::XmlWriter writer;
    writer.start(S, "a");
    const TagWriter::Mark mark = writer.mark();
    const std::size_t closing = writer.closing();
    writer.start(M, "b");
    writer.start(M, "c");
    writer.rewind(mark);
    CPPUNIT_ASSERT_EQUAL(closing, writer.closing());
    CPPUNIT_ASSERT_EQUAL(std::string("<a/>"), writer.take());
  }
  void documents_are_written_as_content() {
    xml::XmlWriter writer;
    writer.start(S, "Data");
    writer.document(
        "<?xml version='1.0'?><d:DevInf xmlns:d='syncml:devinf'><d:Man>a&amp;b</d:Man>"
        "</d:DevInf>");
    CPPUNIT_ASSERT_EQUAL(
        std::string("<Data><DevInf xmlns='syncml:devinf'><Man>a&amp;b</Man></DevInf></Data>"),
        writer.take());
  }
  void layout_of_documents_is_left_out() {
    xml::XmlWriter writer;
    writer.document("<a>\n  <b> x </b>\n  <c> </c>\n</a>\n");
    CPPUNIT_ASSERT_EQUAL(std::string("<a><b> x </b><c> </c></a>"), writer.take());
  }
  void what_is_no_document_becomes_text() {
    xml::XmlWriter writer;
    writer.start(S, "Data");
    writer.document("<a></Data><b>");
    CPPUNIT_ASSERT_EQUAL(std::string("<Data>&lt;a&gt;&lt;/Data&gt;&lt;b&gt;</Data>"),
                         writer.take());
  }
  void the_declaration_comes_first() {
    xml::XmlWriter writer;
    writer.declaration();
    writer.flag(S, "a");
    CPPUNIT_ASSERT_EQUAL(std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>"),
                         writer.take());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlWriterTest);
