// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <array>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

using sync::Policy;

/// Both sides have changed the note of one record, and each something besides: what a run makes of
/// it, by its policy.
class PolicyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PolicyTest);
  CPPUNIT_TEST(merge_takes_the_newer_value_and_every_other_edit);
  CPPUNIT_TEST(here_keeps_our_value_though_it_is_older);
  CPPUNIT_TEST(there_takes_their_value_though_it_is_older);
  CPPUNIT_TEST(newest_takes_the_whole_record_changed_last);
  CPPUNIT_TEST(both_keeps_the_record_that_gave_way_as_one_of_its_own);
  CPPUNIT_TEST(edits_of_different_fields_are_merged_by_every_policy);
  CPPUNIT_TEST(a_second_run_carries_nothing_after_any_policy);
  CPPUNIT_TEST(what_gave_way_is_kept_by_every_policy);
  CPPUNIT_TEST(an_edit_against_a_deletion_is_no_choice_of_a_policy);
  CPPUNIT_TEST(a_run_of_another_policy_is_another_run);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::array All{Policy::Merge, Policy::Newest, Policy::Here, Policy::There,
                                  Policy::Both};

 public:
  enum class Later { Here, There };

  /// The record at both, then changed at both, ours and theirs with an edit more.
  static void edit_at_both(Pair& pair, Later later) {
    pair.here.import("A", pair.clock.now(), "old");
    pair.sync();
    const auto ours = [&] { pair.here.import("A", pair.clock.time += 10, "ours\r\nORG:Ours"); };
    const auto theirs = [&] {
      pair.there.import("A", pair.clock.time += 10, "theirs\r\nTITLE:Theirs");
    };
    if (later == Later::Here) {
      theirs();
      ours();
    } else {
      ours();
      theirs();
    }
    pair.clock.time += 10;
  }

  static std::string said(Side& side) {
    std::string out;
    const std::string content = side.content("A");
    for (const char* name : {"NOTE:", "ORG:", "TITLE:"}) {
      const std::size_t at = content.find(name);
      if (at != std::string::npos) {
        const std::size_t value = at + std::string(name).size();
        out += content.substr(value, content.find("\r\n", at) - value) + ' ';
      }
    }
    return out;
  }

  static void gives(Policy policy, Later later, const std::string& expected) {
    Pair pair;
    edit_at_both(pair, later);
    pair.policy = policy;
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(expected, said(pair.here));
    CPPUNIT_ASSERT_EQUAL(expected, said(pair.there));
  }

  void merge_takes_the_newer_value_and_every_other_edit() {
    gives(Policy::Merge, Later::Here, "ours Ours Theirs ");
    gives(Policy::Merge, Later::There, "theirs Ours Theirs ");
  }
  void here_keeps_our_value_though_it_is_older() {
    gives(Policy::Here, Later::There, "ours Ours Theirs ");
  }
  void there_takes_their_value_though_it_is_older() {
    gives(Policy::There, Later::Here, "theirs Ours Theirs ");
  }
  void newest_takes_the_whole_record_changed_last() {
    gives(Policy::Newest, Later::Here, "ours Ours ");
    gives(Policy::Newest, Later::There, "theirs Theirs ");
  }

  void both_keeps_the_record_that_gave_way_as_one_of_its_own() {
    for (const Later later : {Later::Here, Later::There}) {
      Pair pair;
      edit_at_both(pair, later);
      pair.policy = Policy::Both;
      pair.sync();
      for (Side* side : {&pair.here, &pair.there}) {
        const std::string other = later == Later::Here ? "theirs" : "ours";
        CPPUNIT_ASSERT_EQUAL(std::string("A A "), side->names());
        const auto page = must(side->begin(store::Access::Read)->page({.collection = "contacts"}));
        CPPUNIT_ASSERT(page[0].uid != page[1].uid);
        CPPUNIT_ASSERT((page[0].content + page[1].content).find("NOTE:" + other) !=
                       std::string::npos);
      }
    }
  }

  void edits_of_different_fields_are_merged_by_every_policy() {
    for (const Policy policy : All) {
      Pair pair;
      pair.here.import("A", pair.clock.now(), "old");
      pair.sync();
      pair.here.import("A", pair.clock.time += 10, "old\r\nORG:Ours");
      pair.there.import("A", pair.clock.time += 10, "old\r\nTITLE:Theirs");
      pair.policy = policy;
      const RunResult result = pair.result(pair.sync().number);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, result.collections[0].here.conflicts);
      CPPUNIT_ASSERT_EQUAL(std::string("old Ours Theirs "), said(pair.here));
      CPPUNIT_ASSERT_EQUAL(std::string("old Ours Theirs "), said(pair.there));
    }
  }

  void a_second_run_carries_nothing_after_any_policy() {
    for (const Policy policy : All) {
      for (const Later later : {Later::Here, Later::There}) {
        Pair pair;
        edit_at_both(pair, later);
        pair.policy = policy;
        pair.sync();
        pair.clock.time += 10;
        pair.policy = Policy::Merge;
        const RunResult result = pair.result(pair.sync().number);
        for (const CollectionResult& one : result.collections) {
          CPPUNIT_ASSERT(one.here == Counts{});
          CPPUNIT_ASSERT(one.there == Counts{});
        }
      }
    }
  }

  void what_gave_way_is_kept_by_every_policy() {
    for (const Policy policy : All) {
      Pair pair;
      edit_at_both(pair, Later::There);
      pair.policy = policy;
      const RunResult result = pair.result(pair.sync().number);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, result.collections[0].here.conflicts);
      const auto rows = must(pair.here.begin(store::Access::Read)->conflicts(0, 10));
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
      const bool ours_kept = policy == Policy::Here;
      CPPUNIT_ASSERT_EQUAL(std::string(ours_kept ? "ours" : "theirs"), rows[0].kept);
      CPPUNIT_ASSERT_EQUAL(std::string(ours_kept ? "theirs" : "ours"), rows[0].lost);
    }
  }

  /// Ours was edited and then deleted; theirs was edited: their edit lives, once (sync rule 28).
  void an_edit_against_a_deletion_is_no_choice_of_a_policy() {
    for (const Policy policy : All) {
      Pair pair;
      pair.here.import("A", pair.clock.now(), "old");
      pair.sync();
      pair.there.import("A", pair.clock.time += 10, "theirs");
      pair.here.import("A", pair.clock.time += 10, "ours");
      pair.here.remove("A", pair.clock.time += 10);
      pair.policy = policy;
      pair.sync();
      for (Side* side : {&pair.here, &pair.there}) {
        CPPUNIT_ASSERT_EQUAL(std::string("A "), side->names());
        CPPUNIT_ASSERT_EQUAL(std::string("theirs "), said(*side));
      }
    }
  }

  void a_run_of_another_policy_is_another_run() {
    Pair pair;
    const std::int64_t first = pair.ask();
    CPPUNIT_ASSERT_EQUAL(first, pair.ask());
    pair.policy = Policy::Here;
    CPPUNIT_ASSERT(first != pair.ask());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PolicyTest);

}  // namespace pim::bridge::test
