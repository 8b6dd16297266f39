// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Run full_run(std::int64_t connection) {
  return {.connection = connection,
          .state = RunState::Waiting,
          .mode = "two-way",
          .plan_only = true,
          .phase = "plan",
          .detail = std::string("d\0\xff", 3),
          .result = "{\"a\":1}",
          .outcome = "waiting",
          .sentence = "Two deletions wait for you.",
          .created_at = 1,
          .due_at = 2,
          .finished_at = 3,
          .fencing = 4,
          .lease_until = 5,
          .holder = "boot-1.77",
          .cancel_asked = true};
}

std::int64_t add_connection(UnitOfWork& work) {
  return must(work.put_connection(Connection{.peer = "peer"}));
}

RunItem line(std::int64_t number) {
  return {.line = number,
          .collection = "contacts",
          .direction = "here",
          .op = "add",
          .item = 7,
          .label = "Anna",
          .status = 201,
          .reason = "new"};
}

std::string lines_of(const std::vector<RunItem>& lines) {
  std::string all;
  for (const RunItem& each : lines) {
    all += std::to_string(each.line) + " ";
  }
  return all;
}

void every_field_of_a_run_comes_back(World& world) {
  const Run full = world.write([](UnitOfWork& work) {
    Run made = full_run(add_connection(work));
    made.number = must(work.put_run(made));
    return made;
  });
  CPPUNIT_ASSERT(full.number > 0);
  world.read([&](UnitOfWork& work) {
    const auto row = must(work.run(full.number));
    CPPUNIT_ASSERT(row.has_value());
    check_same(full, *row);
  });
}

void a_numbered_run_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    Run run = full_run(add_connection(work));
    run.number = must(work.put_run(run));
    Run changed;
    changed.number = run.number;
    changed.connection = run.connection;
    changed.fencing = 9;
    CPPUNIT_ASSERT_EQUAL(run.number, must(work.put_run(changed)));
    check_same(changed, must(work.run(run.number)).value());
  });
}

void an_unknown_run_is_none(World& world) {
  world.read([](UnitOfWork& work) { CPPUNIT_ASSERT(!must(work.run(99))); });
}

void an_unknown_run_is_not_changed(World& world) {
  world.try_out([](UnitOfWork& work) {
    Run run = full_run(add_connection(work));
    run.number = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_run(run)));
  });
}

void a_run_with_an_older_fencing_number_is_a_conflict(World& world) {
  world.try_out([](UnitOfWork& work) {
    Run run = full_run(add_connection(work));
    run.number = must(work.put_run(run));
    must(work.put_run(run));
    run.fencing = 3;
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(work.put_run(run)));
  });
}

void runs_are_listed_newest_first(World& world) {
  world.try_out([](UnitOfWork& work) {
    std::vector<Run> all;
    for (int i = 0; i < 3; ++i) {
      all.insert(all.begin(), must(work.run(add_run(work, i))).value());
    }
    check_rows(all, must(work.runs(0, 10)));
    check_rows({all[0], all[1]}, must(work.runs(0, 2)));
    check_rows({all[2]}, must(work.runs(all[1].number, 2)));
    check_rows({}, must(work.runs(all[2].number, 2)));
  });
}

std::int64_t add_run_of(UnitOfWork& work, std::int64_t connection, RunState state,
                        bool plan_only = false) {
  return must(work.put_run(Run{.connection = connection, .state = state, .plan_only = plan_only}));
}

void runs_of_a_connection_are_listed_newest_first(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t mine = add_connection(work);
    const std::int64_t other = add_connection(work);
    std::vector<Run> all;
    for (int i = 0; i < 3; ++i) {
      all.insert(all.begin(), must(work.run(add_run_of(work, mine, RunState::Failed))).value());
      add_run_of(work, other, RunState::Failed);
    }
    check_rows(all, must(work.runs_of(mine, 0, 10)));
    check_rows({all[0], all[1]}, must(work.runs_of(mine, 0, 2)));
    check_rows({all[2]}, must(work.runs_of(mine, all[1].number, 2)));
    check_rows({}, must(work.runs_of(other + 1'000, 0, 2)));
  });
}

void the_last_good_run_is_the_newest_that_did_its_work(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t mine = add_connection(work);
    const std::int64_t other = add_connection(work);
    CPPUNIT_ASSERT(!must(work.last_good_run(mine)));
    for (const RunState good : {RunState::Done, RunState::Waiting}) {
      const std::int64_t number = add_run_of(work, mine, good);
      add_run_of(work, mine, RunState::Done, true);
      for (const RunState other_state :
           {RunState::Due, RunState::Running, RunState::Failed, RunState::Cancelled}) {
        add_run_of(work, mine, other_state);
      }
      add_run_of(work, other, RunState::Done);
      check_same(must(work.run(number)).value(), must(work.last_good_run(mine)).value());
    }
  });
}

void due_and_running_runs_of_the_connection_are_live(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t connection = add_connection(work);
    std::vector<Run> live;
    for (const RunState state : {RunState::Due, RunState::Running, RunState::Waiting,
                                 RunState::Done, RunState::Failed, RunState::Cancelled}) {
      Run run = full_run(connection);
      run.state = state;
      run.number = must(work.put_run(run));
      if (state == RunState::Due || state == RunState::Running) {
        live.push_back(run);
      }
    }
    add_run(work, 1);
    check_rows(live, must(work.live_runs(connection)));
    check_rows({}, must(work.live_runs(connection + 1'000)));
  });
}

void every_field_of_a_line_comes_back(World& world) {
  const std::int64_t run = world.write([](UnitOfWork& work) {
    const std::int64_t number = add_run(work, 1);
    must(work.put_run_items(number, std::vector<RunItem>{line(1)}));
    return number;
  });
  world.read([&](UnitOfWork& work) { check_rows({line(1)}, must(work.run_items(run, 0, 10))); });
}

void lines_are_paged_by_number(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t run = add_run(work, 1);
    must(work.put_run_items(run, std::vector<RunItem>{line(3), line(10), line(2), line(1)}));
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 "), lines_of(must(work.run_items(run, 0, 2))));
    CPPUNIT_ASSERT_EQUAL(std::string("3 10 "), lines_of(must(work.run_items(run, 2, 2))));
    CPPUNIT_ASSERT_EQUAL(std::string(), lines_of(must(work.run_items(run, 10, 2))));
  });
}

void a_line_put_again_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t run = add_run(work, 1);
    RunItem changed = line(1);
    must(work.put_run_items(run, {&changed, 1}));
    changed.status = 500;
    must(work.put_run_items(run, {&changed, 1}));
    check_rows({changed}, must(work.run_items(run, 0, 10)));
  });
}

void dropped_lines_are_those_of_the_run(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t first = add_run(work, 1);
    const std::int64_t second = add_run(work, 1);
    for (const std::int64_t run : {first, second}) {
      must(work.put_run_items(run, std::vector<RunItem>{line(1), line(2)}));
    }
    must(work.drop_run_items(first));
    check_rows({}, must(work.run_items(first, 0, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 "), lines_of(must(work.run_items(second, 0, 10))));
  });
}

void lines_of_an_unknown_run_are_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const RunItem one = line(1);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_run_items(99, {&one, 1})));
  });
}

}  // namespace

std::vector<Case> run_cases() {
  return {PIM_CASE(every_field_of_a_run_comes_back),
          PIM_CASE(a_numbered_run_is_replaced),
          PIM_CASE(an_unknown_run_is_none),
          PIM_CASE(an_unknown_run_is_not_changed),
          PIM_CASE(a_run_with_an_older_fencing_number_is_a_conflict),
          PIM_CASE(runs_are_listed_newest_first),
          PIM_CASE(runs_of_a_connection_are_listed_newest_first),
          PIM_CASE(the_last_good_run_is_the_newest_that_did_its_work),
          PIM_CASE(due_and_running_runs_of_the_connection_are_live),
          PIM_CASE(every_field_of_a_line_comes_back),
          PIM_CASE(lines_are_paged_by_number),
          PIM_CASE(a_line_put_again_is_replaced),
          PIM_CASE(dropped_lines_are_those_of_the_run),
          PIM_CASE(lines_of_an_unknown_run_are_refused)};
}

}  // namespace pim::store::testing
