// SPDX-License-Identifier: Apache-2.0
// The life of a relation as its client (sync rules 17, 18, 36).
#include <cppunit/extensions/HelperMacros.h>

#include "common/sync/relation.h"

namespace pim::sync::testing {

using store::Pairing;
using store::Revision;

constexpr Seconds Noon = 1'767'225'600;

/// The server's anchors are "b1" and so on.
class ClientRelationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientRelationTest);
  CPPUNIT_TEST(a_first_session_is_slow_and_shows_no_anchor);
  CPPUNIT_TEST(a_good_session_is_followed_by_a_fast_one);
  CPPUNIT_TEST(a_slow_session_sent_kills_our_anchors_whatever_becomes_of_it);
  CPPUNIT_TEST(slow_goes_on_until_a_session_ends_well);
  CPPUNIT_TEST(an_anchor_we_do_not_hold_gives_the_session_up_and_slow_follows);
  CPPUNIT_TEST(what_a_broken_session_touched_goes_again);
  CPPUNIT_TEST(the_anchor_shown_is_that_of_the_last_good_end_in_either_role);
  CPPUNIT_TEST(a_session_we_have_not_said_all_of_cannot_have_ended_there);
  CPPUNIT_TEST(a_session_we_have_said_all_of_may_have_ended_there);
  CPPUNIT_TEST(maps_not_confirmed_outlive_a_fast_session);
  CPPUNIT_TEST(maps_not_confirmed_are_dropped_by_a_slow_session);
  CPPUNIT_TEST(a_session_that_sent_nothing_leaves_our_changes_pending);
  CPPUNIT_TEST_SUITE_END();

 public:
  Pairing pairing;

  Opening good_slow(std::string_view their_next) {
    const Opening opening = open_as_client(pairing, false, Noon);
    begin_slow_as_client(pairing, opening, their_next);
    end_well(pairing, 5, Hints::Void);
    return opening;
  }

  void a_first_session_is_slow_and_shows_no_anchor() {  // sync rule 18
    const Opening opening = open_as_client(pairing, false, Noon);
    CPPUNIT_ASSERT(opening.slow);
    CPPUNIT_ASSERT(opening.last.empty());
  }

  void a_good_session_is_followed_by_a_fast_one() {  // sync rule 17
    const Opening first = good_slow("b1");
    const Opening second = open_as_client(pairing, false, Noon);
    CPPUNIT_ASSERT(!second.slow);
    CPPUNIT_ASSERT_EQUAL(first.next, second.last);
    CPPUNIT_ASSERT(begin_fast_as_client(pairing, second, "b1", "b2"));
  }

  void a_slow_session_sent_kills_our_anchors_whatever_becomes_of_it() {  // sync rule 18
    good_slow("b1");
    open_as_client(pairing, true, Noon);  // a 201 went out; no reply ever came
    CPPUNIT_ASSERT(open_as_client(pairing, false, Noon).slow);
  }

  void slow_goes_on_until_a_session_ends_well() {  // sync rule 18
    good_slow("b1");
    begin_slow_as_client(pairing, open_as_client(pairing, true, Noon), "b2");
    const Opening again = open_as_client(pairing, false, Noon);
    CPPUNIT_ASSERT(again.slow);
    begin_slow_as_client(pairing, again, "b3");
    end_well(pairing, 5, Hints::Void);
    CPPUNIT_ASSERT(!open_as_client(pairing, false, Noon).slow);
  }

  void an_anchor_we_do_not_hold_gives_the_session_up_and_slow_follows() {  // sync rule 18
    good_slow("b1");
    const Opening opening = open_as_client(pairing, false, Noon);
    CPPUNIT_ASSERT(!begin_fast_as_client(pairing, opening, "b0", "b2"));
    CPPUNIT_ASSERT(open_as_client(pairing, false, Noon).slow);
  }

  void what_a_broken_session_touched_goes_again() {  // sync rule 17
    good_slow("b1");
    begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b2");
    touch_delete(pairing, "7", "12");
    begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b3");
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.resend_above.value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pairing.repeat_deletes.size());
  }

  void the_anchor_shown_is_that_of_the_last_good_end_in_either_role() {  // sync rule 17
    const Opening served = open_as_server(pairing, true, "", "b1", Noon);
    end_well(pairing, 5, Hints::Void);
    const Opening opening = open_as_client(pairing, false, Noon);
    CPPUNIT_ASSERT_EQUAL(served.next, opening.last);
    CPPUNIT_ASSERT(begin_fast_as_client(pairing, opening, "b1", "b2"));
  }

  void a_session_we_have_not_said_all_of_cannot_have_ended_there() {  // sync rule 17
    good_slow("b1");
    CPPUNIT_ASSERT(begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b2"));
    CPPUNIT_ASSERT(open_as_server(pairing, false, "b2", "b3", Noon).slow);
    CPPUNIT_ASSERT(pairing.other_life);
  }

  void a_session_we_have_said_all_of_may_have_ended_there() {  // sync rule 17
    good_slow("b1");
    begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b2");
    say_final(pairing);
    CPPUNIT_ASSERT(!open_as_server(pairing, false, "b2", "b3", Noon).slow);
    CPPUNIT_ASSERT(!pairing.other_life);
  }

  void maps_not_confirmed_outlive_a_fast_session() {  // sync rule 20
    good_slow("b1");
    pairing.unconfirmed_maps = {{"s7", "12"}};
    begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b2");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pairing.unconfirmed_maps.size());
  }

  void maps_not_confirmed_are_dropped_by_a_slow_session() {  // sync rule 20
    good_slow("b1");
    pairing.unconfirmed_maps = {{"s7", "12"}};
    begin_slow_as_client(pairing, open_as_client(pairing, true, Noon), "b2");
    CPPUNIT_ASSERT(pairing.unconfirmed_maps.empty());
  }

  void a_session_that_sent_nothing_leaves_our_changes_pending() {  // sync rule 36
    good_slow("b1");
    begin_fast_as_client(pairing, open_as_client(pairing, false, Noon), "b1", "b2");
    end_well(pairing, {}, Hints::Void);
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.seen);
    CPPUNIT_ASSERT(pairing.current->good);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ClientRelationTest);

}  // namespace pim::sync::testing
