// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <set>

#include "common/bridge/run_detail.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class RunDetailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RunDetailTest);
  CPPUNIT_TEST(what_was_packed_comes_back);
  CPPUNIT_TEST(nothing_packed_is_a_beginning);
  CPPUNIT_TEST(cut_octets_are_corrupt);
  CPPUNIT_TEST(another_layout_is_corrupt);
  CPPUNIT_TEST(every_phase_has_a_word_of_the_api);
  CPPUNIT_TEST_SUITE_END();

 public:
  static RunDetail some_detail() {
    RunDetail detail;
    detail.phase = RunPhase::Send;
    detail.policy = sync::Policy::Both;
    detail.handle = "0123456789abcdef";
    detail.portal = true;
    detail.adopted = true;
    detail.force_slow = true;
    detail.tries = 1;
    detail.waits = 2;
    detail.restarts = 3;
    detail.lines = 4;
    RunCollection one;
    one.collection = "contacts";
    one.pairing = 5;
    one.slow = true;
    one.same_epoch = false;
    one.had_records = false;
    one.rev = 6;
    one.generation = 7;
    one.cursor = {store::ChangeOp::Delete, "p7"};
    one.empty_there = true;
    detail.collections.push_back(one);
    return detail;
  }

  void what_was_packed_comes_back() {
    const RunDetail back = must(RunDetail::unpack(some_detail().pack()));
    CPPUNIT_ASSERT_EQUAL(some_detail().pack(), back.pack());
    CPPUNIT_ASSERT(back.phase == RunPhase::Send);
    CPPUNIT_ASSERT(back.policy == sync::Policy::Both);
    CPPUNIT_ASSERT_EQUAL(std::string("0123456789abcdef"), back.handle);
    CPPUNIT_ASSERT_EQUAL(3, back.restarts);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, back.collections.size());
    CPPUNIT_ASSERT_EQUAL(std::string("p7"), back.collections[0].cursor.peer);
    CPPUNIT_ASSERT(!back.collections[0].same_epoch);
    CPPUNIT_ASSERT(back.collections[0].empty_there);
    CPPUNIT_ASSERT(back.collections[0].rev == 6 && back.collections[0].generation == 7);
  }

  void nothing_packed_is_a_beginning() {
    CPPUNIT_ASSERT(must(RunDetail::unpack("")).phase == RunPhase::Begin);
  }

  void cut_octets_are_corrupt() {
    const std::string octets = some_detail().pack();
    for (std::size_t length = 1; length < octets.size(); ++length) {
      CPPUNIT_ASSERT_EQUAL(std::string("corrupt"),
                           error_of(RunDetail::unpack(octets.substr(0, length))));
    }
  }

  void another_layout_is_corrupt() {
    std::string octets = some_detail().pack();
    octets.front() = '\x7F';
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"), error_of(RunDetail::unpack(octets)));
  }

  void every_phase_has_a_word_of_the_api() {
    const std::set<std::string_view> words = {"receive", "plan", "apply", "send"};
    for (const RunPhase phase :
         {RunPhase::Begin, RunPhase::Receive, RunPhase::Plan, RunPhase::Apply, RunPhase::SendBegin,
          RunPhase::Send, RunPhase::Settle}) {
      CPPUNIT_ASSERT(words.contains(name_of(phase)));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RunDetailTest);

}  // namespace pim::bridge::test
