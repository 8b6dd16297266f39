// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

const Author Phone{.kind = AuthorKind::Device, .pairing = 0, .by = "IMEI:1", .work = "abcd1234"};

/// An item with three contents: "1", "2" and the present "3"; its id.
ItemId add_history(UnitOfWork& work) {
  ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), "anna");
  write.item.content = "1";
  must(write_one(work, write));
  for (const char* content : {"2", "3"}) {
    write = next_of(work, write.item.id);
    write.item.content = content;
    must(write_one(work, write));
  }
  return write.item.id;
}

void an_insert_writes_no_version(World& world) {
  world.try_out(
      [](UnitOfWork& work) { check_rows({}, must(work.versions(add_contact(work, "anna"), 10))); });
}

void an_update_writes_a_version_of_what_it_ends(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    const Item before = item_of(work, id);
    Author author = Phone;
    author.pairing = add_pairing(work, "IMEI:1");
    ItemWrite write = next_of(work, id);
    write.item.content = "new";
    write.item.fingerprint = 78;
    must(work.write_items({&write, 1}, author, 5'000));
    check_rows({{.item = id,
                 .rev = before.rev,
                 .deleted = false,
                 .changed_at = before.changed_at,
                 .fingerprint = before.fingerprint,
                 .content = before.content,
                 .replaced_by = write.item.rev,
                 .by = author,
                 .at = 5'000}},
               must(work.versions(id, 10)));
  });
}

void a_revival_writes_a_version_that_is_deleted(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    ItemWrite write = next_of(work, id);
    write.item.deleted = true;
    must(write_one(work, write));
    write = next_of(work, id);
    write.item.deleted = false;
    must(write_one(work, write));
    CPPUNIT_ASSERT(must(work.versions(id, 1)).front().deleted);
  });
}

void versions_come_newest_first(World& world) {
  world.write([](UnitOfWork& work) { add_contact(work, "other"); });
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_history(work);
    const auto versions = must(work.versions(id, 10));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, versions.size());
    CPPUNIT_ASSERT_EQUAL(std::string("2"), versions.front().content);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), versions.back().content);
  });
}

void versions_end_at_the_limit(World& world) {
  world.try_out([](UnitOfWork& work) {
    const auto versions = must(work.versions(add_history(work), 1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, versions.size());
    CPPUNIT_ASSERT_EQUAL(std::string("2"), versions.front().content);
  });
}

void versions_go_on_before_a_revision(World& world) {
  world.try_out([](UnitOfWork& work) {
    VersionQuery query;
    query.item = add_history(work);
    const Revision newest = must(work.versions(query)).front().rev;
    query.before = newest;
    const auto older = must(work.versions(query));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, older.size());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), older.front().content);
    query.before = older.front().rev;
    check_rows({}, must(work.versions(query)));
  });
}

void versions_end_where_their_contents_are_too_much(World& world) {
  world.try_out([](UnitOfWork& work) {
    VersionQuery query;
    query.item = add_history(work);  // two versions of one octet
    const auto count = [&](std::size_t octets) {
      query.octets = octets;
      return must(work.versions(query)).size();
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, count(2));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(0));
  });
}

void versions_are_those_of_the_item(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId before = add_history(work);
    const ItemId plain = add_contact(work, "plain");
    const ItemId after = add_history(work);
    CPPUNIT_ASSERT(before < plain && plain < after);
    check_rows({}, must(work.versions(plain, 10)));
  });
}

void those_of_many_items_that_have_versions_are_named_once(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId before = add_history(work);
    const ItemId plain = add_contact(work, "plain");
    const ItemId after = add_history(work);
    auto found = must(work.with_versions(std::vector{after, plain, before, before, after + 1}));
    std::ranges::sort(found);
    CPPUNIT_ASSERT(found == (std::vector{before, after}));
    CPPUNIT_ASSERT(must(work.with_versions({})).empty());
  });
}

void content_is_found_at_every_revision(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_history(work);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), must(work.content_at(id, 1)).value());
    CPPUNIT_ASSERT_EQUAL(std::string("2"), must(work.content_at(id, 2)).value());
    CPPUNIT_ASSERT_EQUAL(std::string("3"), must(work.content_at(id, 3)).value());
  });
}

void content_at_a_revision_that_the_item_never_had_is_none(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId first = add_history(work);
    const ItemId second = add_contact(work, "second");
    CPPUNIT_ASSERT(!must(work.content_at(second, 1)));
    CPPUNIT_ASSERT(!must(work.content_at(first, 4)));
    CPPUNIT_ASSERT(!must(work.content_at(second + 1, 4)));
  });
}

void a_tombstone_keeps_its_last_content(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    ItemWrite write = next_of(work, id);
    write.item.deleted = true;
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string("BEGIN:VCARD anna"),
                         must(work.content_at(id, write.item.rev)).value());
  });
}

void going_back_to_the_savepoint_takes_versions_along(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    must(work.savepoint());
    must(write_one(work, next_of(work, id)));
    must(work.rollback_to_savepoint());
    check_rows({}, must(work.versions(id, 10)));
  });
}

}  // namespace

std::vector<Case> version_cases() {
  return {PIM_CASE(an_insert_writes_no_version),
          PIM_CASE(an_update_writes_a_version_of_what_it_ends),
          PIM_CASE(a_revival_writes_a_version_that_is_deleted),
          PIM_CASE(versions_come_newest_first),
          PIM_CASE(versions_end_at_the_limit),
          PIM_CASE(versions_go_on_before_a_revision),
          PIM_CASE(versions_end_where_their_contents_are_too_much),
          PIM_CASE(versions_are_those_of_the_item),
          PIM_CASE(those_of_many_items_that_have_versions_are_named_once),
          PIM_CASE(content_is_found_at_every_revision),
          PIM_CASE(content_at_a_revision_that_the_item_never_had_is_none),
          PIM_CASE(a_tombstone_keeps_its_last_content),
          PIM_CASE(going_back_to_the_savepoint_takes_versions_along)};
}

}  // namespace pim::store::testing
