// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

std::string revs_of(const std::vector<FeedRow>& rows) {
  std::string revs;
  for (const FeedRow& row : rows) {
    revs += std::to_string(row.rev) + " ";
  }
  return revs;
}

FeedQuery query_of(Revision after, Revision upto) {
  return {.collection = "contacts", .after = after, .upto = upto};
}

/// Contacts at revisions 1 to count.
void add_many(UnitOfWork& work, int count) {
  for (int i = 0; i < count; ++i) {
    add_contact(work, "n" + std::to_string(i));
  }
}

void the_feed_excludes_after_and_includes_upto(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 6);
    CPPUNIT_ASSERT_EQUAL(std::string("3 4 5 "), revs_of(must(work.feed(query_of(2, 5)))));
  });
}

void the_feed_is_empty_where_nothing_changed(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 3);
    CPPUNIT_ASSERT_EQUAL(std::string(), revs_of(must(work.feed(query_of(3, 3)))));
    CPPUNIT_ASSERT_EQUAL(std::string(), revs_of(must(work.feed(query_of(3, 99)))));
  });
}

void the_feed_is_paged_without_gap_or_double(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 7);
    std::string pages;
    FeedQuery query = query_of(0, 7);
    query.limit = 3;
    for (auto page = must(work.feed(query)); !page.empty(); page = must(work.feed(query))) {
      pages += revs_of(page) + "| ";
      query.after = page.back().rev;
    }
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 3 | 4 5 6 | 7 | "), pages);
  });
}

void limit_zero_feeds_nothing(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 2);
    FeedQuery query = query_of(0, 9);
    query.limit = 0;
    CPPUNIT_ASSERT_EQUAL(std::string(), revs_of(must(work.feed(query))));
  });
}

void skipped_ranges_are_left_out_with_both_ends(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 9);
    FeedQuery query = query_of(0, 9);
    query.skip = {{2, 3}, {5, 5}, {8, 20}};
    CPPUNIT_ASSERT_EQUAL(std::string("1 4 6 7 "), revs_of(must(work.feed(query))));
  });
}

void skipped_rows_do_not_count_against_the_limit(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_many(work, 6);
    FeedQuery query = query_of(0, 6);
    query.skip = {{1, 3}};
    query.limit = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("4 5 "), revs_of(must(work.feed(query))));
  });
}

void many_skip_ranges_work(World& world) {
  world.try_out([](UnitOfWork& work) {
    constexpr Revision Count = 130;
    add_many(work, static_cast<int>(Count));
    FeedQuery query = query_of(0, Count);
    for (Revision rev = 1; rev <= 127; rev += 2) {
      query.skip.push_back({rev, rev});
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{66}, must(work.feed(query)).size());
  });
}

void a_changed_item_stands_at_its_newest_revision_only(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    add_many(work, 2);
    must(write_one(work, next_of(work, id)));
    CPPUNIT_ASSERT_EQUAL(std::string("2 3 4 "), revs_of(must(work.feed(query_of(0, 9)))));
  });
}

void the_feed_holds_tombstones_and_origins(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    ItemWrite write = next_of(work, add_contact(work, "anna"));
    write.item.deleted = true;
    write.item.origin = pairing;
    must(write_one(work, write));
    const auto rows = must(work.feed(query_of(0, 9)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
    CPPUNIT_ASSERT(rows.front().deleted);
    CPPUNIT_ASSERT_EQUAL(pairing, rows.front().origin);
    CPPUNIT_ASSERT_EQUAL(write.item.id, rows.front().id);
  });
}

void another_collection_is_not_fed(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    add_many(work, 2);
    FeedQuery query = query_of(0, 9);
    query.collection = OtherCollection;
    CPPUNIT_ASSERT_EQUAL(std::string(), revs_of(must(work.feed(query))));
  });
}

void the_map_row_comes_along_without_its_base(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    MapRow row{.item = add_contact(work, "anna"),
               .peer_id = "p1",
               .told = "t1",
               .state = MapState::Failed,
               .generation = 1,
               .seen = 1,
               .base = "what it had",
               .base_said_by_side = true,
               .sent = {1, 2},
               .failure = 415,
               .reason = "photo",
               .retry_at = 50};
    must(work.put_maps(pairing, {&row, 1}));
    FeedQuery query = query_of(0, 9);
    query.pairing = pairing;
    const auto rows = must(work.feed(query));
    row.base.reset();
    CPPUNIT_ASSERT(rows.front().map.has_value());
    check_same(row, *rows.front().map);
  });
}

void a_map_row_of_an_old_generation_comes_along(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    const MapRow row{.item = add_contact(work, "anna"), .peer_id = "p1", .generation = 0};
    must(work.put_maps(pairing, {&row, 1}));
    FeedQuery query = query_of(0, 9);
    query.pairing = pairing;
    CPPUNIT_ASSERT(must(work.feed(query)).front().map.has_value());
  });
}

void a_map_row_of_another_pairing_does_not_come_along(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    const MapRow row{.item = add_contact(work, "anna"), .peer_id = "p1"};
    must(work.put_maps(pairing, {&row, 1}));
    FeedQuery query = query_of(0, 9);
    query.pairing = add_pairing(work, "tablet");
    CPPUNIT_ASSERT(!must(work.feed(query)).front().map);
    query.pairing = 0;
    CPPUNIT_ASSERT(!must(work.feed(query)).front().map);
  });
}

}  // namespace

std::vector<Case> feed_cases() {
  return {PIM_CASE(the_feed_excludes_after_and_includes_upto),
          PIM_CASE(the_feed_is_empty_where_nothing_changed),
          PIM_CASE(the_feed_is_paged_without_gap_or_double),
          PIM_CASE(limit_zero_feeds_nothing),
          PIM_CASE(skipped_ranges_are_left_out_with_both_ends),
          PIM_CASE(skipped_rows_do_not_count_against_the_limit),
          PIM_CASE(many_skip_ranges_work),
          PIM_CASE(a_changed_item_stands_at_its_newest_revision_only),
          PIM_CASE(the_feed_holds_tombstones_and_origins),
          PIM_CASE(another_collection_is_not_fed),
          PIM_CASE(the_map_row_comes_along_without_its_base),
          PIM_CASE(a_map_row_of_an_old_generation_comes_along),
          PIM_CASE(a_map_row_of_another_pairing_does_not_come_along)};
}

}  // namespace pim::store::testing
