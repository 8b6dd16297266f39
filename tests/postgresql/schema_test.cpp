// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/migration.h"
#include "common/sql/postgres_connection.h"
#include "tests/postgresql/database.h"

namespace pim::sql::testing {

class SchemaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SchemaTest);
  CPPUNIT_TEST(init_makes_a_store_of_this_version);
  CPPUNIT_TEST(a_second_init_leaves_the_store_alone);
  CPPUNIT_TEST(an_empty_database_says_what_to_run);
  CPPUNIT_TEST(an_older_schema_says_what_to_run);
  CPPUNIT_TEST(a_newer_schema_is_refused_by_running_stores_too);
  CPPUNIT_TEST(upgrade_of_the_second_schema_adds_the_parts);
  CPPUNIT_TEST(upgrade_of_the_third_schema_adds_what_pages_count_with);
  CPPUNIT_TEST(upgrade_of_a_current_store_changes_nothing);
  CPPUNIT_TEST(a_sound_store_has_no_faults);
  CPPUNIT_TEST(a_fault_is_found);
  CPPUNIT_TEST(a_conninfo_is_described_without_its_password);
  CPPUNIT_TEST(a_removed_user_leaves_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void init_makes_a_store_of_this_version() {
    const Database empty(Database::Content::Nothing);
    CPPUNIT_ASSERT_EQUAL(0, must(postgres_schema_version(empty.conninfo())));
    must(init_postgres(empty.conninfo(), random_));
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, must(postgres_schema_version(empty.conninfo())));
    CPPUNIT_ASSERT_EQUAL(std::size_t{32}, empty.open()->store_id().size());
  }

  void a_second_init_leaves_the_store_alone() {
    const std::string id = database_.open()->store_id();
    CPPUNIT_ASSERT_EQUAL(std::string("already-exists"),
                         error_of(init_postgres(database_.conninfo(), random_)));
    CPPUNIT_ASSERT_EQUAL(id, database_.open()->store_id());
  }

  void an_empty_database_says_what_to_run() {
    const Database empty(Database::Content::Nothing);
    const auto opened = open_postgres({.conninfo = empty.conninfo()});
    CPPUNIT_ASSERT_EQUAL(std::string("not-found"), error_of(opened));
    CPPUNIT_ASSERT(opened.error().message.find("pimctl store init") != std::string::npos);
  }

  void an_older_schema_says_what_to_run() {
    const Database old(Database::Content::Nothing);
    must(init_postgres(old.conninfo(), random_));
    old.tell("UPDATE meta SET version = 0");
    CPPUNIT_ASSERT_EQUAL(std::string("not-found"),
                         error_of(open_postgres({.conninfo = old.conninfo()})));
  }

  void a_newer_schema_is_refused_by_running_stores_too() {
    const Database future(Database::Content::Nothing);
    must(init_postgres(future.conninfo(), random_));
    const auto running = future.open();
    const store::OwnerId alice = make_owner(*running, "alice");
    future.tell("UPDATE meta SET version = 999");
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(open_postgres({.conninfo = future.conninfo()})));
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(running->begin(alice, store::Access::Write)));
    const auto reader = must(running->begin(alice, store::Access::Read));  // asks nothing yet
    for (int tried = 0; tried < 2; ++tried) {
      CPPUNIT_ASSERT_EQUAL(std::string("unsupported"), error_of(reader->collections()));
    }
  }

  void upgrade_of_the_second_schema_adds_the_parts() {
    const Database old(Database::Content::Nothing);
    must(init_postgres(old.conninfo(), random_));
    old.tell("DROP TABLE map_part");
    old.tell("UPDATE meta SET version = 2");
    const auto opened = open_postgres({.conninfo = old.conninfo()});
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"), error_of(opened));
    CPPUNIT_ASSERT(opened.error().message.find("pimctl store upgrade") != std::string::npos);
    must(upgrade_postgres(old.conninfo()));
    old.tell("SELECT name FROM map_part");
    old.open();
  }

  void upgrade_of_the_third_schema_adds_what_pages_count_with() {
    const Database old(Database::Content::Nothing);
    must(init_postgres(old.conninfo(), random_));
    const char* const indexes[] = {"conflict_open_of", "held_waiting_of", "run_good"};
    for (const char* index : indexes) {
      old.tell(std::string("DROP INDEX ") + index);
    }
    old.tell("UPDATE meta SET version = 3");
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(open_postgres({.conninfo = old.conninfo()})));
    must(upgrade_postgres(old.conninfo()));
    for (const char* index : indexes) {
      old.tell(std::string("DROP INDEX ") + index);  // fails where it is not there
    }
  }

  void upgrade_of_a_current_store_changes_nothing() {
    must(upgrade_postgres(database_.conninfo()));
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, must(postgres_schema_version(database_.conninfo())));
  }

  void a_sound_store_has_no_faults() {
    const auto store = database_.open();
    make_owner(*store, "alice");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(store->integrity_check()).size());
  }

  void a_fault_is_found() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    database_.tell(
        "INSERT INTO item_map(owner, pairing, item, state, generation, seen, "
        "base_said_by_side, failure, retry_at, reason, sent) VALUES(" +
        std::to_string(alice) + ", 7, 1, 0, 1, 0, 0, 0, 0, '', '')");
    const auto faults = must(store->integrity_check());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, faults.size());
    CPPUNIT_ASSERT(faults.front().find("pairing 7") != std::string::npos);
  }

  void a_conninfo_is_described_without_its_password() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("postgresql dbname=pim host=/run/postgresql"),
        must(describe_conninfo("host=/run/postgresql dbname=pim password=secret")));
    const auto wrong = describe_conninfo("host=x password = 'secret");
    CPPUNIT_ASSERT_EQUAL(std::string("malformed"), error_of(wrong));
    CPPUNIT_ASSERT(wrong.error().text().find("secret") == std::string::npos);
  }

  void a_removed_user_leaves_nothing() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    const store::OwnerId bob = make_owner(*store, "bob");
    CPPUNIT_ASSERT(alice == must(store->let_go_owner("here", "alice")));
    CPPUNIT_ASSERT(std::vector{alice} == must(store->half_removed()));
    while (must(store->remove_rows(alice, 2)) != 0) {
    }
    CPPUNIT_ASSERT(must(store->half_removed()).empty());
    CPPUNIT_ASSERT_EQUAL(
        std::string("0"),
        database_.ask("SELECT count(*) FROM collection WHERE owner = " + std::to_string(alice)));
    CPPUNIT_ASSERT(must(store->find_owner(bob)).has_value());
    CPPUNIT_ASSERT(make_owner(*store, "alice") != alice);
  }

 private:
  SystemRandom random_;
  Database database_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(SchemaTest);

}  // namespace pim::sql::testing
