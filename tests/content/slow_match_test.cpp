// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/slow_match.h"
#include "tests/content/contact_helper.h"

namespace pim::content::testing {
namespace {

struct Records {
  std::vector<std::string> texts;
  std::vector<MatchRecord> list;

  explicit Records(const std::vector<std::string>& lines) {
    for (const std::string& one : lines) {
      texts.push_back(enter(card(one)).stored);
    }
    for (const std::string& text : texts) {
      list.push_back({text, *contacts().facts(text, test_key())});
    }
  }
};

std::string shown(const std::vector<MatchPair>& pairs) {
  std::string out;
  for (const auto& [i, j] : pairs) {
    out += std::to_string(i) + '-' + std::to_string(j) + ' ';
  }
  return out;
}

void gives(const std::vector<std::string>& ours, const std::vector<std::string>& theirs,
           const std::string& same, const std::string& ask) {
  const Records a(ours);
  const Records b(theirs);
  const MatchResult result = match_records(contacts(), a.list, b.list, Ability{});
  CPPUNIT_ASSERT_EQUAL(same, shown(result.same));
  CPPUNIT_ASSERT_EQUAL(ask, shown(result.ask));
}

}  // namespace

class SlowMatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SlowMatchTest);
  CPPUNIT_TEST(equal_content_pairs_one_to_one);
  CPPUNIT_TEST(a_uid_joins_only_with_an_agreeing_name);
  CPPUNIT_TEST(a_uid_of_digits_joins_nothing);
  CPPUNIT_TEST(alike_records_pair_and_doubtful_ones_are_asked);
  CPPUNIT_TEST(one_that_two_are_alike_to_is_asked);
  CPPUNIT_TEST(keys_that_many_share_are_not_followed);
  CPPUNIT_TEST(duplicates_within_a_collection_are_found);
  CPPUNIT_TEST_SUITE_END();

 public:
  void equal_content_pairs_one_to_one() {  // content example 73
    const std::string twin = "N:Doe;John;;;\nTEL:0170 1234567";
    gives({twin, twin + "\nUID:b", "FN:Other", twin + "\nUID:c"},
          {twin, twin, twin, twin + "\nUID:z"}, "0-0 1-1 3-2 ", "");
  }
  void a_uid_joins_only_with_an_agreeing_name() {
    gives({"UID:a-1\nFN:Ann B\nTEL:1"}, {"UID:a-1\nFN:Ann B\nORG:X"}, "0-0 ", "");
    gives({"UID:a-1\nFN:Ann B\nTEL:1"}, {"UID:a-1\nFN:Cid D\nORG:X"}, "", "");
  }
  void a_uid_of_digits_joins_nothing() {
    gives({"UID:667\nN:Meier;Anna;;;"}, {"UID:667\nN:Huber;Bert;;;"}, "", "");
  }
  void alike_records_pair_and_doubtful_ones_are_asked() {  // content example 71
    gives({"FN:Anna Müller\nTEL:0170 1234567"}, {"FN:Müller Anna\nTEL:+491701234567"}, "0-0 ", "");
    gives({"FN:Anna Müller\nTEL:0170 1234567"}, {"FN:Anna Müller\nTEL:030 999999"}, "", "0-0 ");
  }
  void one_that_two_are_alike_to_is_asked() {
    gives({"N:Doe;Ann;;;\nTEL:0170 1234567\nURL:a", "N:Doe;Ann;;;\nTEL:0170 1234567\nORG:b"},
          {"N:Doe;Ann;;;\nTEL:0170 1234567"}, "", "0-0 1-0 ");
  }
  void keys_that_many_share_are_not_followed() {
    std::vector<std::string> many;
    for (int n = 0; n < 40; ++n) {
      many.push_back("FN:Doe\nNOTE:" + std::to_string(n));
    }
    gives(many, {"FN:Doe\nNOTE:x"}, "", "");
  }
  void duplicates_within_a_collection_are_found() {
    const Records records({"N:Doe;Ann;;;\nTEL:0170 1234567", "FN:Other",
                           "N:Doe;Ann;;;\nTEL:0170 1234567", "N:Doe;Ann;;;\nTEL:0170 999",
                           "N:Doe;Ann;;;\nTEL:0170 1234567"});
    const MatchResult found = find_duplicates(contacts(), records.list);
    CPPUNIT_ASSERT_EQUAL(std::string("0-2 0-4 "), shown(found.same));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SlowMatchTest);

}  // namespace pim::content::testing
