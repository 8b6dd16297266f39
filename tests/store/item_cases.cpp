// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

ItemWrite full_item(ItemId id, Revision rev, PairingId origin) {
  ItemWrite write;
  write.item = {.id = id,
                .collection = "contacts",
                .rev = rev,
                .origin = origin,
                .changed_at = -5,
                .media_type = "text/vcard",
                .uid = "urn:uuid:1",
                .label = "J\xc3\xb6rg",
                .sort_key = "jorg",
                .fingerprint = std::numeric_limits<std::uint64_t>::max(),
                .deleted = true,
                .decision = "run 7",
                .content = std::string("a\0b\r\n\xff'", 8)};
  return write;
}

void every_field_of_an_item_comes_back(World& world) {
  const ItemWrite write = world.write([](UnitOfWork& work) {
    const PairingId pairing = add_pairing(work, "phone");
    const ItemWrite made =
        full_item(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), pairing);
    must(write_one(work, made));
    return made;
  });
  world.read([&](UnitOfWork& work) { check_same(write.item, item_of(work, write.item.id)); });
}

void an_update_replaces_every_field(World& world) {
  const ItemId id = world.write([](UnitOfWork& work) { return add_contact(work, "anna"); });
  const ItemWrite write = world.write([&](UnitOfWork& work) {
    ItemWrite made = full_item(id, must(work.raise("contacts", 1)), add_pairing(work, "phone"));
    made.expected = 1;
    must(write_one(work, made));
    return made;
  });
  world.read([&](UnitOfWork& work) { check_same(write.item, item_of(work, id)); });
}

void unknown_ids_are_left_out(World& world) {
  const ItemId id = world.write([](UnitOfWork& work) { return add_contact(work, "anna"); });
  world.read([&](UnitOfWork& work) {
    const std::vector<ItemId> ids{id + 100, id, id + 200};
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.items(ids)).size());
  });
}

void an_id_named_twice_gives_one_item(World& world) {
  const ItemId id = world.write([](UnitOfWork& work) { return add_contact(work, "anna"); });
  world.read([&](UnitOfWork& work) {
    const std::vector<ItemId> ids{id, id};
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.items(ids)).size());
  });
}

void no_ids_give_no_items(World& world) {
  world.write([](UnitOfWork& work) { return add_contact(work, "anna"); });
  world.read([](UnitOfWork& work) { check_rows({}, must(work.items({}))); });
}

void a_large_batch_is_written_and_read(World& world) {
  constexpr std::size_t Count = 1'000;
  const ItemId first = world.write([](UnitOfWork& work) {
    const ItemId id = must(work.reserve_ids(Count));
    const Revision rev = must(work.raise("contacts", Count));
    std::vector<ItemWrite> writes;
    for (std::size_t i = 0; i < Count; ++i) {
      const auto offset = static_cast<std::int64_t>(i);
      writes.push_back(contact(id + offset, rev + offset, "n" + std::to_string(i)));
    }
    must(work.write_items(writes, {}, 1));
    return id;
  });
  world.read([&](UnitOfWork& work) {
    std::vector<ItemId> ids;
    for (std::size_t i = 0; i < Count; ++i) {
      ids.push_back(first + static_cast<ItemId>(i));
    }
    CPPUNIT_ASSERT_EQUAL(Count, must(work.items(ids)).size());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{Count}, contacts_of(work).live);
  });
}

void an_insert_with_a_taken_id_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    const Revision rev = must(work.raise("contacts", 1));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(write_one(work, contact(id, rev, "b"))));
  });
}

void an_update_of_a_moved_item_is_a_conflict(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    const ItemWrite stale = next_of(work, id);
    must(write_one(work, next_of(work, id)));
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(write_one(work, stale)));
  });
}

void an_update_of_an_unknown_item_is_a_conflict(World& world) {
  world.try_out([](UnitOfWork& work) {
    ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), "anna");
    write.expected = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("conflict"), error_of(write_one(work, write)));
  });
}

void a_revision_that_was_not_raised_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemWrite write = contact(must(work.reserve_ids(1)), 1, "anna");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(write_one(work, write)));
  });
}

void a_revision_of_another_item_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId first = must(work.reserve_ids(2));
    const Revision rev = must(work.raise("contacts", 1));
    must(write_one(work, contact(first, rev, "anna")));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"),
                         error_of(write_one(work, contact(first + 1, rev, "berta"))));
  });
}

void an_item_does_not_change_its_collection(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    ItemWrite write = next_of(work, add_contact(work, "anna"));
    write.item.collection = OtherCollection;
    write.item.rev = must(work.raise(OtherCollection, 1));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(write_one(work, write)));
  });
}

void an_item_of_an_unknown_collection_is_refused(World& world) {
  world.try_out([](UnitOfWork& work) {
    ItemWrite write = contact(must(work.reserve_ids(1)), 1, "anna");
    write.item.collection = "nothing";
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(write_one(work, write)));
  });
}

void live_count_follows_insert_delete_and_revival(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live);
    ItemWrite write = next_of(work, id);
    write.item.deleted = true;
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live);
    must(write_one(work, next_of(work, id)));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live);
    write = next_of(work, id);
    write.item.deleted = false;
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live);
    must(write_one(work, next_of(work, id)));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, contacts_of(work).live);
  });
}

void an_inserted_tombstone_does_not_count_as_live(World& world) {
  world.try_out([](UnitOfWork& work) {
    ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), "anna");
    write.item.deleted = true;
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, contacts_of(work).live);
  });
}

void writing_counts_in_its_own_collection_only(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    add_contact(work, "anna");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, must(work.collection(OtherCollection))->live);
  });
}

}  // namespace

std::vector<Case> item_cases() {
  return {PIM_CASE(every_field_of_an_item_comes_back),
          PIM_CASE(an_update_replaces_every_field),
          PIM_CASE(unknown_ids_are_left_out),
          PIM_CASE(an_id_named_twice_gives_one_item),
          PIM_CASE(no_ids_give_no_items),
          PIM_CASE(a_large_batch_is_written_and_read),
          PIM_CASE(an_insert_with_a_taken_id_is_refused),
          PIM_CASE(an_update_of_a_moved_item_is_a_conflict),
          PIM_CASE(an_update_of_an_unknown_item_is_a_conflict),
          PIM_CASE(a_revision_that_was_not_raised_is_refused),
          PIM_CASE(a_revision_of_another_item_is_refused),
          PIM_CASE(an_item_does_not_change_its_collection),
          PIM_CASE(an_item_of_an_unknown_collection_is_refused),
          PIM_CASE(live_count_follows_insert_delete_and_revival),
          PIM_CASE(an_inserted_tombstone_does_not_count_as_live),
          PIM_CASE(writing_counts_in_its_own_collection_only)};
}

}  // namespace pim::store::testing
