// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Staged row(const std::string& peer_id, ChangeOp op) {
  return {.peer_id = peer_id, .op = op};
}

Staged for_item(const std::string& peer_id, ItemId item) {
  return {.peer_id = peer_id, .op = ChangeOp::Replace, .item = item};
}

Staged reserved(const std::string& peer_id, ItemId id) {
  return {.peer_id = peer_id, .op = ChangeOp::Add, .reserved = id};
}

PairingId with_rows(UnitOfWork& work, const std::vector<Staged>& rows) {
  const PairingId pairing = add_pairing(work, "phone");
  must(work.put_staged(pairing, rows));
  return pairing;
}

std::vector<Staged> all(UnitOfWork& work, PairingId pairing, std::size_t limit = 100) {
  return must(work.staged(pairing, ChangeOp::Delete, "", limit));
}

std::string peers_of(const std::vector<Staged>& rows) {
  std::string peers;
  for (const Staged& each : rows) {
    peers += each.peer_id + " ";
  }
  return peers;
}

void every_field_of_a_staged_row_comes_back(World& world) {
  const Staged full{.peer_id = "p1",
                    .op = ChangeOp::Replace,
                    .content = std::string("c\0\xff", 3),
                    .modified = 5,
                    .item = 6,
                    .reserved = 7,
                    .consent = "run 8",
                    .reason = "why"};
  const PairingId pairing = world.write([&](UnitOfWork& work) { return with_rows(work, {full}); });
  world.read([&](UnitOfWork& work) { check_rows({full}, all(work, pairing)); });
}

void a_staged_row_is_replaced_by_its_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {reserved("p1", 7), for_item("p2", 8)});
    const Staged later = row("p1", ChangeOp::Delete);
    must(work.put_staged(pairing, {&later, 1}));
    check_rows({later, for_item("p2", 8)}, all(work, pairing));
    check_rows({}, must(work.staged_by_reserved(pairing, std::vector<ItemId>{7})));
  });
}

void of_one_span_the_later_staged_row_stays(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row("p1", ChangeOp::Delete), row("p1", ChangeOp::Add)});
    check_rows({row("p1", ChangeOp::Add)}, all(work, pairing));
  });
}

void staged_rows_are_found_by_peer(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {row("p1", ChangeOp::Add), row("p2", ChangeOp::Delete)});
    const std::vector<std::string> wanted{"p2", "unknown", "p2"};
    check_rows({row("p2", ChangeOp::Delete)}, must(work.staged_by_peer(pairing, wanted)));
    check_rows({}, must(work.staged_by_peer(pairing, {})));
  });
}

void staged_rows_are_found_by_reserved_id(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {reserved("p1", 7), reserved("p2", 8), for_item("p3", 9)});
    check_rows({reserved("p2", 8)},
               must(work.staged_by_reserved(pairing, std::vector<ItemId>{8, 9, 8})));
  });
}

void staged_rows_are_found_by_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work, {for_item("p1", 7), for_item("#7", 7), for_item("p2", 8), reserved("p3", 9)});
    check_rows({for_item("#7", 7), for_item("p1", 7)},
               must(work.staged_for_items(pairing, std::vector<ItemId>{7, 9, 7})), Order::Sorted);
  });
}

void deletes_come_first_then_all_by_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work, {row("a", ChangeOp::Add), row("z", ChangeOp::Delete), row("b", ChangeOp::Replace),
               row("m", ChangeOp::Delete), row("c", ChangeOp::Add), row("B", ChangeOp::Add)});
    CPPUNIT_ASSERT_EQUAL(std::string("m z B a b c "), peers_of(all(work, pairing)));
  });
}

void the_stage_is_paged_across_the_end_of_the_deletes(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(
        work, {row("a", ChangeOp::Add), row("z", ChangeOp::Delete), row("b", ChangeOp::Replace),
               row("m", ChangeOp::Delete), row("n", ChangeOp::Delete), row("c", ChangeOp::Add)});
    std::string pages;
    for (auto page = all(work, pairing, 2); !page.empty();
         page = must(work.staged(pairing, page.back().op, page.back().peer_id, 2))) {
      pages += peers_of(page) + "| ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("m n | z a | b c | "), pages);
  });
}

void the_stage_goes_on_after_a_row_that_is_gone(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row("a", ChangeOp::Add), row("c", ChangeOp::Add)});
    CPPUNIT_ASSERT_EQUAL(std::string("c "),
                         peers_of(must(work.staged(pairing, ChangeOp::Replace, "b", 9))));
    CPPUNIT_ASSERT_EQUAL(std::string("a c "),
                         peers_of(must(work.staged(pairing, ChangeOp::Delete, "b", 9))));
  });
}

void an_empty_name_starts_at_the_first_row_whatever_the_change(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing = with_rows(work, {row("a", ChangeOp::Delete)});
    CPPUNIT_ASSERT_EQUAL(std::string("a "),
                         peers_of(must(work.staged(pairing, ChangeOp::Add, "", 9))));
  });
}

void dropped_staged_rows_are_gone_by_every_name(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId pairing =
        with_rows(work, {reserved("p1", 7), for_item("p2", 8), row("p3", ChangeOp::Add)});
    must(work.drop_staged(pairing, std::vector<std::string>{"p1", "p2", "unknown"}));
    CPPUNIT_ASSERT_EQUAL(std::string("p3 "), peers_of(all(work, pairing)));
    check_rows({}, must(work.staged_by_reserved(pairing, std::vector<ItemId>{7})));
    check_rows({}, must(work.staged_for_items(pairing, std::vector<ItemId>{8})));
    check_rows({}, must(work.staged_by_peer(pairing, std::vector<std::string>{"p1", "p2"})));
  });
}

void pairings_have_stages_of_their_own(World& world) {
  world.try_out([](UnitOfWork& work) {
    const PairingId phone = with_rows(work, {reserved("p1", 7), for_item("p2", 8)});
    const PairingId tablet = add_pairing(work, "tablet");
    check_rows({}, all(work, tablet));
    check_rows({}, must(work.staged_by_peer(tablet, std::vector<std::string>{"p1"})));
    check_rows({}, must(work.staged_by_reserved(tablet, std::vector<ItemId>{7})));
    check_rows({}, must(work.staged_for_items(tablet, std::vector<ItemId>{8})));
    must(work.drop_staged(tablet, std::vector<std::string>{"p1"}));
    CPPUNIT_ASSERT_EQUAL(std::string("p1 p2 "), peers_of(all(work, phone)));
  });
}

void a_stage_of_an_unknown_pairing_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const Staged one = row("p1", ChangeOp::Add);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_staged(99, {&one, 1})));
  });
}

}  // namespace

std::vector<Case> stage_cases() {
  return {PIM_CASE(every_field_of_a_staged_row_comes_back),
          PIM_CASE(a_staged_row_is_replaced_by_its_name),
          PIM_CASE(of_one_span_the_later_staged_row_stays),
          PIM_CASE(staged_rows_are_found_by_peer),
          PIM_CASE(staged_rows_are_found_by_reserved_id),
          PIM_CASE(staged_rows_are_found_by_item),
          PIM_CASE(deletes_come_first_then_all_by_name),
          PIM_CASE(the_stage_is_paged_across_the_end_of_the_deletes),
          PIM_CASE(the_stage_goes_on_after_a_row_that_is_gone),
          PIM_CASE(an_empty_name_starts_at_the_first_row_whatever_the_change),
          PIM_CASE(dropped_staged_rows_are_gone_by_every_name),
          PIM_CASE(pairings_have_stages_of_their_own),
          PIM_CASE(a_stage_of_an_unknown_pairing_is_refused)};
}

}  // namespace pim::store::testing
