// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/sql/filling.h"

namespace pim::sql::testing {

/// drop_hints() goes over the maps in slices and remembers where it stopped: it must find every
/// hint, each once, and touch nothing else.
class HintsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HintsTest);
  CPPUNIT_TEST(a_hint_before_the_cursor_is_found);
  CPPUNIT_TEST(a_hint_behind_the_cursor_counts_once);
  CPPUNIT_TEST(where_no_map_is_old_none_is_read);
  CPPUNIT_TEST(what_was_walked_to_its_end_is_not_walked_again);
  CPPUNIT_TEST(no_limit_reaches_no_end);
  CPPUNIT_TEST(an_old_map_that_becomes_a_hint_again_is_dropped);
  CPPUNIT_TEST(a_call_looks_at_a_limited_number_of_maps);
  CPPUNIT_TEST(calls_together_find_every_hint_of_many_maps);
  CPPUNIT_TEST(the_place_reached_lives_in_the_transaction);
  CPPUNIT_TEST(random_maps_lose_their_hints_only);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    store_ = place_.open();
    alice_ = make_alice(*store_);
    pairing_ = make_pairing(*store_, alice_, "phone");
  }

  void a_hint_before_the_cursor_is_found() {
    put({1, 2, 3, 4});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, drop(2));
    put({1});
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, drop(10));
  }

  void a_hint_behind_the_cursor_counts_once() {
    put({1, 2, 3, 4});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, drop(1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, drop(10));
  }

  void where_no_map_is_old_none_is_read() {
    put({1, 2, 3, 4}, Floor);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, rows_of([&] { drop(10); }));
  }

  void what_was_walked_to_its_end_is_not_walked_again() {
    put({1, 2, 3, 4}, Floor);
    put({2});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, drop(10));
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, rows_of([&] { drop(10); }));
  }

  void no_limit_reaches_no_end() {
    put({1});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, drop(0));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, drop(1));
  }

  void an_old_map_that_becomes_a_hint_again_is_dropped() {
    put({1}, Floor - 1, store::MapState::Unconfirmed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, drop(10));
    put({1}, Floor - 1, store::MapState::Mapped);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, drop(10));
  }

  void a_call_looks_at_a_limited_number_of_maps() {
    many_maps(70'000);
    put({69'999});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, drop(10));
    CPPUNIT_ASSERT(store_->counters().rows_read < 51'000);
  }

  void calls_together_find_every_hint_of_many_maps() {
    many_maps(70'000);
    put({1, 60'000, 69'999});
    std::size_t dropped = 0;
    for (int call = 0; call < 3; ++call) {
      dropped += drop(10);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, dropped);
  }

  void the_place_reached_lives_in_the_transaction() {
    put({1, 2, 3, 4});
    {
      const auto unit = must(store_->begin(alice_, store::Access::Write));
      CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(unit->drop_hints(pairing_, Floor, 2)));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("0"), ask(place_.path(), "SELECT hint_cursor FROM pairing"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, drop(10));
  }

  void random_maps_lose_their_hints_only() {
    std::mt19937 random(7);
    std::map<store::ItemId, bool> model;  // item: is a hint
    for (int round = 0; round < 300; ++round) {
      const auto item = static_cast<store::ItemId>(1 + random() % 40);
      const bool hint = random() % 2 == 0;
      put({item}, hint ? Floor - 1 : Floor);
      model[item] = hint;
      if (random() % 3 == 0) {
        const std::size_t limit = random() % 6;
        const auto hints = static_cast<std::size_t>(std::count_if(
            model.begin(), model.end(), [](const auto& each) { return each.second; }));
        CPPUNIT_ASSERT_EQUAL(std::min(limit, hints), drop(limit));
        std::erase_if(model,
                      [&](const auto& each) { return each.second && !is_there(each.first); });
      }
      for (const auto& [each, what] : model) {
        CPPUNIT_ASSERT(is_there(each));
      }
    }
    drop(100);
    const auto kept =
        std::count_if(model.begin(), model.end(), [](const auto& each) { return !each.second; });
    CPPUNIT_ASSERT_EQUAL(std::to_string(kept), ask(place_.path(), "SELECT count(*) FROM item_map"));
  }

 private:
  static constexpr std::uint64_t Floor = 5;

  void put(const std::vector<store::ItemId>& items, std::uint64_t generation = Floor - 1,
           store::MapState state = store::MapState::Mapped) {
    std::vector<store::MapRow> rows;
    for (const store::ItemId item : items) {
      rows.push_back({.item = item,
                      .peer_id = "p" + std::to_string(item),
                      .state = state,
                      .generation = generation});
    }
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    must(unit->put_maps(pairing_, rows));
    must(unit->commit());
  }

  /// Maps that are no hints.
  void many_maps(int count) {
    tell(place_.path(),
         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
             std::to_string(count) +
             ") INSERT INTO item_map(owner, pairing, item, peer_id, told, state, generation, seen, "
             "base_said_by_side, failure, retry_at, reason, sent, base) SELECT " +
             std::to_string(alice_) + ", " + std::to_string(pairing_) +
             ", i, 'p' || i, NULL, 0, 5, 1, 0, 0, 0, '', x'', NULL FROM n");
  }

  std::size_t drop(std::size_t limit) {
    const auto unit = must(store_->begin(alice_, store::Access::Write));
    const std::size_t dropped = must(unit->drop_hints(pairing_, Floor, limit));
    must(unit->commit());
    return dropped;
  }

  /// Rows that a transaction reads beyond an empty one and beyond its pairing.
  template <class Work>
  std::uint64_t rows_of(Work work) {
    const auto read = [&](const auto& what) {
      const std::uint64_t before = store_->counters().rows_read;
      what();
      return store_->counters().rows_read - before;
    };
    const std::uint64_t least = read([&] {
      const auto unit = must(store_->begin(alice_, store::Access::Write));
      must(unit->put_maps(pairing_, {}));
      must(unit->commit());
    });
    return read(work) - least;
  }

  bool is_there(store::ItemId item) {
    const auto unit = must(store_->begin(alice_, store::Access::Read));
    return !must(unit->maps_of(pairing_, {&item, 1})).empty();
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::PairingId pairing_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(HintsTest);

}  // namespace pim::sql::testing
