// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

std::vector<std::uint64_t> draw_keys(Dice& dice) {
  std::set<std::uint64_t> keys;
  for (std::size_t left = dice.below(4); left > 0; --left) {
    keys.insert(dice.one_in(2) ? dice.below(4) : ~std::uint64_t{0} - dice.below(2));
  }
  return {keys.begin(), keys.end()};
}

/// A write that still lacks what only a store knows: id, revision, what it expects.
struct WriteChoice {
  std::size_t item = 0;  ///< 0 = a new one
  enum class Expect : std::uint8_t { Present, Stale, Nothing } expect = Expect::Present;
  std::size_t origin = 0;
  ItemWrite write;
};

WriteChoice draw_write(Draw& draw) {
  Dice& dice = draw.dice;
  WriteChoice made;
  made.item = dice.one_in(3) ? 0 : draw.item();
  if (dice.one_in(30)) {
    made.expect = dice.one_in(2) ? WriteChoice::Expect::Stale : WriteChoice::Expect::Nothing;
  }
  made.origin = draw.pairing();
  Item& item = made.write.item;
  item.collection = dice.one_in(40) ? "nothing" : dice.one_in(4) ? "friends" : "contacts";
  item.changed_at = dice.number(100);
  item.label = dice.word({"Anna", "Berta", ""});
  item.sort_key = dice.word({"a", "b", "B", "", "\xc3\xa9"});
  item.fingerprint = dice.below(3);
  item.deleted = dice.one_in(4);
  item.content = dice.octets();
  made.write.find.text = dice.word({"anna 030", "berta", "anna berta", ""});
  made.write.find.weak_keys = draw_keys(dice);
  return made;
}

/// Fills in what the store knows; an error's text where the store failed at it.
std::string complete(Side& side, WriteChoice& choice) {
  Names& known = side.known();
  ItemWrite& write = choice.write;
  write.item.origin = known.pairings.id(choice.origin);
  if (choice.item == 0) {
    const auto id = side.work->reserve_ids(1);
    if (!id) {
      return answer(id, known);
    }
    known.items.learn(*id);
    write.item.id = *id;
  } else {
    write.item.id = known.items.id(choice.item);
    const auto before = side.work->items({&write.item.id, 1});
    if (!before) {
      return answer(before, known);
    }
    if (!before->empty()) {
      write.item.collection = before->front().collection;
      const Revision present = before->front().rev;
      write.expected = choice.expect == WriteChoice::Expect::Present ? present
                       : choice.expect == WriteChoice::Expect::Stale ? present + 1
                                                                     : 0;
    }
  }
  const auto rev = side.work->raise(write.item.collection, 1);
  if (!rev) {
    return answer(rev, known);
  }
  write.item.rev = *rev;
  return {};
}

Op write_items(Draw& draw) {
  std::vector<WriteChoice> choices;
  for (std::size_t left = 1 + draw.dice.below(3); left > 0; --left) {
    choices.push_back(draw_write(draw));
  }
  const Author author{
      .kind = AuthorKind::Device, .by = draw.dice.word({"d1", "d2"}), .work = draw.dice.octets()};
  const Seconds at = draw.dice.number(100);
  return {"write_items", [=](Side& side) mutable {
            std::vector<ItemWrite> writes;
            for (WriteChoice choice : choices) {
              const std::string error = complete(side, choice);
              if (!error.empty()) {
                return error;
              }
              writes.push_back(choice.write);
            }
            return answer(side.work->write_items(writes, author, at), side.known());
          }};
}

Op put_collection(Draw& draw) {
  const Collection collection{.name = draw.dice.word({"contacts", "friends"}),
                              .kind = "contacts",
                              .display_name = draw.dice.word({"A", "B"})};
  return {"put_collection",
          [=](Side& side) { return answer(side.work->put_collection(collection), side.known()); }};
}

Op raise(Draw& draw) {
  const std::string collection = draw.dice.one_in(20) ? "nothing" : "contacts";
  const std::size_t count = 1 + draw.dice.below(3);
  return {"raise",
          [=](Side& side) { return answer(side.work->raise(collection, count), side.known()); }};
}

std::vector<MatchKey> keys_of(const Side& side, const std::vector<std::uint64_t>& keys,
                              std::size_t item, KeyKind kind) {
  std::vector<MatchKey> rows;
  for (const std::uint64_t key : keys) {
    rows.push_back({.key = key, .item = side.names[side.current].items.id(item), .kind = kind});
  }
  return rows;
}

Op change_keys(Draw& draw) {
  const auto keys = draw_keys(draw.dice);
  const std::size_t item = draw.item();  // 0 where there is none: keys need no item
  const auto kind = static_cast<KeyKind>(draw.dice.below(3));
  const bool put = draw.dice.one_in(2);
  const std::string collection = draw.dice.one_in(4) ? "friends" : "contacts";
  return {put ? "put_keys" : "drop_keys", [=](Side& side) {
            const auto rows = keys_of(side, keys, item, kind);
            return answer(put ? side.work->put_keys(collection, rows)
                              : side.work->drop_keys(collection, rows),
                          side.known());
          }};
}

Op find_keys(Draw& draw) {
  const auto keys = draw_keys(draw.dice);
  const std::string collection = draw.collection();
  return {"find_keys", [=](Side& side) {
            return answer(side.work->find_keys(collection, keys), side.known(), Order::Sorted);
          }};
}

Op find_weak(Draw& draw) {
  const auto keys = draw_keys(draw.dice);
  const std::string collection = draw.collection();
  return {"find_weak", [=](Side& side) {
            auto found = side.work->find_weak(collection, keys);
            if (found) {
              for (MatchKey& each : *found) {
                each.kind = KeyKind::Uid;  // says nothing here
              }
            }
            return answer(found, side.known(), Order::Sorted);
          }};
}

Op collections(Draw& draw) {
  const std::string name = draw.collection();
  return {"collections", [=](Side& side) {
            return answer(side.work->collections(), side.known(), Order::Sorted) +
                   answer(side.work->collection(name), side.known());
          }};
}

Op items(Draw& draw) {
  const auto wanted = draw.items();
  return {"items", [=](Side& side) {
            auto ids = ids_of(side.known().items, wanted);
            ids.push_back(ItemId{1} << 40);
            return answer(side.work->items(ids), side.known(), Order::Sorted);
          }};
}

Op feed(Draw& draw) {
  Dice& dice = draw.dice;
  FeedQuery query{.collection = draw.collection(),
                  .after = dice.number(30),
                  .upto = dice.number(200),
                  .limit = draw.limit()};
  for (std::size_t left = dice.below(3); left > 0; --left) {
    const Revision first = dice.number(100);
    query.skip.push_back({first, first + dice.number(8)});
  }
  const std::size_t pairing = draw.pairing();
  return {"feed", [=](Side& side) mutable {
            query.pairing = side.known().pairings.id(pairing);
            return answer(side.work->feed(query), side.known());
          }};
}

Op page(Draw& draw) {
  Dice& dice = draw.dice;
  PageQuery query{.collection = draw.collection(),
                  .search = dice.word({"", "", "anna", "a", "berta an", "030", "%"}),
                  .limit = draw.limit()};
  query.after_key = dice.word({"", "", "a", "b", "zz"});
  const std::size_t after = dice.one_in(2) ? 0 : draw.item();
  return {"page", [=](Side& side) mutable {
            query.after_id = side.known().items.id(after);
            return answer(side.work->page(query), side.known());
          }};
}

Op versions(Draw& draw) {
  const std::size_t item = draw.item();
  VersionQuery query;
  query.limit = draw.limit();
  query.before = draw.dice.one_in(2) ? query.before : draw.dice.number(60);
  query.octets = draw.dice.one_in(2) ? query.octets : draw.dice.below(100);
  return {"versions", [=](Side& side) mutable {
            query.item = side.known().items.id(item);
            return answer(side.work->versions(query), side.known());
          }};
}

Op with_versions(Draw& draw) {
  const auto wanted = draw.items();
  return {"with_versions", [=](Side& side) {
            const auto ids = ids_of(side.known().items, wanted);
            const auto found = side.work->with_versions(ids);
            if (!found) {
              return answer(found, side.known());
            }
            std::vector<std::string> lines;
            for (const ItemId id : *found) {
              lines.push_back(side.known().items.of(id));
            }
            return join_lines(std::move(lines), Order::Sorted);
          }};
}

Op content_at(Draw& draw) {
  const std::size_t item = draw.item();
  const Revision rev = draw.dice.number(60);
  return {"content_at", [=](Side& side) {
            return answer(side.work->content_at(side.known().items.id(item), rev), side.known());
          }};
}

}  // namespace

std::vector<Drawer> item_reads() {
  return {collections, items,         feed,       feed,      page,
          versions,    with_versions, content_at, find_keys, find_weak};
}

std::vector<Drawer> item_writes() {
  return {write_items, write_items, write_items, put_collection, raise, change_keys};
}

}  // namespace pim::store::testing
