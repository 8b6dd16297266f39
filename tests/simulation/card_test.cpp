// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/card.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::sim {

class CardTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CardTest);
  CPPUNIT_TEST(tokens_are_read_back_from_their_text);
  CPPUNIT_TEST(neighbouring_tokens_look_different);
  CPPUNIT_TEST(a_card_reads_what_it_wrote);
  CPPUNIT_TEST(folded_lines_are_one);
  CPPUNIT_TEST(writing_hands_out_what_was_replaced);
  CPPUNIT_TEST(a_name_stands_in_two_lines_and_is_one_edit);
  CPPUNIT_TEST(a_cut_card_keeps_only_what_the_side_holds);
  CPPUNIT_TEST(a_value_that_stands_twice_is_found);
  CPPUNIT_TEST(a_picture_that_was_cut_is_seen);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tokens_are_read_back_from_their_text() {
    for (Token token = 1; token < 5000; token += 7) {
      const std::string text = "x" + token_text(token, TokenShape::Word) + " " +
                               token_text(token, TokenShape::Phone) + ";";
      CPPUNIT_ASSERT((tokens_in(text) == std::vector<Token>{token, token}));
    }
  }

  void a_picture_that_was_cut_is_seen() {
    Card card;
    CPPUNIT_ASSERT_EQUAL(std::string(), card.picture());
    card.set_picture(17, 4'000);
    CPPUNIT_ASSERT_EQUAL(std::string("17:4000"), card.picture());
    CPPUNIT_ASSERT(tokens_in(card.text()).empty());
    Card other;
    other.take_picture(card);
    CPPUNIT_ASSERT_EQUAL(std::string("17:4000"), other.picture());
    std::string text = card.text();
    text.erase(text.size() / 2, 4);
    CPPUNIT_ASSERT_EQUAL(std::string("cut"), Card(text).picture());
  }

  void neighbouring_tokens_look_different() {
    const std::string one = token_text(1, TokenShape::Phone);
    const std::string two = token_text(2, TokenShape::Phone);
    CPPUNIT_ASSERT(one.substr(5, 3) != two.substr(5, 3));
  }

  static Card full_card() {
    Card card;
    Token token = 0;
    for (const Field field : AllFields) {
      card.write(field, ++token, 0);
    }
    card.set_uid("u1");
    return card;
  }

  void a_card_reads_what_it_wrote() {
    const Card card = full_card();
    const Card again(card.text());
    CPPUNIT_ASSERT_EQUAL(card.text(), again.text());
    CPPUNIT_ASSERT_EQUAL(std::string("u1"), again.uid());
    CPPUNIT_ASSERT((again.tokens(Field::Home) == std::vector<Token>{6}));
  }

  void folded_lines_are_one() {
    const std::string word = token_text(77, TokenShape::Word);
    const Card card("BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:" + word.substr(0, 4) + "\r\n " +
                    word.substr(4) + "\r\nEND:VCARD\r\n");
    CPPUNIT_ASSERT((card.tokens(Field::Note) == std::vector<Token>{77}));
  }

  void writing_hands_out_what_was_replaced() {
    Card card = full_card();
    CPPUNIT_ASSERT((card.write(Field::Tel, 9, 0) == std::vector<Token>{2}));
    CPPUNIT_ASSERT((card.tokens(Field::Tel) == std::vector<Token>{9}));
  }

  void a_name_stands_in_two_lines_and_is_one_edit() {
    Card card = full_card();
    CPPUNIT_ASSERT((card.write(Field::Name, 9, 0) == std::vector<Token>{1}));
    CPPUNIT_ASSERT(card.text().find("N:" + token_text(9, TokenShape::Word) + ";") !=
                   std::string::npos);
  }

  void a_cut_card_keeps_only_what_the_side_holds() {
    const Card cut = full_card().cut(bit(Field::Name) | bit(Field::Tel) | bit(Field::Home), 1);
    CPPUNIT_ASSERT((cut.tokens() == std::vector<Token>{1, 2}));
    CPPUNIT_ASSERT_EQUAL(std::string(), cut.uid());
  }

  void a_value_that_stands_twice_is_found() {
    const std::string line = "TITLE:" + token_text(5, TokenShape::Word) + "\r\n";
    CPPUNIT_ASSERT_EQUAL(5, Card(line + line).repeated().value_or(0));
    CPPUNIT_ASSERT(!full_card().repeated());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CardTest);

}  // namespace pim::sim
