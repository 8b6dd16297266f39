// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_store.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

constexpr HashKey Key{{1, 2, 3}};

/// A store whose writers do not wait for each other.
std::unique_ptr<Store> make_impatient() {
  return std::make_unique<MemoryStore>(Key, std::chrono::milliseconds(0));
}

MemoryStore& memory_of(World& world) {
  return dynamic_cast<MemoryStore&>(world.store());
}

std::int64_t live(World& world) {
  return world.read([](UnitOfWork& work) { return contacts_of(work).live; });
}

void add(World& world, const char* name) {
  world.write([&](UnitOfWork& work) { add_contact(work, name); });
}

}  // namespace

struct MemoryStoreConformance {
  static CppUnit::Test* suite() {
    return conformance_suite("MemoryStore", [] { return std::make_unique<MemoryStore>(Key); });
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MemoryStoreConformance);

/// What a MemoryStore does beyond the rules of every store.
class MemoryStoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MemoryStoreTest);
  CPPUNIT_TEST(the_key_is_the_one_given);
  CPPUNIT_TEST(a_snapshot_is_put_back_whole);
  CPPUNIT_TEST(a_snapshot_does_not_see_later_changes_of_open_transactions);
  CPPUNIT_TEST(a_snapshot_can_be_put_back_into_another_store);
  CPPUNIT_TEST(a_snapshot_can_be_put_back_twice);
  CPPUNIT_TEST(a_restore_brings_back_ids_and_epochs);
  CPPUNIT_TEST(a_restore_forgets_owners_made_since);
  CPPUNIT_TEST(a_restore_is_busy_while_a_transaction_writes);
  CPPUNIT_TEST(a_reader_outlives_a_restore);
  CPPUNIT_TEST(a_second_writer_is_busy);
  CPPUNIT_TEST(the_turn_is_free_after_a_rollback);
  CPPUNIT_TEST(the_functions_of_the_store_take_turns_as_well);
  CPPUNIT_TEST(after_a_refusal_nothing_works_but_going_back);
  CPPUNIT_TEST(after_a_conflict_nothing_is_committed);
  CPPUNIT_TEST(after_the_commit_nothing_works);
  CPPUNIT_TEST(going_back_without_a_savepoint_is_a_fault);
  CPPUNIT_TEST(statements_and_rows_are_counted);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_key_is_the_one_given() { CPPUNIT_ASSERT(MemoryStore(Key).key() == Key); }

  void a_snapshot_is_put_back_whole() {
    World world(make_impatient);
    add(world, "anna");
    const auto snapshot = memory_of(world).snapshot();
    add(world, "berta");
    must(memory_of(world).restore(snapshot));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, live(world));
  }

  void a_snapshot_does_not_see_later_changes_of_open_transactions() {
    World world(make_impatient);
    auto work = world.begin(world.alice(), Access::Write);
    add_contact(*work, "anna");
    const auto snapshot = memory_of(world).snapshot();
    must(work->commit());
    work.reset();
    must(memory_of(world).restore(snapshot));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, live(world));
  }

  void a_snapshot_can_be_put_back_into_another_store() {
    World world(make_impatient);
    add(world, "anna");
    World other(make_impatient);
    must(memory_of(other).restore(memory_of(world).snapshot()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, live(other));
  }

  void a_snapshot_can_be_put_back_twice() {
    World world(make_impatient);
    const auto snapshot = memory_of(world).snapshot();
    for (int i = 0; i < 2; ++i) {
      add(world, "anna");
      must(memory_of(world).restore(snapshot));
      CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, live(world));
    }
  }

  void a_restore_brings_back_ids_and_epochs() {
    World world(make_impatient);
    const auto reserve = [](UnitOfWork& work) { return must(work.reserve_ids(1)); };
    const auto snapshot = memory_of(world).snapshot();
    const ItemId given = world.write(reserve);
    const Portal before = must(world.store().portal("here", ""));
    must(world.store().renew_epoch("here", 1));
    must(memory_of(world).restore(snapshot));
    CPPUNIT_ASSERT_EQUAL(given, world.write(reserve));
    check_same(before, must(world.store().portal("here", "")));
  }

  void a_restore_forgets_owners_made_since() {
    World world(make_impatient);
    const auto snapshot = memory_of(world).snapshot();
    const OwnerId carol = must(world.store().owner("here", "carol")).id;
    must(memory_of(world).restore(snapshot));
    CPPUNIT_ASSERT(!must(world.store().find_owner(carol)));
  }

  void a_restore_is_busy_while_a_transaction_writes() {
    World world(make_impatient);
    const auto snapshot = memory_of(world).snapshot();
    auto work = world.begin(world.alice(), Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(memory_of(world).restore(snapshot)));
  }

  void a_reader_outlives_a_restore() {
    World world(make_impatient);
    const auto snapshot = memory_of(world).snapshot();
    add(world, "anna");
    auto reader = world.begin(world.alice(), Access::Read);
    must(memory_of(world).restore(snapshot));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(*reader).live);
  }

  void a_second_writer_is_busy() {
    World world(make_impatient);
    auto work = world.begin(world.alice(), Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("busy"),
                         error_of(world.store().begin(world.bob(), Access::Write)));
  }

  void the_turn_is_free_after_a_rollback() {
    World world(make_impatient);
    world.try_out([](UnitOfWork& work) { add_contact(work, "anna"); });
    add(world, "berta");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, live(world));
  }

  void the_functions_of_the_store_take_turns_as_well() {
    World world(make_impatient);
    Store& store = world.store();
    auto work = world.begin(world.alice(), Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.portal("new", "")));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.owner("here", "new")));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.renew_epoch("here", 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.claim_runs("here", "h", {}, 1, 2, 3)));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.renew_leases({}, 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store.purge(1, 1, 1)));
  }

  void after_a_refusal_nothing_works_but_going_back() {
    World world(make_impatient);
    auto work = world.begin(world.alice(), Access::Write);
    must(work->savepoint());
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->raise("nothing", 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->collections()));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->raise("contacts", 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->commit()));
    must(work->rollback_to_savepoint());
    must(work->commit());
  }

  void after_a_conflict_nothing_is_committed() {
    World world(make_impatient);
    {
      auto work = world.begin(world.alice(), Access::Write);
      ItemWrite write = next_of(*work, add_contact(*work, "anna"));
      write.expected = 99;
      CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(write_one(*work, write)));
      CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->commit()));
    }
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, live(world));
  }

  void after_the_commit_nothing_works() {
    World world(make_impatient);
    auto work = world.begin(world.alice(), Access::Write);
    must(work->savepoint());
    must(work->commit());
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(work->collections()));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(work->raise("contacts", 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(work->rollback_to_savepoint()));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(work->commit()));
    add(world, "the turn has ended with the commit");
  }

  void going_back_without_a_savepoint_is_a_fault() {
    World world(make_impatient);
    auto work = world.begin(world.alice(), Access::Write);
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(work->rollback_to_savepoint()));
  }

  void statements_and_rows_are_counted() {
    World world(make_impatient);
    add(world, "anna");
    const Counters before = world.store().counters();
    world.read([](UnitOfWork& work) { must(work.page({.collection = "contacts"})); });
    const Counters after = world.store().counters();
    CPPUNIT_ASSERT_EQUAL(before.statements + 1, after.statements);
    CPPUNIT_ASSERT_EQUAL(before.rows_read + 1, after.rows_read);
    CPPUNIT_ASSERT_EQUAL(before.full_scan_steps, after.full_scan_steps);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MemoryStoreTest);

}  // namespace pim::store::testing
