// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/script.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/simulation/generate.h"
#include "tests/simulation/ledger.h"

namespace pim::sim {

class ScriptTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ScriptTest);
  CPPUNIT_TEST(every_generated_script_survives_its_text);
  CPPUNIT_TEST(the_same_seed_gives_the_same_script);
  CPPUNIT_TEST(comments_and_blank_lines_are_skipped);
  CPPUNIT_TEST(an_unknown_step_is_named);
  CPPUNIT_TEST(every_class_has_a_name_of_its_own);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_generated_script_survives_its_text() {
    for (std::uint64_t seed = 1; seed < 300; ++seed) {
      const std::string text = generate(seed, nullptr).text();
      const auto again = Script::parse(text);
      CPPUNIT_ASSERT(again.has_value());
      CPPUNIT_ASSERT_EQUAL(text, again->text());
    }
  }

  void the_same_seed_gives_the_same_script() {
    CPPUNIT_ASSERT_EQUAL(generate(5, nullptr).text(), generate(5, nullptr).text());
    CPPUNIT_ASSERT(generate(5, nullptr).text() != generate(6, nullptr).text());
  }

  void comments_and_blank_lines_are_skipped() {
    const auto script = Script::parse("# why\n\nseed 7\nfull P1>P2 # at once\n");
    CPPUNIT_ASSERT(script.has_value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, script->steps.size());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{7}, script->setup.seed);
  }

  void an_unknown_step_is_named() {
    const auto script = Script::parse("dance P1\n");
    CPPUNIT_ASSERT(!script.has_value());
    CPPUNIT_ASSERT(script.error().message.find("dance") != std::string::npos);
  }

  void every_class_has_a_name_of_its_own() {
    for (const HistoryClass& kind : history_classes()) {
      CPPUNIT_ASSERT(*history_class(kind.name) == &kind);
    }
    CPPUNIT_ASSERT(!history_class("no such"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ScriptTest);

class LedgerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LedgerTest);
  CPPUNIT_TEST(a_replaced_edit_leads_to_the_last_of_its_chain);
  CPPUNIT_TEST(a_deletion_that_was_taken_back_lets_edits_stand_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_replaced_edit_leads_to_the_last_of_its_chain() {
    Ledger ledger;
    const Token one = ledger.new_token(1, Field::Note);
    const Token two = ledger.new_token(1, Field::Note);
    const Token three = ledger.new_token(1, Field::Note);
    ledger.replaced(std::span(&one, 1), two);
    ledger.replaced(std::span(&two, 1), three);
    CPPUNIT_ASSERT_EQUAL(three, ledger.last_of(one));
  }

  void a_deletion_that_was_taken_back_lets_edits_stand_again() {
    Ledger ledger;
    const Token one = ledger.new_token(1, Field::Note);
    ledger.deleted(std::span(&one, 1), "P1");
    CPPUNIT_ASSERT(ledger.all_ended(std::span(&one, 1)));
    ledger.revived(std::span(&one, 1));
    CPPUNIT_ASSERT(!ledger.all_ended(std::span(&one, 1)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LedgerTest);

}  // namespace pim::sim
