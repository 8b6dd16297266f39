// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/contact_helper.h"

namespace pim::content::testing {

class EntryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EntryTest);
  CPPUNIT_TEST(clean_record_stays_octet_for_octet);
  CPPUNIT_TEST(missing_uid_is_made_from_content);
  CPPUNIT_TEST(equal_records_get_distinct_uids_by_ordinal);
  CPPUNIT_TEST(made_uid_does_not_depend_on_the_store_key);
  CPPUNIT_TEST(other_versions_are_refused_by_name);
  CPPUNIT_TEST(line_without_colon_is_joined_by_a_break);
  CPPUNIT_TEST(glued_record_is_told_and_ended);
  CPPUNIT_TEST(latin_octets_are_read_as_windows_1252);
  CPPUNIT_TEST(undecidable_octets_are_kept_and_told);
  CPPUNIT_TEST_SUITE_END();

 public:
  void clean_record_stays_octet_for_octet() {
    const std::string record = card("UID:1\nFN:Anna\nTEL;TYPE=cell:0170 1\nNOTE:ab\n c\nX-Z;Q=1:\\,raw");
    CPPUNIT_ASSERT_EQUAL(record, enter(record).stored);
  }
  void missing_uid_is_made_from_content() {
    const Entry entry = enter(card("FN:Anna"));
    CPPUNIT_ASSERT(!entry.uid_given);
    CPPUNIT_ASSERT_EQUAL(card("FN:Anna\nUID:" + entry.facts.uid), entry.stored);
  }
  void equal_records_get_distinct_uids_by_ordinal() {
    CPPUNIT_ASSERT(enter(card("FN:Anna"), 0).facts.uid != enter(card("FN:Anna"), 1).facts.uid);
  }
  void made_uid_does_not_depend_on_the_store_key() {
    const HashKey other{};
    const auto entry = contacts().enter(card("FN:Anna"), {other, 0});
    CPPUNIT_ASSERT_EQUAL(enter(card("FN:Anna")).facts.uid, entry->facts.uid);
  }
  void other_versions_are_refused_by_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported: vCard 4.0 is not read yet; send vCard 3.0"),
                         error_of("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n"));
  }
  void line_without_colon_is_joined_by_a_break() {
    const Entry entry = enter(card("UID:1\nNOTE:first\nsecond line\nFN:X"));
    CPPUNIT_ASSERT_EQUAL(card("UID:1\nNOTE:first\n \\nsecond line\nFN:X"), entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("5 NOTE line"), told(entry));
  }
  void glued_record_is_told_and_ended() {
    const auto pieces = contacts().split(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:B\r\nEND:VCARD\r\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pieces.size());
    CPPUNIT_ASSERT_EQUAL(std::string("4  glued; 0 UID generated"), told(enter(pieces[0])));
  }
  void latin_octets_are_read_as_windows_1252() {
    const Entry entry = enter(card("UID:1\nFN:M\xfcller"));
    CPPUNIT_ASSERT_EQUAL(card("UID:1\nFN:M\xc3\xbcller"), entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("4 FN latin"), told(entry));
  }
  void undecidable_octets_are_kept_and_told() {
    const std::string record = card("UID:1\nFN:\xe4\xf6\xfc\xdf");
    const Entry entry = enter(record);
    CPPUNIT_ASSERT_EQUAL(record, entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("4 FN charset"), told(entry));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(EntryTest);

}  // namespace pim::content::testing
