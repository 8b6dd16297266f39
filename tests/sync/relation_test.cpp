// SPDX-License-Identifier: Apache-2.0
// The life of a relation: whose anchors count when, and what a broken session leaves (sync rules
// D).
#include <cppunit/extensions/HelperMacros.h>

#include "common/sync/held.h"
#include "common/sync/relation.h"

namespace pim::sync::testing {

using store::Pairing;
using store::Revision;

constexpr Seconds Noon = 1'767'225'600;

/// Sessions of one side with our server: "a1" and so on are its anchors.
class RelationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RelationTest);
  CPPUNIT_TEST(a_first_alert_is_slow_whatever_it_shows);
  CPPUNIT_TEST(the_anchor_of_the_last_session_goes_on_fast);
  CPPUNIT_TEST(anchors_are_compared_octet_by_octet);
  CPPUNIT_TEST(a_session_without_package_five_counts_once_its_anchor_is_shown);
  CPPUNIT_TEST(the_anchor_before_a_broken_session_goes_on_fast);
  CPPUNIT_TEST(what_a_broken_session_sent_goes_again);
  CPPUNIT_TEST(several_broken_sessions_go_again_from_the_first);
  CPPUNIT_TEST(deletes_of_a_broken_session_go_again);
  CPPUNIT_TEST(deletes_of_a_session_that_counts_do_not_go_again);
  CPPUNIT_TEST(a_good_end_leaves_nothing_to_repeat);
  CPPUNIT_TEST(the_anchor_of_two_sessions_ago_is_slow);
  CPPUNIT_TEST(a_device_with_an_anchor_of_neither_session_was_put_back);
  CPPUNIT_TEST(a_portal_with_an_anchor_of_neither_session_may_have_crossed_ours);
  CPPUNIT_TEST(a_slow_alert_kills_the_anchors_before_it);
  CPPUNIT_TEST(the_anchor_of_a_broken_slow_session_counts_for_nothing);
  CPPUNIT_TEST(the_good_end_of_a_slow_session_makes_its_anchor_count);
  CPPUNIT_TEST(a_slow_alert_makes_hints_of_the_map_and_starts_from_nothing);
  CPPUNIT_TEST(hints_are_void_once_a_device_has_shown_all_it_has);
  CPPUNIT_TEST(hints_of_a_portal_outlive_the_session_that_brings_nothing);
  CPPUNIT_TEST(our_anchors_rise_under_a_clock_that_goes_back);
  CPPUNIT_TEST(what_was_said_last_is_known_and_nothing_else);
  CPPUNIT_TEST(what_was_said_before_the_side_was_known_counts);
  CPPUNIT_TEST(a_forced_slow_session_is_forced_once);
  CPPUNIT_TEST(another_life_of_the_store_shows_no_anchor);
  CPPUNIT_TEST(hints_stay_of_another_life_until_a_slow_session_ends_well);
  CPPUNIT_TEST(a_stage_of_another_life_is_taken_in_as_such);
  CPPUNIT_TEST(ranges_of_its_own_are_forgotten_once_they_are_seen);
  CPPUNIT_TEST(a_touched_delete_keeps_both_names);
  CPPUNIT_TEST_SUITE_END();

 public:
  Pairing pairing;

  Opening alert(std::string_view last, std::string_view next) {
    return open_as_server(pairing, false, last, next, Noon);
  }
  void good_session(std::string_view last, std::string_view next, Revision seen) {
    alert(last, next);
    end_well(pairing, seen, Hints::Void);
  }

  void a_first_alert_is_slow_whatever_it_shows() {  // sync rule 19
    for (const char* last : {"", "0", "00000000T000000Z", "a0"}) {
      pairing = {};
      CPPUNIT_ASSERT_MESSAGE(last, alert(last, "a1").slow);
    }
  }

  void the_anchor_of_the_last_session_goes_on_fast() {  // sync rule 17
    const std::string ours = alert("", "a1").next;
    end_well(pairing, 5, Hints::Void);
    const Opening opening = alert("a1", "a2");
    CPPUNIT_ASSERT(!opening.slow && !opening.older);
    CPPUNIT_ASSERT_EQUAL(ours, opening.last);
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.seen);
  }

  void anchors_are_compared_octet_by_octet() {  // sync rule 19
    good_session("", "a1", 5);
    CPPUNIT_ASSERT(alert("A1", "a2").slow);
  }

  void a_session_without_package_five_counts_once_its_anchor_is_shown() {  // sync rules 16, 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    pairing.current->after = 9;  // all was sent, no end came
    const Opening opening = alert("a2", "a3");
    CPPUNIT_ASSERT(!opening.slow && !opening.older);
    CPPUNIT_ASSERT_EQUAL(Revision{9}, pairing.seen);
  }

  void the_anchor_before_a_broken_session_goes_on_fast() {  // sync rule 17
    const std::string ours = alert("", "a1").next;
    end_well(pairing, 5, Hints::Void);
    alert("a1", "a2");
    const Opening opening = alert("a1", "a3");
    CPPUNIT_ASSERT(!opening.slow && opening.older);
    CPPUNIT_ASSERT_EQUAL(ours, opening.last);
  }

  void what_a_broken_session_sent_goes_again() {  // sync rule 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    pairing.seen = 9;  // answered before it broke
    alert("a1", "a3");
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.seen);
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.resend_above.value());
  }

  void several_broken_sessions_go_again_from_the_first() {  // sync rule 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    alert("a1", "a3");
    pairing.current->before = 8;
    alert("a1", "a4");
    CPPUNIT_ASSERT_EQUAL(Revision{5}, pairing.resend_above.value());
  }

  void deletes_of_a_broken_session_go_again() {  // sync rule 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    touch_delete(pairing, "7", "12");
    alert("a1", "a3");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pairing.repeat_deletes.size());
  }

  void deletes_of_a_session_that_counts_do_not_go_again() {  // sync rule 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    touch_delete(pairing, "7", "12");
    alert("a2", "a3");
    alert("a2", "a4");
    CPPUNIT_ASSERT(pairing.repeat_deletes.empty());
  }

  void a_good_end_leaves_nothing_to_repeat() {  // sync rule 17
    good_session("", "a1", 5);
    alert("a1", "a2");
    touch_delete(pairing, "7", "12");
    good_session("a1", "a3", 9);
    CPPUNIT_ASSERT(!pairing.resend_above);
    CPPUNIT_ASSERT(pairing.repeat_deletes.empty());
  }

  void the_anchor_of_two_sessions_ago_is_slow() {  // sync rule 17
    good_session("", "a1", 5);
    good_session("a1", "a2", 6);
    good_session("a2", "a3", 7);
    CPPUNIT_ASSERT(alert("a1", "a4").slow);
  }

  void a_device_with_an_anchor_of_neither_session_was_put_back() {  // sync rules 17, 23
    pairing.peer = store::PeerKind::Device;
    good_session("", "a1", 5);
    good_session("a1", "a2", 6);
    good_session("a2", "a3", 7);
    CPPUNIT_ASSERT(!pairing.other_life);
    alert("a1", "a4");
    CPPUNIT_ASSERT(pairing.other_life);
  }

  void a_portal_with_an_anchor_of_neither_session_may_have_crossed_ours() {  // sync rule 17
    pairing.peer = store::PeerKind::Portal;
    good_session("", "a1", 5);
    alert("a0", "a2");
    CPPUNIT_ASSERT(!pairing.other_life);
  }

  void a_slow_alert_kills_the_anchors_before_it() {  // sync rule 18
    good_session("", "a1", 5);
    open_as_server(pairing, true, "a1", "a2", Noon);
    CPPUNIT_ASSERT(alert("a1", "a3").slow);
  }

  void the_anchor_of_a_broken_slow_session_counts_for_nothing() {  // sync rule 18
    good_session("", "a1", 5);
    open_as_server(pairing, true, "", "a2", Noon);
    CPPUNIT_ASSERT(alert("a2", "a3").slow);
  }

  void the_good_end_of_a_slow_session_makes_its_anchor_count() {  // sync rule 18
    good_session("", "a1", 5);
    open_as_server(pairing, true, "", "a2", Noon);
    end_well(pairing, 6, Hints::Void);
    CPPUNIT_ASSERT(!alert("a2", "a3").slow);
  }

  void a_slow_alert_makes_hints_of_the_map_and_starts_from_nothing() {  // sync rules 18, 23
    good_session("", "a1", 5);
    pairing.skip = {{7, 9}};
    const auto before = pairing.generation;
    alert("zz", "a2");
    CPPUNIT_ASSERT_EQUAL(before + 1, pairing.generation);
    CPPUNIT_ASSERT_EQUAL(Revision{0}, pairing.seen);
    CPPUNIT_ASSERT(pairing.skip.empty());
  }

  void hints_are_void_once_a_device_has_shown_all_it_has() {  // sync rule 18
    alert("zz", "a1");
    CPPUNIT_ASSERT(pairing.hint_floor < pairing.generation);
    end_well(pairing, 5, Hints::Void);
    CPPUNIT_ASSERT_EQUAL(pairing.generation, pairing.hint_floor);
  }

  void hints_of_a_portal_outlive_the_session_that_brings_nothing() {  // sync rules 18, I
    alert("zz", "a1");
    end_well(pairing, 5, Hints::Kept);
    CPPUNIT_ASSERT(pairing.hint_floor < pairing.generation);
  }

  void our_anchors_rise_under_a_clock_that_goes_back() {  // sync rule 19
    CPPUNIT_ASSERT_EQUAL(std::string("20260101T000000Z"), next_anchor(pairing, Noon));
    CPPUNIT_ASSERT_EQUAL(std::string("20260101T000001Z"), next_anchor(pairing, Noon));
    CPPUNIT_ASSERT_EQUAL(std::string("20260101T000002Z"), next_anchor(pairing, Noon - 86'400));
  }

  void what_was_said_last_is_known_and_nothing_else() {  // sync rule 17
    for (int i = 0; i < 9; ++i) {
      pairing.session = "s" + std::to_string(i);
      next_anchor(pairing, Noon + 10 * i);
    }
    CPPUNIT_ASSERT(said_in(pairing, "20260101T000130Z") == std::nullopt);  // later than all
    CPPUNIT_ASSERT(said_in(pairing, "20260101T000055Z") == std::nullopt);  // between two
    CPPUNIT_ASSERT_EQUAL(std::string("s5"), said_in(pairing, "20260101T000050Z").value());
    CPPUNIT_ASSERT_EQUAL(std::string("s1"), said_in(pairing, "20260101T000010Z").value());
    CPPUNIT_ASSERT_EQUAL(std::string(), said_in(pairing, "20260101T000000Z").value());  // forgotten
    CPPUNIT_ASSERT_EQUAL(std::string(), said_in(pairing, "").value());
  }

  void what_was_said_before_the_side_was_known_counts() {
    Pairing stranger;
    stranger.session = "s";
    const std::string said = next_anchor(stranger, Noon);
    take_over_said(pairing, stranger);
    CPPUNIT_ASSERT_EQUAL(std::string("s"), said_in(pairing, said).value());
    CPPUNIT_ASSERT(next_anchor(pairing, Noon - 60) > said);
  }

  void a_forced_slow_session_is_forced_once() {  // sync rule 17
    good_session("", "a1", 5);
    pairing.force_slow = true;
    CPPUNIT_ASSERT(alert("a1", "a2").slow);
    end_well(pairing, 6, Hints::Void);
    CPPUNIT_ASSERT(!alert("a2", "a3").slow);
  }

  void another_life_of_the_store_shows_no_anchor() {  // design rule 9
    good_session("", "a1", 5);
    begin_new_epoch(pairing, 2);
    CPPUNIT_ASSERT(alert("a1", "a2").slow);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, pairing.epoch);
  }

  void hints_stay_of_another_life_until_a_slow_session_ends_well() {  // design rule 9
    good_session("", "a1", 5);
    learn_epoch(pairing, 7);  // the first word of it
    CPPUNIT_ASSERT(!pairing.other_life);
    learn_epoch(pairing, 8);
    learn_epoch(pairing, 8);  // the session broke, and the next one says it again
    CPPUNIT_ASSERT(pairing.other_life);
    end_well(pairing, 6, Hints::Kept);
    CPPUNIT_ASSERT(pairing.other_life);
    end_well(pairing, 6, Hints::Void);
    CPPUNIT_ASSERT(!pairing.other_life);
  }

  void a_stage_of_another_life_is_taken_in_as_such() {  // design rule 9, sync rule 22
    begin_new_epoch(pairing, 2);
    pairing.stage_slow = true;
    end_well(pairing, {}, Hints::Void);
    CPPUNIT_ASSERT(pairing.other_life);
  }

  void ranges_of_its_own_are_forgotten_once_they_are_seen() {  // sync rule 27
    skip_own(pairing, {6, 7});
    skip_own(pairing, {9, 11});
    advance_seen(pairing, 9);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pairing.skip.size());
    CPPUNIT_ASSERT((pairing.skip.front() == store::RevisionRange{9, 11}));
  }

  // sync rule 17: the next session may have the other role
  void a_touched_delete_keeps_both_names() {
    touch_delete(pairing, "7", "12");
    const TouchedDelete note = read_touched_delete(pairing.touched_deletes.front());
    CPPUNIT_ASSERT_EQUAL(std::string("7"), note.peer_id);
    CPPUNIT_ASSERT_EQUAL(std::string("12"), note.our_name);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RelationTest);

}  // namespace pim::sync::testing
