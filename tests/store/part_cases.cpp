// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

PartRow full_part(ItemId name, ItemId item) {
  return {.name = name,
          .item = item,
          .part = "20260512T100000",
          .peer_id = "p1",
          .state = PartState::Failed,
          .generation = 3,
          .seen = 4,
          .base = std::string("b\0\xff", 3),
          .base_said_by_side = true,
          .sent = {5, 6},
          .failure = 415,
          .retry_at = 77};
}

PartRow part(ItemId name, ItemId item, const std::optional<std::string>& peer_id,
             PartState state = PartState::Mapped, Seconds retry_at = 0) {
  return {.name = name,
          .item = item,
          .part = "d" + std::to_string(name),
          .peer_id = peer_id,
          .state = state,
          .retry_at = retry_at};
}

void put(UnitOfWork& work, PairingId pairing, const std::vector<PartRow>& rows) {
  must(work.put_parts(pairing, rows));
}

std::string names_of(const std::vector<PartRow>& rows) {
  std::string all;
  for (const PartRow& each : rows) {
    all += std::to_string(each.name) + "=" + each.peer_id.value_or("-") + " ";
  }
  return all;
}

std::string all_names(UnitOfWork& work, PairingId pairing) {
  return names_of(must(work.parts(pairing, 0, 100)));
}

void every_field_of_a_part_comes_back(World& world) {
  const PairingId pairing = world.write([](UnitOfWork& work) {
    const PairingId id = add_pairing(work, "phone");
    put(work, id, {full_part(8, 1)});
    return id;
  });
  world.read([&](UnitOfWork& work) {
    check_rows({full_part(8, 1)}, must(work.parts_of(pairing, std::vector<ItemId>{1})));
  });
}

void parts_are_found_by_the_peers_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 1, ""), part(10, 2, std::nullopt)});
    const std::vector<std::string> wanted{"", "p1", "P1", "p1"};
    check_rows({part(8, 1, "p1"), part(9, 1, "")}, must(work.parts_by_peer(pairing, wanted)),
               Order::Sorted);
  });
}

void parts_are_found_by_their_own_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 1, "p2")});
    check_rows({part(9, 1, "p2")}, must(work.parts_by_name(pairing, std::vector<ItemId>{9, 1, 9})));
  });
}

void parts_of_a_series_are_found_together(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 2, "p2"), part(10, 1, "p3")});
    check_rows({part(8, 1, "p1"), part(10, 1, "p3")},
               must(work.parts_of(pairing, std::vector<ItemId>{1, 5})), Order::Sorted);
  });
}

void all_parts_come_page_by_page(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 2, "p2"), part(10, 1, "p3")});
    CPPUNIT_ASSERT_EQUAL(std::string("8=p1 9=p2 "), names_of(must(work.parts(pairing, 0, 2))));
    CPPUNIT_ASSERT_EQUAL(std::string("10=p3 "), names_of(must(work.parts(pairing, 9, 2))));
  });
}

void open_parts_come_by_time_and_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing,
        {part(8, 1, "a"), part(9, 1, "b", PartState::ToAdd, 5),
         part(10, 1, "c", PartState::Deleted), part(11, 1, "d", PartState::Failed, 9),
         part(12, 1, "e", PartState::Pending)});
    CPPUNIT_ASSERT_EQUAL(std::string("10=c 12=e 9=b "),
                         names_of(must(work.open_parts(pairing, 8, INT64_MIN, 0, 10))));
    CPPUNIT_ASSERT_EQUAL(std::string("12=e "),
                         names_of(must(work.open_parts(pairing, 8, 0, 10, 1))));
  });
}

void a_part_put_again_replaces_its_row(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_part(8, 1)});
    put(work, pairing, {part(8, 2, "p9")});
    check_rows({part(8, 2, "p9")}, must(work.parts(pairing, 0, 10)));
    check_rows({}, must(work.parts_of(pairing, std::vector<ItemId>{1})));
    check_rows({}, must(work.parts_by_peer(pairing, std::vector<std::string>{"p1"})));
    check_rows({}, must(work.open_parts(pairing, 100, INT64_MIN, 0, 10)));
  });
}

void a_taken_peer_id_removes_the_part_that_had_it(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 1, "p2")});
    put(work, pairing, {part(10, 2, "p1"), part(11, 2, "p3"), part(12, 2, "p3")});
    CPPUNIT_ASSERT_EQUAL(std::string("9=p2 10=p1 12=p3 "), all_names(work, pairing));
  });
}

void two_parts_may_exchange_their_names(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {part(8, 1, "p1"), part(9, 1, "p2")});
    put(work, pairing, {part(8, 1, "p2"), part(9, 1, "p1")});
    CPPUNIT_ASSERT_EQUAL(std::string("8=p2 9=p1 "), all_names(work, pairing));
  });
}

void dropped_parts_are_gone_by_every_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, pairing, {full_part(8, 1), part(9, 1, "p2")});
    must(work.drop_parts(pairing, std::vector<ItemId>{8, 1}));
    CPPUNIT_ASSERT_EQUAL(std::string("9=p2 "), all_names(work, pairing));
    check_rows({}, must(work.parts_by_peer(pairing, std::vector<std::string>{"p1"})));
    check_rows({}, must(work.open_parts(pairing, 100, INT64_MIN, 0, 10)));
  });
}

void a_dropped_map_leaves_the_parts_of_its_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    must(work.put_maps(pairing, std::vector<MapRow>{{.item = 1, .peer_id = "p1"}}));
    put(work, pairing, {part(8, 1, "p1")});
    must(work.drop_maps(pairing, std::vector<ItemId>{1}));
    CPPUNIT_ASSERT_EQUAL(std::string("8=p1 "), all_names(work, pairing));
  });
}

void pairings_have_parts_of_their_own(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    const PairingId tablet = add_pairing(work, "tablet");
    put(work, phone, {part(8, 1, "p1")});
    put(work, tablet, {part(9, 1, "p1")});
    CPPUNIT_ASSERT_EQUAL(std::string("8=p1 "), all_names(work, phone));
    CPPUNIT_ASSERT_EQUAL(std::string("9=p1 "), all_names(work, tablet));
  });
}

void owners_have_parts_of_their_own(World& world) {
  const PairingId pairing = world.write([](UnitOfWork& work) {
    const PairingId id = add_pairing(work, "phone");
    put(work, id, {part(8, 1, "p1")});
    return id;
  });
  world.read(world.bob(), [&](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string(), all_names(work, pairing));
    check_rows({}, must(work.parts_of(pairing, std::vector<ItemId>{1})));
  });
}

void parts_of_an_unknown_pairing_are_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PartRow one = part(8, 1, "p1");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_parts(99, {&one, 1})));
  });
}

}  // namespace

std::vector<Case> part_cases() {
  return {PIM_CASE(every_field_of_a_part_comes_back),
          PIM_CASE(parts_are_found_by_the_peers_name),
          PIM_CASE(parts_are_found_by_their_own_name),
          PIM_CASE(parts_of_a_series_are_found_together),
          PIM_CASE(all_parts_come_page_by_page),
          PIM_CASE(open_parts_come_by_time_and_name),
          PIM_CASE(a_part_put_again_replaces_its_row),
          PIM_CASE(a_taken_peer_id_removes_the_part_that_had_it),
          PIM_CASE(two_parts_may_exchange_their_names),
          PIM_CASE(dropped_parts_are_gone_by_every_name),
          PIM_CASE(a_dropped_map_leaves_the_parts_of_its_item),
          PIM_CASE(pairings_have_parts_of_their_own),
          PIM_CASE(owners_have_parts_of_their_own),
          PIM_CASE(parts_of_an_unknown_pairing_are_refused)};
}

}  // namespace pim::store::testing
