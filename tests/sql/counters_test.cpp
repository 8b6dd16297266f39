// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/sqlite_connection.h"
#include "common/store/standard.h"
#include "tests/sql/filling.h"

namespace pim::sql::testing {

/// Statements and rows are exact: benchmarks and limits are asserted with them.
class CountersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CountersTest);
  CPPUNIT_TEST(a_new_store_has_done_nothing);
  CPPUNIT_TEST(an_empty_transaction_is_begin_version_and_rollback);
  CPPUNIT_TEST(a_batch_counts_each_of_its_runs);
  CPPUNIT_TEST(rows_are_counted_as_they_are_read);
  CPPUNIT_TEST(a_search_counts_the_rows_it_looked_at);
  CPPUNIT_TEST(weak_keys_are_indexed_by_the_first_write_that_asks);
  CPPUNIT_TEST(a_full_scan_is_noticed);
  CPPUNIT_TEST(the_longest_write_leaves_the_gate_out);
  CPPUNIT_TEST(ids_cost_one_statement_for_a_transaction);
  CPPUNIT_TEST(an_insert_costs_two_statements);
  CPPUNIT_TEST(an_update_costs_three_statements);
  CPPUNIT_TEST(the_cost_of_a_quiet_feed_does_not_grow_with_the_store);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    store_ = place_.open();
  }

  void a_new_store_has_done_nothing() {
    const store::Counters counters = store_->counters();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, counters.statements);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, counters.transactions);
  }

  void an_empty_transaction_is_begin_version_and_rollback() {
    const store::Counters spent = cost([&] { must(store_->begin(1, store::Access::Read)); });
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, spent.statements);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, spent.rows_read);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, spent.transactions);
  }

  void a_batch_counts_each_of_its_runs() {
    fill_in(10);
    const std::vector<std::string> peers = {"p1", "p2", "p3", "nobody"};
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, beyond_empty([&](store::UnitOfWork& unit) {
                                             must(unit.maps_by_peer(pairing_, peers));
                                           }).statements);
  }

  void rows_are_counted_as_they_are_read() {
    fill_in(10);
    const std::uint64_t rows = beyond_empty([&](store::UnitOfWork& unit) {
                                 must(unit.feed({.collection = "contacts",
                                                 .after = 0,
                                                 .upto = 7,
                                                 .skip = {},
                                                 .pairing = pairing_,
                                                 .limit = 200}));
                               }).rows_read;
    CPPUNIT_ASSERT_EQUAL(7 + store::standard_collections().size(), rows);  // they are read whole
  }

  void a_search_counts_the_rows_it_looked_at() {
    fill_in(50);
    const std::uint64_t key = 1;
    const std::uint64_t rows = beyond_empty([&](store::UnitOfWork& unit) {
                                 must(unit.find_weak("contacts", {&key, 1}));
                               }).rows_read;
    CPPUNIT_ASSERT_EQUAL(50 + 1 + store::standard_collections().size(), rows);
  }

  void weak_keys_are_indexed_by_the_first_write_that_asks() {
    fill_in(50);
    const std::uint64_t key = 1;
    const auto ask = [&](store::Access access) {
      const auto unit = must(store_->begin(alice_, access));
      must(unit->find_weak("contacts", {&key, 1}));
      must(unit->commit());
    };
    ask(store::Access::Write);
    const std::uint64_t rows = cost([&] { ask(store::Access::Write); }).rows_read;
    CPPUNIT_ASSERT_MESSAGE(std::to_string(rows), rows < 8);
  }

  void a_full_scan_is_noticed() {
    fill_in(20);
    const auto connection = must(Connection::open({.path = place_.path()}));
    must(must(connection->prepare("SELECT count(label) FROM item")).run());
    CPPUNIT_ASSERT(connection->work().full_scan_steps >= 19);
  }

  void the_longest_write_leaves_the_gate_out() {
    make_alice(*store_);
    CPPUNIT_ASSERT(store_->counters().longest_transaction_us > 0);
    CPPUNIT_ASSERT(store_->counters().longest_transaction_us < 5'000'000);
  }

  void ids_cost_one_statement_for_a_transaction() {
    alice_ = make_alice(*store_);
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    for (int i = 0; i < 100; ++i) {
      must(unit->reserve_ids(1));
    }
    // begin, version, next id; then the write-back and the commit
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{5}, cost([&] { must(unit->commit()); }).statements);
  }

  void an_insert_costs_two_statements() {
    alice_ = make_alice(*store_);
    const auto insert = [&](std::size_t count) {
      return cost([&] {
               const auto unit = must(store_->begin(alice_, store::Access::Write));
               const Contacts contacts(*unit, count, 0);
               must(unit->write_items(contacts.writes, {}, 1));
               must(unit->commit());
             })
          .statements;
    };
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2 * 30}, insert(40) - insert(10));
  }

  void an_update_costs_three_statements() {
    alice_ = make_alice(*store_);
    Contacts contacts;
    {
      const auto unit = must(store_->begin(alice_, store::Access::Write));
      contacts = Contacts(*unit, 50, 0);
      must(unit->write_items(contacts.writes, {}, 1));
      must(unit->commit());
    }
    const auto update = [&](std::size_t count) {
      return cost([&] {
               const auto unit = must(store_->begin(alice_, store::Access::Write));
               must(unit->write_items(contacts.updates(*unit, 0, count), {}, 1));
               must(unit->commit());
             })
          .statements;
    };
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3 * 30}, update(40) - update(10));
  }

  void the_cost_of_a_quiet_feed_does_not_grow_with_the_store() {
    fill_in(10);
    const auto quiet = [&](store::UnitOfWork& unit) {
      const store::Revision rev = must(unit.collection("contacts"))->rev;
      must(unit.feed({.collection = "contacts",
                      .after = rev,
                      .upto = rev,
                      .skip = {},
                      .pairing = pairing_,
                      .limit = 200}));
      must(unit.open_maps(pairing_, 1 << 30, 0, 0, 200));
    };
    const store::Counters small = beyond_empty(quiet);
    fill_in(2000);
    const store::Counters large = beyond_empty(quiet);
    CPPUNIT_ASSERT_EQUAL(small.statements, large.statements);
    CPPUNIT_ASSERT_EQUAL(small.rows_read, large.rows_read);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, large.full_scan_steps);
  }

 private:
  void fill_in(std::int64_t count) {
    alice_ = make_alice(*store_);
    pairing_ = make_pairing(*store_, alice_, "phone");
    fill(place_.path(), alice_, pairing_, count);
  }

  template <class Work>
  store::Counters cost(Work work) {
    const store::Counters before = store_->counters();
    work();
    store::Counters spent = store_->counters();
    spent.statements -= before.statements;
    spent.rows_read -= before.rows_read;
    spent.full_scan_steps -= before.full_scan_steps;
    spent.transactions -= before.transactions;
    return spent;
  }

  /// What `work` costs in a read transaction, without the transaction itself.
  template <class Work>
  store::Counters beyond_empty(Work work) {
    store::Counters spent = cost([&] {
      const auto unit = must(store_->begin(alice_, store::Access::Read));
      work(*unit);
    });
    spent.statements -= 3;
    spent.rows_read -= 1;
    return spent;
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::PairingId pairing_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(CountersTest);

}  // namespace pim::sql::testing
