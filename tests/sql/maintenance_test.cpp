// SPDX-License-Identifier: Apache-2.0
#include "common/sql/maintenance.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <vector>

#include "tests/sql/message.h"

namespace pim::sql::testing {
namespace {

using namespace std::chrono_literals;

class Lines final : public LogSink {
 public:
  void write(LogLevel, std::string_view tag, std::string_view) override {
    const std::lock_guard lock(mutex_);
    tags_ += tags_.empty() ? "" : " ";
    tags_ += tag;
  }
  std::string tags() const {
    const std::lock_guard lock(mutex_);
    return tags_;
  }

 private:
  mutable std::mutex mutex_;
  std::string tags_;
};

/// True as soon as `holds` does; false after ten seconds.
template <class Holds>
bool comes(Holds holds) {
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

class MaintenanceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MaintenanceTest);
  CPPUNIT_TEST(the_job_runs_again_and_again);
  CPPUNIT_TEST(the_end_does_not_wait_for_the_pause);
  CPPUNIT_TEST(a_lasting_fault_is_logged_once);
  CPPUNIT_TEST(an_exception_of_the_job_is_caught);
  CPPUNIT_TEST(a_checkpoint_moves_the_log_into_the_file);
  CPPUNIT_TEST(requests_do_not_checkpoint);
  CPPUNIT_TEST(a_reader_does_not_wait_for_a_checkpoint);
  CPPUNIT_TEST(the_background_job_checkpoints_a_long_log);
  CPPUNIT_TEST(a_short_log_is_left_alone);
  CPPUNIT_TEST(starting_and_stopping_twice_is_harmless);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_job_runs_again_and_again() {
    std::atomic<int> runs{0};
    NullLog log;
    const Maintenance maintenance(
        [&]() -> Status {
          ++runs;
          return {};
        },
        1ms, log);
    CPPUNIT_ASSERT(comes([&] { return runs > 3; }));
  }

  void the_end_does_not_wait_for_the_pause() {
    NullLog log;
    const auto began = std::chrono::steady_clock::now();
    {
      const Maintenance maintenance([]() -> Status { return {}; }, 1h, log);
    }
    CPPUNIT_ASSERT(std::chrono::steady_clock::now() - began < 10s);
  }

  void a_lasting_fault_is_logged_once() {
    std::atomic<int> runs{0};
    Lines log;
    const Maintenance maintenance(
        [&]() -> Status {
          return ++runs < 5 ? Status(fail(ErrorCode::Full, "no space")) : Status();
        },
        1ms, log);
    CPPUNIT_ASSERT(comes([&] { return runs > 6; }));
    CPPUNIT_ASSERT_EQUAL(std::string("SQL0001 SQL0002"), log.tags());
  }

  void an_exception_of_the_job_is_caught() {
    Lines log;
    std::atomic<int> runs{0};
    const Maintenance maintenance(
        [&]() -> Status {
          ++runs;
          throw std::bad_alloc();
        },
        1ms, log);
    CPPUNIT_ASSERT(comes([&] { return runs > 2; }));
    CPPUNIT_ASSERT_EQUAL(std::string("SQL0001"), log.tags());
  }

  void a_checkpoint_moves_the_log_into_the_file() {
    make();
    const auto before = std::filesystem::file_size(place_.path());
    write(3);
    const Checkpoint done = must(store_->checkpoint());
    CPPUNIT_ASSERT(done.frames > 0);
    CPPUNIT_ASSERT_EQUAL(done.frames, done.checkpointed);
    CPPUNIT_ASSERT(std::filesystem::file_size(place_.path()) > before);
  }

  void requests_do_not_checkpoint() {
    make();
    const auto before = std::filesystem::file_size(place_.path());
    write(80);  // some 2,000 pages: twice what sqlite would checkpoint by itself
    CPPUNIT_ASSERT_EQUAL(before, std::filesystem::file_size(place_.path()));
  }

  void a_reader_does_not_wait_for_a_checkpoint() {
    make();
    write(3);
    const auto reader = must(store_->begin(alice_, store::Access::Read));
    const store::Revision rev = must(reader->collection("contacts"))->rev;
    write(3);
    const Checkpoint done = must(store_->checkpoint());
    CPPUNIT_ASSERT(done.checkpointed < done.frames);
    CPPUNIT_ASSERT_EQUAL(rev, must(reader->collection("contacts"))->rev);
  }

  void the_background_job_checkpoints_a_long_log() {
    make();
    const auto before = std::filesystem::file_size(place_.path());
    write(80);
    NullLog log;
    store_->start_maintenance(log);
    CPPUNIT_ASSERT(comes([&] { return std::filesystem::file_size(place_.path()) > before; }));
  }

  void a_short_log_is_left_alone() {
    make();
    write(1);
    Lines log;
    store_->start_maintenance(log);
    store_->stop_maintenance();
    CPPUNIT_ASSERT(must(store_->checkpoint()).checkpointed > 0);
    CPPUNIT_ASSERT_EQUAL(std::string(), log.tags());
  }

  void starting_and_stopping_twice_is_harmless() {
    make();
    write(1);
    Lines log;
    store_->start_maintenance(log);
    store_->start_maintenance(log);
    store_->stop_maintenance();
    store_->stop_maintenance();
    CPPUNIT_ASSERT_EQUAL(std::string(), log.tags());
    CPPUNIT_ASSERT(must(store_->checkpoint()).checkpointed > 0);  // the store works on
  }

 private:
  void make() {
    place_.init();
    store_ = place_.open();
    alice_ = make_alice(*store_);
    pairing_ = make_pairing(*store_, alice_, "phone");
    must(store_->checkpoint());
  }

  void write(int messages) {
    for (int i = 0; i < messages; ++i) {
      must(message(*store_, alice_, pairing_, ++written_));
    }
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::PairingId pairing_ = 0;
  std::int64_t written_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(MaintenanceTest);

}  // namespace pim::sql::testing
