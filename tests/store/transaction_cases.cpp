// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

void committed_writes_are_seen_by_later_transactions(World& world) {
  const ItemId id = world.write([](UnitOfWork& work) { return add_contact(work, "anna"); });
  world.read([&](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("anna"), item_of(work, id).label);
  });
}

void dropped_transaction_leaves_nothing(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_contact(work, "anna");
    add_pairing(work, "phone");
    must(work.put_session(Session{.handle = "h"}));
    add_run(work, 1);
  });
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(Revision{0}, contacts_of(work).rev);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live);
    check_rows({}, must(work.page({.collection = "contacts"})));
    check_rows({}, must(work.pairings()));
    CPPUNIT_ASSERT(!must(work.session("h")));
    check_rows({}, must(work.runs(0, 10)));
    check_rows({}, must(work.connections()));
  });
}

void a_transaction_sees_its_own_writes(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    CPPUNIT_ASSERT_EQUAL(std::string("anna"), item_of(work, id).label);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.page({.collection = "contacts"})).size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         must(work.feed({.collection = "contacts", .upto = 9})).size());
  });
}

void a_reader_keeps_its_state_while_others_commit(World& world) {
  auto reader = world.begin(world.alice(), Access::Read);
  CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(*reader).live);
  world.write([](UnitOfWork& work) { add_contact(work, "anna"); });
  CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(*reader).live);
  check_rows({}, must(reader->page({.collection = "contacts"})));
}

void a_reader_does_not_see_what_is_not_committed(World& world) {
  auto writer = world.begin(world.alice(), Access::Write);
  add_contact(*writer, "anna");
  world.read(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live); });
}

void a_reader_can_commit(World& world) {
  auto reader = world.begin(world.alice(), Access::Read);
  contacts_of(*reader);
  must(reader->commit());
}

void a_read_transaction_refuses_to_write(World& world) {
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.drop_session("h")));
  });
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.reserve_ids(1)));
  });
}

void owner_is_the_one_it_was_begun_for(World& world) {
  CPPUNIT_ASSERT_EQUAL(world.bob(), world.begin(world.bob(), Access::Read)->owner());
}

void going_back_to_the_savepoint_keeps_what_came_before(World& world) {
  world.write([](UnitOfWork& work) {
    add_contact(work, "anna");
    must(work.savepoint());
    add_contact(work, "berta");
    must(work.rollback_to_savepoint());
  });
  world.read([](UnitOfWork& work) {
    const auto page = must(work.page({.collection = "contacts"}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, page.size());
    CPPUNIT_ASSERT_EQUAL(std::string("anna"), page.front().label);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live);
  });
}

void going_back_works_again_and_again(World& world) {
  world.write([](UnitOfWork& work) {
    must(work.savepoint());
    for (const char* name : {"anna", "berta", "carla"}) {
      add_contact(work, name);
      must(work.rollback_to_savepoint());
    }
    add_contact(work, "dora");
  });
  world.read(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live); });
}

void a_second_savepoint_replaces_the_first(World& world) {
  world.write([](UnitOfWork& work) {
    must(work.savepoint());
    add_contact(work, "anna");
    must(work.savepoint());
    add_contact(work, "berta");
    must(work.rollback_to_savepoint());
  });
  world.read(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live); });
}

void work_goes_on_after_going_back_from_a_conflict(World& world) {
  world.write([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    ItemWrite stale = next_of(work, id);
    stale.expected = 99;
    must(work.savepoint());
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(write_one(work, stale)));
    must(work.rollback_to_savepoint());
    add_contact(work, "berta");
  });
  world.read(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, contacts_of(work).live); });
}

void work_goes_on_after_going_back_from_a_refusal(World& world) {
  world.write([](UnitOfWork& work) {
    must(work.savepoint());
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_maps(99, {{MapRow{}}})));
    must(work.rollback_to_savepoint());
    add_contact(work, "anna");
  });
  world.read(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live); });
}

void a_failed_span_leaves_nothing_after_a_rollback(World& world) {
  world.try_out([](UnitOfWork& work) {
    const Revision rev = must(work.raise("contacts", 2));
    const ItemId id = must(work.reserve_ids(1));
    const std::vector<ItemWrite> writes{contact(id, rev, "anna"), contact(id, rev + 1, "twin")};
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.write_items(writes, {}, 1)));
  });
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live);
    check_rows({}, must(work.page({.collection = "contacts"})));
  });
}

void transactions_are_counted(World& world) {
  const auto before = world.store().counters().transactions;
  world.read([](UnitOfWork& work) { contacts_of(work); });
  world.write([](UnitOfWork& work) { add_contact(work, "anna"); });
  CPPUNIT_ASSERT_EQUAL(before + 2, world.store().counters().transactions);
}

}  // namespace

std::vector<Case> transaction_cases() {
  return {PIM_CASE(committed_writes_are_seen_by_later_transactions),
          PIM_CASE(dropped_transaction_leaves_nothing),
          PIM_CASE(a_transaction_sees_its_own_writes),
          PIM_CASE(a_reader_keeps_its_state_while_others_commit),
          PIM_CASE(a_reader_does_not_see_what_is_not_committed),
          PIM_CASE(a_reader_can_commit),
          PIM_CASE(a_read_transaction_refuses_to_write),
          PIM_CASE(owner_is_the_one_it_was_begun_for),
          PIM_CASE(going_back_to_the_savepoint_keeps_what_came_before),
          PIM_CASE(going_back_works_again_and_again),
          PIM_CASE(a_second_savepoint_replaces_the_first),
          PIM_CASE(work_goes_on_after_going_back_from_a_conflict),
          PIM_CASE(work_goes_on_after_going_back_from_a_refusal),
          PIM_CASE(a_failed_span_leaves_nothing_after_a_rollback),
          PIM_CASE(transactions_are_counted)};
}

}  // namespace pim::store::testing
