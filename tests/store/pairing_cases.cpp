// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Pairing full_pairing() {
  Pairing pairing;
  pairing.side = "IMEI:1";
  pairing.device_password = 3;
  pairing.collection = "contacts";
  pairing.remote_uri = "card";
  pairing.peer = PeerKind::Portal;
  pairing.epoch = 2;
  pairing.peer_epoch = 4;
  pairing.generation = 5;
  pairing.seen = 6;
  pairing.last_anchor = 7;
  pairing.force_slow = true;
  pairing.anchors_dead = true;
  pairing.accepted =
      AnchorPair{.mine = "m1", .theirs = "t1", .before = 1, .after = 2, .good = true};
  pairing.current =
      AnchorPair{.mine = "m2", .theirs = std::string("t\0 2", 4), .before = 2, .after = 3};
  pairing.touched_deletes = {"p1", "", "p 2"};
  pairing.repeat_deletes = {"p3"};
  pairing.skip = {{1, 2}, {4, 9}};
  pairing.hint_floor = 4;
  pairing.other_life = true;
  pairing.resend_above = 0;
  pairing.unconfirmed_maps = {{"theirs", "12"}, {"", ""}};
  pairing.session = "h1";
  pairing.ability = std::string("\0\1\xff", 3);
  pairing.dev_inf = "<DevInf/>";
  return pairing;
}

void every_field_of_a_pairing_comes_back(World& world) {
  Pairing pairing = full_pairing();
  pairing.id = world.write([&](UnitOfWork& work) { return must(work.put_pairing(pairing)); });
  CPPUNIT_ASSERT(pairing.id > 0);
  world.read([&](UnitOfWork& work) {
    const auto found = must(work.pairing(pairing.id));
    CPPUNIT_ASSERT(found.has_value());
    check_same(pairing, *found);
  });
}

void an_update_replaces_every_field_of_a_pairing(World& world) {
  world.try_out([](UnitOfWork& work) {
    Pairing pairing = full_pairing();
    pairing.id = add_pairing(work, "other");
    CPPUNIT_ASSERT_EQUAL(pairing.id, must(work.put_pairing(pairing)));
    check_same(pairing, must(work.pairing(pairing.id)).value());
    Pairing plain;
    plain.id = pairing.id;
    plain.side = "IMEI:1";
    plain.collection = "contacts";
    must(work.put_pairing(plain));
    check_same(plain, must(work.pairing(pairing.id)).value());
  });
}

void a_pairing_is_found_by_its_relation(World& world) {
  world.try_out([](UnitOfWork& work) {
    Pairing pairing = full_pairing();
    pairing.id = must(work.put_pairing(pairing));
    const auto found = must(work.find_pairing("IMEI:1", 3, "contacts", "card"));
    CPPUNIT_ASSERT(found.has_value());
    check_same(pairing, *found);
  });
}

void every_part_of_the_relation_counts(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    must(work.put_pairing(full_pairing()));
    CPPUNIT_ASSERT(!must(work.find_pairing("IMEI:2", 3, "contacts", "card")));
    CPPUNIT_ASSERT(!must(work.find_pairing("IMEI:1", 0, "contacts", "card")));
    CPPUNIT_ASSERT(!must(work.find_pairing("IMEI:1", 3, OtherCollection, "card")));
    CPPUNIT_ASSERT(!must(work.find_pairing("IMEI:1", 3, "contacts", "CARD")));
  });
}

void pairings_that_differ_in_one_part_stand_side_by_side(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    std::vector<Pairing> all(5, full_pairing());
    all[1].side = "IMEI:2";
    all[2].device_password = 0;
    all[3].collection = OtherCollection;
    all[4].remote_uri = "card2";
    for (Pairing& each : all) {
      each.id = must(work.put_pairing(each));
    }
    check_rows(all, must(work.pairings()), Order::Sorted);
  });
}

void a_second_pairing_for_a_relation_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_pairing(full_pairing()));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_pairing(full_pairing())));
  });
}

void a_pairing_does_not_move_onto_another(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_pairing(full_pairing()));
    Pairing moved = full_pairing();
    moved.id = add_pairing(work, "other");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_pairing(moved)));
  });
}

void an_unknown_pairing_is_none(World& world) {
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT(!must(work.pairing(99)));
    check_rows({}, must(work.pairings()));
  });
}

void an_update_of_an_unknown_pairing_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    Pairing pairing = full_pairing();
    pairing.id = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_pairing(pairing)));
  });
}

void a_pairing_of_an_unknown_collection_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    Pairing pairing = full_pairing();
    pairing.collection = "nothing";
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_pairing(pairing)));
  });
}

}  // namespace

std::vector<Case> pairing_cases() {
  return {PIM_CASE(every_field_of_a_pairing_comes_back),
          PIM_CASE(an_update_replaces_every_field_of_a_pairing),
          PIM_CASE(a_pairing_is_found_by_its_relation),
          PIM_CASE(every_part_of_the_relation_counts),
          PIM_CASE(pairings_that_differ_in_one_part_stand_side_by_side),
          PIM_CASE(a_second_pairing_for_a_relation_is_refused),
          PIM_CASE(a_pairing_does_not_move_onto_another),
          PIM_CASE(an_unknown_pairing_is_none),
          PIM_CASE(an_update_of_an_unknown_pairing_is_refused),
          PIM_CASE(a_pairing_of_an_unknown_collection_is_refused)};
}

}  // namespace pim::store::testing
