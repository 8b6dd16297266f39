// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_transaction.h"

#include <cppunit/extensions/HelperMacros.h>

#include <thread>

#include "tests/sql/filling.h"

namespace pim::sql::testing {

using namespace std::chrono_literals;

class TransactionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TransactionTest);
  CPPUNIT_TEST(a_lock_of_a_foreign_program_makes_busy);
  CPPUNIT_TEST(a_lock_of_a_foreign_program_is_waited_for);
  CPPUNIT_TEST(a_writer_does_not_hold_up_readers);
  CPPUNIT_TEST(readers_beyond_the_pool_are_busy);
  CPPUNIT_TEST(a_connection_given_back_serves_the_next);
  CPPUNIT_TEST(two_stores_of_one_process_write_in_turn);
  CPPUNIT_TEST(a_second_write_in_one_thread_is_a_fault);
  CPPUNIT_TEST(a_unit_serves_no_more_after_its_commit);
  CPPUNIT_TEST(a_constraint_inside_a_unit_is_refused);
  CPPUNIT_TEST(many_threads_write_and_none_is_lost);
  CPPUNIT_TEST(connections_are_synchronous_and_never_checkpoint);
  CPPUNIT_TEST(ids_end_where_the_packed_key_does);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    store_ = open();
    alice_ = make_alice(*store_);
  }

  void a_lock_of_a_foreign_program_makes_busy() {
    const auto shell = foreign_lock();
    CPPUNIT_ASSERT_EQUAL(std::string("busy"),
                         error_of(open(20ms)->begin(alice_, store::Access::Write)));
    must(shell->script("ROLLBACK"));
    must(store_->begin(alice_, store::Access::Write));
  }

  void a_lock_of_a_foreign_program_is_waited_for() {
    const auto shell = foreign_lock();
    std::string error = "not ended";
    std::atomic<bool> begins{false};
    std::thread writer([&] {
      begins = true;
      error = error_of(store_->begin(alice_, store::Access::Write));
    });
    while (!begins) {
      std::this_thread::yield();
    }
    must(shell->script("ROLLBACK"));
    writer.join();
    CPPUNIT_ASSERT_EQUAL(std::string("none"), error);
  }

  void a_writer_does_not_hold_up_readers() {
    const auto writer = must(store_->begin(alice_, store::Access::Write));
    must(writer->raise("contacts", 5));
    const auto reader = must(store_->begin(alice_, store::Access::Read));
    CPPUNIT_ASSERT_EQUAL(store::Revision{0}, must(reader->collection("contacts"))->rev);
  }

  void readers_beyond_the_pool_are_busy() {
    const auto store = open(10ms, 2);
    const auto one = must(store->begin(alice_, store::Access::Read));
    const auto two = must(store->begin(alice_, store::Access::Read));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store->begin(alice_, store::Access::Read)));
    must(store->begin(alice_, store::Access::Write));
  }

  void a_connection_given_back_serves_the_next() {
    const auto store = open(10s, 1);
    auto held = must(store->begin(alice_, store::Access::Read));
    std::string error = "not ended";
    std::atomic<bool> begins{false};
    std::thread reader([&] {
      begins = true;
      error = error_of(store->begin(alice_, store::Access::Read));
    });
    while (!begins) {
      std::this_thread::yield();
    }
    held.reset();
    reader.join();
    CPPUNIT_ASSERT_EQUAL(std::string("none"), error);
  }

  void two_stores_of_one_process_write_in_turn() {
    const auto other = open(10ms);
    const auto writer = must(store_->begin(alice_, store::Access::Write));
    std::string error;
    std::thread second([&] { error = error_of(other->begin(alice_, store::Access::Write)); });
    second.join();
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error);
  }

  void a_second_write_in_one_thread_is_a_fault() {
    const auto writer = must(store_->begin(alice_, store::Access::Write));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"),
                         error_of(store_->begin(alice_, store::Access::Write)));
  }

  void a_unit_serves_no_more_after_its_commit() {
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    must(unit->commit());
    CPPUNIT_ASSERT(!unit->collections());
    CPPUNIT_ASSERT(!unit->raise("contacts", 1));
    CPPUNIT_ASSERT(!unit->commit());
  }

  void a_constraint_inside_a_unit_is_refused() {
    tell(place_.path(),
         "CREATE TRIGGER no BEFORE INSERT ON staged BEGIN "
         "SELECT RAISE(ABORT, 'not today'); END");
    const store::PairingId pairing = make_pairing(*store_, alice_, "phone");
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    const store::Staged row{.peer_id = "1"};
    must(unit->savepoint());
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(unit->put_staged(pairing, {&row, 1})));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(unit->raise("contacts", 1)));
    must(unit->rollback_to_savepoint());
    must(unit->raise("contacts", 1));
    must(unit->commit());
  }

  void many_threads_write_and_none_is_lost() {
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 25; ++n) {
          const auto unit = store_->begin(alice_, store::Access::Write);
          const bool done = unit && (*unit)->raise("contacts", 1) && (*unit)->commit();
          failures += done ? 0 : 1;
        }
      });
    }
    for (std::thread& each : threads) {
      each.join();
    }
    CPPUNIT_ASSERT_EQUAL(0, failures.load());
    const auto unit = must(store_->begin(alice_, store::Access::Read));
    CPPUNIT_ASSERT_EQUAL(store::Revision{200}, must(unit->collection("contacts"))->rev);
  }

  void connections_are_synchronous_and_never_checkpoint() {
    CPPUNIT_ASSERT_EQUAL(std::string("2"), ask(place_.path(), "PRAGMA synchronous"));
    CPPUNIT_ASSERT_EQUAL(std::string("wal"), ask(place_.path(), "PRAGMA journal_mode"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), ask(place_.path(), "PRAGMA wal_autocheckpoint"));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), ask(place_.path(), "PRAGMA busy_timeout"));
  }

  void ids_end_where_the_packed_key_does() {
    tell(place_.path(), "UPDATE owner SET next_id = 4294967290");
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    CPPUNIT_ASSERT_EQUAL(std::string("full"), error_of(unit->reserve_ids(10)));
    CPPUNIT_ASSERT_EQUAL(store::ItemId{4294967290}, must(unit->reserve_ids(5)));
    CPPUNIT_ASSERT_EQUAL(std::string("full"), error_of(unit->reserve_ids(1)));
  }

 private:
  std::unique_ptr<SqliteStore> open(std::chrono::milliseconds patience = 5s,
                                    std::size_t readers = 8) const {
    SqliteOptions options = place_.options();
    options.patience = patience;
    options.readers = readers;
    return must(open_sqlite(options));
  }

  std::unique_ptr<Connection> foreign_lock() const {
    auto shell = must(Connection::open({.path = place_.path()}));
    must(shell->script("BEGIN IMMEDIATE"));
    return shell;
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(TransactionTest);

}  // namespace pim::sql::testing
