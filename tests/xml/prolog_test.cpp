// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/xml/prolog.h"

using namespace pim;
using namespace std::string_literals;

class XmlPrologTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(XmlPrologTest);
  CPPUNIT_TEST(the_declaration_is_taken_off);
  CPPUNIT_TEST(a_byte_order_mark_and_blanks_are_taken_off);
  CPPUNIT_TEST(utf16_is_converted);
  CPPUNIT_TEST(latin_is_read_as_windows_1252);
  CPPUNIT_TEST(utf8_that_calls_itself_latin_stays);
  CPPUNIT_TEST(latin_is_converted_octet_by_octet);
  CPPUNIT_TEST(other_charsets_are_converted);
  CPPUNIT_TEST(unknown_charsets_are_unsupported);
  CPPUNIT_TEST(zeros_at_the_end_are_taken_off);
  CPPUNIT_TEST(what_is_no_document_is_malformed);
  CPPUNIT_TEST_SUITE_END();

  static std::string document(std::string_view octets) {
    std::string storage;
    const auto result = xml::utf8_document(octets, storage);
    return result ? std::string(*result) : "error: " + std::string(name_of(result.error().code));
  }

  void the_declaration_is_taken_off() {
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("<?xml version=\"1.0\" encoding='UTF-8'?>\n<a/>"));
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("<?xml version='1.0'?><a/>"));
    CPPUNIT_ASSERT_EQUAL("<?pi?><a/>"s, document("<?pi?><a/>"));
  }
  void a_byte_order_mark_and_blanks_are_taken_off() {
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("\xef\xbb\xbf<?xml version='1.0'?><a/>"));
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("\r\n <?xml version='1.0' ?>\t<a/>"));
  }
  void utf16_is_converted() {
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("\xff\xfe<\0a\0/\0>\0"s));
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("\xfe\xff\0<\0a\0/\0>"s));
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("<\0a\0/\0>\0"s));
    CPPUNIT_ASSERT_EQUAL("<a/>"s, document("\0<\0a\0/\0>"s));
    CPPUNIT_ASSERT_EQUAL("error: malformed"s, document("\xff\xfe<\0a"s));
  }
  void latin_is_read_as_windows_1252() {
    CPPUNIT_ASSERT_EQUAL("<a>\xc3\xbc\xe2\x82\xac</a>"s,
                         document("<?xml version='1.0' encoding=\"iso-8859-1\"?><a>\xfc\x80</a>"));
  }
  void utf8_that_calls_itself_latin_stays() {
    CPPUNIT_ASSERT_EQUAL("<a>\xc3\xbc</a>"s,
                         document("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xbc</a>"));
  }
  void latin_is_converted_octet_by_octet() {
    CPPUNIT_ASSERT_EQUAL(
        "<a>\xc3\x83\xc2\xbc\xc3\xa4</a>"s,
        document("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xbc\xe4</a>"));
  }
  void other_charsets_are_converted() {
    CPPUNIT_ASSERT_EQUAL("<a>\xe6\x97\xa5</a>"s,
                         document("<?xml version='1.0' encoding='Shift_JIS'?><a>\x93\xfa</a>"));
  }
  void unknown_charsets_are_unsupported() {
    for (const char* name : {"x-none", "UTF-8//IGNORE", "'", "utf-8 "}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          name, "error: unsupported"s,
          document("<?xml version='1.0' encoding=\""s + name + "\"?><a/>"));
    }
  }
  void zeros_at_the_end_are_taken_off() { CPPUNIT_ASSERT_EQUAL("<a/>"s, document("<a/>\0"s)); }
  void what_is_no_document_is_malformed() {
    for (const char* octets : {"", " ", "{\"a\":1}", "\x02\xa4\x01", "<?xml version='1.0'?>"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(octets, "error: malformed"s, document(octets));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(XmlPrologTest);
