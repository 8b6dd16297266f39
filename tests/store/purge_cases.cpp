// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

void add_session(UnitOfWork& work, const std::string& handle, Seconds updated_at) {
  must(work.put_session(Session{.handle = handle, .updated_at = updated_at}));
}

std::int64_t add_ended_run(UnitOfWork& work, RunState state, Seconds finished_at) {
  const std::int64_t number = add_run(work, 1);
  Run run = must(work.run(number)).value();
  run.state = state;
  run.finished_at = finished_at;
  must(work.put_run(run));
  must(work.put_run_items(number, std::vector<RunItem>{{.line = 1}, {.line = 2}}));
  return number;
}

/// Purges in slices until nothing is left to purge.
void purge_all(World& world, Seconds sessions_before, Seconds runs_before, std::size_t limit) {
  for (int slices = 0; slices < 100; ++slices) {
    const std::size_t gone = must(world.store().purge(sessions_before, runs_before, limit));
    CPPUNIT_ASSERT(gone <= limit);
    if (gone == 0) {
      return;
    }
  }
  CPPUNIT_FAIL("purge() never says 0");
}

void sessions_not_touched_since_are_purged(World& world) {
  world.write([](UnitOfWork& work) {
    add_session(work, "old", 9);
    add_session(work, "edge", 10);
  });
  world.write(world.bob(), [](UnitOfWork& work) { add_session(work, "old", 1); });
  purge_all(world, 10, 0, 100);
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT(!must(work.session("old")));
    CPPUNIT_ASSERT(must(work.session("edge")).has_value());
  });
  world.read(world.bob(), [](UnitOfWork& work) { CPPUNIT_ASSERT(!must(work.session("old"))); });
}

void runs_that_ended_before_are_purged_with_their_lines(World& world) {
  const auto numbers = world.write([](UnitOfWork& work) {
    return std::vector<std::int64_t>{
        add_ended_run(work, RunState::Done, 9), add_ended_run(work, RunState::Failed, 9),
        add_ended_run(work, RunState::Cancelled, 9), add_ended_run(work, RunState::Done, 10)};
  });
  purge_all(world, 0, 10, 100);
  world.read([&](UnitOfWork& work) {
    for (int i = 0; i < 3; ++i) {
      CPPUNIT_ASSERT(!must(work.run(numbers[static_cast<std::size_t>(i)])));
      check_rows({}, must(work.run_items(numbers[static_cast<std::size_t>(i)], 0, 10)));
    }
    CPPUNIT_ASSERT(must(work.run(numbers[3])).has_value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.run_items(numbers[3], 0, 10)).size());
  });
}

void runs_that_have_not_ended_are_not_purged(World& world) {
  world.write([](UnitOfWork& work) {
    for (const RunState state : {RunState::Due, RunState::Running}) {
      add_ended_run(work, state, 0);
    }
  });
  purge_all(world, 1'000, 1'000, 100);
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.runs(0, 10)).size());
  });
}

/// A run that waits, of an owner who has a question open.
std::int64_t add_asking_run(UnitOfWork& work) {
  const Held row{.pairing = add_pairing(work, "phone"), .item = 1, .state = HeldState::Waiting};
  must(work.put_held({&row, 1}));
  return add_ended_run(work, RunState::Waiting, 9);
}

/// One more run of the connection of that one.
void follow(UnitOfWork& work, std::int64_t number, RunState state, bool plan_only = false) {
  Run run = must(work.run(number)).value();
  run.number = 0;
  run.state = state;
  run.plan_only = plan_only;
  run.finished_at = 1'000'000;
  must(work.put_run(run));
}

bool is_kept(World& world, std::int64_t number) {
  purge_all(world, 0, 10, 100);
  return world.read([&](UnitOfWork& work) { return must(work.run(number)).has_value(); });
}

void a_run_that_waits_is_kept_while_a_question_is_open(World& world) {
  CPPUNIT_ASSERT(is_kept(world, world.write(add_asking_run)));
}

void a_run_that_waits_is_kept_while_it_is_new(World& world) {
  CPPUNIT_ASSERT(is_kept(world, world.write([](UnitOfWork& work) {
    return add_ended_run(work, RunState::Waiting, 10);
  })));
}

void a_run_that_waited_is_purged_when_all_is_answered(World& world) {
  const std::int64_t number = world.write(add_asking_run);
  world.write([](UnitOfWork& work) {
    const std::int64_t answered = must(work.all_held(0, 1)).front().number;
    must(work.drop_held({&answered, 1}));
  });
  CPPUNIT_ASSERT(!is_kept(world, number));
}

void a_run_that_waits_is_purged_when_a_later_one_tells_the_same(World& world) {
  const std::int64_t first = world.write(add_asking_run);
  for (const RunState state : {RunState::Waiting, RunState::Done}) {
    const std::int64_t number = world.write([&](UnitOfWork& work) {
      const std::int64_t waiting = add_ended_run(work, RunState::Waiting, 9);
      follow(work, waiting, state);
      return waiting;
    });
    CPPUNIT_ASSERT(!is_kept(world, number));
  }
  CPPUNIT_ASSERT(is_kept(world, first));
}

void a_later_run_that_tells_nothing_leaves_one_that_waits(World& world) {
  const std::int64_t number = world.write([](UnitOfWork& work) {
    const std::int64_t first = add_asking_run(work);
    follow(work, first, RunState::Failed);
    follow(work, first, RunState::Cancelled);
    follow(work, first, RunState::Running);
    follow(work, first, RunState::Done, true);
    add_ended_run(work, RunState::Done, 1'000'000);  // of another connection
    return first;
  });
  CPPUNIT_ASSERT(is_kept(world, number));
}

void questions_of_another_owner_keep_no_run(World& world) {
  world.write(world.bob(), add_asking_run);
  CPPUNIT_ASSERT(!is_kept(world, world.write([](UnitOfWork& work) {
    return add_ended_run(work, RunState::Waiting, 9);
  })));
}

void open_questions_are_counted_of_one_owner_and_of_all(World& world) {
  for (const OwnerId owner : {world.alice(), world.bob()}) {
    world.write(owner, [](UnitOfWork& work) {
      const PairingId phone = add_pairing(work, "phone");
      const auto held = [&](ChangeOp op, HeldState state) {
        return Held{.pairing = phone, .item = 1, .op = op, .state = state};
      };
      must(work.put_held(std::vector{held(ChangeOp::Delete, HeldState::Waiting),
                                     held(ChangeOp::Delete, HeldState::Waiting),
                                     held(ChangeOp::Replace, HeldState::Waiting),
                                     held(ChangeOp::Delete, HeldState::Proposed)}));
      must(work.put_conflicts(
          std::vector<Conflict>{{.kind = ConflictKind::Value, .item = 1},
                                {.kind = ConflictKind::Doubtful, .item = 1, .other = 2},
                                {.kind = ConflictKind::Value, .item = 1, .choice = "kept"}}));
    });
  }
  CPPUNIT_ASSERT_EQUAL(describe(OpenQuestions{4, 2, 2, 2}),
                       describe(must(world.store().open_questions())));
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(describe(OpenQuestions{2, 1, 1, 1}),
                         describe(must(work.open_questions())));
  });
}

void small_slices_purge_everything_in_the_end(World& world) {
  for (const OwnerId owner : {world.alice(), world.bob()}) {
    world.write(owner, [](UnitOfWork& work) {
      for (int i = 0; i < 3; ++i) {
        add_session(work, "h" + std::to_string(i), 1);
        add_ended_run(work, RunState::Done, 1);
      }
    });
  }
  purge_all(world, 10, 10, 2);
  for (const OwnerId owner : {world.alice(), world.bob()}) {
    world.read(owner, [](UnitOfWork& work) {
      check_rows({}, must(work.runs(0, 10)));
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.count_sessions(0)));
    });
  }
}

void limit_zero_purges_nothing(World& world) {
  world.write([](UnitOfWork& work) { add_session(work, "old", 1); });
  CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(world.store().purge(10, 10, 0)));
  world.read([](UnitOfWork& work) { CPPUNIT_ASSERT(must(work.session("old")).has_value()); });
}

}  // namespace

std::vector<Case> purge_cases() {
  return {PIM_CASE(sessions_not_touched_since_are_purged),
          PIM_CASE(runs_that_ended_before_are_purged_with_their_lines),
          PIM_CASE(runs_that_have_not_ended_are_not_purged),
          PIM_CASE(a_run_that_waits_is_kept_while_a_question_is_open),
          PIM_CASE(a_run_that_waits_is_kept_while_it_is_new),
          PIM_CASE(a_run_that_waited_is_purged_when_all_is_answered),
          PIM_CASE(a_run_that_waits_is_purged_when_a_later_one_tells_the_same),
          PIM_CASE(a_later_run_that_tells_nothing_leaves_one_that_waits),
          PIM_CASE(questions_of_another_owner_keep_no_run),
          PIM_CASE(open_questions_are_counted_of_one_owner_and_of_all),
          PIM_CASE(small_slices_purge_everything_in_the_end),
          PIM_CASE(limit_zero_purges_nothing)};
}

}  // namespace pim::store::testing
