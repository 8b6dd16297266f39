// SPDX-License-Identifier: Apache-2.0
#include "common/sql/gate.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>
#include <vector>

#include "tests/sql/scratch.h"

namespace pim::sql::testing {
namespace {

using namespace std::chrono_literals;
using Time = std::chrono::steady_clock;

/// A process that takes the gate and keeps it until it is killed.
class Holder {
 public:
  explicit Holder(const std::string& folder) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends));
    child_ = ::fork();
    if (child_ == 0) {
      const auto gate = Gate::open(folder, "store");
      const char answer = gate && (*gate)->lock(1s) ? 'y' : 'n';
      if (::write(ends[1], &answer, 1) == 1) {
        ::pause();
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    char answer = 'n';
    CPPUNIT_ASSERT_EQUAL(ssize_t{1}, ::read(ends[0], &answer, 1));
    CPPUNIT_ASSERT_EQUAL('y', answer);
    ::close(ends[0]);
  }
  ~Holder() { kill(); }
  void kill() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
      child_ = -1;
    }
  }

 private:
  pid_t child_ = -1;
};

}  // namespace

class GateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GateTest);
  CPPUNIT_TEST(a_free_gate_opens);
  CPPUNIT_TEST(a_process_that_holds_it_makes_others_busy);
  CPPUNIT_TEST(a_killed_holder_frees_it_at_once);
  CPPUNIT_TEST(a_holder_that_ends_in_order_inside_of_a_transaction_frees_it);
  CPPUNIT_TEST(a_waiting_writer_goes_on_when_the_holder_is_killed);
  CPPUNIT_TEST(threads_of_one_process_exclude_each_other);
  CPPUNIT_TEST(two_gates_on_one_file_are_one);
  CPPUNIT_TEST(a_second_lock_by_the_same_thread_is_a_fault);
  CPPUNIT_TEST(the_file_is_named_after_store_and_boot);
  CPPUNIT_TEST(two_stores_do_not_wait_for_each_other);
  CPPUNIT_TEST(a_foreign_file_is_refused);
  CPPUNIT_TEST(a_missing_folder_is_said);
  CPPUNIT_TEST(no_draft_is_left_behind);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_free_gate_opens() {
    const auto gate = open();
    must(gate->lock(0ms));
    gate->unlock();
  }

  void a_process_that_holds_it_makes_others_busy() {
    const Holder holder(folder_.path());
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error_of(open()->lock(10ms)));
  }

  void a_killed_holder_frees_it_at_once() {
    const auto gate = open();
    Holder holder(folder_.path());
    holder.kill();
    const auto began = Time::now();
    must(gate->lock(5s));
    CPPUNIT_ASSERT(Time::now() - began < 1s);
    gate->unlock();
    must(gate->lock(0ms));
    gate->unlock();
  }

  void a_holder_that_ends_in_order_inside_of_a_transaction_frees_it() {
    const auto gate = open();
    const pid_t child = ::fork();
    if (child == 0) {
      auto theirs = Gate::open(folder_.path(), "store");
      const bool locked = theirs && (*theirs)->lock(1s);
      theirs->reset();  // as the store goes away where httpd ends a child in a signal handler
      ::_exit(locked ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CPPUNIT_ASSERT_EQUAL(0, status);
    must(gate->lock(0ms));
    gate->unlock();
  }
  void a_waiting_writer_goes_on_when_the_holder_is_killed() {
    Holder holder(folder_.path());
    std::atomic<bool> waits{false};
    std::atomic<bool> got{false};
    std::thread writer([&] {
      const auto gate = open();
      waits = true;
      got = gate->lock(30s).has_value();
      gate->unlock();
    });
    while (!waits) {
      std::this_thread::yield();
    }
    const auto killed = Time::now();
    holder.kill();
    writer.join();
    CPPUNIT_ASSERT(got);
    CPPUNIT_ASSERT(Time::now() - killed < 1s);
  }

  void threads_of_one_process_exclude_each_other() {
    const auto gate = open();
    int unguarded = 0;
    std::atomic<int> inside{0};
    std::atomic<bool> met{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 500; ++n) {
          if (gate->lock(30s)) {
            met = met || ++inside > 1;
            ++unguarded;
            --inside;
            gate->unlock();
          }
        }
      });
    }
    for (std::thread& each : threads) {
      each.join();
    }
    CPPUNIT_ASSERT(!met);
    CPPUNIT_ASSERT_EQUAL(2000, unguarded);
  }

  void two_gates_on_one_file_are_one() {
    const auto first = open();
    const auto second = open();
    must(first->lock(0ms));
    std::string error;
    std::thread other([&] { error = error_of(second->lock(10ms)); });
    other.join();
    first->unlock();
    CPPUNIT_ASSERT_EQUAL(std::string("busy"), error);
  }

  void a_second_lock_by_the_same_thread_is_a_fault() {
    const auto gate = open();
    must(gate->lock(0ms));
    CPPUNIT_ASSERT_EQUAL(std::string("internal"), error_of(gate->lock(5s)));
    gate->unlock();
  }

  void the_file_is_named_after_store_and_boot() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string boot;
    std::getline(file, boot);
    CPPUNIT_ASSERT_EQUAL(folder_.file("gate-store-" + boot), open()->path());
  }

  void two_stores_do_not_wait_for_each_other() {
    const auto one = open();
    const auto other = must(Gate::open(folder_.path(), "other"));
    must(one->lock(0ms));
    must(other->lock(0ms));
    other->unlock();
    one->unlock();
  }

  void a_foreign_file_is_refused() {
    const std::string path = open()->path();
    std::filesystem::remove(path);
    std::ofstream(path) << "something else";
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(Gate::open(folder_.path(), "store")));
  }

  void a_missing_folder_is_said() {
    const auto gate = Gate::open(folder_.file("nowhere"), "store");
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(gate));
    CPPUNIT_ASSERT(gate.error().message.find("runtime directory") != std::string::npos);
  }

  void no_draft_is_left_behind() {
    open();
    const auto files = std::filesystem::directory_iterator(folder_.path());
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{1}, std::distance(begin(files), end(files)));
  }

 private:
  std::unique_ptr<Gate> open() const { return must(Gate::open(folder_.path(), "store")); }

  Folder folder_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(GateTest);

}  // namespace pim::sql::testing
