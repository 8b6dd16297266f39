// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Held row(PairingId pairing, ItemId item, HeldState state = HeldState::Proposed,
         const std::string& consent = {}) {
  return {.pairing = pairing, .item = item, .state = state, .consent = consent};
}

void put(UnitOfWork& work, const std::vector<Held>& rows) {
  must(work.put_held(rows));
}

std::string items_of(const std::vector<Held>& rows) {
  std::string items;
  for (const Held& each : rows) {
    items += std::to_string(each.item) + " ";
  }
  return items;
}

void every_field_of_a_held_row_comes_back(World& world) {
  Held full = world.write([](UnitOfWork& work) {
    const Held made{.pairing = add_pairing(work, "phone"),
                    .item = 5,
                    .rev = 6,
                    .op = ChangeOp::Replace,
                    .state = HeldState::Waiting,
                    .consent = "run 7",
                    .work = "abcd1234",
                    .at = 8};
    put(work, {made});
    return made;
  });
  world.read([&](UnitOfWork& work) {
    const auto found = must(work.all_held(0, 10));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    CPPUNIT_ASSERT(found.front().number > 0);
    full.number = found.front().number;
    check_same(full, found.front());
  });
}

void numbers_rise_in_the_order_given(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, {row(pairing, 9), row(pairing, 3)});
    put(work, {row(pairing, 6)});
    CPPUNIT_ASSERT_EQUAL(std::string("9 3 6 "), items_of(must(work.all_held(0, 10))));
  });
}

void a_numbered_row_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    put(work, {row(pairing, 1), row(pairing, 2)});
    Held changed = must(work.all_held(0, 1)).front();
    changed.state = HeldState::Waiting;
    changed.item = 7;
    put(work, {changed});
    CPPUNIT_ASSERT_EQUAL(std::string("7 2 "), items_of(must(work.all_held(0, 10))));
    check_rows({}, must(work.held_for_items(pairing, std::vector<ItemId>{1})));
    check_rows({changed}, must(work.held_for_items(pairing, std::vector<ItemId>{7})));
  });
}

void an_unknown_number_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    Held held = row(add_pairing(work, "phone"), 1);
    held.number = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_held({&held, 1})));
  });
}

void a_held_row_of_an_unknown_pairing_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const Held held = row(99, 1);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_held({&held, 1})));
  });
}

void held_rows_are_listed_by_pairing_and_state(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    const PairingId tablet = add_pairing(work, "tablet");
    put(work, {row(phone, 1), row(tablet, 2), row(phone, 3, HeldState::Waiting)});
    CPPUNIT_ASSERT_EQUAL(std::string("1 3 "),
                         items_of(must(work.held(phone, std::nullopt, 0, 10))));
    CPPUNIT_ASSERT_EQUAL(std::string("3 "),
                         items_of(must(work.held(phone, HeldState::Waiting, 0, 10))));
    CPPUNIT_ASSERT_EQUAL(std::string("1 "),
                         items_of(must(work.held(phone, HeldState::Proposed, 0, 10))));
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 3 "), items_of(must(work.all_held(0, 10))));
  });
}

void held_rows_are_paged_after_a_number(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    const PairingId tablet = add_pairing(work, "tablet");
    put(work, {row(phone, 1), row(tablet, 2), row(phone, 3), row(phone, 4)});
    const auto first = must(work.held(phone, std::nullopt, 0, 2));
    CPPUNIT_ASSERT_EQUAL(std::string("1 3 "), items_of(first));
    const std::int64_t last = first.back().number;
    CPPUNIT_ASSERT_EQUAL(std::string("4 "),
                         items_of(must(work.held(phone, std::nullopt, last, 2))));
    CPPUNIT_ASSERT_EQUAL(std::string("4 "), items_of(must(work.all_held(last, 2))));
  });
}

void held_rows_are_found_by_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    put(work, {row(phone, 1), row(add_pairing(work, "tablet"), 2), row(phone, 3)});
    CPPUNIT_ASSERT_EQUAL(
        std::string("3 "),
        items_of(must(work.held_for_items(phone, std::vector<ItemId>{3, 2, 9, 3}))));
  });
}

void waiting_rows_are_found_behind_proposed_ones(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    const PairingId tablet = add_pairing(work, "tablet");
    put(work, std::vector<Held>(60, row(phone, 1)));
    put(work, {row(phone, 2, HeldState::Waiting), row(phone, 3), row(tablet, 4, HeldState::Waiting),
               row(phone, 5, HeldState::Waiting)});
    const auto first = must(work.waiting_held(0, 2));
    CPPUNIT_ASSERT_EQUAL(std::string("2 4 "), items_of(first));
    CPPUNIT_ASSERT_EQUAL(std::string("5 "),
                         items_of(must(work.waiting_held(first.back().number, 2))));
  });
}

void held_rows_are_counted(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    put(work, {row(phone, 1), row(phone, 2), row(phone, 3, HeldState::Proposed, "run 1"),
               row(phone, 4, HeldState::Waiting), row(add_pairing(work, "tablet"), 5)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, must(work.count_held(phone, HeldState::Proposed, false)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.count_held(phone, HeldState::Proposed, true)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.count_held(phone, HeldState::Waiting, true)));
  });
}

void dropped_held_rows_are_gone(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = add_pairing(work, "phone");
    put(work, {row(phone, 1), row(phone, 2)});
    const std::vector<std::int64_t> gone{must(work.all_held(0, 1)).front().number, 999};
    must(work.drop_held(gone));
    CPPUNIT_ASSERT_EQUAL(std::string("2 "), items_of(must(work.all_held(0, 10))));
    check_rows({}, must(work.held_for_items(phone, std::vector<ItemId>{1})));
  });
}

void a_dropped_number_is_not_given_again(World& world) {
  const std::int64_t number = world.write([](UnitOfWork& work) {
    put(work, {row(add_pairing(work, "phone"), 1)});
    return must(work.all_held(0, 1)).front().number;
  });
  world.write([&](UnitOfWork& work) { must(work.drop_held({&number, 1})); });
  world.write([&](UnitOfWork& work) {
    put(work, {row(must(work.pairings()).front().id, 2)});
    CPPUNIT_ASSERT(must(work.all_held(0, 1)).front().number > number);
  });
}

}  // namespace

std::vector<Case> held_cases() {
  return {PIM_CASE(every_field_of_a_held_row_comes_back),
          PIM_CASE(numbers_rise_in_the_order_given),
          PIM_CASE(a_numbered_row_is_replaced),
          PIM_CASE(an_unknown_number_is_refused),
          PIM_CASE(a_held_row_of_an_unknown_pairing_is_refused),
          PIM_CASE(held_rows_are_listed_by_pairing_and_state),
          PIM_CASE(held_rows_are_paged_after_a_number),
          PIM_CASE(held_rows_are_found_by_item),
          PIM_CASE(waiting_rows_are_found_behind_proposed_ones),
          PIM_CASE(held_rows_are_counted),
          PIM_CASE(dropped_held_rows_are_gone),
          PIM_CASE(a_dropped_number_is_not_given_again)};
}

}  // namespace pim::store::testing
