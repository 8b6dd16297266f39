// SPDX-License-Identifier: Apache-2.0
#include "common/console/record_fields.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::console {

class RecordFieldsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordFieldsTest);
  CPPUNIT_TEST(a_card_is_read_in_the_order_of_a_visiting_card);
  CPPUNIT_TEST(types_stand_before_the_thing);
  CPPUNIT_TEST(structure_becomes_lines);
  CPPUNIT_TEST(a_photo_is_told_by_its_size);
  CPPUNIT_TEST(what_is_not_shown_is_named_once);
  CPPUNIT_TEST(an_event_is_read_without_its_zones);
  CPPUNIT_TEST(other_text_is_shown_as_it_stands);
  CPPUNIT_TEST(broken_records_are_shown_as_far_as_they_go);
  CPPUNIT_TEST(differences_pair_fields_of_one_label);
  CPPUNIT_TEST(a_label_that_changed_is_told);
  CPPUNIT_TEST(nothing_before_means_that_all_is_new);
  CPPUNIT_TEST_SUITE_END();

  static std::string card(const std::string& lines) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\n" + lines + "END:VCARD\r\n";
  }
  static std::string told(const RecordFields& fields) {
    std::string text;
    for (const RecordField& field : fields.shown) {
      text += field.label + "=" + field.value + "|";
    }
    return text;
  }

 public:
  void a_card_is_read_in_the_order_of_a_visiting_card() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Name=Anna|Organisation=Acme\nR&D|Phone=1|Birthday=1980-05-09|Note=a, b|"),
        told(record_fields(
            card("NOTE:a\\, b\r\nBDAY:19800509\r\nTEL:1\r\nORG:Acme;R&D\r\nFN:Anna\r\n"))));
  }

  void types_stand_before_the_thing() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Work fax=1|Mobile=2|Home phone=3|Work mail=a@b|Home address=Street 1\nTown|"),
        told(record_fields(
            card("TEL;TYPE=WORK,FAX:1\r\nTEL;TYPE=cell:2\r\nTEL;HOME:3\r\n"
                 "EMAIL;TYPE=INTERNET,WORK:a@b\r\nADR;TYPE=HOME:;;Street 1;Town;;;\r\n"))));
  }

  void structure_becomes_lines() {
    CPPUNIT_ASSERT_EQUAL(std::string("Name in parts=Berg\nAnna|"),
                         told(record_fields(card("N:Berg;Anna;;;\r\n"))));
  }

  void a_photo_is_told_by_its_size() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Photo=A picture of 3 KB|"),
        told(record_fields(card("PHOTO;ENCODING=b:" + std::string(4'000, 'A') + "\r\n"))));
  }

  void what_is_not_shown_is_named_once() {
    const RecordFields fields = record_fields(card("FN:A\r\nX-ONE:1\r\nx-one:2\r\nREV:2026\r\n"));
    CPPUNIT_ASSERT(fields.kept == std::vector<std::string>{"X-ONE"});
  }

  void an_event_is_read_without_its_zones() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Title=Board|Starts=2026-12-03 19:00|Ends=2026-12-03 20:30 UTC|Where=Hall|"),
        told(record_fields(
            "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\n"
            "DTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Board\r\nDTSTART;TZID=Z:20261203T190000\r\n"
            "DTEND:20261203T203000Z\r\nLOCATION:Hall\r\nBEGIN:VALARM\r\n"
            "DESCRIPTION:ring\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")));
  }

  void other_text_is_shown_as_it_stands() {
    CPPUNIT_ASSERT_EQUAL(std::string("Text=just a note|"), told(record_fields("just a note")));
  }

  void broken_records_are_shown_as_far_as_they_go() {
    CPPUNIT_ASSERT_EQUAL(std::string("Name=Anna|"),
                         told(record_fields("BEGIN:VCARD\r\nFN:Anna\r\nTEL")));
    CPPUNIT_ASSERT_EQUAL(std::string("Text=|"), told(record_fields("")));
  }

  void differences_pair_fields_of_one_label() {
    const Differences found =
        differences(card("FN:Anna\r\nTEL:1\r\nNOTE:x\r\n"), card("FN:Anna\r\nTEL:2\r\nURL:u\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.same);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, found.fields.size());
    CPPUNIT_ASSERT(found.fields[0].change == FieldChange::Changed);
    CPPUNIT_ASSERT_EQUAL(std::string("2"), found.fields[0].after);
    CPPUNIT_ASSERT(found.fields[1].change == FieldChange::Removed);
    CPPUNIT_ASSERT_EQUAL(std::string("Note"), found.fields[1].label);
    CPPUNIT_ASSERT(found.fields[2].change == FieldChange::Added);
  }

  void a_label_that_changed_is_told() {
    const Differences found =
        differences(card("EMAIL;TYPE=HOME:a@b\r\n"), card("EMAIL;TYPE=WORK:a@b\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.fields.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Home mail"), found.fields[0].before_label);
    CPPUNIT_ASSERT_EQUAL(std::string("Work mail"), found.fields[0].label);
  }

  void nothing_before_means_that_all_is_new() {
    const Differences found = differences("", card("FN:Anna\r\nTEL:1\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, found.fields.size());
    CPPUNIT_ASSERT(found.fields[0].change == FieldChange::Added);
    CPPUNIT_ASSERT(differences("", "").fields.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordFieldsTest);

}  // namespace pim::console
