// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

MapRow full_row(ItemId item) {
  return {.item = item,
          .peer_id = "p1",
          .told = "t1",
          .state = MapState::Failed,
          .generation = 3,
          .seen = 4,
          .base = std::string("b\0\xff", 3),
          .base_said_by_side = true,
          .sent = {5, 6},
          .failure = 415,
          .reason = "photo",
          .retry_at = 77};
}

MapRow row(ItemId item, const std::optional<std::string>& peer_id,
           const std::optional<std::string>& told = std::nullopt) {
  return {.item = item, .peer_id = peer_id, .told = told};
}

void put(UnitOfWork& work, PairingId pairing, const std::vector<MapRow>& rows) {
  must(work.put_maps(pairing, rows));
}

/// "item=peer_id" of the rows of items 1 to 5.
std::string names(UnitOfWork& work, PairingId pairing) {
  std::vector<std::string> lines;
  for (const MapRow& each : must(work.maps_of(pairing, std::vector<ItemId>{1, 2, 3, 4, 5}))) {
    lines.push_back(std::to_string(each.item) + "=" + each.peer_id.value_or("-") + "/" +
                    each.told.value_or("-"));
  }
  std::string all;
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) {
    all += line + " ";
  }
  return all;
}

void every_field_of_a_map_row_comes_back(World& world) {
  const PairingId pairing = world.write([](UnitOfWork& work) {
    const PairingId id = add_pairing(work, "phone");
    put(work, id, {full_row(1)});
    return id;
  });
  world.read([&](UnitOfWork& work) {
    check_rows({full_row(1)}, must(work.maps_of(pairing, std::vector<ItemId>{1})));
  });
}

void what_is_empty_is_not_what_is_missing(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    MapRow empty = row(1, "", "");
    empty.base = "";
    put(work, pairing, {empty, row(2, std::nullopt)});
    check_rows({empty, row(2, std::nullopt)},
               must(work.maps_of(pairing, std::vector<ItemId>{1, 2})), Order::Sorted);
  });
}

void rows_are_found_by_the_peers_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_row(1), row(2, "p2"), row(3, std::nullopt, "p3")});
    const std::vector<std::string> wanted{"p2", "p1", "p3", "unknown", "p1"};
    check_rows({full_row(1), row(2, "p2")}, must(work.maps_by_peer(pairing, wanted)),
               Order::Sorted);
    check_rows({}, must(work.maps_by_peer(pairing, {})));
  });
}

void rows_are_found_by_what_was_told(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_row(1), row(2, "t2"), row(3, std::nullopt, "t3")});
    const std::vector<std::string> wanted{"t3", "t1", "t2", "unknown", "t3"};
    check_rows({full_row(1), row(3, std::nullopt, "t3")}, must(work.maps_by_told(pairing, wanted)),
               Order::Sorted);
  });
}

void rows_are_found_by_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1"), row(2, "p2")});
    check_rows({row(2, "p2")}, must(work.maps_of(pairing, std::vector<ItemId>{2, 9, 2})));
    check_rows({}, must(work.maps_of(pairing, {})));
  });
}

void putting_an_item_again_replaces_its_row(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_row(1)});
    put(work, pairing, {row(1, "p9")});
    check_rows({row(1, "p9")}, must(work.maps_of(pairing, std::vector<ItemId>{1})));
    check_rows({}, must(work.maps_by_peer(pairing, std::vector<std::string>{"p1"})));
    check_rows({}, must(work.maps_by_told(pairing, std::vector<std::string>{"t1"})));
  });
}

void a_taken_peer_id_removes_the_row_that_had_it(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1"), row(2, "p2")});
    put(work, pairing, {row(3, "p1")});
    CPPUNIT_ASSERT_EQUAL(std::string("2=p2/- 3=p1/- "), names(work, pairing));
  });
}

void a_taken_told_name_removes_the_row_that_had_it(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1", "t1"), row(2, "p2", "t2")});
    put(work, pairing, {row(3, "p3", "t1")});
    CPPUNIT_ASSERT_EQUAL(std::string("2=p2/t2 3=p3/t1 "), names(work, pairing));
  });
}

void a_row_may_take_the_names_of_two_others(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1", "t1"), row(2, "p2", "t2")});
    put(work, pairing, {row(3, "p1", "t2")});
    CPPUNIT_ASSERT_EQUAL(std::string("3=p1/t2 "), names(work, pairing));
  });
}

void of_one_span_the_later_row_keeps_a_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1"), row(2, "p1"), row(3, "p3"), row(3, "p4")});
    CPPUNIT_ASSERT_EQUAL(std::string("2=p1/- 3=p4/- "), names(work, pairing));
  });
}

void two_rows_may_exchange_their_names(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "p1"), row(2, "p2")});
    put(work, pairing, {row(1, "p2"), row(2, "p1")});
    CPPUNIT_ASSERT_EQUAL(std::string("1=p2/- 2=p1/- "), names(work, pairing));
  });
}

void missing_names_do_not_collide(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, std::nullopt), row(2, std::nullopt)});
    CPPUNIT_ASSERT_EQUAL(std::string("1=-/- 2=-/- "), names(work, pairing));
  });
}

void a_peer_id_and_a_told_name_do_not_collide(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "x"), row(2, std::nullopt, "x")});
    CPPUNIT_ASSERT_EQUAL(std::string("1=x/- 2=-/x "), names(work, pairing));
  });
}

void names_are_compared_octet_by_octet(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {row(1, "a"), row(2, "A"), row(3, "a "), row(4, std::string("a\0", 2))});
    CPPUNIT_ASSERT_EQUAL(std::size_t{4},
                         must(work.maps_of(pairing, std::vector<ItemId>{1, 2, 3, 4})).size());
    check_rows({row(2, "A")}, must(work.maps_by_peer(pairing, std::vector<std::string>{"A"})));
  });
}

void pairings_have_maps_of_their_own(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    const PairingId tablet = add_pairing(work, "tablet");
    put(work, phone, {row(1, "p1", "t1")});
    put(work, tablet, {row(2, "p1", "t1")});
    CPPUNIT_ASSERT_EQUAL(std::string("1=p1/t1 "), names(work, phone));
    CPPUNIT_ASSERT_EQUAL(std::string("2=p1/t1 "), names(work, tablet));
  });
}

void dropped_rows_are_gone_by_every_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_row(1), row(2, "p2")});
    must(work.drop_maps(pairing, std::vector<ItemId>{1, 9}));
    CPPUNIT_ASSERT_EQUAL(std::string("2=p2/- "), names(work, pairing));
    check_rows({}, must(work.maps_by_peer(pairing, std::vector<std::string>{"p1"})));
    check_rows({}, must(work.maps_by_told(pairing, std::vector<std::string>{"t1"})));
    check_rows({}, must(work.open_maps(pairing, 1'000, 0, 0, 10)));
  });
}

void maps_of_an_unknown_pairing_are_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const MapRow one = row(1, "p1");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_maps(99, {&one, 1})));
  });
}

}  // namespace

std::vector<Case> map_cases() {
  return {PIM_CASE(every_field_of_a_map_row_comes_back),
          PIM_CASE(what_is_empty_is_not_what_is_missing),
          PIM_CASE(rows_are_found_by_the_peers_name),
          PIM_CASE(rows_are_found_by_what_was_told),
          PIM_CASE(rows_are_found_by_item),
          PIM_CASE(putting_an_item_again_replaces_its_row),
          PIM_CASE(a_taken_peer_id_removes_the_row_that_had_it),
          PIM_CASE(a_taken_told_name_removes_the_row_that_had_it),
          PIM_CASE(a_row_may_take_the_names_of_two_others),
          PIM_CASE(of_one_span_the_later_row_keeps_a_name),
          PIM_CASE(two_rows_may_exchange_their_names),
          PIM_CASE(missing_names_do_not_collide),
          PIM_CASE(a_peer_id_and_a_told_name_do_not_collide),
          PIM_CASE(names_are_compared_octet_by_octet),
          PIM_CASE(pairings_have_maps_of_their_own),
          PIM_CASE(dropped_rows_are_gone_by_every_name),
          PIM_CASE(maps_of_an_unknown_pairing_are_refused)};
}

}  // namespace pim::store::testing
