// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/login_cache.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::httpd {
namespace {

class SetClock final : public Clock {
 public:
  Seconds now() const override { return time; }
  Seconds time = 1'000'000;
};

class LoginCacheTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LoginCacheTest);
  CPPUNIT_TEST(a_remembered_login_is_known);
  CPPUNIT_TEST(anything_else_is_not);
  CPPUNIT_TEST(fields_do_not_run_into_each_other);
  CPPUNIT_TEST(a_login_is_forgotten_after_its_lifetime);
  CPPUNIT_TEST(a_login_remembered_anew_lives_anew);
  CPPUNIT_TEST(the_oldest_goes_where_too_many_are_remembered);
  CPPUNIT_TEST(a_clock_that_jumps_back_keeps_it_bounded);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_remembered_login_is_known() {
    cache_.remember("r", "alice", "secret");
    CPPUNIT_ASSERT(cache_.knows("r", "alice", "secret"));
  }

  void anything_else_is_not() {
    cache_.remember("r", "alice", "secret");
    CPPUNIT_ASSERT(!cache_.knows("r", "alice", "Secret"));
    CPPUNIT_ASSERT(!cache_.knows("r", "bob", "secret"));
    CPPUNIT_ASSERT(!cache_.knows("s", "alice", "secret"));
    CPPUNIT_ASSERT(!cache_.knows("r", "alice", ""));
  }

  void fields_do_not_run_into_each_other() {
    cache_.remember("r", "alice", "secret");
    CPPUNIT_ASSERT(!cache_.knows("ra", "lice", "secret"));
    CPPUNIT_ASSERT(!cache_.knows("r", "alices", "ecret"));
  }

  void a_login_is_forgotten_after_its_lifetime() {
    cache_.remember("r", "alice", "secret");
    clock_.time += LoginCache::Lifetime - 1;
    CPPUNIT_ASSERT(cache_.knows("r", "alice", "secret"));
    clock_.time += 1;
    CPPUNIT_ASSERT(!cache_.knows("r", "alice", "secret"));
  }

  void a_login_remembered_anew_lives_anew() {
    cache_.remember("r", "alice", "secret");
    clock_.time += LoginCache::Lifetime - 1;
    cache_.remember("r", "alice", "secret");
    clock_.time += 2;
    cache_.remember("r", "bob", "secret");  // the first entry goes
    CPPUNIT_ASSERT(cache_.knows("r", "alice", "secret"));
  }

  void the_oldest_goes_where_too_many_are_remembered() {
    for (std::size_t i = 0; i <= LoginCache::MaxLogins; ++i) {
      cache_.remember("r", std::to_string(i), "secret");
    }
    CPPUNIT_ASSERT(!cache_.knows("r", "0", "secret"));
    CPPUNIT_ASSERT(cache_.knows("r", "1", "secret"));
    CPPUNIT_ASSERT(cache_.knows("r", std::to_string(LoginCache::MaxLogins), "secret"));
  }

  void a_clock_that_jumps_back_keeps_it_bounded() {
    cache_.remember("r", "early", "secret");
    clock_.time -= 100'000;
    for (std::size_t i = 0; i < LoginCache::MaxLogins; ++i) {
      cache_.remember("r", std::to_string(i), "secret");
    }
    CPPUNIT_ASSERT(!cache_.knows("r", "early", "secret"));
  }

 private:
  SetClock clock_;
  SystemRandom random_;
  LoginCache cache_{clock_, random_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(LoginCacheTest);

}  // namespace
}  // namespace pim::httpd
