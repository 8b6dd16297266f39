// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/thread_team.h"

#include <cppunit/extensions/HelperMacros.h>
#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <stdexcept>

namespace pim::httpd {
namespace {

void wait_for_stop(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, token, [] { return false; });
}

class ThreadTeamTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ThreadTeamTest);
  CPPUNIT_TEST(all_threads_run_and_stop);
  CPPUNIT_TEST(a_thread_that_does_not_stop_is_told);
  CPPUNIT_TEST(an_exception_ends_only_its_thread);
  CPPUNIT_TEST(threads_take_no_signals);
  CPPUNIT_TEST(the_makers_signals_are_as_before);
  CPPUNIT_TEST(a_team_that_goes_takes_its_threads_along);
  CPPUNIT_TEST_SUITE_END();

 public:
  void all_threads_run_and_stop() {
    ThreadTeam team;
    std::atomic<int> stopped = 0;
    for (int i = 0; i < 4; ++i) {
      CPPUNIT_ASSERT(team.start([&stopped](const std::stop_token& token) {
        wait_for_stop(token);
        ++stopped;
      }));
    }
    CPPUNIT_ASSERT(team.join(Patience));
    CPPUNIT_ASSERT_EQUAL(4, stopped.load());
  }

  void a_thread_that_does_not_stop_is_told() {
    std::promise<void> release;
    ThreadTeam team;
    team.start([&release](const std::stop_token&) { release.get_future().wait(); });
    CPPUNIT_ASSERT(!team.join(std::chrono::milliseconds(10)));
    release.set_value();
    CPPUNIT_ASSERT(team.join(Patience));
  }

  void an_exception_ends_only_its_thread() {
    ThreadTeam team;
    std::promise<void> other;
    team.start([](const std::stop_token&) { throw std::runtime_error("on purpose"); });
    team.start([&other](const std::stop_token& token) {
      wait_for_stop(token);
      other.set_value();
    });
    CPPUNIT_ASSERT(team.join(Patience));
    CPPUNIT_ASSERT(other.get_future().wait_for(Patience) == std::future_status::ready);
  }

  void threads_take_no_signals() {
    ThreadTeam team;
    std::promise<bool> blocked;
    team.start([&blocked](const std::stop_token&) {
      sigset_t mask;
      pthread_sigmask(SIG_SETMASK, nullptr, &mask);
      blocked.set_value(sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGUSR1) == 1);
    });
    CPPUNIT_ASSERT(blocked.get_future().get());
  }

  void the_makers_signals_are_as_before() {
    ThreadTeam team;
    team.start([](const std::stop_token&) {});
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    CPPUNIT_ASSERT_EQUAL(0, sigismember(&mask, SIGTERM));
  }

  void a_team_that_goes_takes_its_threads_along() {
    std::atomic<bool> ended = false;
    {
      ThreadTeam team;
      team.start([&ended](const std::stop_token& token) {
        wait_for_stop(token);
        ended = true;
      });
    }
    CPPUNIT_ASSERT(ended);
  }

 private:
  static constexpr std::chrono::seconds Patience{10};
};

CPPUNIT_TEST_SUITE_REGISTRATION(ThreadTeamTest);

}  // namespace
}  // namespace pim::httpd
