// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "tests/sql/filling.h"
#include "tests/sql/statements.h"
#include "tests/store/world.h"

namespace pim::sql::testing {
namespace {

bool holds(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

/// Statements that read a table from end to end, by the few words that tell them, and why they may.
constexpr const char* MayScan[] = {
    "SELECT r.due_at, r.owner",  // cross-owner: the live runs, by their partial indexes
    "coalesce(max(id), 0) + 1",  // a new owner, by the end of the table
};

bool may_scan(const std::string& sql) {
  return std::any_of(std::begin(MayScan), std::end(MayScan),
                     [&](const char* words) { return holds(sql, words); });
}

/// What no request may do to a table.
bool is_scan(const std::string& line) {
  return line.starts_with("SCAN") && !holds(line, "CONSTANT ROW") && !holds(line, "SUBQUERY");
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& each : lines) {
    text += each + "\n";
  }
  return text;
}

}  // namespace

/// Every statement of the store is known from running the conformance cases; none may read a whole
/// table, sort what an index has in order, or look anywhere but at one owner.
class PlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PlanTest);
  CPPUNIT_TEST(no_statement_reads_a_whole_table);
  CPPUNIT_TEST(no_statement_sorts_its_rows);
  CPPUNIT_TEST(no_statement_builds_an_index_for_itself);
  CPPUNIT_TEST(the_feed_uses_its_index);
  CPPUNIT_TEST(open_maps_use_the_partial_index);
  CPPUNIT_TEST(a_page_by_name_uses_its_index);
  CPPUNIT_TEST(maps_by_peer_use_their_index);
  CPPUNIT_TEST(keys_are_found_by_their_primary_key);
  CPPUNIT_TEST(what_waits_is_counted_in_the_indexes_alone);
  CPPUNIT_TEST(open_conflicts_use_the_partial_index);
  CPPUNIT_TEST(waiting_rows_use_the_partial_index);
  CPPUNIT_TEST(runs_of_a_connection_use_their_indexes);
  CPPUNIT_TEST(plans_stay_without_and_with_statistics);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    if (statements().empty()) {
      gather();
    }
  }

  void no_statement_reads_a_whole_table() { check_none(is_scan, may_scan); }

  void no_statement_sorts_its_rows() {
    // Two indexes of different order meet in the claim of runs; it sorts the few live ones itself.
    check_none([](const std::string& line) { return holds(line, "USE TEMP B-TREE"); },
               [](const std::string& sql) { return holds(sql, "INDEXED BY session_device"); });
  }

  void no_statement_builds_an_index_for_itself() {
    check_none([](const std::string& line) { return holds(line, "AUTOMATIC"); },
               [](const std::string&) { return false; });
  }

  void the_feed_uses_its_index() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "SEARCH i USING INDEX item_feed (owner=? AND collection=? AND rev>? AND rev<?)\n"
            "SEARCH m USING PRIMARY KEY (owner=? AND pairing=? AND item=?) LEFT-JOIN\n"),
        plan_with("INDEXED BY item_feed", "item_map"));
  }

  void open_maps_use_the_partial_index() {
    const std::string plan = plan_with("INDEXED BY map_open");
    CPPUNIT_ASSERT_MESSAGE(plan, plan.starts_with("SEARCH m USING INDEX map_open (owner=? AND "
                                                  "pairing=? AND (retry_at,item)>(?,?)"));
  }

  void a_page_by_name_uses_its_index() {
    const std::string plan = plan_with("INDEXED BY item_name", "content");
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "SEARCH item USING INDEX item_name (owner=? AND collection=? AND sort_key>?)\n"),
        plan);
  }

  void maps_by_peer_use_their_index() {
    const std::string plan = plan_with("INDEXED BY map_peer");
    CPPUNIT_ASSERT_EQUAL(
        std::string("SEARCH m USING INDEX map_peer (owner=? AND pairing=? AND peer_id=?)\n"), plan);
  }

  void keys_are_found_by_their_primary_key() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SEARCH match_key USING PRIMARY KEY (owner=? AND collection=? AND key=?)\n"),
        plan_with("SELECT item, kind, key FROM match_key"));
  }

  void what_waits_is_counted_in_the_indexes_alone() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SEARCH conflict USING COVERING INDEX conflict_open_of (owner=?)\n"),
        plan_with("INDEXED BY conflict_open_of", "count("));
    CPPUNIT_ASSERT_EQUAL(
        std::string("SEARCH held USING COVERING INDEX held_waiting_of (owner=?)\n"),
        plan_with("INDEXED BY held_waiting_of", "count("));
  }

  void open_conflicts_use_the_partial_index() {
    const std::string plan = plan_with("INDEXED BY conflict_open_of", "ORDER BY");
    CPPUNIT_ASSERT_MESSAGE(plan, plan.starts_with("SEARCH c USING INDEX conflict_open_of "
                                                  "(owner=? AND number>?)\n"));
  }

  void waiting_rows_use_the_partial_index() {
    const std::string plan = plan_with("INDEXED BY held_waiting_of", "ORDER BY");
    CPPUNIT_ASSERT_MESSAGE(plan, holds(plan, "INDEX held_waiting_of (owner=? AND number>?)"));
  }

  void runs_of_a_connection_use_their_indexes() {
    CPPUNIT_ASSERT_EQUAL(std::string("SEARCH run USING INDEX run_connection "
                                     "(owner=? AND connection=? AND number<?)\n"),
                         plan_with("INDEXED BY run_connection", "LIMIT ?4"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("SEARCH run USING INDEX run_good (owner=? AND connection=?)\n"),
        plan_with("INDEXED BY run_good"));
  }

  /// An administrator may run ANALYZE; it must not make anything worse. (A table of one row is read
  /// as a whole then, which is right: so there are several owners here.)
  void plans_stay_without_and_with_statistics() {
    const auto store = place_.open();
    const store::OwnerId alice = make_alice(*store);
    const store::PairingId pairing = make_pairing(*store, alice, "phone");
    fill(place_.path(), alice, pairing, 1000);
    for (int i = 0; i < 20; ++i) {
      const store::Owner other = must(store->owner("here", "owner " + std::to_string(i)));
      make_pairing(*store, other.id, "phone");
    }
    tell(place_.path(), "ANALYZE");
    check_none(is_scan, may_scan);
  }

 private:
  static std::set<std::string>& statements() {
    static std::set<std::string> all;
    return all;
  }

  static void gather() {
    using namespace store::testing;
    const StatementLog log;
    for (const auto& cases :
         {transaction_cases(), collection_cases(), item_cases(), version_cases(), feed_cases(),
          page_cases(), key_cases(), pairing_cases(), map_cases(), open_map_cases(), stage_cases(),
          held_cases(), conflict_cases(), session_cases(), connection_cases(), run_cases(),
          portal_cases(), claim_cases(), purge_cases()}) {
      for (const Case& each : cases) {
        World world(make_store);
        each.run(world);
      }
    }
    for (const std::string& text : log.texts()) {
      const bool works = text.starts_with("SELECT") || text.starts_with("UPDATE") ||
                         text.starts_with("DELETE") || text.starts_with("INSERT");
      if (works) {
        statements().insert(text);
      }
    }
  }

  template <class Bad, class Excused>
  void check_none(Bad bad, Excused excused) {
    CPPUNIT_ASSERT(statements().size() > 80);
    std::string found;
    for (const std::string& sql : statements()) {
      const auto plan = plan_of(place_.path(), sql);
      if (!excused(sql) && std::any_of(plan.begin(), plan.end(), bad)) {
        found += sql + "\n" + joined(plan);
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), found);
  }

  /// The plan of the one statement with these words.
  std::string plan_with(const std::string& words, const std::string& and_words = {}) {
    for (const std::string& sql : statements()) {
      if (holds(sql, words) && holds(sql, and_words)) {
        return joined(plan_of(place_.path(), sql));
      }
    }
    return {};
  }

  Place place_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(PlanTest);

}  // namespace pim::sql::testing
