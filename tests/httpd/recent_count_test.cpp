// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/recent_count.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::httpd {

class RecentCountTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecentCountTest);
  CPPUNIT_TEST(what_was_seen_counts_for_ten_minutes);
  CPPUNIT_TEST(what_is_seen_again_counts_once);
  CPPUNIT_TEST(what_ended_counts_no_more);
  CPPUNIT_TEST(what_was_never_counted_takes_nothing_away);
  CPPUNIT_TEST(a_slot_that_comes_round_begins_anew);
  CPPUNIT_TEST_SUITE_END();

  static constexpr Seconds Now = 1'767'225'600;
  RecentCount recent{};

 public:
  void what_was_seen_counts_for_ten_minutes() {
    recent.add(Now);
    recent.add(Now + 31);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, recent.count(Now + 31));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, recent.count(Now + 600));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, recent.count(Now + 700));
  }

  void what_is_seen_again_counts_once() {
    recent.add(Now);
    for (Seconds later = 0; later < 1200; later += 100) {
      recent.drop(Now + later);
      recent.add(Now + later + 100);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, recent.count(Now + later + 100));
    }
  }

  void what_ended_counts_no_more() {
    recent.add(Now);
    recent.drop(Now);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, recent.count(Now));
  }

  void what_was_never_counted_takes_nothing_away() {
    recent.drop(Now);
    recent.add(Now);
    recent.drop(Now - 30);
    recent.drop(Now - 21 * 30);  // the same cell, another time
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, recent.count(Now));
  }

  void a_slot_that_comes_round_begins_anew() {
    recent.add(Now);
    recent.add(Now);
    recent.add(Now + 21 * 30);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, recent.count(Now + 21 * 30));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RecentCountTest);

}  // namespace pim::httpd
