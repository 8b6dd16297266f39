// SPDX-License-Identifier: Apache-2.0
#include "common/store/standard.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Conflict doubtful(ItemId item, ItemId other) {
  return {.kind = ConflictKind::Doubtful, .item = item, .other = other};
}

void put(UnitOfWork& work, const std::vector<Conflict>& rows) {
  must(work.put_conflicts(rows));
}

/// "item:choice" of all, by number.
std::string choices(UnitOfWork& work) {
  std::string all;
  for (const Conflict& each : must(work.conflicts(0, 100))) {
    all += std::to_string(each.item) + ":" + each.choice + " ";
  }
  return all;
}

void every_field_of_a_conflict_comes_back(World& world) {
  Conflict full = world.write([](UnitOfWork& work) {
    const Conflict made{.kind = ConflictKind::Doubtful,
                        .pairing = add_pairing(work, "phone"),
                        .item = 3,
                        .other = 4,
                        .property = "TEL",
                        .kept = "030 1",
                        .lost = "030 2",
                        .record = std::string("r\0\xff", 3),
                        .rev = 6,
                        .at = 5,
                        .choice = "ours",
                        .by = "alice"};
    put(work, {made});
    return made;
  });
  world.read([&](UnitOfWork& work) {
    const auto found = must(work.conflicts(0, 10));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    CPPUNIT_ASSERT(found.front().number > 0);
    full.number = found.front().number;
    check_same(full, found.front());
  });
}

void a_conflict_may_have_no_pairing(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{.item = 3}});
    CPPUNIT_ASSERT_EQUAL(std::string("3: "), choices(work));
  });
}

void conflicts_are_paged_by_number(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{.item = 9}, {.item = 3}, {.item = 6}});
    const auto first = must(work.conflicts(0, 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.size());
    CPPUNIT_ASSERT_EQUAL(ItemId{9}, first[0].item);
    CPPUNIT_ASSERT_EQUAL(ItemId{3}, first[1].item);
    const auto second = must(work.conflicts(first.back().number, 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, second.size());
    CPPUNIT_ASSERT_EQUAL(ItemId{6}, second.front().item);
  });
}

void open_conflicts_are_found_behind_settled_ones(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::vector<Conflict> settled(300, {.item = 1, .choice = "kept"});
    put(work, settled);
    put(work, {{.item = 2, .rev = 7}, {.item = 3, .choice = "lost"}, doubtful(4, 5), {.item = 6}});
    const auto first = must(work.open_conflicts(0, 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.size());
    CPPUNIT_ASSERT_EQUAL(ItemId{2}, first[0].item);
    CPPUNIT_ASSERT_EQUAL(Revision{7}, first[0].rev);
    CPPUNIT_ASSERT_EQUAL(ItemId{4}, first[1].item);
    const auto second = must(work.open_conflicts(first.back().number, 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, second.size());
    CPPUNIT_ASSERT_EQUAL(ItemId{6}, second.front().item);
  });
}

void a_decided_conflict_is_no_open_one(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{.item = 1}, doubtful(2, 3)});
    Conflict decided = must(work.open_conflicts(0, 1)).front();
    decided.choice = "kept";
    put(work, {decided});
    must(work.settle_doubtful(std::vector<ItemId>{3}));
    check_rows({}, must(work.open_conflicts(0, 10)));
  });
}

void a_numbered_conflict_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{.item = 1}, {.item = 2}});
    Conflict changed = must(work.conflicts(0, 1)).front();
    changed.choice = "theirs";
    put(work, {changed});
    CPPUNIT_ASSERT_EQUAL(std::string("1:theirs 2: "), choices(work));
  });
}

void an_unknown_conflict_number_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const Conflict unknown{.number = 99, .item = 1};
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_conflicts({&unknown, 1})));
  });
}

void doubtful_matches_of_either_item_are_settled(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {doubtful(1, 2), doubtful(2, 3), doubtful(4, 5)});
    must(work.settle_doubtful(std::vector<ItemId>{1, 3, 9}));
    const std::string gone(ChoiceGone);
    CPPUNIT_ASSERT_EQUAL("1:" + gone + " 2:" + gone + " 4: ", choices(work));
  });
}

void only_open_doubtful_matches_are_settled(World& world) {
  world.try_out([](UnitOfWork& work) {
    Conflict decided = doubtful(1, 2);
    decided.choice = "same";
    put(work, {decided, {.kind = ConflictKind::Value, .item = 1, .other = 2}});
    must(work.settle_doubtful(std::vector<ItemId>{1, 2}));
    CPPUNIT_ASSERT_EQUAL(std::string("1:same 1: "), choices(work));
  });
}

void settling_nothing_changes_nothing(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {doubtful(1, 0)});
    must(work.settle_doubtful({}));
    CPPUNIT_ASSERT_EQUAL(std::string("1: "), choices(work));
  });
}

}  // namespace

std::vector<Case> conflict_cases() {
  return {PIM_CASE(every_field_of_a_conflict_comes_back),
          PIM_CASE(a_conflict_may_have_no_pairing),
          PIM_CASE(conflicts_are_paged_by_number),
          PIM_CASE(open_conflicts_are_found_behind_settled_ones),
          PIM_CASE(a_decided_conflict_is_no_open_one),
          PIM_CASE(a_numbered_conflict_is_replaced),
          PIM_CASE(an_unknown_conflict_number_is_refused),
          PIM_CASE(doubtful_matches_of_either_item_are_settled),
          PIM_CASE(only_open_doubtful_matches_are_settled),
          PIM_CASE(settling_nothing_changes_nothing)};
}

}  // namespace pim::store::testing
