// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_slot.h"

#include <cppunit/extensions/HelperMacros.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "common/httpd/child_stores.h"
#include "common/httpd/housekeeper.h"
#include "common/sql/sqlite_store.h"
#include "tests/httpd/log_lines.h"

namespace pim::httpd {
namespace {

class StoreSlotTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StoreSlotTest);
  CPPUNIT_TEST(a_store_is_opened_when_asked_for);
  CPPUNIT_TEST(the_gate_lies_in_the_state_directory);
  CPPUNIT_TEST(a_missing_store_is_logged_once_and_says_what_to_run);
  CPPUNIT_TEST(nobody_waits_for_the_try_of_another);
  CPPUNIT_TEST(what_is_no_store_is_no_store);
  CPPUNIT_TEST(servers_that_name_the_same_file_share_a_store);
  CPPUNIT_TEST(no_store_named_is_no_slot);
  CPPUNIT_TEST(old_sessions_are_purged_slice_by_slice);
  CPPUNIT_TEST(a_stop_ends_housekeeping);
  CPPUNIT_TEST(a_store_that_was_put_back_is_noticed);
  CPPUNIT_TEST(no_mark_is_raised_where_nothing_was_written);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pim-slot-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    path_ = (directory_ / "pimsync.db").string();
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void a_store_is_opened_when_asked_for() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    CPPUNIT_ASSERT(slot.get() != nullptr);
    CPPUNIT_ASSERT(slot.get() == slot.get());
    CPPUNIT_ASSERT(slot.trouble().empty());
    CPPUNIT_ASSERT(slot.get()->portal("town", "0123"));
    CPPUNIT_ASSERT(!log_.has("T0001"));
  }

  void the_gate_lies_in_the_state_directory() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    const std::filesystem::path state = directory_ / "state";
    std::filesystem::create_directory(state);
    StoreSlot slot(path_, state.string(), log_, "T0001");
    CPPUNIT_ASSERT(slot.get() != nullptr);
    CPPUNIT_ASSERT(!std::filesystem::is_empty(state / "run"));
  }

  void a_missing_store_is_logged_once_and_says_what_to_run() {
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    CPPUNIT_ASSERT(slot.get() == nullptr);
    CPPUNIT_ASSERT(slot.get() == nullptr);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, log_.count("T0001"));
    CPPUNIT_ASSERT(log_.has("pimctl store init"));
    CPPUNIT_ASSERT(slot.trouble().find(path_) != std::string::npos);
  }

  void nobody_waits_for_the_try_of_another() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    CPPUNIT_ASSERT_EQUAL(0, ::bind(listener, generic, size));
    CPPUNIT_ASSERT_EQUAL(0, ::listen(listener, 8));
    CPPUNIT_ASSERT_EQUAL(0, ::getsockname(listener, generic, &size));
    StoreSlot slot("postgresql host=127.0.0.1 sslmode=disable gssencmode=disable port=" +
                       std::to_string(ntohs(address.sin_port)),
                   directory_.string(), log_, "T0001");
    std::jthread other([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        slot.get();
        std::this_thread::yield();
      }
    });
    ::close(::accept(listener, nullptr, nullptr));  // the very first try
    const int held = ::accept(listener, nullptr, nullptr);
    const auto begin = std::chrono::steady_clock::now();
    CPPUNIT_ASSERT(slot.get() == nullptr);
    const auto took = std::chrono::steady_clock::now() - begin;
    other.request_stop();
    ::close(held);
    other.join();
    ::close(listener);
    CPPUNIT_ASSERT(took < std::chrono::seconds(2));  // the try itself is given up after five
  }

  void what_is_no_store_is_no_store() {
    std::ofstream(path_) << std::string(8192, 'x');
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    CPPUNIT_ASSERT(slot.get() == nullptr);
    CPPUNIT_ASSERT(log_.has("T0001"));
  }

  void servers_that_name_the_same_file_share_a_store() {
    ChildStores stores(clock_, random_, log_, "T0001", nullptr);
    PortalSettings first;
    first.store_path = path_;
    PortalSettings second = first;
    second.portal = "other";
    CPPUNIT_ASSERT(stores.slot(first) == stores.slot(second));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, stores.all().size());
    second.store_path = path_ + "2";
    CPPUNIT_ASSERT(stores.slot(first) != stores.slot(second));
  }

  void no_store_named_is_no_slot() {
    ChildStores stores(clock_, random_, log_, "T0001", nullptr);
    CPPUNIT_ASSERT(stores.slot(PortalSettings()) == nullptr);
    CPPUNIT_ASSERT(stores.all().empty());
  }

  void old_sessions_are_purged_slice_by_slice() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    store::Store& store = *slot.get();
    CPPUNIT_ASSERT(store.portal("town", "0123"));
    const store::OwnerId owner = store.owner("town", "alice")->id;
    constexpr std::size_t Old = limits::PageRows + 10;
    constexpr Seconds Now = 100'000'000;
    put_sessions(store, owner, Old, Now - KeepSessions - 1);
    put_sessions(store, owner, 3, Now - KeepSessions + 1);
    CPPUNIT_ASSERT_EQUAL(Old, purge_once(store, Now, {}, log_));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, purge_once(store, Now, {}, log_));
  }

  void a_stop_ends_housekeeping() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    ChildStores stores(clock_, random_, log_, "T0001", nullptr);
    PortalSettings settings;
    settings.store_path = path_;
    stores.slot(settings);
    ThreadTeam team;
    stores.start_housekeeping(team);
    CPPUNIT_ASSERT(team.join(std::chrono::seconds(10)));
  }

  void a_store_that_was_put_back_is_noticed() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    const std::string backup = path_ + ".backup";
    std::int64_t before = 0;
    {
      StoreSlot slot(path_, directory_.string(), log_, "T0001");
      before = slot.get()->portal("town", "0123")->epoch;
      put_sessions(*slot.get(), slot.get()->owner("town", "alice")->id, 1, 1);
    }
    std::filesystem::copy_file(path_, backup);
    {
      StoreSlot slot(path_, directory_.string(), log_, "T0001");
      put_sessions(*slot.get(), slot.get()->owner("town", "alice")->id, 1, 1);
      slot.keep_mark();
    }
    {
      StoreSlot slot(path_, directory_.string(), log_, "T0001");
      CPPUNIT_ASSERT_EQUAL(before, slot.get()->portal("town", "0123")->epoch);
      CPPUNIT_ASSERT(!log_.has("SQL0104"));
    }
    std::filesystem::copy_file(backup, path_, std::filesystem::copy_options::overwrite_existing);
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    CPPUNIT_ASSERT(slot.get()->portal("town", "0123")->epoch > before);
    CPPUNIT_ASSERT(log_.has("SQL0104"));
  }

  void no_mark_is_raised_where_nothing_was_written() {
    CPPUNIT_ASSERT(sql::init_schema(path_, random_));
    StoreSlot slot(path_, directory_.string(), log_, "T0001");
    slot.keep_mark();  // nothing is open yet
    CPPUNIT_ASSERT(slot.get() != nullptr);
    slot.keep_mark();
    for (const auto& entry : std::filesystem::directory_iterator(directory_ / "run")) {
      CPPUNIT_ASSERT(!entry.path().filename().string().starts_with("mark-"));
    }
  }

 private:
  void put_sessions(store::Store& store, store::OwnerId owner, std::size_t count, Seconds at) {
    const auto work = std::move(*store.begin(owner, store::Access::Write));
    for (std::size_t i = 0; i < count; ++i) {
      store::Session session;
      session.handle = random_.hex(16);
      session.device = "d";
      session.session_id = session.handle;
      session.ended = true;
      session.updated_at = at;
      CPPUNIT_ASSERT(work->put_session(session));
    }
    CPPUNIT_ASSERT(work->commit());
  }

  std::filesystem::path directory_;
  std::string path_;
  SystemClock clock_;
  SystemRandom random_;
  LogLines log_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(StoreSlotTest);

}  // namespace
}  // namespace pim::httpd
