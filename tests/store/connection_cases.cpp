// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Connection full_connection() {
  return {.peer = "work",
          .url = "https://example.org/syncml",
          .user = "anna",
          .sealed_password = std::string("\0\1\xff", 3),
          .options = "{}",
          .side = "portal.1",
          .manner = std::string("\0m", 2)};
}

void every_field_of_a_connection_comes_back(World& world) {
  Connection full = full_connection();
  full.number = world.write([&](UnitOfWork& work) { return must(work.put_connection(full)); });
  CPPUNIT_ASSERT(full.number > 0);
  world.read([&](UnitOfWork& work) {
    const auto row = must(work.connection(full.number));
    CPPUNIT_ASSERT(row.has_value());
    check_same(full, *row);
  });
}

void a_numbered_connection_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    Connection row = full_connection();
    row.number = must(work.put_connection(row));
    row.side.clear();
    row.peer = "home";
    CPPUNIT_ASSERT_EQUAL(row.number, must(work.put_connection(row)));
    check_rows({row}, must(work.connections()));
  });
}

void connections_are_listed_by_number(World& world) {
  world.try_out([](UnitOfWork& work) {
    std::vector<Connection> all(3, full_connection());
    all[0].peer = "z";
    all[1].peer = "a";
    all[2].peer = "m";
    for (Connection& each : all) {
      each.number = must(work.put_connection(each));
    }
    check_rows(all, must(work.connections()));
  });
}

void an_unknown_connection_is_none(World& world) {
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT(!must(work.connection(99)));
    check_rows({}, must(work.connections()));
  });
}

void an_unknown_connection_is_not_changed(World& world) {
  world.try_out([](UnitOfWork& work) {
    Connection row = full_connection();
    row.number = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_connection(row)));
  });
}

void a_dropped_connection_is_gone(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t number = must(work.put_connection(full_connection()));
    must(work.drop_connection(number));
    must(work.drop_connection(999));
    CPPUNIT_ASSERT(!must(work.connection(number)));
    check_rows({}, must(work.connections()));
  });
}

void runs_of_a_dropped_connection_stay(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t number = add_run(work, 5);
    Run run = must(work.run(number)).value();
    must(work.drop_connection(run.connection));
    check_same(run, must(work.run(number)).value());
    run.state = RunState::Failed;
    must(work.put_run(run));
    check_same(run, must(work.run(number)).value());
  });
}

}  // namespace

std::vector<Case> connection_cases() {
  return {
      PIM_CASE(every_field_of_a_connection_comes_back), PIM_CASE(a_numbered_connection_is_replaced),
      PIM_CASE(connections_are_listed_by_number),       PIM_CASE(an_unknown_connection_is_none),
      PIM_CASE(an_unknown_connection_is_not_changed),   PIM_CASE(a_dropped_connection_is_gone),
      PIM_CASE(runs_of_a_dropped_connection_stay)};
}

}  // namespace pim::store::testing
