// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/postgresql/database.h"

namespace pim::sql::testing {

/// A server that ends its sessions: a restart, an administrator, an idle timeout.
class RestartTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RestartTest);
  CPPUNIT_TEST(the_next_transaction_after_a_restart_works);
  CPPUNIT_TEST(a_reader_after_a_restart_works);
  CPPUNIT_TEST(a_reader_that_asked_nothing_leaves_its_connection_usable);
  CPPUNIT_TEST(a_database_that_went_away_is_unavailable);
  CPPUNIT_TEST(a_server_that_is_away_is_unavailable);
  CPPUNIT_TEST(connections_are_bounded);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_next_transaction_after_a_restart_works() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    {
      const auto one = must(store->begin(alice, store::Access::Read));
      const auto two = must(store->begin(alice, store::Access::Read));
    }
    end_sessions();
    must(must(store->begin(alice, store::Access::Write))->commit());
    must(store->begin(alice, store::Access::Read));
  }

  void a_reader_after_a_restart_works() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    must(must(store->begin(alice, store::Access::Read))->collections());
    end_sessions();
    must(must(store->begin(alice, store::Access::Read))->collections());
  }

  void a_reader_that_asked_nothing_leaves_its_connection_usable() {
    const auto store = must(open_postgres({.conninfo = database_.conninfo(), .connections = 1}));
    const store::OwnerId alice = make_owner(*store, "alice");
    for (int i = 0; i < 3; ++i) {
      must(store->begin(alice, store::Access::Read));
      must(must(store->begin(alice, store::Access::Read))->collections());
      must(must(store->begin(alice, store::Access::Write))->commit());
    }
  }

  void a_database_that_went_away_is_unavailable() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable"),
        error_of(open_postgres({.conninfo = database_.conninfo_with("dbname=not_there")})));
  }

  void a_server_that_is_away_is_unavailable() {
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                         error_of(open_postgres({.conninfo = "host=127.0.0.1 port=1"})));
  }

  void connections_are_bounded() {
    const auto store = must(open_postgres({.conninfo = database_.conninfo(),
                                           .connections = 1,
                                           .patience = std::chrono::milliseconds(50)}));
    const store::OwnerId alice = make_owner(*store, "alice");
    const auto held = must(store->begin(alice, store::Access::Read));
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(store->begin(alice, store::Access::Read)));
  }

 private:
  void end_sessions() {
    database_.ask(
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE application_name = 'pimsync'");
  }

  Database database_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(RestartTest);

}  // namespace pim::sql::testing
