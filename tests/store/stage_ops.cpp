// SPDX-License-Identifier: Apache-2.0
#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

/// A staged row whose ids are numbers still.
struct StagedChoice {
  Staged row;
  std::size_t item = 0;
  std::size_t reserved = 0;
};

Op put_staged(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  std::vector<StagedChoice> choices;
  for (const std::string& peer : draw.peers()) {
    StagedChoice choice;
    choice.row.peer_id = peer;
    choice.row.op = static_cast<ChangeOp>(draw.dice.below(3));
    choice.row.content = draw.dice.octets();
    choice.row.modified = draw.dice.number(9);
    choice.row.consent = draw.dice.octets();
    choice.item = draw.item();
    choice.reserved = draw.item();
    choices.push_back(choice);
  }
  return {"put_staged", [=](Side& side) {
            const Names& known = side.known();
            std::vector<Staged> rows;
            for (const StagedChoice& choice : choices) {
              rows.push_back(choice.row);
              rows.back().item = known.items.id(choice.item);
              rows.back().reserved = known.items.id(choice.reserved);
            }
            if (rows.empty()) {
              return std::string("nothing");
            }
            return answer(side.work->put_staged(known.pairings.id(pairing), rows), known);
          }};
}

Op drop_staged(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto peers = draw.peers();
  return {"drop_staged", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->drop_staged(known.pairings.id(pairing), peers), known);
          }};
}

Op staged_by_name(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto peers = draw.peers();
  const auto items = draw.items();
  return {"staged_by_name", [=](Side& side) {
            const Names& known = side.known();
            UnitOfWork& work = *side.work;
            const PairingId id = known.pairings.id(pairing);
            const auto ids = ids_of(known.items, items);
            return answer(work.staged_by_peer(id, peers), known, Order::Sorted) +
                   answer(work.staged_by_reserved(id, ids), known, Order::Sorted) +
                   answer(work.staged_for_items(id, ids), known, Order::Sorted);
          }};
}

Op staged(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto after_op = static_cast<ChangeOp>(draw.dice.below(3));
  const std::string after = draw.dice.word({"", "", "p1", "p2", "o"});
  const std::size_t limit = draw.limit();
  return {"staged", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->staged(known.pairings.id(pairing), after_op, after, limit),
                          known);
          }};
}

}  // namespace

std::vector<Drawer> stage_reads() {
  return {staged_by_name, staged, staged};
}

std::vector<Drawer> stage_writes() {
  return {put_staged, put_staged, put_staged, drop_staged};
}

}  // namespace pim::store::testing
