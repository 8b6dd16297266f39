// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/content/merge_helper.h"

namespace pim::content::testing {
namespace {

const std::string Begin = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
const std::string End = "END:VCARD\r\n";

/// Octets in; the lines stored (without wrapper) and what was told.
void enters(const std::string& octets, const std::string& lines, const std::string& remarks) {
  const Entry entry = enter(octets);
  CPPUNIT_ASSERT_EQUAL(lines, Merging::inside(entry.stored));
  CPPUNIT_ASSERT_EQUAL(remarks, told(entry));
  const Entry again = enter(entry.stored);
  CPPUNIT_ASSERT_EQUAL(entry.stored, again.stored);
  CPPUNIT_ASSERT_EQUAL(std::string(), told(again));
}

}  // namespace

class EntryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EntryTest);
  CPPUNIT_TEST(a_clean_record_stays_octet_for_octet);
  CPPUNIT_TEST(a_missing_version_is_added_where_types_show_it);
  CPPUNIT_TEST(a_record_that_shows_no_version_is_of_the_oldest);
  CPPUNIT_TEST(other_versions_are_refused_by_name);
  CPPUNIT_TEST(a_line_without_colon_is_joined_by_a_break);
  CPPUNIT_TEST(the_charset_of_a_joined_line_is_decided_at_once);
  CPPUNIT_TEST(a_joined_line_does_not_decode_the_others_twice);
  CPPUNIT_TEST(the_charset_of_a_line_with_a_bare_return_is_decided);
  CPPUNIT_TEST(a_line_hidden_by_a_control_character_has_a_part_in_the_charset);
  CPPUNIT_TEST(escapes_of_a_charset_are_no_control_characters);
  CPPUNIT_TEST(the_octets_of_a_uid_decide_no_charset_of_text);
  CPPUNIT_TEST(a_line_that_no_text_can_take_is_dropped_and_told);
  CPPUNIT_TEST(blank_lines_go);
  CPPUNIT_TEST(a_missing_end_is_added);
  CPPUNIT_TEST(a_glued_record_is_told_and_ended);
  CPPUNIT_TEST(control_characters_go);
  CPPUNIT_TEST(a_nested_agent_is_no_glue);
  CPPUNIT_TEST(wrong_nesting_is_put_in_order);
  CPPUNIT_TEST(text_around_the_record_goes);
  CPPUNIT_TEST(two_records_in_one_item_are_refused);
  CPPUNIT_TEST(what_is_no_contact_is_refused);
  CPPUNIT_TEST(a_record_that_ends_inside_base64_is_refused);
  CPPUNIT_TEST(a_record_without_property_is_refused);
  CPPUNIT_TEST(what_entry_adds_counts_towards_the_limits);
  CPPUNIT_TEST(lone_cr_files_are_read);
  CPPUNIT_TEST(a_record_beyond_the_limits_is_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_clean_record_stays_octet_for_octet() {
    for (const std::string& record :
         {card("UID:1\nFN:Anna\nTEL;TYPE=cell:0170 1\nNOTE:ab\n c\nX-Z;Q=1:\\,raw"),
          std::string("begin:vcard\nversion:3.0\nuid:1\nfn:a\nend:vcard"),
          std::string("BEGIN:vCard\r\r\nVERSION:3.0\r\r\nUID:1\r\r\nFN:a\r\r\nEND:vCard\r\r\n\r\n"),
          card("UID:1\nBDAY:no date at all\nTEL:\nN:;;;;")}) {
      const Entry entry = enter(record);
      CPPUNIT_ASSERT_EQUAL(record, entry.stored);
      CPPUNIT_ASSERT_EQUAL(std::string(), told(entry));
      CPPUNIT_ASSERT(entry.uid_given);
    }
  }
  void a_missing_version_is_added_where_types_show_it() {
    enters("BEGIN:VCARD\r\nUID:1\r\nTEL;TYPE=CELL:1\r\n" + End, "UID:1\nTEL;TYPE=CELL:1\n",
           "0 VERSION version");
    enters("BEGIN:VCARD\r\nUID:1\r\nPHOTO;ENCODING=b:AAAA\r\n" + End,
           "UID:1\nPHOTO;ENCODING=b:AAAA\n", "0 VERSION version");
  }
  void a_record_that_shows_no_version_is_of_the_oldest() {
    const Entry entry = enter("BEGIN:VCARD\r\nUID:1\r\nTEL;CELL:1\r\nEND:VCARD\r\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("BEGIN:VCARD\r\nVERSION:2.1\r\nUID:1\r\nTEL;CELL:1\r\nEND:VCARD\r\n"),
        entry.stored);
  }
  void other_versions_are_refused_by_name() {
    const auto of = [](const char* version) {
      return error_of("BEGIN:VCARD\r\nVERSION:" + std::string(version) +
                      "\r\nFN:A\r\nEND:VCARD\r\n");
    };
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported: the record is a vCard of an unknown version; "
                                     "send vCard 2.1, 3.0 or 4.0"),
                         of("7.7<secret>"));
  }
  // content example 75; it counts its lines without wrapper
  void a_line_without_colon_is_joined_by_a_break() {
    enters(card("UID:1\nNOTE:first\nsecond; line\nthird\nFN:X"),
           "UID:1\nNOTE:first\n \\nsecond\\; line\n \\nthird\nFN:X\n", "5 NOTE line; 6 NOTE line");
    CPPUNIT_ASSERT(contacts().equal(enter(card("UID:1\nNOTE:first\nsecond line")).stored,
                                    card("UID:1\nNOTE:first\\nsecond line"), true));
  }
  void the_charset_of_a_joined_line_is_decided_at_once() {
    const Entry entry = enter(card("UID:1\nNOTE:first\nM\xfcller\nFN:X"));
    CPPUNIT_ASSERT_EQUAL(entry.stored, enter(entry.stored).stored);
    CPPUNIT_ASSERT(
        contacts().equal(entry.stored, card("UID:1\nNOTE:first\\nM\u00fcller\nFN:X"), true));
  }
  void the_charset_of_a_line_with_a_bare_return_is_decided() {
    enters(card("UID:1\nFN:Gro\xc3\x9f\nX-A:M\xfc\rller"),
           "UID:1\nFN:Gro\xc3\x9f\nX-A:M\xc3\xbcller\n", "5 X-A latin");
  }
  void a_joined_line_does_not_decode_the_others_twice() {
    const Entry entry = enter(card("UID:1\nFN:Gro\xdf\nNOTE:a\nM\xfcller"));
    CPPUNIT_ASSERT(
        contacts().equal(entry.stored, card("UID:1\nFN:Gro\u00df\nNOTE:a\\nM\u00fcller"), true));
  }
  void a_line_hidden_by_a_control_character_has_a_part_in_the_charset() {
    enters(card("UID:1\nFN:Gro\xdf\nX-\x01"
                "A:M\xfcller"),
           "UID:1\nFN:Gro\u00df\nX-A:M\u00fcller\n", "5  control; 4 FN latin; 5 X-A latin");
    // what is no letter makes all of it undecidable, for the others too
    const Entry entry =
        enter(card("UID:1\nFN:Gro\xdf\nX-\x01"
                   "A:\xe4\xf6\xfc\xdf"));
    CPPUNIT_ASSERT_EQUAL(std::string("UID:1\nFN:Gro\xdf\nX-A:\xe4\xf6\xfc\xdf\n"),
                         Merging::inside(entry.stored));
    CPPUNIT_ASSERT_EQUAL(entry.stored, enter(entry.stored).stored);
  }
  void escapes_of_a_charset_are_no_control_characters() {
    enters(card("UID:1\nFN;CHARSET=ISO-2022-JP:\x1b$B;3ED\x1b(B\nNOTE:\x1b"
                "a"),
           "UID:1\nFN:\u5c71\u7530\nNOTE:a\n", "5 NOTE control");
    enters(card("UID:1\nFN:A\nX-A;CHAR\x1bSET=ISO-8859-1:\xfc"), "UID:1\nFN:A\nX-A:\u00fc\n",
           "5 X-A control");
  }
  void the_octets_of_a_uid_decide_no_charset_of_text() {
    const Entry entry = enter(card("UID:\xe4\xf6\xfc\xdf\nFN:M\xfcller"));
    CPPUNIT_ASSERT_EQUAL(std::string("UID:\xe4\xf6\xfc\xdf\nFN:M\u00fcller\n"),
                         Merging::inside(entry.stored));
    const auto other = contacts().with_uid(entry.stored, "2");
    CPPUNIT_ASSERT(other.has_value() && contacts().equal(*other, entry.stored, false));
    const std::string old =
        "BEGIN:VCARD\r\nVERSION:2.1\r\nUID;ENCODING=QUOTED-PRINTABLE:=E4=F6=FC"
        "=DF\r\nFN;ENCODING=QUOTED-PRINTABLE:M=FCller\r\nEND:VCARD\r\n";
    const auto renamed = contacts().with_uid(old, "2");
    CPPUNIT_ASSERT(renamed.has_value() && contacts().equal(*renamed, old, false));
  }
  void a_line_that_no_text_can_take_is_dropped_and_told() {
    enters(Begin + "stray text\r\nUID:1\r\nFN:A\r\n" + End, "UID:1\nFN:A\n", "3 VERSION line");
    enters(card("UID:1\nFN:A\nPHOTO;ENCODING=b:AAAA\nnot base64!"),
           "UID:1\nFN:A\nPHOTO;ENCODING=b:AAAA\n", "6 PHOTO line");
  }
  void blank_lines_go() { enters(card("UID:1\n\nFN:A\n  \n"), "UID:1\nFN:A\n  \n", "4  line"); }
  void a_missing_end_is_added() {
    enters(Begin + "UID:1\r\nFN:A\r\n", "UID:1\nFN:A\n", "5  end");
    enters(Begin + "UID:1\r\nFN:A", "UID:1\nFN:A\n", "5  end");
  }
  void a_glued_record_is_told_and_ended() {  // content example 74
    const auto pieces = contacts().split(Begin + "FN:A\r\n" + Begin + "FN:B\r\n" + End);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pieces.size());
    CPPUNIT_ASSERT_EQUAL(std::string("4  glued; 0 UID generated"), told(enter(pieces[0])));
    CPPUNIT_ASSERT_EQUAL(std::string("B"), enter(pieces[1]).facts.label);
  }
  void control_characters_go() {
    enters(card(std::string("UID:1\nFN:A\x01 B\nNOTE:a\x0b") + "b" + std::string(1, '\0')),
           "UID:1\nFN:A B\nNOTE:a\\nb\n", "4 FN control; 5 NOTE control");
  }
  void a_nested_agent_is_no_glue() {
    const std::string record = card("UID:1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:1");
    const Entry entry = enter(record);
    CPPUNIT_ASSERT_EQUAL(record, entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("A"), entry.facts.label);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, contacts().split(record).size());
  }
  void wrong_nesting_is_put_in_order() {
    enters(card("UID:1\nFN:A\nEND:VEVENT"), "UID:1\nFN:A\n", "5  end");
  }
  void text_around_the_record_goes() {
    enters("Hello,\r\nsee below\r\n" + card("UID:1\nFN:A") + "-- \r\nme\r\n", "UID:1\nFN:A\n",
           "1  line; 2  line; 8  line; 9  line");
  }
  void two_records_in_one_item_are_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the item holds more than one record"),
                         error_of(card("FN:A") + card("FN:B")));
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the item holds more than one record"),
                         error_of(Begin + "FN:A\r\n" + card("FN:B")));
  }
  void what_is_no_contact_is_refused() {
    for (const char* octets :
         {"", "junk", "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n", "\r\n\r\n", "FN:A\r\n",
          ":",
          "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO"
          "\r\nEND:VCALENDAR\r\n"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          octets, std::string("malformed: the record is not a vCard: BEGIN:VCARD is missing"),
          error_of(octets));
    }
  }
  void a_record_that_ends_inside_base64_is_refused() {  // content rule 8.4
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the record ends inside base64 data"),
                         error_of(Begin + "FN:A\r\nPHOTO;ENCODING=b:/9j/\r\n 4AA"));
  }
  void a_record_without_property_is_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the record holds no property"),
                         error_of(card("")));
    CPPUNIT_ASSERT_EQUAL(std::string("malformed: the record holds no property"),
                         error_of(card("UID:1\nREV:20200101T000000Z")));
    CPPUNIT_ASSERT_EQUAL(std::string("accepted"), error_of(card("N:;;;;")));
  }
  /// Otherwise it could be stored, and never be read again.
  void what_entry_adds_counts_towards_the_limits() {
    std::string lines;
    for (std::size_t line = 0; line < limits::MaxRecordLines - 3; ++line) {
      lines += "X-A:1\n";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("too-large: the record has too many lines or parameters"),
                         error_of(card(lines)));
  }
  void lone_cr_files_are_read() {  // content example 75
    const std::string record = "BEGIN:VCARD\rVERSION:3.0\rUID:1\rFN:A\r B\rEND:VCARD\r";
    CPPUNIT_ASSERT_EQUAL(record, enter(record).stored);
    CPPUNIT_ASSERT_EQUAL(std::string("AB"), enter(record).facts.label);
  }
  void a_record_beyond_the_limits_is_refused() {
    CPPUNIT_ASSERT(
        error_of(card("NOTE:" + std::string(300 * 1024, 'x'))).starts_with("too-large: "));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(EntryTest);

class UidTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UidTest);
  CPPUNIT_TEST(a_missing_uid_is_made_from_content);
  CPPUNIT_TEST(equal_content_gives_equal_uids_however_written);
  CPPUNIT_TEST(equal_records_get_distinct_uids_by_ordinal);
  CPPUNIT_TEST(a_made_uid_does_not_depend_on_the_store_key);
  CPPUNIT_TEST(an_empty_uid_is_filled);
  CPPUNIT_TEST(a_given_uid_stays_as_written);
  CPPUNIT_TEST(another_uid_changes_only_its_line);
  CPPUNIT_TEST(a_record_entered_again_keeps_its_uid);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_missing_uid_is_made_from_content() {
    const Entry entry = enter(card("FN:Anna"));
    CPPUNIT_ASSERT(!entry.uid_given);
    CPPUNIT_ASSERT_EQUAL(std::size_t{36}, entry.facts.uid.size());
    CPPUNIT_ASSERT_EQUAL(card("FN:Anna\nUID:" + entry.facts.uid), entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("0 UID generated"), told(entry));
  }
  void equal_content_gives_equal_uids_however_written() {
    CPPUNIT_ASSERT_EQUAL(
        enter(card("FN:Anna\nTEL;TYPE=CELL:1\nREV:20200101T000000Z")).facts.uid,
        enter("BEGIN:VCARD\nVERSION:3.0\ntel;type=cell:1\nFN:An\n na\nEND:VCARD\n").facts.uid);
    CPPUNIT_ASSERT(enter(card("FN:Anna")).facts.uid != enter(card("FN:Berta")).facts.uid);
  }
  void equal_records_get_distinct_uids_by_ordinal() {
    CPPUNIT_ASSERT(enter(card("FN:Anna"), 0).facts.uid != enter(card("FN:Anna"), 1).facts.uid);
  }
  void a_made_uid_does_not_depend_on_the_store_key() {
    const HashKey other{};
    const auto entry = contacts().enter(card("FN:Anna"), {other, 0});
    CPPUNIT_ASSERT_EQUAL(enter(card("FN:Anna")).facts.uid, entry->facts.uid);
  }
  void an_empty_uid_is_filled() {
    const Entry entry = enter(card("UID:\nFN:Anna"));
    CPPUNIT_ASSERT_EQUAL(card("UID:" + entry.facts.uid + "\nFN:Anna"), entry.stored);
  }
  void a_given_uid_stays_as_written() {
    CPPUNIT_ASSERT_EQUAL(std::string("urn:uuid:A b"),
                         enter(card("UID: urn:uuid:A b\nFN:A")).facts.uid);
  }
  void another_uid_changes_only_its_line() {
    CPPUNIT_ASSERT_EQUAL(card("x-a:1\nUID;X=1:new\\;1\nfn:a\n b"),
                         *contacts().with_uid(card("x-a:1\nUID;X=1:old\nfn:a\n b"), "new;1"));
    CPPUNIT_ASSERT_EQUAL(card("fn:a\nUID:new"), *contacts().with_uid(card("fn:a"), "new"));
    CPPUNIT_ASSERT(!contacts().with_uid("junk", "new").has_value());
  }
  void a_record_entered_again_keeps_its_uid() {
    const Entry entry = enter(card("FN:Anna"));
    const Entry again = enter(entry.stored);
    CPPUNIT_ASSERT(again.uid_given);
    CPPUNIT_ASSERT_EQUAL(entry.stored, again.stored);
    CPPUNIT_ASSERT_EQUAL(entry.facts.fingerprint, again.facts.fingerprint);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(UidTest);

class FactsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FactsTest);
  CPPUNIT_TEST(the_label_is_the_full_name_or_made);
  CPPUNIT_TEST(the_sort_key_begins_with_the_family_name);
  CPPUNIT_TEST(words_phones_and_mails_are_found);
  CPPUNIT_TEST(the_revision_is_read);
  CPPUNIT_TEST(facts_of_a_stored_record_are_those_of_entry);
  CPPUNIT_TEST(the_fingerprint_depends_on_the_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_label_is_the_full_name_or_made() {  // content rule 2.3
    const std::pair<const char*, const char*> table[] = {
        {"FN:Anna\\, M", "Anna, M"},
        {"N:Doe;John;Q;Mr.;Sr.", "Mr. John Q Doe Sr."},
        {"N:;;;;\nORG:X;Y", "X"},
        {"NICKNAME:Al,Bo", "Al"},
        {"EMAIL:a@x.example\nTEL:1", "a@x.example"},
        {"TEL:1", "1"},
        {"NOTE:x", ""},
        {"FN:  \nN:Doe", "Doe"},
    };
    for (const auto& [lines, label] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(label), enter(card(lines)).facts.label);
    }
  }
  void the_sort_key_begins_with_the_family_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("muller anna maria"),
                         enter(card("N:M\xc3\xbcller;Anna;Maria;Dr.;")).facts.sort_key);
    CPPUNIT_ASSERT_EQUAL(std::string("key"), enter(card("N:A;B\nSORT-STRING:Key")).facts.sort_key);
    CPPUNIT_ASSERT_EQUAL(std::string("some one"), enter(card("FN:Some One")).facts.sort_key);
  }
  void words_phones_and_mails_are_found() {
    const std::string text =
        enter(card("FN:Anna\nN:M;Anna\nORG:Acme;R\\,D\nTEL:+49 (0)170-1234567\n"
                   "EMAIL:A@X.example\nNICKNAME:Al,Bo\nCATEGORIES:Fri\nTITLE:Boss"))
            .facts.find_text;
    for (const char* word :
         {"anna", "acme", "491701234567", "a@x.example", "al bo", "fri", "boss"}) {
      CPPUNIT_ASSERT_MESSAGE(text + " lacks " + word, text.find(word) != std::string::npos);
    }
  }
  void the_revision_is_read() {
    CPPUNIT_ASSERT_EQUAL(Seconds{1577836800},
                         enter(card("FN:A\nREV:20200101T000000Z")).facts.modified);
    CPPUNIT_ASSERT_EQUAL(Seconds{1577836800},
                         enter(card("FN:A\nREV:2020-01-01T00:00:00Z")).facts.modified);
    CPPUNIT_ASSERT_EQUAL(Seconds{0}, enter(card("FN:A\nREV:soon")).facts.modified);
    CPPUNIT_ASSERT_EQUAL(Seconds{0}, enter(card("FN:A")).facts.modified);
  }
  void facts_of_a_stored_record_are_those_of_entry() {
    const Entry entry = enter(card("FN:A\nTEL:030 111111\nEMAIL:a@x\nREV:20200101T000000Z"));
    const auto facts = contacts().facts(entry.stored, test_key());
    CPPUNIT_ASSERT_EQUAL(entry.facts.uid, facts->uid);
    CPPUNIT_ASSERT_EQUAL(entry.facts.fingerprint, facts->fingerprint);
    CPPUNIT_ASSERT(entry.facts.weak_keys == facts->weak_keys);
    CPPUNIT_ASSERT_EQUAL(entry.facts.find_text, facts->find_text);
    CPPUNIT_ASSERT(!contacts().facts("junk", test_key()).has_value());
  }
  void the_fingerprint_depends_on_the_key() {
    const HashKey other{};
    CPPUNIT_ASSERT(contacts().facts(card("FN:A"), other)->fingerprint != fingerprint(card("FN:A")));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(FactsTest);

class SplitTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SplitTest);
  CPPUNIT_TEST(a_file_falls_into_its_records);
  CPPUNIT_TEST(text_between_records_belongs_to_none);
  CPPUNIT_TEST(a_file_without_record_is_one_piece);
  CPPUNIT_TEST(an_unfinished_last_record_is_a_piece);
  CPPUNIT_TEST(marks_and_wide_files_are_read);
  CPPUNIT_TEST(the_same_file_twice_gives_the_same_uids);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_file_falls_into_its_records() {
    const std::string a = card("FN:A");
    const std::string b = "begin:VCard\nversion:3.0\nfn:b\nend:vcard\n";
    const auto pieces = contacts().split(a + "\r\n\r\n" + b + a);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, pieces.size());
    CPPUNIT_ASSERT_EQUAL(a, pieces[0]);
    CPPUNIT_ASSERT_EQUAL(b, pieces[1]);
    CPPUNIT_ASSERT_EQUAL(a, pieces[2]);
  }
  void text_between_records_belongs_to_none() {
    const auto pieces =
        contacts().split("junk\r\n" + card("FN:A") + "junk\r\n" + card("FN:B") + "junk");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, pieces.size());
    CPPUNIT_ASSERT_EQUAL(card("FN:B"), pieces[1]);
  }
  void a_file_without_record_is_one_piece() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, contacts().split("junk").size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, contacts().split("").size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, contacts().split(" \r\n").size());
  }
  void an_unfinished_last_record_is_a_piece() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, contacts().split(card("FN:A") + Begin + "FN:B").size());
  }
  void marks_and_wide_files_are_read() {
    CPPUNIT_ASSERT_EQUAL(card("FN:A"), contacts().split("\xef\xbb\xbf" + card("FN:A")).front());
    std::string wide = "\xff\xfe";
    for (const char c : card("FN:A") + card("FN:B")) {
      wide += c;
      wide += '\0';
    }
    CPPUNIT_ASSERT_EQUAL(card("FN:B"), contacts().split(wide).at(1));
  }
  void the_same_file_twice_gives_the_same_uids() {  // content example 74
    const std::string file = Begin + "FN:A\r\n" + Begin + "FN:B\r\n" + End;
    const auto pieces = contacts().split(file);
    CPPUNIT_ASSERT_EQUAL(enter(pieces[0]).facts.uid, enter(contacts().split(file)[0]).facts.uid);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SplitTest);

}  // namespace pim::content::testing
