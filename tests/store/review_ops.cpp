// SPDX-License-Identifier: Apache-2.0
#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

constexpr std::size_t All = 100'000;

/// Learns the numbers of rows that a store has just made.
template <class Row>
void learn_new(IdNames& names, const Result<std::vector<Row>>& rows) {
  if (rows) {
    for (const Row& row : *rows) {
      if (!names.knows(row.number)) {
        names.learn(row.number);
      }
    }
  }
}

/// A number that is given in a call: 0 = a new row.
std::size_t draw_number(Dice& dice, const IdNames& names) {
  return dice.one_in(2) ? 0 : dice.below(names.size() + 1);
}

Op put_held(Draw& draw) {
  Dice& dice = draw.dice;
  Held row;
  row.rev = dice.number(9);
  row.op = static_cast<ChangeOp>(dice.below(3));
  row.state = static_cast<HeldState>(dice.below(2));
  row.consent = dice.octets();
  row.at = dice.number(9);
  const auto items = draw.items();
  const std::size_t pairing = draw.pairing();
  const std::size_t number = draw_number(dice, draw.known.held);
  return {"put_held", [=](Side& side) mutable {
            Names& known = side.known();
            std::vector<Held> rows;
            for (const ItemId item : ids_of(known.items, items)) {
              row.number = rows.empty() ? known.held.id(number) : 0;
              row.pairing = known.pairings.id(pairing);
              row.item = item;
              rows.push_back(row);
            }
            const auto done = side.work->put_held(rows);
            learn_new(known.held, side.work->all_held(0, All));
            return answer(done, known);
          }};
}

Op drop_held(Draw& draw) {
  const std::size_t first = draw.dice.below(draw.known.held.size() + 1);
  const std::size_t second = draw.dice.below(draw.known.held.size() + 1);
  return {"drop_held", [=](Side& side) {
            const IdNames& held = side.known().held;
            const std::vector<std::int64_t> numbers{held.id(first), held.id(second)};
            return answer(side.work->drop_held(numbers), side.known());
          }};
}

Op held(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const std::size_t after = draw_number(draw.dice, draw.known.held);
  const auto state = static_cast<HeldState>(draw.dice.below(2));
  const bool any = draw.dice.one_in(2);
  const bool without_consent = draw.dice.one_in(2);
  const std::size_t limit = draw.limit();
  const auto items = draw.items();
  return {"held", [=](Side& side) {
            const Names& known = side.known();
            UnitOfWork& work = *side.work;
            const PairingId id = known.pairings.id(pairing);
            return answer(work.held(id, any ? std::nullopt : std::optional(state),
                                    known.held.id(after), limit),
                          known) +
                   answer(work.all_held(known.held.id(after), limit), known) +
                   answer(work.waiting_held(known.held.id(after), limit), known) +
                   answer(work.held_for_items(id, ids_of(known.items, items)), known,
                          Order::Sorted) +
                   answer(work.count_held(id, state, without_consent), known);
          }};
}

Op put_conflicts(Draw& draw) {
  Dice& dice = draw.dice;
  Conflict row;
  row.kind = static_cast<ConflictKind>(dice.below(2));
  row.property = dice.octets();
  row.record = dice.octets();
  row.rev = dice.one_in(2) ? 0 : dice.number(60);
  row.choice = dice.word({"", "", "ours"});
  const auto items = draw.items();
  const std::size_t other = draw.item();
  const std::size_t pairing = draw.pairing();
  const std::size_t number = draw_number(dice, draw.known.conflicts);
  return {"put_conflicts", [=](Side& side) mutable {
            Names& known = side.known();
            std::vector<Conflict> rows;
            for (const ItemId item : ids_of(known.items, items)) {
              row.number = rows.empty() ? known.conflicts.id(number) : 0;
              row.pairing = known.pairings.id(pairing);
              row.item = item;
              row.other = known.items.id(other);
              rows.push_back(row);
            }
            const auto done = side.work->put_conflicts(rows);
            learn_new(known.conflicts, side.work->conflicts(0, All));
            return answer(done, known);
          }};
}

Op settle_doubtful(Draw& draw) {
  const auto items = draw.items();
  return {"settle_doubtful", [=](Side& side) {
            const auto ids = ids_of(side.known().items, items);
            return answer(side.work->settle_doubtful(ids), side.known());
          }};
}

Op conflicts(Draw& draw) {
  const std::size_t after = draw_number(draw.dice, draw.known.conflicts);
  const std::size_t limit = draw.limit();
  return {"conflicts", [=](Side& side) {
            const Names& known = side.known();
            const std::int64_t number = known.conflicts.id(after);
            return answer(side.work->conflicts(number, limit), known) +
                   answer(side.work->open_conflicts(number, limit), known) +
                   answer(side.work->open_questions(), known);
          }};
}

}  // namespace

std::vector<Drawer> review_reads() {
  return {held, conflicts};
}

std::vector<Drawer> review_writes() {
  return {put_held, put_held, drop_held, put_conflicts, settle_doubtful};
}

}  // namespace pim::store::testing
