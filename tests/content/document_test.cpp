// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/content/document.h"
#include "tests/content/contact_helper.h"

namespace pim::content::testing {
namespace {

Document parse(std::string_view text) {
  auto document = Document::parse(text);
  CPPUNIT_ASSERT(document.has_value());
  return std::move(*document);
}

/// Group, name, parameters and value of the line at hand, for one comparison.
std::string parts(const Document& document, std::size_t number) {
  const Line& line = document.lines().at(number);
  std::string out = std::string(line.group) + '|' + std::string(line.name);
  for (const Parameter& parameter : Parameters{document, line}) {
    out += '|' + std::string(parameter.name) + '=' + std::string(parameter.value);
  }
  return out + '|' + std::string(line.value);
}

std::string only_line(std::string_view line) {
  const std::string text = card(line);
  const Document document = parse(text);
  return parts(document, 2);
}

std::string faults(std::string_view text) {
  const Document document = parse(text);
  std::string out;
  for (const Fault& fault : document.faults()) {
    out += std::to_string(fault.number) + ':' + std::to_string(static_cast<int>(fault.what)) + ' ';
  }
  return out;
}

}  // namespace

class DocumentTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DocumentTest);
  CPPUNIT_TEST(a_line_is_taken_apart);
  CPPUNIT_TEST(a_group_stands_before_the_first_dot);
  CPPUNIT_TEST(a_bare_token_has_no_name);
  CPPUNIT_TEST(a_quoted_parameter_may_hold_separators);
  CPPUNIT_TEST(an_unbalanced_quote_is_read_without_quotes);
  CPPUNIT_TEST(a_fold_loses_line_end_and_one_blank);
  CPPUNIT_TEST(a_fold_may_stand_in_name_and_parameters);
  CPPUNIT_TEST(a_folded_line_covers_all_its_octets);
  CPPUNIT_TEST(all_line_ends_are_read);
  CPPUNIT_TEST(a_bare_cr_ends_lines_only_without_lf);
  CPPUNIT_TEST(base64_goes_on_without_leading_blanks);
  CPPUNIT_TEST(base64_ends_at_a_blank_line);
  CPPUNIT_TEST(an_end_inside_base64_is_known);
  CPPUNIT_TEST(faults_are_found);
  CPPUNIT_TEST(an_outer_end_closes_the_inner_component);
  CPPUNIT_TEST(lines_know_their_number_and_depth);
  CPPUNIT_TEST(too_many_lines_are_refused);
  CPPUNIT_TEST(too_deep_nesting_is_refused);
  CPPUNIT_TEST(too_long_a_text_line_is_refused_but_not_a_photo);
  CPPUNIT_TEST(too_many_parameters_are_refused);
  CPPUNIT_TEST(too_large_a_record_is_refused);
  CPPUNIT_TEST(a_moved_document_keeps_its_views);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_line_is_taken_apart() {
    CPPUNIT_ASSERT_EQUAL(std::string("|TEL|TYPE=CELL|X-A=b|0170:1;2"),
                         only_line("TEL;TYPE=CELL;X-A=b:0170:1;2"));
  }
  void a_group_stands_before_the_first_dot() {
    CPPUNIT_ASSERT_EQUAL(std::string("item1|X-A.B||v"), only_line("item1.X-A.B:|v"));
  }
  void a_bare_token_has_no_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("|TEL|=CELL|1"), only_line("TEL;CELL:1"));
  }
  void a_quoted_parameter_may_hold_separators() {
    CPPUNIT_ASSERT_EQUAL(std::string("|X|P=\"a;b:c\"|v"), only_line("X;P=\"a;b:c\":v"));
  }
  void an_unbalanced_quote_is_read_without_quotes() {
    CPPUNIT_ASSERT_EQUAL(std::string("|X|P=\"a|v\"x"), only_line("X;P=\"a:v\"x"));
  }
  void a_fold_loses_line_end_and_one_blank() {
    CPPUNIT_ASSERT_EQUAL(std::string("|NOTE|call metomorrow  now"),
                         only_line("NOTE:call me\n tomorrow\n   now"));
  }
  void a_fold_may_stand_in_name_and_parameters() {
    CPPUNIT_ASSERT_EQUAL(std::string("|NOTE|TYPE=HOME|v"), only_line("NO\n TE;TY\n PE=HOME\n :v"));
  }
  void a_folded_line_covers_all_its_octets() {
    const std::string text = card("NOTE:a\n b\nFN:X");
    const Document document = parse(text);
    const Line& note = document.lines().at(2);
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:a\r\n b\r\n"),
                         text.substr(note.begin, note.end - note.begin));
  }
  void all_line_ends_are_read() {
    for (const char* end : {"\n", "\r\n", "\r\r\n", "\r"}) {
      const std::string e(end);
      const std::string text =
          "BEGIN:VCARD" + e + "VERSION:3.0" + e + "FN:A" + e + " B" + e + "END:VCARD" + e;
      const Document document = parse(text);
      CPPUNIT_ASSERT_EQUAL(std::string("|FN|AB"), parts(document, 2));
      CPPUNIT_ASSERT_EQUAL(std::size_t{4}, document.lines().size());
    }
  }
  void a_bare_cr_ends_lines_only_without_lf() {
    const std::string text = "BEGIN:VCARD\nNOTE:a\rb\nEND:VCARD\n";
    const Document document = parse(text);
    CPPUNIT_ASSERT_EQUAL(std::string("|NOTE|a\rb"), parts(document, 1));
  }
  void base64_goes_on_without_leading_blanks() {
    CPPUNIT_ASSERT_EQUAL(std::string("|PHOTO|ENCODING=b|/9j/4AAQxyz="),
                         only_line("PHOTO;ENCODING=b:/9j/\n 4AAQ\nxyz=\nTEL:1"));
  }
  void base64_ends_at_a_blank_line() {
    CPPUNIT_ASSERT_EQUAL(std::string("5:0 6:1 "),
                         faults(card("PHOTO;ENCODING=b:/9j/\nAAAA\n\nAAAA")));
  }
  void an_end_inside_base64_is_known() {
    CPPUNIT_ASSERT(parse("BEGIN:VCARD\nPHOTO;ENCODING=b:/9j/\n 4A").ends_in_base64());
    CPPUNIT_ASSERT(!parse("BEGIN:VCARD\nFN:/9j/\n").ends_in_base64());
  }
  void faults_are_found() {
    using What = Fault::What;
    const auto code = [](int line, What what) {
      return std::to_string(line) + ':' + std::to_string(static_cast<int>(what)) + ' ';
    };
    CPPUNIT_ASSERT_EQUAL(code(3, What::Blank), faults(card("\nFN:A")));
    CPPUNIT_ASSERT_EQUAL(code(4, What::NoProperty), faults(card("FN:A\nno colon here")));
    CPPUNIT_ASSERT_EQUAL(code(4, What::NoProperty), faults(card("FN:A\nmore text: with colon")));
    CPPUNIT_ASSERT_EQUAL(code(3, What::StrayEnd), faults(card("END:VEVENT\nFN:A")));
    CPPUNIT_ASSERT_EQUAL(code(3, What::MissingEnd), faults("BEGIN:VCARD\nFN:A\n"));
    CPPUNIT_ASSERT_EQUAL(code(5, What::Trailing), faults(card("FN:A") + "FN:B\r\n"));
    CPPUNIT_ASSERT_EQUAL(code(1, What::Leading), faults("FN:B\r\n" + card("FN:A")));
    CPPUNIT_ASSERT_EQUAL(std::string(), faults("\r\n" + card("FN:A") + "\r\n\r\n"));
  }
  void an_outer_end_closes_the_inner_component() {
    const Document document = parse("BEGIN:VCARD\nBEGIN:X\nA:1\nEND:VCARD\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, document.faults().size());
    CPPUNIT_ASSERT(document.faults()[0].what == Fault::What::Nesting);
  }
  void lines_know_their_number_and_depth() {
    const Document document = parse("BEGIN:VCARD\nFN:A\n B\nBEGIN:X\nA:1\nEND:X\nEND:VCARD\n");
    std::string out;
    for (const Line& line : document.lines()) {
      out += std::to_string(line.number) + '/' + std::to_string(line.depth) + ' ';
    }
    CPPUNIT_ASSERT_EQUAL(std::string("1/1 2/1 4/2 5/2 6/2 7/1 "), out);
  }
  void too_many_lines_are_refused() {
    std::string lines;
    for (std::size_t i = 0; i <= limits::MaxRecordLines; ++i) {
      lines += "A:1\n";
    }
    refused(card(lines));
  }
  void too_deep_nesting_is_refused() {
    std::string text;
    for (int i = 0; i <= limits::MaxRecordDepth; ++i) {
      text += "BEGIN:VCARD\r\n";
    }
    refused(text);
  }
  void too_long_a_text_line_is_refused_but_not_a_photo() {
    const std::string data(limits::MaxRecordLine + 1, 'A');
    refused(card("NOTE:" + data));
    CPPUNIT_ASSERT(Document::parse(card("PHOTO;ENCODING=b:" + data)).has_value());
  }
  void too_many_parameters_are_refused() {
    refused(card("A" + std::string(limits::MaxRecordParameters + 1, ';') + "x:1", ";p"));
  }
  void too_large_a_record_is_refused() {
    refused(card("PHOTO;ENCODING=b:" + std::string(limits::MaxObjSize, 'A')));
  }
  void a_moved_document_keeps_its_views() {
    const std::string text = card("FN:A\n B");
    Document first = parse(text);
    const Document second = std::move(first);
    CPPUNIT_ASSERT_EQUAL(std::string("|FN|AB"), parts(second, 2));
  }

 private:
  static void refused(const std::string& text) {
    const auto document = Document::parse(text);
    CPPUNIT_ASSERT(!document.has_value());
    CPPUNIT_ASSERT(document.error().code == ErrorCode::TooLarge);
  }
  /// Every `;` of the text becomes `filler`.
  static std::string card(std::string text, std::string_view filler) {
    std::string out;
    for (const char c : text) {
      out += c == ';' ? std::string(filler) : std::string(1, c);
    }
    return testing::card(out);
  }
  static std::string card(std::string_view text) { return testing::card(text); }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DocumentTest);

}  // namespace pim::content::testing
