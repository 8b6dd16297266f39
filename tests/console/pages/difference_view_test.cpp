// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/difference_view.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::console::pages {

class DifferenceViewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DifferenceViewTest);
  CPPUNIT_TEST(the_least_run_of_letters_is_marked);
  CPPUNIT_TEST(values_with_little_in_common_are_marked_whole);
  CPPUNIT_TEST(letters_are_never_cut);
  CPPUNIT_TEST(equal_values_have_no_mark);
  CPPUNIT_TEST(marked_text_cannot_become_markup);
  CPPUNIT_TEST(line_ends_are_shown);
  CPPUNIT_TEST(a_table_says_in_words_what_changed);
  CPPUNIT_TEST(two_letters_stand_for_a_face);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_least_run_of_letters_is_marked() {
    const Marked marked = mark_difference("+46 70 555 01 42", "+46 70 555 01 87");
    CPPUNIT_ASSERT_EQUAL(std::string("+46 70 555 01 <del>42</del>"), marked.before.markup());
    CPPUNIT_ASSERT_EQUAL(std::string("+46 70 555 01 <ins>87</ins>"), marked.after.markup());
    CPPUNIT_ASSERT_EQUAL(std::string("Parish hall"),
                         mark_difference("Parish hall", "Parish hall, upper").before.markup());
  }

  void values_with_little_in_common_are_marked_whole() {
    CPPUNIT_ASSERT_EQUAL(std::string("<del>Berlin</del>"),
                         mark_difference("Berlin", "Bern, old town").before.markup());
  }

  void letters_are_never_cut() {
    const Marked marked = mark_difference("abcdefé", "abcdefè");
    CPPUNIT_ASSERT_EQUAL(std::string("abcdef<del>é</del>"), marked.before.markup());
    CPPUNIT_ASSERT_EQUAL(std::string("abcdef<ins>è</ins>"), marked.after.markup());
  }

  void equal_values_have_no_mark() {
    CPPUNIT_ASSERT_EQUAL(std::string("same"), mark_difference("same", "same").after.markup());
    CPPUNIT_ASSERT_EQUAL(std::string(), mark_difference("", "").after.markup());
  }

  void marked_text_cannot_become_markup() {
    CPPUNIT_ASSERT_EQUAL(std::string("&lt;b&gt;&lt;/<ins>i</ins>&gt;"),
                         mark_difference("<b></b>", "<b></i>").after.markup());
  }

  void line_ends_are_shown() {
    CPPUNIT_ASSERT_EQUAL(std::string("a<br>b"), lines_of("a\nb").markup());
  }

  void a_table_says_in_words_what_changed() {
    Differences found;
    found.same = 3;
    found.fields = {{FieldChange::Added, "Mail", "", "", "a@b"},
                    {FieldChange::Removed, "Note", "", "old", ""}};
    const std::string markup = difference_table(found, "Changes", "Before", "After").markup();
    CPPUNIT_ASSERT(markup.find("(added)") != std::string::npos);
    CPPUNIT_ASSERT(markup.find("(removed)") != std::string::npos);
    CPPUNIT_ASSERT(markup.find("3 fields stay the same") != std::string::npos);
    CPPUNIT_ASSERT(markup.find("<ins>a@b</ins>") != std::string::npos);
  }

  void two_letters_stand_for_a_face() {
    CPPUNIT_ASSERT_EQUAL(std::string("AM"), initials("Anna Maria Berg"));
    CPPUNIT_ASSERT_EQUAL(std::string("ÁÉ"), initials("Áine Éva"));
    CPPUNIT_ASSERT_EQUAL(std::string(), initials(""));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DifferenceViewTest);

}  // namespace pim::console::pages
