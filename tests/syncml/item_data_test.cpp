// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/item_data.h"

using namespace pim;
using namespace pim::syncml;

class ItemDataTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ItemDataTest);
  CPPUNIT_TEST(inner_meta_overrides_outer);
  CPPUNIT_TEST(b64_is_decoded);
  CPPUNIT_TEST(other_formats_are_left_alone);
  CPPUNIT_TEST(broken_b64_is_malformed);
  CPPUNIT_TEST_SUITE_END();

  void inner_meta_overrides_outer() {
    Meta command;
    command.format = "b64";
    Item item;
    CPPUNIT_ASSERT_EQUAL(std::string_view("b64"), format_of(command, item));
    item.meta.format = "chr";
    CPPUNIT_ASSERT_EQUAL(std::string_view("chr"), format_of(command, item));
  }
  void b64_is_decoded() {
    CPPUNIT_ASSERT_EQUAL(std::string("foobar"), record_octets("b64", "Zm9v\r\nYmFy").value());
    CPPUNIT_ASSERT_EQUAL(std::string("foobar"), record_octets("B64", "Zm9vYmFy").value());
  }
  void other_formats_are_left_alone() {
    for (const char* format : {"", "chr", "bin", "xml"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("Zm9v"), record_octets(format, "Zm9v").value());
    }
  }
  void broken_b64_is_malformed() {
    CPPUNIT_ASSERT(record_octets("b64", "BEGIN:VCARD").error().code == ErrorCode::Malformed);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ItemDataTest);
