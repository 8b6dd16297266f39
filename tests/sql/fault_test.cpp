// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>
#include <sqlite3.h>

#include "tests/sql/faulty_vfs.h"
#include "tests/sql/message.h"

namespace pim::sql::testing {

/// A full disk, a failed write or sync at every place where one can be. The transaction is
/// there as a whole or not at all, what was there stays readable, and it works again afterwards.
class FaultTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FaultTest);
  CPPUNIT_TEST(a_full_disk_at_any_write);
  CPPUNIT_TEST(a_disk_that_stays_full);
  CPPUNIT_TEST(an_io_error_at_any_write);
  CPPUNIT_TEST(a_failed_sync_at_any_place);
  CPPUNIT_TEST(a_full_disk_while_checkpointing);
  CPPUNIT_TEST(a_failed_sync_while_checkpointing);
  CPPUNIT_TEST(a_transaction_that_sqlite_rolled_back_takes_nothing_more);
  CPPUNIT_TEST(a_log_that_is_nobodys_yet_is_waited_for);
  CPPUNIT_TEST(errors_have_their_classes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    vfs_ = std::make_unique<FaultyVfs>();
    place_.init();
    SqliteOptions options = place_.options();
    options.vfs = FaultyVfs::name();
    options.writer_cache_kib = 64;  // so small that a transaction writes before its commit, too
    store_ = must(open_sqlite(options));
    alice_ = make_alice(*store_);
    pairing_ = make_pairing(*store_, alice_, "phone");
    must(message(*store_, alice_, pairing_, 1));
  }

  void tearDown() override {
    store_.reset();
    vfs_.reset();
  }

  /// As where another program has just made it and not yet given it to the store's owner.
  void a_log_that_is_nobodys_yet_is_waited_for() {
    store_.reset();
    SqliteOptions options = place_.options();
    options.vfs = FaultyVfs::name();
    vfs_->arm(FaultyVfs::Call::MapLog, 1, SQLITE_CANTOPEN, FaultyVfs::Lasts::Once);
    must(open_sqlite(options));
    CPPUNIT_ASSERT(vfs_->fired());
    vfs_->arm(FaultyVfs::Call::MapLog, 1, SQLITE_CANTOPEN, FaultyVfs::Lasts::UntilDisarmed);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(open_sqlite(options)));
    vfs_->disarm();
    must(open_sqlite(options));
  }

  void a_full_disk_at_any_write() {
    at_every(FaultyVfs::Call::Write, SQLITE_FULL, FaultyVfs::Lasts::Once, "full");
  }
  void a_disk_that_stays_full() {
    at_every(FaultyVfs::Call::Write, SQLITE_FULL, FaultyVfs::Lasts::UntilDisarmed, "full");
  }
  void an_io_error_at_any_write() {
    at_every(FaultyVfs::Call::Write, SQLITE_IOERR_WRITE, FaultyVfs::Lasts::Once, "unavailable");
  }
  void a_failed_sync_at_any_place() {
    at_every(FaultyVfs::Call::Sync, SQLITE_IOERR_FSYNC, FaultyVfs::Lasts::Once, "unavailable");
  }
  void a_full_disk_while_checkpointing() {
    checkpoint_at_every(FaultyVfs::Call::Write, SQLITE_FULL, "full");
  }
  void a_failed_sync_while_checkpointing() {
    checkpoint_at_every(FaultyVfs::Call::Sync, SQLITE_IOERR_FSYNC, "unavailable");
  }

  void a_transaction_that_sqlite_rolled_back_takes_nothing_more() {
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    vfs_->arm(FaultyVfs::Call::Write, 1, SQLITE_FULL, FaultyVfs::Lasts::UntilDisarmed);
    Status status;
    for (int i = 0; status && i < 1000; ++i) {
      store::Staged row;
      row.peer_id = std::to_string(i);
      row.content = std::string(4000, 'c');
      status = unit->put_staged(pairing_, {&row, 1});
    }
    vfs_->disarm();
    CPPUNIT_ASSERT_EQUAL(std::string("full"), error_of(status));
    CPPUNIT_ASSERT(!unit->collections());
    CPPUNIT_ASSERT(!unit->put_session({}));
    CPPUNIT_ASSERT(!unit->commit());
  }

  void errors_have_their_classes() {
    vfs_->arm(FaultyVfs::Call::Sync, 1, SQLITE_IOERR_FSYNC, FaultyVfs::Lasts::Once);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                         error_of(message(*store_, alice_, pairing_, 2)));
    vfs_->arm(FaultyVfs::Call::Write, 1, SQLITE_IOERR, FaultyVfs::Lasts::Once);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                         error_of(message(*store_, alice_, pairing_, 2)));
  }

 private:
  /// One more message with the fault at its n-th call, n = 1 and on until none is reached.
  void at_every(FaultyVfs::Call call, int code, FaultyVfs::Lasts lasts, const std::string& error) {
    std::int64_t there = 1;
    bool fired = true;
    for (int nth = 1; fired; ++nth) {
      vfs_->arm(call, nth, code, lasts);
      const Status status = message(*store_, alice_, pairing_, there + 1);
      fired = vfs_->fired();
      vfs_->disarm();
      CPPUNIT_ASSERT_EQUAL(fired, !status);
      if (fired) {
        CPPUNIT_ASSERT_EQUAL(error, error_of(status));
      } else {
        ++there;
      }
      CPPUNIT_ASSERT_EQUAL(there, count_messages(*store_, alice_, pairing_));
      if (nth % 5 == 0) {
        add_message(there);
      }
      CPPUNIT_ASSERT_EQUAL(there, count_messages(*place_.open(), alice_, pairing_));
    }
    add_message(there);
    CPPUNIT_ASSERT_EQUAL(there, check_messages(*place_.open(), alice_, pairing_));
  }

  void checkpoint_at_every(FaultyVfs::Call call, int code, const std::string& error) {
    std::int64_t there = 1;
    bool fired = true;
    for (int nth = 1; fired; ++nth) {
      add_message(there);
      vfs_->arm(call, nth, code, FaultyVfs::Lasts::Once);
      const auto done = store_->checkpoint();
      fired = vfs_->fired();
      vfs_->disarm();
      CPPUNIT_ASSERT_EQUAL(fired ? error : std::string("none"), error_of(done));
      CPPUNIT_ASSERT_EQUAL(there, count_messages(*store_, alice_, pairing_));
      must(store_->checkpoint());  // or what is left to write grows faster than n
    }
    CPPUNIT_ASSERT_EQUAL(there, check_messages(*place_.open(), alice_, pairing_));
  }

  void add_message(std::int64_t& there) { must(message(*store_, alice_, pairing_, ++there)); }

  std::unique_ptr<FaultyVfs> vfs_;
  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::PairingId pairing_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(FaultTest);

}  // namespace pim::sql::testing
