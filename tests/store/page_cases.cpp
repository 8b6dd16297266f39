// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

std::string labels_of(const std::vector<Item>& items) {
  std::string labels;
  for (const Item& item : items) {
    labels += item.label + " ";
  }
  return labels;
}

void add_all(UnitOfWork& work, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    add_contact(work, name);
  }
}

std::string found(UnitOfWork& work, const std::string& search) {
  return labels_of(must(work.page({.collection = "contacts", .search = search})));
}

void add_with_text(UnitOfWork& work, const std::string& name, const std::string& text) {
  ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), name);
  write.find.text = text;
  must(write_one(work, write));
}

void a_page_is_sorted_by_key_octet_by_octet(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_all(work, {"zoe", "\xc3\xa9mile", "anna", "Berta", "ann"});
    CPPUNIT_ASSERT_EQUAL(std::string("Berta ann anna zoe \xc3\xa9mile "), found(work, ""));
  });
}

void a_page_holds_whole_items(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    check_rows({item_of(work, id)}, must(work.page({.collection = "contacts"})));
  });
}

void pages_go_on_after_the_last_row_even_among_equal_keys(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_all(work, {"b", "a", "b", "b", "b", "c"});
    PageQuery query{.collection = "contacts", .limit = 2};
    std::string pages;
    ItemId last = 0;
    for (auto page = must(work.page(query)); !page.empty(); page = must(work.page(query))) {
      pages += labels_of(page) + "| ";
      query.after_key = page.back().sort_key;
      query.after_id = page.back().id;
      CPPUNIT_ASSERT(query.after_id != last);
      last = query.after_id;
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a b | b b | b c | "), pages);
  });
}

void an_empty_sort_key_comes_first(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_all(work, {"a"});
    ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), "none");
    write.item.sort_key.clear();
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string("none a "), found(work, ""));
  });
}

void tombstones_and_other_collections_are_not_on_the_page(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_other_collection(work);
    add_all(work, {"anna"});
    ItemWrite gone = next_of(work, add_contact(work, "berta"));
    gone.item.deleted = true;
    must(write_one(work, gone));
    ItemWrite other = contact(must(work.reserve_ids(1)), must(work.raise(OtherCollection, 1)), "x");
    other.item.collection = OtherCollection;
    must(write_one(work, other));
    CPPUNIT_ASSERT_EQUAL(std::string("anna "), found(work, ""));
  });
}

void a_renamed_item_moves(World& world) {
  world.try_out([](UnitOfWork& work) {
    const ItemId id = add_contact(work, "anna");
    add_all(work, {"berta"});
    ItemWrite write = next_of(work, id);
    write.item.sort_key = "zoe";
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string("berta anna "), found(work, ""));
  });
}

void search_finds_words_anywhere_in_the_text(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_with_text(work, "anna", "anna miller 030 1234");
    add_with_text(work, "berta", "berta muller");
    CPPUNIT_ASSERT_EQUAL(std::string("anna berta "), found(work, "ller"));
    CPPUNIT_ASSERT_EQUAL(std::string("anna "), found(work, "1234"));
    CPPUNIT_ASSERT_EQUAL(std::string(), found(work, "nobody"));
  });
}

void search_wants_all_words_in_any_order(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_with_text(work, "anna", "anna miller");
    add_with_text(work, "berta", "berta miller");
    CPPUNIT_ASSERT_EQUAL(std::string("anna "), found(work, "miller anna"));
    CPPUNIT_ASSERT_EQUAL(std::string(), found(work, "anna berta"));
  });
}

void search_takes_wildcards_of_the_database_as_they_are(World& world) {
  world.try_out([](UnitOfWork& work) {
    add_with_text(work, "anna", "100% anna");
    add_with_text(work, "berta", "b_r* [a-z]? \\ 'quoted'");
    CPPUNIT_ASSERT_EQUAL(std::string("anna "), found(work, "%"));
    CPPUNIT_ASSERT_EQUAL(std::string("berta "), found(work, "_"));
    CPPUNIT_ASSERT_EQUAL(std::string("berta "), found(work, "*"));
    CPPUNIT_ASSERT_EQUAL(std::string("berta "), found(work, "\\"));
    CPPUNIT_ASSERT_EQUAL(std::string("berta "), found(work, "'quoted'"));
  });
}

void search_pages_count_what_was_found(World& world) {
  world.try_out([](UnitOfWork& work) {
    for (const char* name : {"a", "b", "c", "d", "e"}) {
      add_with_text(work, name, *name == 'b' ? "other" : "same");
    }
    PageQuery query{.collection = "contacts", .search = "same", .limit = 2};
    const auto first = must(work.page(query));
    CPPUNIT_ASSERT_EQUAL(std::string("a c "), labels_of(first));
    query.after_key = first.back().sort_key;
    query.after_id = first.back().id;
    CPPUNIT_ASSERT_EQUAL(std::string("d e "), labels_of(must(work.page(query))));
  });
}

void search_follows_an_update(World& world) {
  world.try_out([](UnitOfWork& work) {
    ItemWrite write = next_of(work, add_contact(work, "anna"));
    write.find.text = "schmidt";
    must(write_one(work, write));
    CPPUNIT_ASSERT_EQUAL(std::string(), found(work, "anna"));
    CPPUNIT_ASSERT_EQUAL(std::string("anna "), found(work, "schmidt"));
  });
}

}  // namespace

std::vector<Case> page_cases() {
  return {PIM_CASE(a_page_is_sorted_by_key_octet_by_octet),
          PIM_CASE(a_page_holds_whole_items),
          PIM_CASE(pages_go_on_after_the_last_row_even_among_equal_keys),
          PIM_CASE(an_empty_sort_key_comes_first),
          PIM_CASE(tombstones_and_other_collections_are_not_on_the_page),
          PIM_CASE(a_renamed_item_moves),
          PIM_CASE(search_finds_words_anywhere_in_the_text),
          PIM_CASE(search_wants_all_words_in_any_order),
          PIM_CASE(search_takes_wildcards_of_the_database_as_they_are),
          PIM_CASE(search_pages_count_what_was_found),
          PIM_CASE(search_follows_an_update)};
}

}  // namespace pim::store::testing
