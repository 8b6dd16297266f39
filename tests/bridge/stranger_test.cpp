// SPDX-License-Identifier: Apache-2.0
// Servers that say things in a way of their own: nothing is lost, and one word stops no run.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class StrangerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StrangerTest);
  CPPUNIT_TEST(a_sync_that_names_no_target_brings_its_changes);
  CPPUNIT_TEST_SUITE_END();

 public:
  /// Changes every Sync that the server sends.
  template <class Do>
  static Rewrite syncs(Do what) {
    return [what](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        if (auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
          what(*sync);
        }
      }
    };
  }

  void a_sync_that_names_no_target_brings_its_changes() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = syncs([](syncml::SyncCmd& sync) { sync.target.uri.clear(); });
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StrangerTest);

}  // namespace pim::bridge::test
