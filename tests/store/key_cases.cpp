// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

constexpr std::uint64_t Highest = std::numeric_limits<std::uint64_t>::max();

std::vector<MatchKey> find(UnitOfWork& work, const std::vector<std::uint64_t>& keys,
                           const char* collection = "contacts") {
  return must(work.find_keys(collection, keys));
}

void put(UnitOfWork& work, const std::vector<MatchKey>& keys) {
  must(work.put_keys("contacts", keys));
}

/// The items that have one of the weak keys, as "key:item".
std::string weak(UnitOfWork& work, const std::vector<std::uint64_t>& keys,
                 const char* collection = "contacts") {
  std::vector<std::string> lines;
  for (const MatchKey& each : must(work.find_weak(collection, keys))) {
    lines.push_back(std::to_string(each.key) + ":" + std::to_string(each.item));
  }
  return join_lines(std::move(lines), Order::Sorted);
}

ItemId add_with_weak_keys(UnitOfWork& work, const std::vector<std::uint64_t>& keys) {
  ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), "anna");
  write.find.weak_keys = keys;
  must(write_one(work, write));
  return write.item.id;
}

void keys_of_each_kind_are_found(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::vector<MatchKey> keys{
        {1, 10, KeyKind::Uid}, {2, 11, KeyKind::Alias}, {3, 12, KeyKind::Fingerprint}};
    put(work, keys);
    check_rows(keys, find(work, {3, 2, 1}), Order::Sorted);
  });
}

void unknown_keys_find_nothing(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Uid}});
    check_rows({}, find(work, {4, 6}));
    check_rows({}, find(work, {}));
  });
}

void all_items_of_one_key_are_found(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Fingerprint}, {5, 11, KeyKind::Fingerprint}});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, find(work, {5, 5}).size());
  });
}

void one_key_may_have_several_kinds_for_an_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Uid}, {5, 10, KeyKind::Alias}});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, find(work, {5}).size());
  });
}

void a_key_put_twice_is_there_once(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Uid}, {5, 10, KeyKind::Uid}});
    put(work, {{5, 10, KeyKind::Uid}});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, find(work, {5}).size());
  });
}

void a_new_key_is_found_and_refused_where_it_is_there(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::vector<MatchKey> keys{{7, 10, KeyKind::Uid}, {5, 10, KeyKind::Fingerprint}};
    must(work.add_keys("contacts", keys));
    check_rows(keys, find(work, {5, 7}), Order::Sorted);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.add_keys("contacts", keys)));
  });
}

void the_whole_range_of_keys_is_kept(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::vector<MatchKey> keys{{0, 1, KeyKind::Uid},
                                     {Highest, 2, KeyKind::Uid},
                                     {Highest / 2, 3, KeyKind::Uid},
                                     {Highest / 2 + 1, 4, KeyKind::Uid}};
    put(work, keys);
    check_rows(keys, find(work, {0, Highest, Highest / 2, Highest / 2 + 1}), Order::Sorted);
  });
}

void dropping_takes_the_exact_row_only(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Uid}, {5, 10, KeyKind::Alias}, {5, 11, KeyKind::Uid}});
    const MatchKey gone{5, 10, KeyKind::Uid};
    must(work.drop_keys("contacts", {&gone, 1}));
    check_rows({{5, 10, KeyKind::Alias}, {5, 11, KeyKind::Uid}}, find(work, {5}), Order::Sorted);
  });
}

void dropping_an_unknown_key_does_nothing(World& world) {
  world.try_out([](UnitOfWork& work) {
    put(work, {{5, 10, KeyKind::Uid}});
    const MatchKey gone{6, 10, KeyKind::Uid};
    must(work.drop_keys("contacts", {&gone, 1}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, find(work, {5}).size());
  });
}

void keys_belong_to_a_collection(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    put(work, {{5, 10, KeyKind::Uid}});
    check_rows({}, find(work, {5}, OtherCollection));
    const MatchKey same{5, 10, KeyKind::Uid};
    must(work.drop_keys(OtherCollection, {&same, 1}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, find(work, {5}).size());
  });
}

void keys_of_a_deleted_item_stay(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    put(work, {{5, id, KeyKind::Uid}});
    ItemWrite write = next_of(work, id);
    write.item.deleted = true;
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, find(work, {5}).size());
  });
}

void a_large_batch_of_keys_works(World& world) {
  world.try_out([](UnitOfWork& work) {
    std::vector<MatchKey> keys;
    std::vector<std::uint64_t> wanted;
    for (std::uint64_t i = 0; i < 2'000; ++i) {
      wanted.push_back(i * (Highest / 2'000));
      keys.push_back({wanted.back(), static_cast<ItemId>(i + 1), KeyKind::Fingerprint});
    }
    put(work, keys);
    CPPUNIT_ASSERT_EQUAL(keys.size(), find(work, wanted).size());
    must(work.drop_keys("contacts", keys));
    check_rows({}, find(work, wanted));
  });
}

void weak_keys_find_live_items(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_with_weak_keys(work, {5, 6, Highest});
    add_with_weak_keys(work, {7});
    add_with_weak_keys(work, {});
    CPPUNIT_ASSERT_EQUAL("6:" + std::to_string(id) + "\n", weak(work, {6, 8}));
    CPPUNIT_ASSERT_EQUAL(std::to_string(Highest) + ":" + std::to_string(id) + "\n",
                         weak(work, {Highest}));
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {8}));
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {}));
  });
}

void weak_keys_are_found_as_they_are_after_edits(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_with_weak_keys(work, {5, 6});
    CPPUNIT_ASSERT_EQUAL("5:" + std::to_string(id) + "\n", weak(work, {5}));
    ItemWrite write = next_of(work, id);
    write.find.weak_keys = {6, 7};
    must(write_one(work, write));
    const ItemId other = add_with_weak_keys(work, {7});
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {5}));
    CPPUNIT_ASSERT_EQUAL("7:" + std::to_string(id) + "\n7:" + std::to_string(other) + "\n",
                         weak(work, {7}));
  });
}

void an_item_comes_once_for_each_weak_key_it_has(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::string id = std::to_string(add_with_weak_keys(work, {5, 6}));
    CPPUNIT_ASSERT_EQUAL("5:" + id + "\n6:" + id + "\n", weak(work, {6, 5, 6}));
  });
}

void weak_keys_do_not_find_tombstones(World& world) {
  world.try_out([](UnitOfWork& work) {
    ItemWrite write = next_of(work, add_with_weak_keys(work, {5}));
    write.item.deleted = true;
    write.find.weak_keys = {5};
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {5}));
  });
}

void weak_keys_follow_an_update(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_with_weak_keys(work, {5});
    ItemWrite write = next_of(work, id);
    write.find.weak_keys = {6};
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {5}));
    CPPUNIT_ASSERT_EQUAL("6:" + std::to_string(id) + "\n", weak(work, {6}));
  });
}

void weak_keys_belong_to_a_collection(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    add_with_weak_keys(work, {5});
    CPPUNIT_ASSERT_EQUAL(std::string(), weak(work, {5}, OtherCollection));
  });
}

}  // namespace

std::vector<Case> key_cases() {
  return {PIM_CASE(keys_of_each_kind_are_found),
          PIM_CASE(unknown_keys_find_nothing),
          PIM_CASE(all_items_of_one_key_are_found),
          PIM_CASE(one_key_may_have_several_kinds_for_an_item),
          PIM_CASE(a_key_put_twice_is_there_once),
          PIM_CASE(a_new_key_is_found_and_refused_where_it_is_there),
          PIM_CASE(the_whole_range_of_keys_is_kept),
          PIM_CASE(dropping_takes_the_exact_row_only),
          PIM_CASE(dropping_an_unknown_key_does_nothing),
          PIM_CASE(keys_belong_to_a_collection),
          PIM_CASE(keys_of_a_deleted_item_stay),
          PIM_CASE(a_large_batch_of_keys_works),
          PIM_CASE(weak_keys_find_live_items),
          PIM_CASE(weak_keys_are_found_as_they_are_after_edits),
          PIM_CASE(an_item_comes_once_for_each_weak_key_it_has),
          PIM_CASE(weak_keys_do_not_find_tombstones),
          PIM_CASE(weak_keys_follow_an_update),
          PIM_CASE(weak_keys_belong_to_a_collection)};
}

}  // namespace pim::store::testing
