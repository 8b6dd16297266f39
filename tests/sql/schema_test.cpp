// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "common/sql/sqlite_migration.h"
#include "tests/sql/scratch.h"

namespace pim::sql::testing {

class SchemaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SchemaTest);
  CPPUNIT_TEST(open_makes_nothing_where_there_is_no_file);
  CPPUNIT_TEST(open_refuses_a_file_without_schema);
  CPPUNIT_TEST(open_refuses_an_older_schema);
  CPPUNIT_TEST(open_refuses_a_newer_schema);
  CPPUNIT_TEST(open_refuses_a_file_that_is_no_database);
  CPPUNIT_TEST(init_makes_a_store_that_opens);
  CPPUNIT_TEST(init_leaves_an_existing_store_as_it_is);
  CPPUNIT_TEST(init_finishes_what_a_killed_one_began);
  CPPUNIT_TEST(only_the_owner_can_read_the_file);
  CPPUNIT_TEST(each_store_has_an_id_and_a_key_of_its_own);
  CPPUNIT_TEST(id_and_key_stay_over_reopening);
  CPPUNIT_TEST(upgrade_of_the_present_schema_does_nothing);
  CPPUNIT_TEST(upgrade_refuses_a_newer_schema);
  CPPUNIT_TEST(upgrade_copies_the_store_first);
  CPPUNIT_TEST(a_copy_that_cannot_be_finished_is_taken_away);
  CPPUNIT_TEST(a_copy_that_breaks_off_is_taken_away);
  CPPUNIT_TEST(upgrade_adds_what_a_store_of_version_1_lacks);
  CPPUNIT_TEST(upgrade_of_the_second_schema_adds_the_parts);
  CPPUNIT_TEST(upgrade_of_the_third_schema_adds_what_pages_count_with);
  CPPUNIT_TEST(upgrade_of_the_fourth_schema_adds_the_mark);
  CPPUNIT_TEST(every_step_may_run_twice);
  CPPUNIT_TEST(steps_run_from_the_version_of_the_file_on);
  CPPUNIT_TEST(a_failed_step_changes_nothing);
  CPPUNIT_TEST(versions_of_the_steps_ascend_to_the_present_one);
  CPPUNIT_TEST(an_open_store_notices_an_upgrade);
  CPPUNIT_TEST(statements_outlive_a_change_of_the_schema);
  CPPUNIT_TEST(every_unique_key_begins_with_the_owner);
  CPPUNIT_TEST_SUITE_END();

 public:
  void open_makes_nothing_where_there_is_no_file() {
    check_refused("not-found", "pimctl store init");
    CPPUNIT_ASSERT(!std::filesystem::exists(place_.path()));
  }

  void open_refuses_a_file_without_schema() {
    must(Connection::create({.path = place_.path()}));
    check_refused("not-found", "pimctl store init");
  }

  void open_refuses_an_older_schema() {
    // There is none below 1 but 0; a negative number stands for any older one.
    set_version(-1);
    check_refused("unsupported", "pimctl store upgrade");
  }

  void open_refuses_a_newer_schema() {
    set_version(SchemaVersion + 1);
    check_refused("unsupported", "newer");
  }

  void open_refuses_a_file_that_is_no_database() {
    std::ofstream(place_.path()) << std::string(8192, 'x');
    check_refused("corrupt", "");
  }

  void init_makes_a_store_that_opens() {
    place_.init();
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, must(schema_version(place_.path())));
    place_.open();
  }

  void init_leaves_an_existing_store_as_it_is() {
    place_.init();
    const std::string id = place_.open()->store_id();
    SystemRandom random;
    CPPUNIT_ASSERT_EQUAL(std::string("already-exists"),
                         error_of(init_schema(place_.path(), random)));
    CPPUNIT_ASSERT_EQUAL(id, place_.open()->store_id());
  }

  void init_finishes_what_a_killed_one_began() {
    std::ofstream(place_.path()).close();
    place_.init();
    place_.open();
  }

  void only_the_owner_can_read_the_file() {
    place_.init();
    struct stat facts {};
    CPPUNIT_ASSERT_EQUAL(0, ::stat(place_.path().c_str(), &facts));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, facts.st_mode & mode_t{0777});
  }

  void each_store_has_an_id_and_a_key_of_its_own() {
    place_.init();
    const Place other;
    other.init();
    const auto a = place_.open();
    const auto b = other.open();
    CPPUNIT_ASSERT_EQUAL(std::size_t{32}, a->store_id().size());
    CPPUNIT_ASSERT(a->store_id() != b->store_id());
    CPPUNIT_ASSERT(!(a->key() == b->key()));
  }

  void id_and_key_stay_over_reopening() {
    place_.init();
    const auto a = place_.open();
    const auto b = place_.open();
    CPPUNIT_ASSERT_EQUAL(a->store_id(), b->store_id());
    CPPUNIT_ASSERT(a->key() == b->key());
  }

  void upgrade_of_the_present_schema_does_nothing() {
    place_.init();
    must(upgrade_schema(place_.path()));
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, must(schema_version(place_.path())));
  }

  void upgrade_refuses_a_newer_schema() {
    set_version(SchemaVersion + 1);
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"), error_of(upgrade_schema(place_.path())));
  }

  void upgrade_copies_the_store_first() {
    set_version(-1);
    must(upgrade_schema(place_.path()));
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, must(schema_version(place_.path())));
    CPPUNIT_ASSERT_EQUAL(std::string("-1"),
                         ask_copy(place_.path() + ".schema--1", "PRAGMA user_version"));
  }

  void a_copy_that_cannot_be_finished_is_taken_away() {
    set_version(-1);
    const std::string name = place_.path() + ".schema--1";
    std::filesystem::create_directory(name);  // the copy cannot get its name
    std::ofstream(name + "/taken") << "x";
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(upgrade_schema(place_.path())));
    CPPUNIT_ASSERT(!std::filesystem::exists(name + ".part"));
    CPPUNIT_ASSERT_EQUAL(std::string("-1"), ask_copy(place_.path(), "PRAGMA user_version"));
  }

  void a_copy_that_breaks_off_is_taken_away() {
    set_version(-1);
    struct rlimit before {};
    CPPUNIT_ASSERT_EQUAL(0, ::getrlimit(RLIMIT_FSIZE, &before));
    const auto usual = ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = before;
    small.rlim_cur = 8192;  // the copy breaks off half way
    CPPUNIT_ASSERT_EQUAL(0, ::setrlimit(RLIMIT_FSIZE, &small));
    const auto refused = upgrade_schema(place_.path());
    CPPUNIT_ASSERT_EQUAL(0, ::setrlimit(RLIMIT_FSIZE, &before));
    ::signal(SIGXFSZ, usual);
    CPPUNIT_ASSERT(!refused);
    CPPUNIT_ASSERT(!std::filesystem::exists(place_.path() + ".schema--1.part"));
    must(upgrade_schema(place_.path()));
    const auto mode = std::filesystem::status(place_.path() + ".schema--1").permissions();
    CPPUNIT_ASSERT(mode ==
                   (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  }

  void upgrade_adds_what_a_store_of_version_1_lacks() {
    place_.init();
    tell(place_.path(),
         "DROP INDEX run_waiting; DROP INDEX run_connection; DROP INDEX held_waiting; "
         "DROP INDEX conflict_open; DROP TABLE conflict_ours; PRAGMA user_version=1");
    check_refused("unsupported", "pimctl store upgrade");
    must(upgrade_schema(place_.path()));
    const auto store = place_.open();
    must(store->purge(0, 1'000, 10));
    must(store->open_questions());
  }

  void upgrade_of_the_second_schema_adds_the_parts() {
    place_.init();
    tell(place_.path(), "DROP TABLE map_part");
    set_version(2);
    check_refused("unsupported", "pimctl store upgrade");
    must(upgrade_schema(place_.path()));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), ask(place_.path(), "SELECT count(*) FROM map_part"));
    place_.open();
  }

  void upgrade_of_the_fourth_schema_adds_the_mark() {
    place_.init();
    tell(place_.path(), "DROP TABLE mark");
    set_version(4);
    must(upgrade_schema(place_.path()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, must(place_.open()->raise_mark()));
  }

  void upgrade_of_the_third_schema_adds_what_pages_count_with() {
    place_.init();
    const store::OwnerId alice = make_alice(*place_.open());
    {
      const auto store = place_.open();
      const auto work = must(store->begin(alice, store::Access::Write));
      must(work->put_conflicts(std::vector<store::Conflict>{{.item = 1}, {.choice = "kept"}}));
      must(work->commit());
    }
    tell(place_.path(),
         "DROP INDEX conflict_open_of; DROP INDEX held_waiting_of; DROP INDEX run_good; "
         "PRAGMA user_version=3");
    check_refused("unsupported", "pimctl store upgrade");
    must(upgrade_schema(place_.path()));
    const auto store = place_.open();
    const auto work = must(store->begin(alice, store::Access::Read));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, must(work->open_questions()).conflicts);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work->open_conflicts(0, 10)).size());
    must(work->waiting_held(0, 10));
    must(work->last_good_run(1));
  }

  void every_step_may_run_twice() {
    place_.init();
    const auto connection = must(Connection::open({.path = place_.path()}));
    for (const Migration& step : migrations()) {
      must(connection->script(step.sql));
    }
  }

  void steps_run_from_the_version_of_the_file_on() {
    constexpr std::array steps = {Migration{1, "CREATE TABLE one(a)"},
                                  Migration{2, "CREATE TABLE two(a)"},
                                  Migration{3, "CREATE TABLE three(a)"}};
    const auto connection = must(Connection::create({.path = place_.path()}));
    must(migrate(*connection, std::span(steps).first(1)));
    must(connection->script("DROP TABLE one"));
    must(migrate(*connection, steps));
    CPPUNIT_ASSERT_EQUAL(3, must(version_of(*connection)));
    CPPUNIT_ASSERT_EQUAL(std::string("two three"), tables_of(place_.path()));
  }

  void a_failed_step_changes_nothing() {
    constexpr std::array steps = {Migration{1, "CREATE TABLE one(a)"}, Migration{2, "nonsense"}};
    const auto connection = must(Connection::create({.path = place_.path()}));
    must(connection->script("BEGIN"));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(migrate(*connection, steps)));
    must(connection->script("ROLLBACK"));
    CPPUNIT_ASSERT_EQUAL(0, must(version_of(*connection)));
    CPPUNIT_ASSERT_EQUAL(std::string(), tables_of(place_.path()));
  }

  void versions_of_the_steps_ascend_to_the_present_one() {
    int last = 1;
    for (const Migration& step : migrations()) {
      CPPUNIT_ASSERT(step.version >= last);
      last = step.version;
    }
    CPPUNIT_ASSERT_EQUAL(SchemaVersion, last);
  }

  void an_open_store_notices_an_upgrade() {
    place_.init();
    const auto store = place_.open();
    const store::OwnerId alice = make_alice(*store);
    set_version(SchemaVersion + 1);
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(store->begin(alice, store::Access::Read)));
    CPPUNIT_ASSERT_EQUAL(std::string("unsupported"),
                         error_of(store->begin(alice, store::Access::Write)));
    set_version(SchemaVersion);
    must(store->begin(alice, store::Access::Write));
  }

  void statements_outlive_a_change_of_the_schema() {
    place_.init();
    const auto store = place_.open();
    const store::OwnerId alice = make_alice(*store);
    must(must(store->begin(alice, store::Access::Read))->collections());
    tell(place_.path(), "CREATE TABLE other(a); ALTER TABLE collection ADD COLUMN more");
    const auto found = must(must(store->begin(alice, store::Access::Read))->collections());
    CPPUNIT_ASSERT(!found.empty());
  }

  void every_unique_key_begins_with_the_owner() {
    place_.init();
    const std::string others = ask(place_.path(), R"(
      SELECT coalesce(group_concat(DISTINCT m.name), '') FROM sqlite_schema m,
        pragma_index_list(m.name) l, pragma_index_info(l.name) c
      WHERE m.type = 'table' AND l."unique" AND c.seqno = 0 AND c.name <> 'owner'
        AND m.name NOT IN ('portal', 'owner'))");
    CPPUNIT_ASSERT_EQUAL(std::string(), others);
  }

 private:
  void check_refused(const std::string& code, const std::string& words) {
    const auto store = open_sqlite(place_.options());
    CPPUNIT_ASSERT_EQUAL(code, error_of(store));
    CPPUNIT_ASSERT_MESSAGE(store.error().text(),
                           store.error().message.find(words) != std::string::npos);
  }

  void set_version(int version) {
    if (!std::filesystem::exists(place_.path())) {
      place_.init();
    }
    tell(place_.path(), "PRAGMA user_version=" + std::to_string(version));
  }

  static std::string tables_of(const std::string& path) {
    return ask(path, "SELECT coalesce(group_concat(name, ' '), '') FROM sqlite_schema");
  }

  /// A copy is no store: not in WAL mode.
  static std::string ask_copy(const std::string& path, const std::string& sql) {
    sqlite3* db = nullptr;
    CPPUNIT_ASSERT_EQUAL(SQLITE_OK, sqlite3_open(path.c_str(), &db));
    sqlite3_stmt* statement = nullptr;
    CPPUNIT_ASSERT_EQUAL(SQLITE_OK, sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr));
    std::string answer;
    {
      Work work;
      SqliteCursor cursor(statement, work);
      CPPUNIT_ASSERT(must(cursor.first({})));
      answer = Row(cursor).text();
    }
    sqlite3_close(db);
    return answer;
  }

  Place place_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(SchemaTest);

}  // namespace pim::sql::testing
