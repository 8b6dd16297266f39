// SPDX-License-Identifier: Apache-2.0
#include "common/store/standard.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

void a_new_owner_has_the_standard_collections(World& world) {
  world.read([](UnitOfWork& work) {
    check_rows(standard_collections(), must(work.collections()), Order::Sorted);
  });
}

void unknown_collection_is_none(World& world) {
  world.read([](UnitOfWork& work) { CPPUNIT_ASSERT(!must(work.collection("nothing"))); });
}

void a_made_collection_is_empty_whatever_was_given(World& world) {
  const Collection wish{
      .name = "friends", .kind = "contacts", .display_name = "Friends", .live = 7, .rev = 9};
  world.write([&](UnitOfWork& work) { must(work.put_collection(wish)); });
  world.read([](UnitOfWork& work) {
    const auto made = must(work.collection("friends"));
    CPPUNIT_ASSERT(made.has_value());
    check_same({.name = "friends", .kind = "contacts", .display_name = "Friends"}, *made);
  });
}

void a_made_collection_is_listed(World& world) {
  world.write([](UnitOfWork& work) { add_other_collection(work); });
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(standard_collections().size() + 1, must(work.collections()).size());
  });
}

void renaming_changes_the_display_name_only(World& world) {
  world.write([](UnitOfWork& work) { add_contact(work, "anna"); });
  world.write([](UnitOfWork& work) {
    must(work.put_collection({.name = "contacts", .kind = "notes", .display_name = "People"}));
  });
  world.read([](UnitOfWork& work) {
    check_same(
        {.name = "contacts", .kind = "contacts", .display_name = "People", .live = 1, .rev = 1},
        contacts_of(work));
  });
}

void revisions_come_in_ranges_without_gaps(World& world) {
  world.write([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(Revision{1}, must(work.raise("contacts", 3)));
    CPPUNIT_ASSERT_EQUAL(Revision{4}, must(work.raise("contacts", 1)));
  });
  world.write([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(Revision{5}, must(work.raise("contacts", 2)));
    CPPUNIT_ASSERT_EQUAL(Revision{6}, contacts_of(work).rev);
  });
}

void each_collection_has_its_own_revisions(World& world) {
  world.write([](UnitOfWork& work) {
    add_other_collection(work);
    must(work.raise("contacts", 5));
    CPPUNIT_ASSERT_EQUAL(Revision{1}, must(work.raise(OtherCollection, 1)));
  });
}

void rolled_back_revisions_are_raised_again(World& world) {
  world.try_out([](UnitOfWork& work) { must(work.raise("contacts", 3)); });
  world.write(
      [](UnitOfWork& work) { CPPUNIT_ASSERT_EQUAL(Revision{1}, must(work.raise("contacts", 1))); });
}

void raising_an_unknown_collection_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.raise("nothing", 1)));
  });
}

void ids_are_positive_and_never_given_twice(World& world) {
  ItemId last = 0;
  for (int round = 0; round < 3; ++round) {
    world.write([&](UnitOfWork& work) {
      const ItemId first = must(work.reserve_ids(10));
      CPPUNIT_ASSERT(first > last);
      const ItemId second = must(work.reserve_ids(1));
      CPPUNIT_ASSERT(second >= first + 10);
      last = second;
    });
  }
}

void ids_are_not_given_again_after_going_back_to_the_savepoint(World& world) {
  ItemId given = 0;
  world.write([&](UnitOfWork& work) {
    must(work.savepoint());
    given = must(work.reserve_ids(5));
    must(work.rollback_to_savepoint());
    CPPUNIT_ASSERT(must(work.reserve_ids(1)) >= given + 5);
    must(work.rollback_to_savepoint());
  });
  world.write([&](UnitOfWork& work) { CPPUNIT_ASSERT(must(work.reserve_ids(1)) >= given + 6); });
}

void ids_of_rows_are_taken_from_the_same_counter(World& world) {
  world.write([](UnitOfWork& work) {
    const ItemId before = must(work.reserve_ids(1));
    const PairingId pairing = add_pairing(work, "phone");
    const std::int64_t run = add_run(work, 1);
    CPPUNIT_ASSERT(pairing > before);
    CPPUNIT_ASSERT(run > pairing);
    CPPUNIT_ASSERT(must(work.reserve_ids(1)) > run);
  });
}

}  // namespace

std::vector<Case> collection_cases() {
  return {PIM_CASE(a_new_owner_has_the_standard_collections),
          PIM_CASE(unknown_collection_is_none),
          PIM_CASE(a_made_collection_is_empty_whatever_was_given),
          PIM_CASE(a_made_collection_is_listed),
          PIM_CASE(renaming_changes_the_display_name_only),
          PIM_CASE(revisions_come_in_ranges_without_gaps),
          PIM_CASE(each_collection_has_its_own_revisions),
          PIM_CASE(rolled_back_revisions_are_raised_again),
          PIM_CASE(raising_an_unknown_collection_is_refused),
          PIM_CASE(ids_are_positive_and_never_given_twice),
          PIM_CASE(ids_are_not_given_again_after_going_back_to_the_savepoint),
          PIM_CASE(ids_of_rows_are_taken_from_the_same_counter)};
}

}  // namespace pim::store::testing
