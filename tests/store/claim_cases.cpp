// SPDX-License-Identifier: Apache-2.0
#include "common/base/limits.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

constexpr Seconds Now = 1'000;

std::int64_t add(World& world, OwnerId owner, Seconds due_at) {
  return world.write(owner, [&](UnitOfWork& work) { return add_run(work, due_at); });
}

Run run_of(World& world, OwnerId owner, std::int64_t number) {
  return world.read(owner, [&](UnitOfWork& work) { return must(work.run(number)).value(); });
}

void put(World& world, OwnerId owner, const Run& run) {
  world.write(owner, [&](UnitOfWork& work) { must(work.put_run(run)); });
}

std::vector<RunClaim> claim(World& world, const char* holder, Seconds now = Now,
                            const std::vector<std::string>& gone = {}, std::size_t limit = 10) {
  return must(world.store().claim_runs("here", holder, gone, now, now + 30, limit));
}

void a_due_run_is_claimed(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  check_rows({{.owner = world.alice(), .number = number, .fencing = 1}}, claim(world, "one"));
}

void a_claimed_run_is_running_with_holder_lease_and_fencing(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  Run expected = run_of(world, world.alice(), number);
  claim(world, "one");
  expected.state = RunState::Running;
  expected.holder = "one";
  expected.lease_until = Now + 30;
  expected.fencing = 1;
  check_same(expected, run_of(world, world.alice(), number));
}

void a_run_is_not_claimed_before_it_is_due(World& world) {
  add(world, world.alice(), Now + 1);
  check_rows({}, claim(world, "one"));
}

void a_run_is_not_claimed_twice(World& world) {
  add(world, world.alice(), Now);
  claim(world, "one");
  check_rows({}, claim(world, "two"));
  check_rows({}, claim(world, "one"));
}

void a_run_whose_lease_ended_is_claimed_with_a_higher_fencing_number(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  claim(world, "one");
  check_rows({}, claim(world, "two", Now + 29));
  check_rows({{.owner = world.alice(), .number = number, .fencing = 2}},
             claim(world, "two", Now + 30));
  CPPUNIT_ASSERT_EQUAL(std::string("two"), run_of(world, world.alice(), number).holder);
}

void a_run_due_further_ahead_than_any_waits_is_due(World& world) {
  // the clock was set back: it would wait as long as the clock went back
  const std::int64_t number = add(world, world.alice(), Now + limits::MaxRunWait + 1);
  add(world, world.bob(), Now + limits::MaxRunWait);
  check_rows({{.owner = world.alice(), .number = number, .fencing = 1}}, claim(world, "one"));
}

void a_lease_further_ahead_than_any_lasts_has_ended(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  claim(world, "one", Now + 86'400 + 1);
  check_rows({{.owner = world.alice(), .number = number, .fencing = 2}}, claim(world, "two"));
}

void a_run_whose_holder_is_gone_is_claimed_at_once(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  claim(world, "one");
  check_rows({}, claim(world, "two", Now + 1, {"three"}));
  check_rows({{.owner = world.alice(), .number = number, .fencing = 2}},
             claim(world, "two", Now + 1, {"three", "one"}));
}

void runs_that_wait_or_have_ended_are_not_claimed(World& world) {
  for (const RunState state :
       {RunState::Waiting, RunState::Done, RunState::Failed, RunState::Cancelled}) {
    Run run = run_of(world, world.alice(), add(world, world.alice(), 1));
    run.state = state;
    run.holder = "one";
    put(world, world.alice(), run);
  }
  check_rows({}, claim(world, "two", Now, {"one"}));
}

void the_longest_due_are_claimed_first_up_to_the_limit(World& world) {
  const std::int64_t late = add(world, world.alice(), Now - 1);
  const std::int64_t early = add(world, world.bob(), Now - 3);
  const std::int64_t middle = add(world, world.alice(), Now - 2);
  check_rows({{.owner = world.bob(), .number = early, .fencing = 1},
              {.owner = world.alice(), .number = middle, .fencing = 1}},
             claim(world, "one", Now, {}, 2), Order::Sorted);
  check_rows({{.owner = world.alice(), .number = late, .fencing = 1}},
             claim(world, "one", Now, {}, 2));
}

void runs_of_another_portal_are_not_claimed(World& world) {
  must(world.store().portal("there", "ffffffffffffffffffffffffffffffff"));
  const OwnerId other = must(world.store().owner("there", "alice")).id;
  const std::int64_t number = add(world, other, Now);
  check_rows({}, claim(world, "one"));
  check_rows({{.owner = other, .number = number, .fencing = 1}},
             must(world.store().claim_runs("there", "one", {}, Now, Now + 30, 10)));
}

void the_former_holder_can_no_longer_write_the_run(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  claim(world, "one");
  const Run before = run_of(world, world.alice(), number);
  claim(world, "two", Now + 99);
  world.try_out([&](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(work.put_run(before)));
  });
}

void leases_are_renewed_by_their_fencing_number(World& world) {
  const std::int64_t kept = add(world, world.alice(), Now - 1);
  const std::int64_t lost = add(world, world.bob(), Now);
  claim(world, "one");
  const std::vector<RunClaim> stale{{.owner = world.bob(), .number = lost, .fencing = 0},
                                    {.owner = world.alice(), .number = kept, .fencing = 1},
                                    {.owner = world.bob(), .number = kept + 999, .fencing = 1},
                                    {.owner = 999, .number = kept, .fencing = 1}};
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(world.store().renew_leases(stale, Now + 60)));
  CPPUNIT_ASSERT_EQUAL(Now + 60, run_of(world, world.alice(), kept).lease_until);
  CPPUNIT_ASSERT_EQUAL(Now + 30, run_of(world, world.bob(), lost).lease_until);
}

void the_lease_of_a_run_that_ended_is_not_renewed(World& world) {
  const std::int64_t number = add(world, world.alice(), Now);
  const auto claims = claim(world, "one");
  Run run = run_of(world, world.alice(), number);
  run.state = RunState::Done;
  put(world, world.alice(), run);
  CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(world.store().renew_leases(claims, Now + 60)));
}

void holders_of_running_runs_are_listed_once(World& world) {
  add(world, world.alice(), Now - 3);
  add(world, world.bob(), Now - 2);
  claim(world, "one");
  add(world, world.alice(), Now - 1);
  claim(world, "two");
  add(world, world.alice(), Now);
  const std::vector<std::string> expected{"one", "two"};
  CPPUNIT_ASSERT_EQUAL(describe(expected),
                       describe(must(world.store().holders("here")), {}, Order::Sorted));
  CPPUNIT_ASSERT(must(world.store().holders("nowhere")).empty());
}

}  // namespace

std::vector<Case> claim_cases() {
  return {PIM_CASE(a_due_run_is_claimed),
          PIM_CASE(a_claimed_run_is_running_with_holder_lease_and_fencing),
          PIM_CASE(a_run_is_not_claimed_before_it_is_due),
          PIM_CASE(a_run_is_not_claimed_twice),
          PIM_CASE(a_run_whose_lease_ended_is_claimed_with_a_higher_fencing_number),
          PIM_CASE(a_run_due_further_ahead_than_any_waits_is_due),
          PIM_CASE(a_lease_further_ahead_than_any_lasts_has_ended),
          PIM_CASE(a_run_whose_holder_is_gone_is_claimed_at_once),
          PIM_CASE(runs_that_wait_or_have_ended_are_not_claimed),
          PIM_CASE(the_longest_due_are_claimed_first_up_to_the_limit),
          PIM_CASE(runs_of_another_portal_are_not_claimed),
          PIM_CASE(the_former_holder_can_no_longer_write_the_run),
          PIM_CASE(leases_are_renewed_by_their_fencing_number),
          PIM_CASE(the_lease_of_a_run_that_ended_is_not_renewed),
          PIM_CASE(holders_of_running_runs_are_listed_once)};
}

}  // namespace pim::store::testing
