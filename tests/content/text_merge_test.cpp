// SPDX-License-Identifier: Apache-2.0
#include "common/content/text_merge.h"

#include <cppunit/extensions/HelperMacros.h>

#include <random>

#include "common/content/element.h"

namespace pim::content::testing {
namespace {

std::string merged(std::string_view base, std::string_view a, std::string_view b) {
  const auto one = merge_lines(base, a, b);
  const auto two = merge_lines(base, b, a);
  CPPUNIT_ASSERT(one == two);
  return one.value_or("conflict");
}

std::string random_text(std::mt19937& engine) {
  std::string out;
  for (unsigned count = engine() % 8; count > 0; --count) {
    out += std::string(1, static_cast<char>('a' + engine() % 3)) + (count > 1 ? "\n" : "");
  }
  return out;
}

}  // namespace

class TextMergeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TextMergeTest);
  CPPUNIT_TEST(changes_in_different_lines_are_both_taken);
  CPPUNIT_TEST(the_same_change_is_taken_once);
  CPPUNIT_TEST(changes_of_the_same_line_are_a_conflict);
  CPPUNIT_TEST(insertions_at_one_place_are_a_conflict);
  CPPUNIT_TEST(one_side_alone_always_wins);
  CPPUNIT_TEST(texts_too_long_to_compare_are_a_conflict);
  CPPUNIT_TEST(what_both_added_stands_there_once);
  CPPUNIT_TEST(additions_keep_their_lines_and_blanks);
  CPPUNIT_TEST(joined_additions_are_not_joined_again);
  CPPUNIT_TEST(likeness_counts_common_ends);
  CPPUNIT_TEST_SUITE_END();

 public:
  void changes_in_different_lines_are_both_taken() {
    CPPUNIT_ASSERT_EQUAL(std::string("A\nb\nC"), merged("a\nb\nc", "A\nb\nc", "a\nb\nC"));
    CPPUNIT_ASSERT_EQUAL(std::string("0\na\nc"), merged("a\nb\nc", "0\na\nb\nc", "a\nc"));
  }
  void the_same_change_is_taken_once() {
    CPPUNIT_ASSERT_EQUAL(std::string("x\nb"), merged("a\nb", "x\nb", "x\nb"));
  }
  void changes_of_the_same_line_are_a_conflict() {
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), merged("x", "y", "z"));
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), merged("a\nb", "b", "x\nb"));
  }
  void insertions_at_one_place_are_a_conflict() {
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), merged("a\nb", "a\nx\nb", "a\ny\nb"));
  }
  void one_side_alone_always_wins() {
    std::mt19937 engine(7);
    for (int round = 0; round < 2000; ++round) {
      const std::string base = random_text(engine);
      const std::string side = random_text(engine);
      CPPUNIT_ASSERT_EQUAL(side, merged(base, side, base));
      merged(base, side, random_text(engine));
    }
  }
  void texts_too_long_to_compare_are_a_conflict() {
    std::string base;
    std::string a;
    for (int i = 0; i < 2000; ++i) {
      base += std::to_string(i) + '\n';
      a += std::to_string(i * 7 % 2000) + '\n';
    }
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), merged(base, a, base + "x"));
  }
  void what_both_added_stands_there_once() {
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb"), join_additions("x", "x\na", "x\na\nb"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb"), join_additions("x", "x\na\nb", "x\na"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\nb\na"), join_additions("x", "x\na", "x\nb\na"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb\nc"), join_additions("x", "x\na\nb", "x\na\nc"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb\nc"), join_additions("x", "x\na\nc", "x\nb\nc"));
    CPPUNIT_ASSERT_EQUAL(std::string("x and y\na\nb"),
                         join_additions("x", "x and y\na", "x and y\nb"));
  }
  void additions_keep_their_lines_and_blanks() {
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb"), join_additions("x", "x\na", "x\nb"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\na\nb"), join_additions("x\n", "x\na", "x\nb"));
    CPPUNIT_ASSERT_EQUAL(std::string("x\n\na\n\nb"), join_additions("x", "x\n\na", "x\n\nb"));
    CPPUNIT_ASSERT_EQUAL(std::string("x a b"), join_additions("x", "x a", "x b"));
  }
  void joined_additions_are_not_joined_again() {
    std::mt19937 engine(5);
    for (int round = 0; round < 5000; ++round) {
      const std::string base = "x" + random_text(engine);
      const auto longer = [&] { return base + '\n' + random_text(engine); };
      const std::string a = longer();
      const std::string b = longer();
      const std::string once = join_additions(base, a, b);
      for (const std::string& side : {a, b}) {
        CPPUNIT_ASSERT_EQUAL(once, join_additions(base, once, side));
        CPPUNIT_ASSERT_EQUAL(once, join_additions(base, side, once));
      }
    }
  }
  void likeness_counts_common_ends() {
    CPPUNIT_ASSERT_EQUAL(83U, likeness("030111", "030119"));
    CPPUNIT_ASSERT_EQUAL(100U, likeness("a", "a"));
    CPPUNIT_ASSERT_EQUAL(0U, likeness("a", "b"));
    CPPUNIT_ASSERT_EQUAL(66U, likeness("aa", "aaa"));
    CPPUNIT_ASSERT_EQUAL(75U, likeness("Project meeting with", "Project meeting"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TextMergeTest);

}  // namespace pim::content::testing
