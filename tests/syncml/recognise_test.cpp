// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/decode.h"

using namespace pim;
using namespace pim::syncml;

class RecogniseTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecogniseTest);
  CPPUNIT_TEST(the_content_type_tells_xml);
  CPPUNIT_TEST(the_octets_tell_where_the_type_is_missing_or_wrong);
  CPPUNIT_TEST(wbxml_is_told_by_its_octets_and_else_by_the_type);
  CPPUNIT_TEST(other_content_is_unsupported);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* Message = "<?xml version='1.0'?>\n<SyncML/>";

  void the_content_type_tells_xml() {
    for (const char* type :
         {"application/vnd.syncml+xml", "application/vnd.syncml+xml; charset=UTF-8",
          "Application/Vnd.SyncML+XML ;charset=\"utf-8\"", " application/vnd.syncml+xml "}) {
      CPPUNIT_ASSERT_MESSAGE(type, recognise(type, Message) == Encoding::Xml);
      CPPUNIT_ASSERT_MESSAGE(type, recognise(type, "") == Encoding::Xml);
    }
  }
  void the_octets_tell_where_the_type_is_missing_or_wrong() {
    for (const char* type : {"", "text/xml", "text/plain", "application/octet-stream",
                             "application/vnd.syncml+wbxml"}) {
      CPPUNIT_ASSERT_MESSAGE(type, recognise(type, Message) == Encoding::Xml);
    }
    CPPUNIT_ASSERT(recognise("", "\xef\xbb\xbf<syncml>") == Encoding::Xml);
  }
  void wbxml_is_told_by_its_octets_and_else_by_the_type() {
    for (const auto& result :
         {recognise("application/vnd.syncml+wbxml; charset=UTF-8", "\x02\xa4\x01\x6a"),
          recognise("application/vnd.syncml+xml", "\x03\x01\x6a"),
          recognise("application/vnd.syncml+wbxml", ""), recognise("", "\x01\x02")}) {
      CPPUNIT_ASSERT(result == Encoding::Wbxml);
    }
  }
  void other_content_is_unsupported() {
    for (const char* octets : {"", "{}", "<html></html>", "SyncML", "  "}) {
      CPPUNIT_ASSERT_MESSAGE(octets,
                             recognise("text/html", octets).error().code == ErrorCode::Unsupported);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RecogniseTest);
