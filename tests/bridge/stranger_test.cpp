// SPDX-License-Identifier: Apache-2.0
// Servers that say things in a way of their own: nothing is lost, and one word stops no run.
#include <cppunit/extensions/HelperMacros.h>

#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class StrangerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StrangerTest);
  CPPUNIT_TEST(a_sync_that_names_no_target_brings_its_changes);
  CPPUNIT_TEST(a_change_that_was_not_executed_is_not_delivered);
  CPPUNIT_TEST(a_collection_of_unknown_format_is_left_out_and_named);
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

  void a_change_that_was_not_executed_is_not_delivered() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* status = std::get_if<syncml::StatusCmd>(&command);
        if (status != nullptr && status->cmd == "Add") {
          status->code = 215;
        }
      }
    };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{215},
                         static_cast<std::int64_t>(pair.lines(run.number).at(0).status));
  }

  void a_collection_of_unknown_format_is_left_out_and_named() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* info = std::get_if<syncml::InfoCmd>(&command);
        if (info == nullptr || info->items.empty() || !info->items[0].dev_inf) {
          continue;
        }
        const syncml::Encoding encoding = syncml::encoding_of(*info->items[0].dev_inf);
        syncml::DevInf said = must(syncml::decode_dev_inf(encoding, *info->items[0].dev_inf));
        said.extensions.clear();
        for (syncml::Datastore& datastore : said.datastores) {
          if (datastore.source_ref.find("notes") != std::string::npos) {
            datastore.rx_pref = {"text/x-strange", "1"};
            datastore.rx = {};
          }
        }
        info->items[0].dev_inf = syncml::encode_dev_inf(encoding, syncml::Version::V12, said);
      }
    };
    const store::Run run = pair.sync_of(pair.connect("there", "notes,contacts"));
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT(run.sentence.find("'notes'") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StrangerTest);

}  // namespace pim::bridge::test
