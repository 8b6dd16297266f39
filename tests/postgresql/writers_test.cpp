// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "tests/postgresql/database.h"
#include "tests/store/world.h"

namespace pim::sql::testing {

using store::testing::add_contact;

/// Eight writers of one collection, each a process of its own as far as the database can tell, and
/// a reader of the change feed beside them.
class WritersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WritersTest);
  CPPUNIT_TEST(eight_writers_under_read_committed);
  CPPUNIT_TEST(eight_writers_under_serializable_forced_by_the_role);
  CPPUNIT_TEST(a_writer_waits_for_another_one_of_its_owner_only);
  CPPUNIT_TEST(a_turn_not_had_in_time_is_busy);
  CPPUNIT_TEST_SUITE_END();

 public:
  void eight_writers_under_read_committed() { write_with_eight(database_.conninfo()); }

  void eight_writers_under_serializable_forced_by_the_role() {
    const std::string role = "strict_" + database_.schema();
    database_.tell("CREATE ROLE " + role +
                   " LOGIN SUPERUSER PASSWORD 'x';"
                   "ALTER ROLE " +
                   role + " SET default_transaction_isolation = 'serializable'");
    write_with_eight(database_.conninfo_with("user=" + role + " password=x"));
    database_.tell("DROP ROLE " + role);
  }

  void a_writer_waits_for_another_one_of_its_owner_only() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    const store::OwnerId bob = make_owner(*store, "bob");
    const auto held = must(store->begin(alice, store::Access::Write));
    must(must(store->begin(bob, store::Access::Write))->commit());
    must(must(store->begin(alice, store::Access::Read))->collections());
  }

  void a_turn_not_had_in_time_is_busy() {
    const auto store = must(open_postgres(
        {.conninfo = database_.conninfo(), .patience = std::chrono::milliseconds(100)}));
    const store::OwnerId alice = make_owner(*store, "alice");
    const auto held = must(store->begin(alice, store::Access::Write));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store->begin(alice, store::Access::Write)));
  }

 private:
  static constexpr int Writers = 8;
  static constexpr int Rounds = 25;

  /// Follows the feed as a session does: what lies above what was seen, up to the collection's
  /// revision. Nothing may ever come below that.
  static void follow(store::Store& store, store::OwnerId owner, const std::atomic<bool>& stop,
                     std::set<store::ItemId>& seen) {
    store::Revision upto = 0;
    for (bool last = false; !last;) {
      last = stop.load();
      const auto work = must(store.begin(owner, store::Access::Read));
      const store::Revision rev = must(work->collection("contacts"))->rev;
      for (const auto& row : must(work->feed({.collection = "contacts",
                             .after = upto,
                             .upto = rev,
                             .skip = {},
                             .pairing = 0,
                             .limit = Writers * Rounds}))) {
        seen.insert(row.id);
      }
      upto = rev;
    }
  }

  static int write_rounds(store::Store& store, store::OwnerId owner, int writer) {
    int written = 0;
    for (int tried = 0; written < Rounds && tried < Rounds * 10; ++tried) {
      auto work = store.begin(owner, store::Access::Write);
      if (work) {
        add_contact(**work, "w" + std::to_string(writer) + " " + std::to_string(written));
        written += (*work)->commit() ? 1 : 0;
      }
    }
    return written;
  }

  void write_with_eight(const std::string& conninfo) {
    const auto reader = must(open_postgres({.conninfo = conninfo}));
    const store::OwnerId alice = make_owner(*reader, "alice");
    std::atomic<bool> stop{false};
    std::atomic<int> written{0};
    std::set<store::ItemId> seen;
    std::thread follower([&] { follow(*reader, alice, stop, seen); });
    std::vector<std::thread> writers;
    for (int i = 0; i < Writers; ++i) {
      writers.emplace_back([&, i] {
        const auto store = open_postgres({.conninfo = conninfo});
        written += store ? write_rounds(**store, alice, i) : 0;
      });
    }
    for (std::thread& each : writers) {
      each.join();
    }
    stop.store(true);
    follower.join();
    CPPUNIT_ASSERT_EQUAL(Writers * Rounds, written.load());
    CPPUNIT_ASSERT_EQUAL(std::size_t{Writers * Rounds}, seen.size());
    CPPUNIT_ASSERT_EQUAL(std::to_string(Writers * Rounds),
                         database_.ask("SELECT count(DISTINCT label) FROM item"));
    CPPUNIT_ASSERT_EQUAL(
        std::to_string(Writers * Rounds),
        database_.ask("SELECT live FROM collection WHERE rev = live AND name = 'contacts'"));
  }

  Database database_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(WritersTest);

}  // namespace pim::sql::testing
