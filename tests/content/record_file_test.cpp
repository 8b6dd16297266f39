// SPDX-License-Identifier: Apache-2.0
#include "common/content/record_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/content/kind.h"

namespace pim::content::testing {
namespace {

std::string event(const std::string& name) {
  return "BEGIN:VEVENT\r\nSUMMARY:" + name + "\r\nDTSTART:20260101T100000Z\r\nEND:VEVENT\r\n";
}

std::string calendar(const std::string& inside) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + inside + "END:VCALENDAR\r\n";
}

/// "line(line of its third line) " of each piece.
std::string places(const char* kind, const std::string& file) {
  std::string out;
  const auto pieces = kind_of(kind)->split(file);
  for (const PiecePlace& place : places_of(file, pieces)) {
    out += std::to_string(place.line_of(0)) + '(' + std::to_string(place.line_of(3)) + ") ";
  }
  return out;
}

std::string appended(const std::string& record) {
  std::string file = "x\r\n";
  append_to_file(file, record);
  return file.substr(3);
}

}  // namespace

class RecordFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordFileTest);
  CPPUNIT_TEST(contacts_stand_where_they_begin);
  CPPUNIT_TEST(equal_records_have_places_of_their_own);
  CPPUNIT_TEST(a_calendar_of_its_own_stands_where_it_begins);
  CPPUNIT_TEST(events_of_one_calendar_stand_where_each_begins);
  CPPUNIT_TEST(lines_of_lone_carriage_returns_count);
  CPPUNIT_TEST(what_was_decoded_has_no_place);
  CPPUNIT_TEST(line_ends_in_a_file_are_crlf);
  CPPUNIT_TEST_SUITE_END();

 public:
  void contacts_stand_where_they_begin() {
    const std::string card = "BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n";
    CPPUNIT_ASSERT_EQUAL(std::string("2(4) 6(8) "),
                         places("contacts", "junk\r\n" + card + "\r\n" + card));
  }
  void equal_records_have_places_of_their_own() {
    const std::string one = calendar(event("A"));
    CPPUNIT_ASSERT_EQUAL(std::string("1(3) 8(10) "), places("calendar", one + one));
  }
  void a_calendar_of_its_own_stands_where_it_begins() {
    CPPUNIT_ASSERT_EQUAL(std::string("1(3) "), places("calendar", calendar(event("A"))));
  }
  void events_of_one_calendar_stand_where_each_begins() {
    // each piece has the two lines of its wrapper before its own
    CPPUNIT_ASSERT_EQUAL(std::string("1(3) 7(7) "),
                         places("calendar", calendar(event("A") + event("B"))));
  }
  void lines_of_lone_carriage_returns_count() {
    const std::string card = "BEGIN:VCARD\rFN:A\rEND:VCARD\r";
    CPPUNIT_ASSERT_EQUAL(std::string("1(3) 4(6) "), places("contacts", card + card));
  }
  void what_was_decoded_has_no_place() {
    const std::vector<std::string> pieces(40, "BEGIN:VCARD\r\nEND:VCARD\r\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, places_of("something else", pieces)[39].line);
  }
  void line_ends_in_a_file_are_crlf() {
    CPPUNIT_ASSERT_EQUAL(std::string("a\r\nb\r\n"), appended("a\nb"));
    CPPUNIT_ASSERT_EQUAL(std::string("a\r\nb\r\n"), appended("a\rb\r"));
    CPPUNIT_ASSERT_EQUAL(std::string("a\r\nb\r\n"), appended("a\r\nb\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("a\rb\r\n"), appended("a\rb\n"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RecordFileTest);

}  // namespace pim::content::testing
