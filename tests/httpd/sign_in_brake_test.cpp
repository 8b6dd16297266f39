// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/sign_in_brake.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace pim::httpd {
namespace {

using Try = SignInBrake::Try;

class SignInBrakeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignInBrakeTest);
  CPPUNIT_TEST(the_first_wrong_ones_cost_nothing);
  CPPUNIT_TEST(waits_double_up_to_a_quarter_of_an_hour);
  CPPUNIT_TEST(a_thousand_guesses_a_second_are_looked_at_a_few_times_a_minute);
  CPPUNIT_TEST(guesses_from_many_addresses_count_for_the_account);
  CPPUNIT_TEST(guesses_at_many_accounts_count_for_the_address);
  CPPUNIT_TEST(who_has_signed_in_from_there_is_not_held_up_by_others);
  CPPUNIT_TEST(who_is_known_there_and_guesses_too_often_is_known_no_more);
  CPPUNIT_TEST(others_are_not_concerned);
  CPPUNIT_TEST(wrong_ones_are_forgotten);
  CPPUNIT_TEST(a_clock_set_back_makes_nobody_wait_longer);
  CPPUNIT_TEST(an_ipv6_network_counts_as_one);
  CPPUNIT_TEST(of_many_at_once_no_more_are_looked_at);
  CPPUNIT_TEST(what_is_taken_back_was_never_counted);
  CPPUNIT_TEST(what_is_taken_back_leaves_what_others_have_counted_since);
  CPPUNIT_TEST(an_account_in_other_letters_is_the_same);
  CPPUNIT_TEST_SUITE_END();

  std::unique_ptr<SignInBrake> table_ = std::make_unique<SignInBrake>();
  SignInBrake& brake_ = *table_;
  Seconds now_ = 1'800'000'000;

  static Try at(const std::string& account, const std::string& address = "192.0.2.1") {
    return Try("secret", account, address);
  }
  /// Wrong ones, each as early as it may be; now_ is when the last was.
  void guess(const Try& who, unsigned times) {
    for (unsigned i = 0; i < times; ++i) {
      now_ += brake_.wait(who, now_);
      CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.admit(who, now_).wait);
    }
  }
  static std::string part(const std::string& address) {
    std::array<char, 64> room{};
    return std::string(counted_part(address, room));
  }

 public:
  void the_first_wrong_ones_cost_nothing() {
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_));
    guess(at("alice"), SignInBrake::FreeOfAccount - 1);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_));
  }

  void waits_double_up_to_a_quarter_of_an_hour() {
    guess(at("alice"), SignInBrake::FreeOfAccount);
    CPPUNIT_ASSERT_EQUAL(Seconds(1), brake_.wait(at("alice"), now_));
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_ + 1));
    guess(at("alice"), 1);
    CPPUNIT_ASSERT_EQUAL(Seconds(2), brake_.wait(at("alice"), now_));
    guess(at("alice"), 200);
    CPPUNIT_ASSERT_EQUAL(SignInBrake::MaxWait, brake_.wait(at("alice"), now_));
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_ + SignInBrake::MaxWait));
  }

  void a_thousand_guesses_a_second_are_looked_at_a_few_times_a_minute() {
    int looked_at = 0;
    for (int i = 0; i < 60'000; ++i) {
      const Seconds now = now_ + i / 1000;
      looked_at += brake_.admit(at("alice"), now).wait == 0 ? 1 : 0;
    }
    CPPUNIT_ASSERT(looked_at >= 10 && looked_at <= 16);
  }

  void guesses_from_many_addresses_count_for_the_account() {
    for (int i = 0; i < 20; ++i) {
      guess(at("alice", "198.51.100." + std::to_string(i)), 1);
    }
    CPPUNIT_ASSERT(brake_.wait(at("alice", "203.0.113.9"), now_) > 0);
  }

  void guesses_at_many_accounts_count_for_the_address() {
    for (unsigned i = 0; i <= SignInBrake::FreeOfAddress; ++i) {
      guess(at("user" + std::to_string(i)), 1);
    }
    CPPUNIT_ASSERT(brake_.wait(at("somebody"), now_) > 0);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("somebody", "203.0.113.9"), now_));
  }

  void who_has_signed_in_from_there_is_not_held_up_by_others() {
    brake_.right(at("alice", "203.0.113.9"), now_);
    guess(at("alice", "198.51.100.1"), 40);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice", "203.0.113.9"), now_ + 3600));
    CPPUNIT_ASSERT(brake_.wait(at("alice", "203.0.113.10"), now_) > 0);
  }

  void who_is_known_there_and_guesses_too_often_is_known_no_more() {
    brake_.right(at("alice"), now_);
    guess(at("alice"), 2 * SignInBrake::FreeOfAccount);
    CPPUNIT_ASSERT(brake_.wait(at("alice"), now_) > 0);
  }

  void others_are_not_concerned() {
    guess(at("alice"), 30);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("bob"), now_));
  }

  void wrong_ones_are_forgotten() {
    guess(at("alice"), 60);
    guess(at("alice"), 1);
    const Seconds later = now_ + SignInBrake::Memory;
    brake_.admit(at("alice"), later);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), later));
  }

  void a_clock_set_back_makes_nobody_wait_longer() {
    guess(at("alice"), SignInBrake::FreeOfAccount);
    CPPUNIT_ASSERT_EQUAL(Seconds(1), brake_.wait(at("alice"), now_ - 86'400));
  }

  void an_ipv6_network_counts_as_one() {
    CPPUNIT_ASSERT_EQUAL(part("2001:db8:1:2::1"), part("2001:db8:1:2:aaaa::7"));
    CPPUNIT_ASSERT(part("2001:db8:1:2::1") != part("2001:db8:1:3::1"));
    CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), part("192.0.2.1"));
  }

  void of_many_at_once_no_more_are_looked_at() {
    std::atomic<unsigned> looked_at = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int guesses = 0; guesses < 100; ++guesses) {
          looked_at += brake_.admit(at("alice"), now_).wait == 0 ? 1 : 0;
        }
      });
    }
    threads.clear();
    CPPUNIT_ASSERT_EQUAL(SignInBrake::FreeOfAccount, looked_at.load());
  }

  void what_is_taken_back_was_never_counted() {
    guess(at("alice"), SignInBrake::FreeOfAccount + 3);
    now_ += SignInBrake::MaxWait;
    SignInBrake::take_back(brake_.admit(at("alice"), now_));
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_));
  }

  void what_is_taken_back_leaves_what_others_have_counted_since() {
    const SignInBrake::Pass pass = brake_.admit(at("alice"), now_);
    guess(at("alice"), SignInBrake::FreeOfAccount - 1);
    SignInBrake::take_back(pass);
    CPPUNIT_ASSERT_EQUAL(Seconds(0), brake_.wait(at("alice"), now_));
    guess(at("alice"), 1);
    CPPUNIT_ASSERT(brake_.wait(at("alice"), now_) > 0);
  }

  void an_account_in_other_letters_is_the_same() {
    CPPUNIT_ASSERT_EQUAL(std::string("alice b"), counted_account(" \tAlice B\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(), counted_account("  "));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignInBrakeTest);

}  // namespace
}  // namespace pim::httpd
