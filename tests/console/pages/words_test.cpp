// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/words.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::console::pages {

class WordsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WordsTest);
  CPPUNIT_TEST(numbers_are_grouped);
  CPPUNIT_TEST(one_is_not_many);
  CPPUNIT_TEST(sizes_are_short);
  CPPUNIT_TEST(moments_carry_what_a_machine_reads);
  CPPUNIT_TEST(no_moment_is_a_word);
  CPPUNIT_TEST(a_good_end_says_what_came_went_and_was_removed);
  CPPUNIT_TEST(removals_name_their_side);
  CPPUNIT_TEST(trouble_says_what_became_of_the_data);
  CPPUNIT_TEST(standings_follow_state_and_outcome);
  CPPUNIT_TEST(the_usual_mode_is_first);
  CPPUNIT_TEST_SUITE_END();

  static Data run(const std::string& state, const std::string& outcome) {
    return {{"state", state},
            {"outcome", outcome},
            {"sentence", ""},
            {"plan", false},
            {"collections",
             {{{"collection", "contacts"},
               {"here", {{"added", 10}, {"updated", 2}, {"deleted", 0}, {"failed", 1}}},
               {"there", {{"added", 3}, {"updated", 0}, {"deleted", 0}, {"failed", 0}}},
               {"held", 4}}}}};
  }

 public:
  void numbers_are_grouped() {
    CPPUNIT_ASSERT_EQUAL(std::string("0"), grouped(0));
    CPPUNIT_ASSERT_EQUAL(std::string("999"), grouped(999));
    CPPUNIT_ASSERT_EQUAL(std::string("1,000"), grouped(1'000));
    CPPUNIT_ASSERT_EQUAL(std::string("1,234,567"), grouped(1'234'567));
    CPPUNIT_ASSERT_EQUAL(std::string("-100"), grouped(-100));
  }

  void one_is_not_many() {
    CPPUNIT_ASSERT_EQUAL(std::string("1 record"), counted(1, "record", "records"));
    CPPUNIT_ASSERT_EQUAL(std::string("0 records"), counted(0, "record", "records"));
  }

  void sizes_are_short() {
    CPPUNIT_ASSERT_EQUAL(std::string("999 bytes"), octets_in_words(999));
    CPPUNIT_ASSERT_EQUAL(std::string("1 KB"), octets_in_words(1'999));
    CPPUNIT_ASSERT_EQUAL(std::string("12 MB"), octets_in_words(12'000'000));
  }

  void moments_carry_what_a_machine_reads() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("<time datetime=\"2026-11-05T18:02:59Z\">5 Nov 2026, 18:02 UTC</time>"),
        moment("2026-11-05T18:02:59Z").markup());
  }

  void no_moment_is_a_word() {
    CPPUNIT_ASSERT_EQUAL(std::string("never"), moment("").markup());
    CPPUNIT_ASSERT_EQUAL(std::string("now"), moment("", "now").markup());
  }

  void a_good_end_says_what_came_went_and_was_removed() {
    Data one = run("done", "done");
    CPPUNIT_ASSERT_EQUAL(std::string("12 received, 3 sent, nothing removed. 1 could not be saved."),
                         sentence_of(one, "Town"));
    one["collections"] = Data::array();
    CPPUNIT_ASSERT_EQUAL(std::string("Nothing received, nothing sent, nothing removed."),
                         sentence_of(one, "Town"));
  }

  void removals_name_their_side() {
    Data one = run("waiting", "waiting");
    one["collections"][0]["here"]["deleted"] = 2;
    one["collections"][0]["there"]["deleted"] = 5;
    CPPUNIT_ASSERT(sentence_of(one, "Town").find("2 removed here, 5 removed there.") !=
                   std::string::npos);
    CPPUNIT_ASSERT(sentence_of(one, "Town").find("4 removals were left for your answer.") !=
                   std::string::npos);
  }

  void trouble_says_what_became_of_the_data() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("Town did not accept the user name or password. Nothing was changed."),
        sentence_of(run("failed", "sign-in"), "Town"));
    CPPUNIT_ASSERT_EQUAL(std::string("Town does not answer. Your data is safe on both sides."),
                         sentence_of(run("failed", "away"), "Town"));
    CPPUNIT_ASSERT_EQUAL(std::string("Checked only. Nothing was changed."),
                         sentence_of(run("done", "planned"), "Town"));
  }

  void standings_follow_state_and_outcome() {
    const auto mark = [](const std::string& state, const std::string& outcome, bool waits) {
      return std::string(standing_of(run(state, outcome), waits).mark);
    };
    CPPUNIT_ASSERT_EQUAL(std::string("todo"), std::string(standing_of(nullptr, false).mark));
    CPPUNIT_ASSERT_EQUAL(std::string("run"), mark("due", "", false));
    CPPUNIT_ASSERT_EQUAL(std::string("run"), mark("running", "", false));
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), mark("done", "done", false));
    CPPUNIT_ASSERT_EQUAL(std::string("part"), mark("done", "partly", false));
    CPPUNIT_ASSERT_EQUAL(std::string("wait"), mark("waiting", "waiting", true));
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), mark("waiting", "waiting", false));
    CPPUNIT_ASSERT_EQUAL(std::string("sign"), mark("failed", "sign-in", false));
    CPPUNIT_ASSERT_EQUAL(std::string("away"), mark("failed", "away", false));
    CPPUNIT_ASSERT_EQUAL(std::string("fail"), mark("failed", "failed", false));
    CPPUNIT_ASSERT_EQUAL(std::string("hold"), mark("cancelled", "cancelled", false));
    Data postponed = run("due", "");
    postponed["sentence"] = "The peer is busy.";
    CPPUNIT_ASSERT_EQUAL(std::string("away"), std::string(standing_of(postponed, false).mark));
  }

  void the_usual_mode_is_first() {
    CPPUNIT_ASSERT(modes().size() >= 2);
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), std::string(modes().front().name));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WordsTest);

}  // namespace pim::console::pages
