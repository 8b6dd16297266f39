// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <set>

#include "tests/console/fixture.h"

namespace pim::console {

/// The list of a collection: pages, search, and the whole of it as a file.
class ItemListTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ItemListTest);
  CPPUNIT_TEST(an_empty_collection_is_an_empty_list);
  CPPUNIT_TEST(rows_hold_heads_without_content);
  CPPUNIT_TEST(pages_go_through_all_once_by_name);
  CPPUNIT_TEST(a_cursor_of_another_collection_is_refused);
  CPPUNIT_TEST(forged_cursors_are_refused);
  CPPUNIT_TEST(search_folds_case_and_marks);
  CPPUNIT_TEST(search_is_paged);
  CPPUNIT_TEST(wrong_parameters_are_refused);
  CPPUNIT_TEST(json_is_given_where_nobody_minds);
  CPPUNIT_TEST(an_empty_export_is_an_empty_file);
  CPPUNIT_TEST(an_export_holds_every_record);
  CPPUNIT_TEST(an_export_comes_in_again_without_change);
  CPPUNIT_TEST(an_export_leaves_deleted_records_out);
  CPPUNIT_TEST(an_export_reads_in_one_transaction);
  CPPUNIT_TEST(an_export_takes_no_parameters);
  CPPUNIT_TEST(rows_tell_their_first_fields_where_asked);
  CPPUNIT_TEST(removed_records_are_listed_newest_first);
  CPPUNIT_TEST(removed_records_are_not_searched);
  CPPUNIT_TEST_SUITE_END();

  std::vector<std::string> labels(const std::string& query) {
    std::vector<std::string> found;
    std::string cursor;
    do {
      const Response response = get("/collections/contacts/items", query + "&cursor=" + cursor);
      expect_status(200, response);
      const Object page = json(response);
      for (const Object& item : page.at("items")) {
        found.push_back(item.at("label").get<std::string>());
      }
      cursor = page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
    } while (!cursor.empty());
    return found;
  }

  std::string exported() {
    const Response response = get("/collections/contacts/items", "", "text/vcard");
    expect_status(200, response);
    return response.body;
  }

 public:
  void an_empty_collection_is_an_empty_list() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"items":[],"next_cursor":null})"),
                         get("/collections/contacts/items").body);
  }

  void rows_hold_heads_without_content() {
    import(card("u-1", "Anna"));
    const Object row = json(get("/collections/contacts/items")).at("items")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("Anna"), row.at("label").get<std::string>());
    CPPUNIT_ASSERT(!row.contains("content"));
  }

  void pages_go_through_all_once_by_name() {
    import(cards(23));
    const std::vector<std::string> found = labels("limit=5");
    CPPUNIT_ASSERT_EQUAL(std::size_t{23}, found.size());
    CPPUNIT_ASSERT(std::is_sorted(found.begin(), found.end()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{23}, std::set(found.begin(), found.end()).size());
  }

  void a_cursor_of_another_collection_is_refused() {
    add_collection("friends", "contacts");
    import(cards(2));
    const Object page = json(get("/collections/contacts/items", "limit=1"));
    expect_problem(
        "API0010", 400,
        get("/collections/friends/items", "cursor=" + page.at("next_cursor").get<std::string>()));
  }

  void forged_cursors_are_refused() {
    for (const char* cursor : {"x", "AAAA", "????", "%00", "Y29udGFjdHM"}) {
      const Response response = get("/collections/contacts/items", std::string("cursor=") + cursor);
      expect_status(400, response);
    }
  }

  void search_folds_case_and_marks() {
    import(card("u-1", "Müller") + card("u-2", "Meier"));
    CPPUNIT_ASSERT(labels("search=M%C3%9CLLER") == std::vector<std::string>{"Müller"});
    CPPUNIT_ASSERT(labels("search=muller") == std::vector<std::string>{"Müller"});
  }

  void search_is_paged() {
    import(cards(12) + card("u-x", "Nobody"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{12}, labels("search=person&limit=5").size());
  }

  void wrong_parameters_are_refused() {
    for (const std::string query :
         {"limit=0", "limit=201", "limit=x", "offset=3", "search=%ff", "search=a&search=b"}) {
      expect_problem("API0009", 400, get("/collections/contacts/items", query));
    }
    expect_problem("API0009", 400,
                   get("/collections/contacts/items", "search=" + std::string(300, 'x')));
  }

  void json_is_given_where_nobody_minds() {
    CPPUNIT_ASSERT_EQUAL(std::string("application/json"),
                         get("/collections/contacts/items", "", "*/*").content_type);
  }

  void an_empty_export_is_an_empty_file() { CPPUNIT_ASSERT_EQUAL(std::string(), exported()); }

  void an_export_holds_every_record() {
    import(cards(450));  // more than two pages
    std::string expected = cards(450);
    CPPUNIT_ASSERT_EQUAL(expected, exported());
    CPPUNIT_ASSERT_EQUAL(
        std::string("attachment; filename=\"contacts.vcf\""),
        get("/collections/contacts/items", "", "text/vcard").header("Content-Disposition"));
  }

  void an_export_comes_in_again_without_change() {
    import(cards(30));
    const Object tally = json(post("/collections/contacts/items", exported(), "text/vcard"));
    CPPUNIT_ASSERT_EQUAL(30, tally.at("unchanged").get<int>());
  }

  void an_export_leaves_deleted_records_out() {
    import(card("u-1", "Anna") + card("u-2", "Bert"));
    remove(item_path("anna"));
    CPPUNIT_ASSERT_EQUAL(card("u-2", "Bert"), exported());
  }

  void an_export_reads_in_one_transaction() {
    import(cards(450));
    store.disarm();
    exported();
    // the owner, begin, the collection, three pages
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{6}, store.calls());
  }

  void an_export_takes_no_parameters() {
    expect_problem("API0009", 400, get("/collections/contacts/items", "search=a", "text/vcard"));
  }

  void rows_tell_their_first_fields_where_asked() {
    import(card("u-1", "Anna", "TEL;TYPE=WORK:+49 30 1\r\n"));
    const auto row = [this](const std::string& query) {
      return json(get("/collections/contacts/items", query)).at("items")[0];
    };
    CPPUNIT_ASSERT(!row("").contains("fields"));
    const Object fields = row("fields=true").at("fields");
    CPPUNIT_ASSERT_EQUAL(std::string("Work phone"), fields.back().at("label").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("+49 30 1"), fields.back().at("value").get<std::string>());
    expect_problem("API0009", 400, get("/collections/contacts/items", "fields=1"));
  }

  void removed_records_are_listed_newest_first() {
    import(cards(5));
    for (const char* name : {"Person 1001", "Person 1003", "Person 1002"}) {
      expect_status(204, remove(item_path(name)));
    }
    const Object first = json(get("/collections/contacts/items", "deleted=true&limit=2"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.at("items").size());
    CPPUNIT_ASSERT_EQUAL(std::string("Person 1002"),
                         first.at("items")[0].at("label").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("Person 1003"),
                         first.at("items")[1].at("label").get<std::string>());
    CPPUNIT_ASSERT(first.at("items")[0].at("deleted").get<bool>());
    const Object second =
        json(get("/collections/contacts/items",
                 "deleted=true&limit=2&cursor=" + first.at("next_cursor").get<std::string>()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, second.at("items").size());
    CPPUNIT_ASSERT_EQUAL(std::string("Person 1001"),
                         second.at("items")[0].at("label").get<std::string>());
    CPPUNIT_ASSERT(second.at("next_cursor").is_null());
  }

  void removed_records_are_not_searched() {
    expect_problem("API0009", 400, get("/collections/contacts/items", "deleted=true&search=a"));
    expect_problem("API0009", 400, get("/collections/contacts/items", "deleted=perhaps"));
    CPPUNIT_ASSERT(json(get("/collections/contacts/items", "deleted=true")).at("items").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ItemListTest);

}  // namespace pim::console
