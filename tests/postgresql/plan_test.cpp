// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/dialect.h"
#include "tests/postgresql/database.h"
#include "tests/store/world.h"

namespace pim::sql::testing {

/// The indexes that the frequent questions use: as the store's own connections plan them (without
/// knowing the values), with and without statistics.
class PlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PlanTest);
  CPPUNIT_TEST(the_feed_uses_its_index);
  CPPUNIT_TEST(open_maps_use_the_partial_index_in_its_order);
  CPPUNIT_TEST(a_page_by_name_uses_its_index_in_its_order);
  CPPUNIT_TEST(keys_are_found_by_their_primary_key);
  CPPUNIT_TEST(questions_and_runs_of_one_owner_use_their_indexes);
  CPPUNIT_TEST(plans_stay_with_statistics);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_feed_uses_its_index() {
    const std::string plan = plan_of(
        "SELECT key, rev FROM item WHERE owner = $1 AND collection = $2 AND rev > $3 "
        "AND rev <= $4 ORDER BY rev LIMIT $5",
        5);
    check(plan, "using item_feed");
    check_not(plan, "Sort");
    check_not(plan, "Seq Scan");
    const std::string maps = plan_of(
        postgres_text("SELECT m.peer_id FROM item_map m WHERE m.owner = ?1 AND m.pairing = ?2 "
                      "AND m.item = EACH(?3::bigint[])",
                      Use::Each, 3),
        3);
    check(maps, "using item_map_pkey");
    check(maps, "(item = list.v)");
    check_not(maps, "Filter");
  }

  void open_maps_use_the_partial_index_in_its_order() {
    const std::string plan = plan_of(
        "SELECT m.item FROM item_map m WHERE m.owner = $1 AND m.pairing = $2 AND m.state <> 0 "
        "AND (m.retry_at, m.item) > ($3, $4) AND m.retry_at <= $5 "
        "ORDER BY m.retry_at, m.item LIMIT $6",
        6);
    check(plan, "using map_open");
    check_not(plan, "Sort");
  }

  void a_page_by_name_uses_its_index_in_its_order() {
    const std::string plan = plan_of(
        "SELECT key, content FROM item WHERE owner = $1 AND collection = $2 AND deleted = 0 "
        "AND (sort_key, key) > ($3::bytea, $4) ORDER BY sort_key, key LIMIT $5",
        5);
    check(plan, "using item_name");
    check_not(plan, "Seq Scan");
  }

  void keys_are_found_by_their_primary_key() {
    const std::string plan =
        plan_of("SELECT item FROM match_key WHERE owner = $1 AND collection = $2 AND key = $3", 3);
    check(plan, "using match_key_pkey");
  }

  void questions_and_runs_of_one_owner_use_their_indexes() {
    const std::string conflicts = plan_of(
        "SELECT record FROM conflict WHERE owner = $1 AND number > $2 AND choice = '' "
        "ORDER BY number LIMIT $3",
        3);
    check(conflicts, "using conflict_open_of");
    check_not(conflicts, "Sort");
    const std::string good = plan_of(
        "SELECT detail FROM run WHERE owner = $1 AND connection = $2 AND plan_only = 0 "
        "AND state IN (2, 3) ORDER BY number DESC LIMIT 1",
        2);
    check(good, "using run_good");
    check_not(good, "Sort");
  }

  void plans_stay_with_statistics() {
    fill();
    database_.tell("ANALYZE");
    the_feed_uses_its_index();
    open_maps_use_the_partial_index_in_its_order();
    a_page_by_name_uses_its_index_in_its_order();
    keys_are_found_by_their_primary_key();
  }

 private:
  void fill() {
    const auto store = database_.open();
    const store::OwnerId alice = make_owner(*store, "alice");
    const auto work = must(store->begin(alice, store::Access::Write));
    for (int i = 0; i < 500; ++i) {
      store::testing::add_contact(*work, "name " + std::to_string(i));
    }
    must(work->commit());
  }

  std::string plan_of(const std::string& sql, int values) {
    std::string nulls;
    for (int i = 0; i < values; ++i) {
      nulls += i == 0 ? "NULL" : ", NULL";
    }
    return database_.explain(sql, nulls);
  }
  static void check(const std::string& plan, const std::string& words) {
    CPPUNIT_ASSERT_MESSAGE(words + " in\n" + plan, plan.find(words) != std::string::npos);
  }
  static void check_not(const std::string& plan, const std::string& words) {
    CPPUNIT_ASSERT_MESSAGE("no " + words + " in\n" + plan, plan.find(words) == std::string::npos);
  }

  Database database_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(PlanTest);

}  // namespace pim::sql::testing
