// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <optional>

#include "tests/content/contact_helper.h"
#include "tests/content/random_contact.h"

namespace pim::content::testing {
namespace {

constexpr unsigned Rounds = 1500;

const Ability& portal() {
  static const Ability ability = [] {
    Ability whole;
    whole.whole = true;
    return whole;
  }();
  return ability;
}

struct Times {
  Seconds ours = 0;
  Seconds theirs = 0;
};

Merged merge(std::optional<std::string_view> base, const std::string& ours,
             const std::string& theirs, Times times = {}) {
  const Ability ability = portal();
  const MergeInput input{.ours = ours,
                         .theirs = theirs,
                         .base = base,
                         .ability = ability,
                         .ours_modified = times.ours,
                         .theirs_modified = times.theirs};
  auto merged = contacts().merge(input);
  CPPUNIT_ASSERT_MESSAGE(merged ? "" : merged.error().text() + "\n" + ours + theirs,
                         merged.has_value());
  return *merged;
}

std::set<std::string> kept(const Merged& merged) {
  std::set<std::string> out = RandomContacts::tokens(merged.stored);
  for (const Lost& lost : merged.lost) {
    out.merge(RandomContacts::tokens(lost.lost));
  }
  return out;
}

std::string missing(const std::set<std::string>& wanted, const std::set<std::string>& had) {
  std::string out;
  for (const std::string& token : wanted) {
    out += had.contains(token) ? "" : token + ' ';
  }
  return out;
}

/// Base, two edits of it, and times: one random case.
struct Case {
  explicit Case(unsigned seed, bool few = false) : random(seed, few) {
    const auto card = random.base();
    base = RandomContacts::text(card);
    a = RandomContacts::text(random.edited(card));
    b = RandomContacts::text(random.edited(card));
    times = {static_cast<Seconds>(random.below(2)), static_cast<Seconds>(random.below(2))};
    told = "seed " + std::to_string(seed) + "\n" + base + a + b;
  }
  Times swapped() const { return {times.theirs, times.ours}; }

  RandomContacts random;
  std::string base, a, b, told;
  Times times;
};

}  // namespace

class MergeRandomTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MergeRandomTest);
  CPPUNIT_TEST(both_portals_come_to_the_same_record);
  CPPUNIT_TEST(both_portals_unite_to_the_same_record_without_a_base);
  CPPUNIT_TEST(theirs_equal_to_base_changes_nothing);
  CPPUNIT_TEST(ours_equal_to_base_gives_theirs);
  CPPUNIT_TEST(no_value_of_an_edit_is_lost);
  CPPUNIT_TEST(no_value_is_lost_without_a_base);
  CPPUNIT_TEST(what_both_left_alone_stays);
  CPPUNIT_TEST(a_merged_record_is_clean_and_merges_with_itself);
  CPPUNIT_TEST_SUITE_END();

 public:
  void both_portals_come_to_the_same_record() {
    for (unsigned seed = 0; seed < 2 * Rounds; ++seed) {
      const Case at(seed, seed % 2 == 1);
      const std::string one = merge(at.base, at.a, at.b, at.times).stored;
      const std::string two = merge(at.base, at.b, at.a, at.swapped()).stored;
      CPPUNIT_ASSERT_MESSAGE(at.told + one + two, contacts().equal(one, two, true));
    }
  }
  void both_portals_unite_to_the_same_record_without_a_base() {
    for (unsigned seed = 0; seed < 2 * Rounds; ++seed) {
      const Case at(seed, seed % 2 == 1);
      const std::string one = merge(std::nullopt, at.a, at.b, at.times).stored;
      const std::string two = merge(std::nullopt, at.b, at.a, at.swapped()).stored;
      CPPUNIT_ASSERT_MESSAGE(at.told + one + two, contacts().equal(one, two, true));
    }
  }
  void theirs_equal_to_base_changes_nothing() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed, seed % 2 == 1);
      const Merged merged = merge(at.base, at.a, at.base, at.times);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told, at.a, merged.stored);
      CPPUNIT_ASSERT_MESSAGE(at.told, !merged.edit && !merged.changed && merged.lost.empty());
    }
  }
  void ours_equal_to_base_gives_theirs() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed, seed % 2 == 1);
      const Merged merged = merge(at.base, at.base, at.b, at.times);
      CPPUNIT_ASSERT_MESSAGE(at.told + merged.stored, contacts().equal(at.b, merged.stored, true));
      CPPUNIT_ASSERT_MESSAGE(at.told, merged.edit == !contacts().equal(at.base, at.b, true));
      CPPUNIT_ASSERT_MESSAGE(at.told, merged.lost.empty());
    }
  }
  void no_value_of_an_edit_is_lost() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed);
      std::set<std::string> wanted = RandomContacts::tokens(at.a + at.b);
      for (const std::string& token : RandomContacts::tokens(at.base)) {
        wanted.erase(token);
      }
      const Merged merged = merge(at.base, at.a, at.b, at.times);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told + merged.stored, std::string(),
                                   missing(wanted, kept(merged)));
    }
  }
  void no_value_is_lost_without_a_base() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed);
      const Merged merged = merge(std::nullopt, at.a, at.b, at.times);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told + merged.stored, std::string(),
                                   missing(RandomContacts::tokens(at.a + at.b), kept(merged)));
    }
  }
  void what_both_left_alone_stays() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed);
      const auto in_a = RandomContacts::tokens(at.a);
      const auto in_b = RandomContacts::tokens(at.b);
      std::set<std::string> wanted;
      std::set_intersection(in_a.begin(), in_a.end(), in_b.begin(), in_b.end(),
                            std::inserter(wanted, wanted.end()));
      const Merged merged = merge(at.base, at.a, at.b, at.times);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told + merged.stored, std::string(),
                                   missing(wanted, kept(merged)));
    }
  }
  void a_merged_record_is_clean_and_merges_with_itself() {
    for (unsigned seed = 0; seed < Rounds; ++seed) {
      const Case at(seed);
      const std::string merged = merge(at.base, at.a, at.b, at.times).stored;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told, merged, enter(merged).stored);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at.told, std::string(), told(enter(merged)));
      CPPUNIT_ASSERT_MESSAGE(at.told, !merge(std::nullopt, merged, merged).changed);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MergeRandomTest);

}  // namespace pim::content::testing
