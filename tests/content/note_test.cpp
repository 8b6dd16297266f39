// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/event_helper.h"

namespace pim::content::testing {

/// Notes as text and as VJOURNAL (content rule 2b.25, content example 55).
class NoteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NoteTest);
  CPPUNIT_TEST(whole_note_is_its_body_e55);
  CPPUNIT_TEST(split_note_has_its_title_first_e55);
  CPPUNIT_TEST(edited_text_of_a_split_note_changes_its_body_e55);
  CPPUNIT_TEST(edited_first_line_of_a_whole_note_changes_title_and_body);
  CPPUNIT_TEST(text_becomes_a_journal_with_a_name_of_its_own);
  CPPUNIT_TEST(long_first_line_is_cut_for_the_title);
  CPPUNIT_TEST(returned_text_is_no_edit_whatever_its_breaks);
  CPPUNIT_TEST(text_changes_nothing_that_it_cannot_say);
  CPPUNIT_TEST(latin_text_is_told);
  CPPUNIT_TEST(blank_text_is_refused);
  CPPUNIT_TEST(text_matches_the_journal_it_was_made_of);
  CPPUNIT_TEST(text_file_is_one_note);
  CPPUNIT_TEST(old_note_is_read_and_written);
  CPPUNIT_TEST_SUITE_END();

  static Ability plain() {
    Ability ability;
    ability.media_type = "text/plain";
    return ability;
  }
  static std::string text_of(const std::string& stored) {
    return notes().render(stored, plain())->text;
  }
  static Merged merge(const std::string& ours, std::string_view base, std::string_view theirs) {
    const Ability ability = plain();
    auto merged = notes().merge({.ours = ours, .theirs = theirs, .base = base, .ability = ability});
    CPPUNIT_ASSERT(merged.has_value());
    return *merged;
  }

 public:
  void whole_note_is_its_body_e55() {
    CPPUNIT_ASSERT_EQUAL(std::string("Simple"),
                         text_of(journal("SUMMARY:Simple\nDESCRIPTION:Simple")));
  }
  void split_note_has_its_title_first_e55() {
    CPPUNIT_ASSERT_EQUAL(std::string("T\nb"), text_of(journal("SUMMARY:T\nDESCRIPTION:b")));
  }
  void edited_text_of_a_split_note_changes_its_body_e55() {
    const std::string ours = journal("UID:1\nSUMMARY:T\nDESCRIPTION:b");
    CPPUNIT_ASSERT_EQUAL(journal("UID:1\nSUMMARY:T\nDESCRIPTION:b2"),
                         merge(ours, "T\nb", "T\nb2").stored);
  }
  void edited_first_line_of_a_whole_note_changes_title_and_body() {
    const std::string ours = journal("UID:1\nSUMMARY:one\nDESCRIPTION:one\\ntwo");
    CPPUNIT_ASSERT_EQUAL(journal("UID:1\nSUMMARY:uno\nDESCRIPTION:uno\\ntwo"),
                         merge(ours, "one\ntwo", "uno\ntwo").stored);
  }
  void text_becomes_a_journal_with_a_name_of_its_own() {
    const Entry entry = enter_as(notes(), "\r\nShopping\r\nmilk, eggs\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("Shopping"), entry.facts.label);
    CPPUNIT_ASSERT_EQUAL(std::string("\nShopping\nmilk, eggs"), text_of(entry.stored));
    CPPUNIT_ASSERT_EQUAL(entry.facts.uid, notes().facts(entry.stored, test_key())->uid);
    CPPUNIT_ASSERT_EQUAL(std::string("0  lifted; 0 UID generated"), told(entry));
  }
  void long_first_line_is_cut_for_the_title() {
    std::string line;
    for (int i = 0; i < 120; ++i) {
      line += "ü";
    }
    const Entry entry = enter_as(notes(), line + "\nrest");
    CPPUNIT_ASSERT_EQUAL(line.substr(0, 200), entry.facts.label);
    CPPUNIT_ASSERT_EQUAL(line + "\nrest", text_of(entry.stored));
  }
  void returned_text_is_no_edit_whatever_its_breaks() {
    const std::string ours = journal("UID:1\nSUMMARY:T\nDESCRIPTION:a\\nb");
    const Merged merged = merge(ours, "T\na\nb", "T\r\na\r\nb\r\n");
    CPPUNIT_ASSERT(!merged.edit);
    CPPUNIT_ASSERT_EQUAL(ours, merged.stored);
  }
  void text_changes_nothing_that_it_cannot_say() {
    const std::string ours =
        journal("UID:1\nSUMMARY:T\nDESCRIPTION:b\nCATEGORIES:x\nCLASS:PRIVATE");
    CPPUNIT_ASSERT_EQUAL(journal("UID:1\nSUMMARY:T\nDESCRIPTION:c\nCATEGORIES:x\nCLASS:PRIVATE"),
                         merge(ours, ours, "T\nc").stored);
  }
  void latin_text_is_told() {
    const Entry entry = enter_as(notes(), "M\xfcller");
    CPPUNIT_ASSERT_EQUAL(std::string("Müller"), entry.facts.label);
    CPPUNIT_ASSERT_EQUAL(std::string("0  latin; 0  lifted; 0 UID generated"), told(entry));
  }
  void blank_text_is_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the note holds no text"),
                         error_as(notes(), " \r\n\r\n"));
  }
  void text_matches_the_journal_it_was_made_of() {
    const std::string stored = journal("UID:1\nSUMMARY:T\nDESCRIPTION:b\nCATEGORIES:x");
    CPPUNIT_ASSERT(notes().compare(stored, "T\nb", plain()) == Likeness::Same);
    CPPUNIT_ASSERT(notes().compare(stored, "other\ntext", plain()) == Likeness::Different);
  }
  void text_file_is_one_note() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, notes().split("a\n\nb\n").size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, notes().split("\n").size());
  }
  void old_note_is_read_and_written() {
    const Entry entry =
        enter_as(notes(),
                 "BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
                 "Title=0D=0A=\r\n=C3=BC\r\nDCREATED:20040101T000000Z\r\nEND:VNOTE\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("Title"), entry.facts.label);
    Ability phone;
    phone.media_type = "text/x-vnote";
    CPPUNIT_ASSERT_EQUAL(
        std::string("BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
                    "Title=0D=0A=C3=BC\r\nDCREATED:20040101T000000Z\r\nEND:VNOTE\r\n"),
        notes().render(entry.stored, phone)->text);
    CPPUNIT_ASSERT_EQUAL(std::string("Title\nü"), text_of(entry.stored));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(NoteTest);

}  // namespace pim::content::testing
