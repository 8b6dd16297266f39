// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/merge_helper.h"

// Slow match, nearness, second keys (content rule 7, content examples G, sync rules 23 and 30).
namespace pim::content::testing {
namespace {

void compares(const std::string& a, const std::string& b, Likeness expected,
              const Ability& ability = portal()) {
  const auto name = [](Likeness likeness) {
    return std::string(likeness == Likeness::Same  ? "same"
                       : likeness == Likeness::Ask ? "ask"
                                                   : "different");
  };
  CPPUNIT_ASSERT_EQUAL_MESSAGE(a + " / " + b, name(expected),
                               name(contacts().compare(card(a), card(b), ability)));
  CPPUNIT_ASSERT_EQUAL_MESSAGE(b + " / " + a, name(expected),
                               name(contacts().compare(card(b), card(a), ability)));
}

bool near(const std::string& a, const std::string& b) {
  return contacts().near(card(a), card(b));
}

bool second_key(const std::string& a, const std::string& b) {
  return contacts().second_key_agrees(card(a), card(b));
}

}  // namespace

class MatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MatchTest);
  CPPUNIT_TEST(name_and_phone_make_the_same);
  CPPUNIT_TEST(a_name_with_another_phone_is_asked);
  CPPUNIT_TEST(another_given_name_is_different);
  CPPUNIT_TEST(mere_absence_is_no_objection);
  CPPUNIT_TEST(a_differing_birthday_or_suffix_speaks_against);
  CPPUNIT_TEST(a_differing_single_value_is_asked);
  CPPUNIT_TEST(lists_must_lie_within_each_other);
  CPPUNIT_TEST(a_group_is_no_person);
  CPPUNIT_TEST(a_name_alone_is_the_same_only_through_the_form);
  CPPUNIT_TEST(blanks_for_breaks_are_the_device_s_way);
  CPPUNIT_TEST(unreadable_is_different);
  CPPUNIT_TEST(near_means_half_of_what_both_have);
  CPPUNIT_TEST(the_second_key_is_the_name);
  CPPUNIT_TEST(weak_keys_meet_where_records_may_match);
  CPPUNIT_TEST_SUITE_END();

 public:
  void name_and_phone_make_the_same() {  // content example 71
    compares("N:M\xc3\xbcller;Anna;;;\nTEL:0170 1234567",
             "FN:M\xc3\xbcller Anna\nTEL:+491701234567", Likeness::Same);
  }
  void a_name_with_another_phone_is_asked() {  // content example 71
    compares("FN:Anna M\xc3\xbcller\nTEL:0170 1234567", "FN:Anna M\xc3\xbcller\nTEL:030 999999",
             Likeness::Ask);
  }
  void another_given_name_is_different() {  // content example 71
    compares("N:Meier;Anna;;;\nTEL:030 111111", "N:Meier;Bert;;;\nTEL:030 111111",
             Likeness::Different);
  }
  void mere_absence_is_no_objection() {
    compares("FN:Anna M\nTEL:0170 1234567\nEMAIL:a@x.example\nORG:X\nNOTE:n\nBDAY:2000-01-01",
             "FN:Anna M\nTEL:0170 1234567", Likeness::Same);
  }
  void a_differing_birthday_or_suffix_speaks_against() {
    compares("FN:Anna M\nTEL:0170 1234567\nEMAIL:a@x.example\nBDAY:2000-01-01",
             "FN:Anna M\nTEL:0170 1234567\nEMAIL:a@x.example\nBDAY:2001-01-01", Likeness::Ask);
    compares("N:M;Anna;;;Jr.\nTEL:0170 1234567\nEMAIL:a@x.example",
             "N:M;Anna;;;Sr.\nTEL:0170 1234567\nEMAIL:a@x.example", Likeness::Ask);
  }
  void a_differing_single_value_is_asked() {
    compares("FN:Anna M\nTEL:0170 1234567\nTITLE:x", "FN:Anna M\nTEL:0170 1234567\nTITLE:y",
             Likeness::Ask);
  }
  void lists_must_lie_within_each_other() {
    compares("FN:Anna M\nTEL:0170 1234567\nTEL:030 111111",
             "FN:Anna M\nTEL:0170 1234567\nTEL:040 222222", Likeness::Ask);
    compares("FN:Anna M\nTEL:0170 1234567\nTEL:030 111111", "FN:Anna M\nTEL:0170 1234567",
             Likeness::Same);
  }
  void a_group_is_no_person() {
    compares("FN:Anna M\nTEL:0170 1234567\nEMAIL:a@x.example",
             "FN:Anna M\nTEL:0170 1234567\nEMAIL:a@x.example\nX-ADDRESSBOOKSERVER-KIND:group",
             Likeness::Different);
  }
  void a_name_alone_is_the_same_only_through_the_form() {
    compares("FN:Anna M", "FN:Anna M\nNOTE:x", Likeness::Ask);
    const Ability poor = device({"N", "FN"});
    CPPUNIT_ASSERT(contacts().compare(card("N:M;Anna;;;\nFN:Anna M\nNOTE:x"),
                                      card("N:M;Anna;;;\nFN:Anna M"), poor) == Likeness::Same);
  }
  void blanks_for_breaks_are_the_device_s_way() {
    const std::string name = "N:M;Anna;;;\n";
    const Ability poor = device({"N", "NOTE"});
    CPPUNIT_ASSERT(contacts().compare(card(name + "NOTE:one\\ntwo"), card(name + "NOTE:one two"),
                                      poor) == Likeness::Same);
    compares(name + "NOTE:one\\ntwo", name + "NOTE:one two", Likeness::Ask);
  }
  void unreadable_is_different() {
    CPPUNIT_ASSERT(contacts().compare("junk", card("FN:A"), portal()) == Likeness::Different);
  }
  void near_means_half_of_what_both_have() {
    CPPUNIT_ASSERT(near("FN:A\nTEL:1\nTITLE:x", "FN:B\nTEL:1"));
    CPPUNIT_ASSERT(!near("FN:A\nTEL:1\nTITLE:x", "FN:B\nTEL:2\nTITLE:x"));
    CPPUNIT_ASSERT(near("TEL:1\nTEL:2", "TEL:1"));
    CPPUNIT_ASSERT(!near("TEL:1\nTEL:2\nTEL:3", "TEL:1"));
    CPPUNIT_ASSERT(near("FN:A", "FN:A"));
    CPPUNIT_ASSERT(!near("FN:A\nTEL:1\nORG:o\nEMAIL:a", "FN:B\nTEL:1\nORG:o\nEMAIL:b"));
    CPPUNIT_ASSERT(!contacts().near(card("FN:A"), "junk"));
  }
  void the_second_key_is_the_name() {  // content example 73
    CPPUNIT_ASSERT(second_key("N:M\xc3\xbcller;Anna;;;", "FN:anna m\xc3\x9cLLER"));
    CPPUNIT_ASSERT(!second_key("FN:Anna", "FN:Bert"));
    CPPUNIT_ASSERT(second_key("ORG:X", "FN:x"));
    CPPUNIT_ASSERT(!second_key("NOTE:a", "NOTE:a"));
  }
  void weak_keys_meet_where_records_may_match() {
    const auto meet = [](const char* a, const char* b) {
      const auto left = enter(card(a)).facts.weak_keys;
      const auto right = enter(card(b)).facts.weak_keys;
      std::vector<std::uint64_t> both;
      std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                            std::back_inserter(both));
      return both.size();
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         meet("N:Doe;John;;;\nTEL:030 111111", "FN:doe JOHN\nTEL:030 2"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         meet("FN:A\nTEL:0170 1234567", "FN:B\nTEL:+49 170 1234567"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         meet("FN:A\nEMAIL:X@y.example", "FN:B\nEMAIL:x@Y.example"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0},
                         meet("FN:A\nEMAIL:a@y.example", "FN:B\nEMAIL:b@y.example"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MatchTest);

}  // namespace pim::content::testing
