// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/token.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::console::pages {

class TokenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenTest);
  CPPUNIT_TEST(a_token_is_good_for_its_user);
  CPPUNIT_TEST(a_token_of_another_user_portal_or_store_is_not);
  CPPUNIT_TEST(portal_and_user_cannot_run_together);
  CPPUNIT_TEST(a_token_lives_through_a_night_and_no_longer);
  CPPUNIT_TEST_SUITE_END();

  HashKey key_;
  static constexpr Seconds Now = 1'767'225'600;

 public:
  void a_token_is_good_for_its_user() {
    const std::string token = form_token(key_, "p", "alice", Now);
    CPPUNIT_ASSERT_EQUAL(std::size_t{40}, token.size());
    CPPUNIT_ASSERT(is_form_token(token, key_, "p", "alice", Now));
  }

  void a_token_of_another_user_portal_or_store_is_not() {
    const std::string token = form_token(key_, "p", "alice", Now);
    HashKey other;
    other.bytes[0] = 1;
    CPPUNIT_ASSERT(!is_form_token(token, key_, "p", "bob", Now));
    CPPUNIT_ASSERT(!is_form_token(token, key_, "q", "alice", Now));
    CPPUNIT_ASSERT(!is_form_token(token, other, "p", "alice", Now));
    CPPUNIT_ASSERT(!is_form_token("", key_, "p", "alice", Now));
    CPPUNIT_ASSERT(!is_form_token(token.substr(1), key_, "p", "alice", Now));
  }

  void portal_and_user_cannot_run_together() {
    CPPUNIT_ASSERT(form_token(key_, "pa", "b", Now) != form_token(key_, "p", "ab", Now));
  }

  void a_token_lives_through_a_night_and_no_longer() {
    const std::string token = form_token(key_, "p", "alice", Now);
    CPPUNIT_ASSERT(is_form_token(token, key_, "p", "alice", Now + 86'400));
    CPPUNIT_ASSERT(!is_form_token(token, key_, "p", "alice", Now + 2 * 86'400));
    CPPUNIT_ASSERT(!is_form_token(token, key_, "p", "alice", Now - 86'400));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenTest);

}  // namespace pim::console::pages
