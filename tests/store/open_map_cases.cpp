// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

MapRow row(ItemId item, MapState state, Seconds retry_at = 0, std::uint64_t generation = 1) {
  return {.item = item,
          .peer_id = "p" + std::to_string(item),
          .state = state,
          .generation = generation,
          .retry_at = retry_at};
}

PairingId with_rows(UnitOfWork& work, const std::vector<MapRow>& rows) {
  const PairingId pairing = add_pairing(work, "phone");
  must(work.put_maps(pairing, rows));
  return pairing;
}

std::string items_of(const std::vector<MapRow>& rows) {
  std::string all;
  for (const MapRow& each : rows) {
    all += std::to_string(each.item) + " ";
  }
  return all;
}

std::string left(UnitOfWork& work, PairingId pairing) {
  std::vector<ItemId> items;
  for (ItemId item = 1; item <= 9; ++item) {
    items.push_back(item);
  }
  std::string all;
  for (const ItemId item : items) {
    all += items_of(must(work.maps_of(pairing, {&item, 1})));
  }
  return all;
}

void every_state_but_mapped_is_open(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work, {row(1, MapState::Mapped), row(2, MapState::Pending), row(3, MapState::Unconfirmed),
               row(4, MapState::ToAdd), row(5, MapState::Failed)});
    CPPUNIT_ASSERT_EQUAL(std::string("2 3 4 5 "),
                         items_of(must(work.open_maps(pairing, 0, 0, 0, 10))));
  });
}

void open_rows_are_whole(World& world) {
  world.try_out([](UnitOfWork& work) {
    MapRow full = row(1, MapState::Failed, 5);
    full.base = "base";
    full.sent = {1, 2};
    full.told = "t";
    const PairingId pairing = with_rows(work, {full});
    check_rows({full}, must(work.open_maps(pairing, 5, 0, 0, 10)));
  });
}

void rows_are_open_from_the_second_they_are_due(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work,
        {row(1, MapState::Failed, 9), row(2, MapState::Failed, 10), row(3, MapState::Failed, 11)});
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 "),
                         items_of(must(work.open_maps(pairing, 10, 0, 0, 10))));
  });
}

void open_rows_come_by_time_and_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row(4, MapState::Failed, 5), row(1, MapState::Failed, 7),
                         row(3, MapState::Failed, 5), row(2, MapState::Pending, 0)});
    CPPUNIT_ASSERT_EQUAL(std::string("2 3 4 1 "),
                         items_of(must(work.open_maps(pairing, 10, 0, 0, 10))));
  });
}

void open_rows_are_paged_after_time_and_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row(1, MapState::Failed, 7), row(2, MapState::Pending, 0),
                         row(3, MapState::Failed, 5), row(4, MapState::Failed, 5),
                         row(5, MapState::Failed, 5)});
    std::string pages;
    MapRow last = row(0, MapState::Mapped);
    for (auto page = must(work.open_maps(pairing, 10, 0, 0, 2)); !page.empty();
         page = must(work.open_maps(pairing, 10, last.retry_at, last.item, 2))) {
      pages += items_of(page) + "| ";
      last = page.back();
    }
    CPPUNIT_ASSERT_EQUAL(std::string("2 3 | 4 5 | 1 | "), pages);
  });
}

void a_row_that_becomes_mapped_is_no_longer_open(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::Pending, 5)});
    const MapRow mapped = row(1, MapState::Mapped, 5);
    must(work.put_maps(pairing, {&mapped, 1}));
    check_rows({}, must(work.open_maps(pairing, 10, 0, 0, 10)));
  });
}

void a_row_that_is_put_off_is_open_later(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::Pending, 5)});
    const MapRow later = row(1, MapState::Failed, 50);
    must(work.put_maps(pairing, {&later, 1}));
    check_rows({}, must(work.open_maps(pairing, 10, 0, 0, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 "), items_of(must(work.open_maps(pairing, 50, 0, 0, 10))));
  });
}

void open_rows_are_those_of_the_pairing(World& world) {
  world.try_out([](UnitOfWork& work) {
    with_rows(work, {row(1, MapState::Pending)});
    check_rows({}, must(work.open_maps(add_pairing(work, "tablet"), 10, 0, 0, 10)));
  });
}

void open_rows_of_any_generation_come(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::Pending, 0, 0)});
    CPPUNIT_ASSERT_EQUAL(std::string("1 "), items_of(must(work.open_maps(pairing, 0, 0, 0, 10))));
  });
}

void hints_of_older_generations_are_dropped(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row(1, MapState::Mapped, 0, 2), row(2, MapState::Pending, 0, 1),
                         row(3, MapState::Failed, 0, 2), row(4, MapState::Mapped, 0, 3)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, must(work.drop_hints(pairing, 3, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("4 "), left(work, pairing));
    check_rows({}, must(work.maps_by_peer(pairing, std::vector<std::string>{"p1", "p2", "p3"})));
  });
}

void what_never_goes_again_is_no_hint(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::Failed, NeverAgain, 1)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.drop_hints(pairing, 9, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 "), left(work, pairing));
  });
}

void adds_under_way_are_no_hints(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row(1, MapState::Unconfirmed), row(2, MapState::ToAdd)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.drop_hints(pairing, 9, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 "), left(work, pairing));
  });
}

void hints_are_dropped_in_slices(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::ToAdd), row(2, MapState::Mapped),
                                               row(3, MapState::Mapped), row(4, MapState::Mapped)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.drop_hints(pairing, 2, 2)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.drop_hints(pairing, 2, 2)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.drop_hints(pairing, 2, 2)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 "), left(work, pairing));
  });
}

void hints_that_came_behind_the_last_slice_are_dropped(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work, {row(1, MapState::Mapped), row(2, MapState::Mapped), row(3, MapState::Mapped)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.drop_hints(pairing, 2, 2)));
    must(work.put_maps(pairing, std::vector<MapRow>{row(1, MapState::Mapped)}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.drop_hints(pairing, 2, 10)));
  });
}

void hints_of_another_pairing_stay(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row(1, MapState::Mapped)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.drop_hints(add_pairing(work, "tablet"), 9, 10)));
    CPPUNIT_ASSERT_EQUAL(std::string("1 "), left(work, pairing));
  });
}

}  // namespace

std::vector<Case> open_map_cases() {
  return {PIM_CASE(every_state_but_mapped_is_open),
          PIM_CASE(open_rows_are_whole),
          PIM_CASE(rows_are_open_from_the_second_they_are_due),
          PIM_CASE(open_rows_come_by_time_and_item),
          PIM_CASE(open_rows_are_paged_after_time_and_item),
          PIM_CASE(a_row_that_becomes_mapped_is_no_longer_open),
          PIM_CASE(a_row_that_is_put_off_is_open_later),
          PIM_CASE(open_rows_are_those_of_the_pairing),
          PIM_CASE(open_rows_of_any_generation_come),
          PIM_CASE(hints_of_older_generations_are_dropped),
          PIM_CASE(what_never_goes_again_is_no_hint),
          PIM_CASE(adds_under_way_are_no_hints),
          PIM_CASE(hints_are_dropped_in_slices),
          PIM_CASE(hints_that_came_behind_the_last_slice_are_dropped),
          PIM_CASE(hints_of_another_pairing_stay)};
}

}  // namespace pim::store::testing
