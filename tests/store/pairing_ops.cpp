// SPDX-License-Identifier: Apache-2.0
#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

Pairing draw_pairing(Dice& dice) {
  Pairing made;
  made.side = dice.word({"IMEI:1", "IMEI:2", "imei:1"});
  made.device_password = dice.number(2);
  made.collection = dice.one_in(30) ? "nothing" : "contacts";
  made.remote_uri = dice.word({"card", "contacts"});
  made.peer = static_cast<PeerKind>(dice.below(3));
  made.generation = 1 + dice.below(4);
  made.seen = dice.number(50);
  made.force_slow = dice.one_in(2);
  if (dice.one_in(2)) {
    made.accepted = AnchorPair{.mine = dice.octets(), .theirs = dice.octets(), .before = 3};
  }
  if (dice.one_in(2)) {
    made.resend_above = dice.number(3);
  }
  made.parts = dice.one_in(2);
  made.other_life = dice.one_in(2);
  made.touched_deletes = {dice.octets(), dice.octets()};
  made.skip = {{dice.number(5), dice.number(9)}};
  made.ability = dice.octets();
  return made;
}

Op put_pairing(Draw& draw) {
  const Pairing pairing = draw_pairing(draw.dice);
  const std::size_t number = draw.pairing();
  return {"put_pairing", [=](Side& side) {
            Names& known = side.known();
            Pairing row = pairing;
            row.id = known.pairings.id(number);
            const auto id = side.work->put_pairing(row);
            if (!id) {
              return answer(id, known);
            }
            if (row.id == 0) {
              known.pairings.learn(*id);
            }
            return known.pairings.of(*id);
          }};
}

Op pairings(Draw& draw) {
  const Pairing wanted = draw_pairing(draw.dice);
  const std::size_t number = draw.pairing();
  return {"pairings", [=](Side& side) {
            const Names& known = side.known();
            UnitOfWork& work = *side.work;
            return answer(work.pairings(), known, Order::Sorted) +
                   answer(work.pairing(known.pairings.id(number)), known) +
                   answer(work.find_pairing(wanted.side, wanted.device_password, wanted.collection,
                                            wanted.remote_uri),
                          known);
          }};
}

std::optional<std::string> draw_name(Dice& dice, std::initializer_list<const char*> names) {
  return dice.one_in(3) ? std::nullopt : std::optional<std::string>(dice.word(names));
}

MapRow draw_map(Dice& dice) {
  MapRow row;
  row.peer_id = draw_name(dice, {"p1", "p2", "p3", "P1", ""});
  row.told = draw_name(dice, {"t1", "t2", "p1"});
  row.state = static_cast<MapState>(dice.below(5));
  row.generation = 1 + dice.below(3);
  row.seen = dice.number(50);
  if (dice.one_in(2)) {
    row.base = dice.octets();
  }
  row.base_said_by_side = dice.one_in(2);
  row.sent.assign(dice.below(3), dice.number(9));
  row.failure = static_cast<int>(dice.below(600));
  row.reason = dice.octets();
  row.retry_at = dice.number(4);
  return row;
}

Op put_maps(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto items = draw.items();
  std::vector<MapRow> rows;
  while (rows.size() < items.size()) {
    rows.push_back(draw_map(draw.dice));
  }
  return {"put_maps", [=](Side& side) mutable {
            const auto ids = ids_of(side.known().items, items);
            for (std::size_t i = 0; i < rows.size(); ++i) {
              rows[i].item = ids[i];
            }
            if (rows.empty()) {
              return std::string("nothing");
            }
            return answer(side.work->put_maps(side.known().pairings.id(pairing), rows),
                          side.known());
          }};
}

Op drop_maps(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto items = draw.items();
  return {"drop_maps", [=](Side& side) {
            const Names& known = side.known();
            return answer(
                side.work->drop_maps(known.pairings.id(pairing), ids_of(known.items, items)),
                known);
          }};
}

Op drop_hints(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const std::uint64_t generation = draw.dice.below(4);
  return {"drop_hints", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->drop_hints(known.pairings.id(pairing), generation, 1'000),
                          known);
          }};
}

Op maps_by_name(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto peers = draw.peers();
  const std::vector<std::string> told{draw.dice.word({"t1", "t2", "p1"}), "t2"};
  return {"maps_by_name", [=](Side& side) {
            const Names& known = side.known();
            const PairingId id = known.pairings.id(pairing);
            return answer(side.work->maps_by_peer(id, peers), known, Order::Sorted) +
                   answer(side.work->maps_by_told(id, told), known, Order::Sorted);
          }};
}

Op maps_of(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto items = draw.items();
  return {"maps_of", [=](Side& side) {
            const Names& known = side.known();
            return answer(
                side.work->maps_of(known.pairings.id(pairing), ids_of(known.items, items)), known,
                Order::Sorted);
          }};
}

Op open_maps(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const Seconds due_by = draw.dice.number(5);
  const Seconds after = draw.dice.one_in(2) ? 0 : draw.dice.number(4);
  const std::size_t after_item = draw.dice.one_in(2) ? 0 : draw.item();
  const std::size_t limit = draw.limit();
  return {"open_maps", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->open_maps(known.pairings.id(pairing), due_by, after,
                                               known.items.id(after_item), limit),
                          known);
          }};
}

PartRow draw_part(Dice& dice) {
  PartRow row;
  row.part = dice.word({"20260512T100000", "20260519T100000", ""});
  row.peer_id = draw_name(dice, {"p1", "p2", "p3", "P1", ""});
  row.state = static_cast<PartState>(dice.below(7));
  row.generation = 1 + dice.below(3);
  row.seen = dice.number(50);
  if (dice.one_in(2)) {
    row.base = dice.octets();
  }
  row.base_said_by_side = dice.one_in(2);
  row.sent.assign(dice.below(3), dice.number(9));
  row.failure = static_cast<int>(dice.below(600));
  row.retry_at = dice.number(4);
  return row;
}

Op put_parts(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto names = draw.items();
  std::vector<PartRow> rows;
  std::vector<std::size_t> series;
  while (rows.size() < names.size()) {
    rows.push_back(draw_part(draw.dice));
    series.push_back(draw.item());
  }
  return {"put_parts", [=](Side& side) mutable {
            const Names& known = side.known();
            const auto ids = ids_of(known.items, names);
            for (std::size_t i = 0; i < rows.size(); ++i) {
              rows[i].name = ids[i];
              rows[i].item = known.items.id(series[i]);
            }
            if (rows.empty()) {
              return std::string("nothing");
            }
            return answer(side.work->put_parts(known.pairings.id(pairing), rows), known);
          }};
}

Op drop_parts(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto names = draw.items();
  return {"drop_parts", [=](Side& side) {
            const Names& known = side.known();
            return answer(
                side.work->drop_parts(known.pairings.id(pairing), ids_of(known.items, names)),
                known);
          }};
}

Op parts(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const auto peers = draw.peers();
  const auto items = draw.items();
  const std::size_t after = draw.dice.one_in(2) ? 0 : draw.item();
  const std::size_t limit = draw.limit();
  return {"parts", [=](Side& side) {
            const Names& known = side.known();
            const PairingId id = known.pairings.id(pairing);
            const auto ids = ids_of(known.items, items);
            return answer(side.work->parts_by_peer(id, peers), known, Order::Sorted) +
                   answer(side.work->parts_by_name(id, ids), known, Order::Sorted) +
                   answer(side.work->parts_of(id, ids), known, Order::Sorted) +
                   answer(side.work->parts(id, known.items.id(after), limit), known);
          }};
}

Op open_parts(Draw& draw) {
  const std::size_t pairing = draw.pairing();
  const Seconds due_by = draw.dice.number(5);
  const Seconds after = draw.dice.one_in(2) ? 0 : draw.dice.number(4);
  const std::size_t after_name = draw.dice.one_in(2) ? 0 : draw.item();
  const std::size_t limit = draw.limit();
  return {"open_parts", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->open_parts(known.pairings.id(pairing), due_by, after,
                                                known.items.id(after_name), limit),
                          known);
          }};
}

}  // namespace

std::vector<Drawer> pairing_reads() {
  return {pairings, maps_by_name, maps_of, open_maps, open_maps, parts, open_parts};
}

std::vector<Drawer> pairing_writes() {
  return {put_pairing, put_maps, put_maps, put_maps, drop_maps, drop_hints, put_parts, drop_parts};
}

}  // namespace pim::store::testing
