// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/postgresql/cutting_proxy.h"
#include "tests/postgresql/database.h"
#include "tests/store/world.h"

namespace pim::sql::testing {

using store::testing::add_contact;

/// A connection lost during COMMIT: commit() finds out what became of it, so that the caller may
/// answer, or do it again.
class OutcomeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OutcomeTest);
  CPPUNIT_TEST(a_hundred_cut_commits_lose_nothing_and_double_nothing);
  CPPUNIT_TEST(a_commit_that_was_answered_is_done);
  CPPUNIT_TEST(a_commit_that_never_arrived_is_not_done);
  CPPUNIT_TEST(others_may_write_before_the_outcome_is_asked_for);
  CPPUNIT_TEST(a_connection_lost_before_the_commit_changes_nothing);
  CPPUNIT_TEST(a_claim_whose_commit_was_cut_is_known_to_its_holder);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    database_ = std::make_unique<Database>();
    proxy_ = std::make_unique<CuttingProxy>(
        database_->ask("SELECT current_setting('unix_socket_directories') || '/.s.PGSQL.' || "
                       "current_setting('port')"));
    store_ = database_->open_with("host=127.0.0.1 sslmode=disable port=" +
                                  std::to_string(proxy_->port()));
    alice_ = make_owner(*store_, "alice");
  }
  void tearDown() override {
    store_.reset();
    proxy_.reset();
    database_.reset();
  }

  void a_hundred_cut_commits_lose_nothing_and_double_nothing() {
    std::int64_t done = 0;
    for (int i = 0; i < 100; ++i) {
      proxy_->arm(std::array{Cut::BeforeCommit, Cut::AfterCommit, Cut::BeforeReply}.at(
          static_cast<std::size_t>(i % 3)));
      const Status committed = add("n" + std::to_string(i));
      CPPUNIT_ASSERT_MESSAGE(error_of(committed),
                             committed || committed.error().code == ErrorCode::Unavailable);
      done += committed ? 1 : 0;
      CPPUNIT_ASSERT_EQUAL(done, items());
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{100}, proxy_->cuts());
    CPPUNIT_ASSERT_MESSAGE(std::to_string(done), done >= 33 && done <= 67);
  }

  void a_commit_that_was_answered_is_done() {
    proxy_->arm(Cut::BeforeReply);
    must(add("Ann"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, items());
  }

  void a_commit_that_never_arrived_is_not_done() {
    proxy_->arm(Cut::BeforeCommit);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(add("Ann")));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, items());
  }

  void others_may_write_before_the_outcome_is_asked_for() {
    const auto other = database_->open();
    std::thread writer([&] {
      for (int i = 0; i < 20; ++i) {
        const auto work = other->begin(alice_, store::Access::Write);
        static_cast<void>(work && (*work)->reserve_ids(1) && (*work)->commit());
      }
    });
    proxy_->arm(Cut::BeforeReply);
    const Status committed = add("Ann");
    writer.join();
    must(committed);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, items());
  }

  void a_connection_lost_before_the_commit_changes_nothing() {
    const auto work = must(store_->begin(alice_, store::Access::Write));
    add_contact(*work, "Ann");
    database_->ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE application_name = 'pimsync' AND state = 'idle in transaction'");
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(work->commit()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, items());
  }

  void a_claim_whose_commit_was_cut_is_known_to_its_holder() {
    const auto work = must(store_->begin(alice_, store::Access::Write));
    store::testing::add_run(*work, 10);
    must(work->commit());
    proxy_->arm(Cut::BeforeCommit);
    CPPUNIT_ASSERT(must(store_->claim_runs("here", "me", {}, 20, 50, 9)).empty());
    proxy_->arm(Cut::BeforeReply);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         must(store_->claim_runs("here", "me", {}, 20, 50, 9)).size());
  }

 private:
  Status add(const std::string& name) {
    const auto work = must(store_->begin(alice_, store::Access::Write));
    add_contact(*work, name);
    return work->commit();
  }
  std::int64_t items() { return std::stoll(database_->ask("SELECT count(*) FROM item")); }

  std::unique_ptr<Database> database_;
  std::unique_ptr<CuttingProxy> proxy_;
  std::unique_ptr<SqlStore> store_;
  store::OwnerId alice_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutcomeTest);

}  // namespace pim::sql::testing
