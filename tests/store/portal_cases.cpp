// SPDX-License-Identifier: Apache-2.0
#include "common/store/standard.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

constexpr const char* NewId = "ffffffffffffffffffffffffffffffff";

ItemId next_id(World& world, OwnerId owner) {
  return world.write(owner, [](UnitOfWork& work) { return must(work.reserve_ids(1)); });
}

void a_new_portal_takes_the_id_offered(World& world) {
  check_same({.name = "there", .id = NewId, .epoch = FirstEpoch},
             must(world.store().portal("there", NewId)));
}

void a_known_portal_keeps_its_id(World& world) {
  check_same({.name = "here", .id = "0123456789abcdef0123456789abcdef", .epoch = FirstEpoch},
             must(world.store().portal("here", NewId)));
}

void a_renewed_epoch_is_one_higher_and_stays(World& world) {
  CPPUNIT_ASSERT_EQUAL(FirstEpoch + 1, must(world.store().renew_epoch("here", 1)).epoch);
  CPPUNIT_ASSERT_EQUAL(FirstEpoch + 2, must(world.store().renew_epoch("here", 1)).epoch);
  CPPUNIT_ASSERT_EQUAL(FirstEpoch + 2, must(world.store().portal("here", NewId)).epoch);
}

void a_backup_put_back_later_has_another_epoch_than_before(World& world) {
  constexpr Seconds Then = 1'700'000'000;
  CPPUNIT_ASSERT_EQUAL(Then, must(world.store().renew_epoch("here", Then)).epoch);
  CPPUNIT_ASSERT_EQUAL(Then + 1, must(world.store().renew_epoch("here", Then)).epoch);
}

void a_renewed_epoch_moves_the_ids_of_its_owners_ahead(World& world) {
  const ItemId before = next_id(world, world.alice());
  must(world.store().renew_epoch("here", 1));
  CPPUNIT_ASSERT(next_id(world, world.alice()) >= before + EpochIdSkip);
}

void a_renewed_epoch_leaves_other_portals_alone(World& world) {
  must(world.store().portal("there", NewId));
  const OwnerId owner = must(world.store().owner("there", "alice")).id;
  const ItemId before = next_id(world, owner);
  must(world.store().renew_epoch("here", 1));
  CPPUNIT_ASSERT_EQUAL(before + 1, next_id(world, owner));
  CPPUNIT_ASSERT_EQUAL(FirstEpoch, must(world.store().portal("there", NewId)).epoch);
}

void an_unknown_portal_has_no_epoch(World& world) {
  CPPUNIT_ASSERT_EQUAL(std::string("not-found"), error_of(world.store().renew_epoch("nowhere", 1)));
}

void an_owner_is_made_once(World& world) {
  CPPUNIT_ASSERT_EQUAL(world.alice(), must(world.store().owner("here", "alice")).id);
}

void owner_names_differ_by_case(World& world) {
  CPPUNIT_ASSERT(must(world.store().owner("here", "Alice")).id != world.alice());
}

void one_name_at_two_portals_is_two_owners(World& world) {
  must(world.store().portal("there", NewId));
  const Owner other = must(world.store().owner("there", "alice"));
  CPPUNIT_ASSERT(other.id != world.alice());
  check_same({.id = other.id, .portal = "there", .name = "alice"}, other);
}

void an_owner_of_an_unknown_portal_is_not_found(World& world) {
  CPPUNIT_ASSERT_EQUAL(std::string("not-found"), error_of(world.store().owner("nowhere", "a")));
}

void an_owner_is_found_by_number(World& world) {
  const auto found = must(world.store().find_owner(world.bob()));
  CPPUNIT_ASSERT(found.has_value());
  check_same({.id = world.bob(), .portal = "here", .name = "bob"}, *found);
  CPPUNIT_ASSERT(!must(world.store().find_owner(999)));
}

void an_owner_is_found_by_name_and_never_made(World& world) {
  const auto found = must(world.store().find_owner("here", "bob"));
  CPPUNIT_ASSERT(found.has_value());
  check_same({.id = world.bob(), .portal = "here", .name = "bob"}, *found);
  CPPUNIT_ASSERT(!must(world.store().find_owner("here", "nobody")));
  CPPUNIT_ASSERT(!must(world.store().find_owner("nowhere", "bob")));
  CPPUNIT_ASSERT(!must(world.store().find_owner("here", "nobody")));
}

void an_unknown_owner_reads_as_empty(World& world) {
  world.read(999, [](UnitOfWork& work) {
    check_rows({}, must(work.collections()));
    CPPUNIT_ASSERT(!must(work.session("h")));
  });
}

void an_unknown_owner_cannot_be_written_to(World& world) {
  auto work = world.begin(999, Access::Write);
  CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->put_session(Session{.handle = "h"})));
}

void the_key_stays_the_same(World& world) {
  CPPUNIT_ASSERT(world.store().key() == world.store().key());
}

}  // namespace

std::vector<Case> portal_cases() {
  return {PIM_CASE(a_new_portal_takes_the_id_offered),
          PIM_CASE(a_known_portal_keeps_its_id),
          PIM_CASE(a_renewed_epoch_is_one_higher_and_stays),
          PIM_CASE(a_backup_put_back_later_has_another_epoch_than_before),
          PIM_CASE(a_renewed_epoch_moves_the_ids_of_its_owners_ahead),
          PIM_CASE(a_renewed_epoch_leaves_other_portals_alone),
          PIM_CASE(an_unknown_portal_has_no_epoch),
          PIM_CASE(an_owner_is_made_once),
          PIM_CASE(owner_names_differ_by_case),
          PIM_CASE(one_name_at_two_portals_is_two_owners),
          PIM_CASE(an_owner_of_an_unknown_portal_is_not_found),
          PIM_CASE(an_owner_is_found_by_number),
          PIM_CASE(an_owner_is_found_by_name_and_never_made),
          PIM_CASE(an_unknown_owner_reads_as_empty),
          PIM_CASE(an_unknown_owner_cannot_be_written_to),
          PIM_CASE(the_key_stays_the_same)};
}

}  // namespace pim::store::testing
