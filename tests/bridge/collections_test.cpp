// SPDX-License-Identifier: Apache-2.0
// Which collections a run syncs, and what becomes of those that the peer does not open.
#include "common/bridge/collections.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class CollectionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CollectionsTest);
  CPPUNIT_TEST(no_options_mean_the_contacts);
  CPPUNIT_TEST(options_name_collections_and_what_the_peer_calls_them);
  CPPUNIT_TEST(a_collection_the_peer_does_not_open_is_left_out_and_named);
  CPPUNIT_TEST(a_collection_is_found_under_the_name_the_peer_has_for_its_kind);
  CPPUNIT_TEST(a_collection_that_the_peer_calls_otherwise_is_not_looked_for_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void no_options_mean_the_contacts() {
    CPPUNIT_ASSERT(unpack_wanted("") == (std::vector<Wanted>{{"contacts", "contacts"}}));
  }

  void options_name_collections_and_what_the_peer_calls_them() {
    const std::vector<Wanted> wanted{{"contacts", "card"}, {"notes", "notes"}};
    CPPUNIT_ASSERT_EQUAL(std::string("contacts=card,notes"), pack_wanted(wanted));
    CPPUNIT_ASSERT(wanted == unpack_wanted("contacts=card, notes"));
    const std::string one_way = pack_wanted(wanted, "from-peer");
    CPPUNIT_ASSERT_EQUAL(std::string("=from-peer,contacts=card,notes"), one_way);
    CPPUNIT_ASSERT(wanted == unpack_wanted(one_way));
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"), usual_mode(one_way));
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), usual_mode("contacts=card,notes"));
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), usual_mode(""));
  }

  void a_collection_the_peer_does_not_open_is_left_out_and_named() {
    Pair pair;
    pair.add_here("aunts");
    pair.there.import("B", pair.clock.now());
    const store::Run run = pair.sync_of(pair.connect("there", "contacts,aunts"));
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT(run.sentence.find("'aunts'") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("B "), pair.here.names());
  }

  void a_collection_is_found_under_the_name_the_peer_has_for_its_kind() {
    Pair pair;
    pair.add_here("aunts");
    pair.there.import("B", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync_of(pair.connect("there", "aunts")).outcome);
    const auto work = pair.here.begin(store::Access::Read);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work->page({.collection = "aunts"})).size());
  }

  void a_collection_that_the_peer_calls_otherwise_is_not_looked_for_again() {
    Pair pair;
    pair.add_here("aunts");
    const std::int64_t connection = pair.connect("there", "aunts");
    pair.sync_of(connection);
    const auto work = pair.here.begin(store::Access::Read);
    CPPUNIT_ASSERT_EQUAL(std::string("aunts=contacts"),
                         must(work->connection(connection))->options);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CollectionsTest);

}  // namespace pim::bridge::test
