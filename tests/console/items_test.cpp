// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

/// One record: read, replace, delete, and what it was before.
class ItemsTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ItemsTest);
  CPPUNIT_TEST(a_record_is_given_as_itself);
  CPPUNIT_TEST(a_record_is_given_as_json);
  CPPUNIT_TEST(line_ends_of_a_record_are_crlf);
  CPPUNIT_TEST(a_type_that_cannot_be_given_is_refused);
  CPPUNIT_TEST(a_replaced_record_has_a_new_revision);
  CPPUNIT_TEST(a_replaced_record_keeps_its_uid);
  CPPUNIT_TEST(an_equal_record_is_no_change);
  CPPUNIT_TEST(if_match_of_the_present_revision_replaces);
  CPPUNIT_TEST(if_match_of_an_older_revision_changes_nothing);
  CPPUNIT_TEST(a_broken_if_match_changes_nothing);
  CPPUNIT_TEST(a_record_that_cannot_be_read_changes_nothing);
  CPPUNIT_TEST(a_charset_other_than_utf_8_is_refused);
  CPPUNIT_TEST(the_old_name_of_the_type_is_taken);
  CPPUNIT_TEST(a_deleted_record_is_gone);
  CPPUNIT_TEST(if_match_guards_a_delete);
  CPPUNIT_TEST(addresses_that_name_no_record_are_not_found);
  CPPUNIT_TEST(a_record_of_another_collection_is_not_found);
  CPPUNIT_TEST(versions_are_told_newest_first);
  CPPUNIT_TEST(versions_of_a_deleted_record_can_be_read);
  CPPUNIT_TEST(versions_are_limited);
  CPPUNIT_TEST(versions_come_in_pages);
  CPPUNIT_TEST(a_cursor_of_another_record_is_refused);
  CPPUNIT_TEST(large_versions_end_an_answer);
  CPPUNIT_TEST(a_record_becomes_what_it_was);
  CPPUNIT_TEST(a_deleted_record_is_made_anew);
  CPPUNIT_TEST(a_deleted_record_does_not_come_back_over_one_made_since);
  CPPUNIT_TEST(wrong_restores_change_nothing);
  CPPUNIT_TEST_SUITE_END();

  Response put(const std::string& path, const std::string& body, const std::string& if_match = {},
               const std::string& type = "text/vcard") {
    Request one = request("PUT", path);
    one.body = body;
    one.content_type = type;
    one.if_match = if_match;
    return send(one);
  }

 public:
  void setUp() override { import(card("u-1", "Anna", "TEL:+49 30 1\r\n")); }

  void a_record_is_given_as_itself() {
    const Response response = get(item_path("anna"), "", "*/*");
    expect_status(200, response);
    CPPUNIT_ASSERT_EQUAL(std::string("text/vcard; charset=utf-8"), response.content_type);
    CPPUNIT_ASSERT_EQUAL(card("u-1", "Anna", "TEL:+49 30 1\r\n"), response.body);
    CPPUNIT_ASSERT_EQUAL(std::string("Accept"), response.header("Vary"));
  }

  void a_record_is_given_as_json() {
    const Response response = get(item_path("anna"));
    const Object item = json(response);
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), item.at("uid").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("Anna"), item.at("label").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(card("u-1", "Anna", "TEL:+49 30 1\r\n"),
                         item.at("content").get<std::string>());
    CPPUNIT_ASSERT_EQUAL('"' + item.at("revision").dump() + '"', response.header("ETag"));
  }

  void line_ends_of_a_record_are_crlf() {
    import("BEGIN:VCARD\nVERSION:3.0\nUID:u-2\nFN:Bert\nN:Bert;;;;\nEND:VCARD");
    const std::string body = get(item_path("bert"), "", "text/vcard").body;
    CPPUNIT_ASSERT_EQUAL(card("u-2", "Bert"), body);
  }

  void a_type_that_cannot_be_given_is_refused() {
    expect_problem("API0011", 406, get(item_path("anna"), "", "image/png"));
    expect_problem("API0011", 406, get(item_path("anna"), "", "text/vcard;version=4.0"));
  }

  void a_replaced_record_has_a_new_revision() {
    const std::string path = item_path("anna");
    const std::string before = get(path).header("ETag");
    const Response response = put(path, card("u-1", "Anna Maria"));
    expect_status(200, response);
    CPPUNIT_ASSERT(before != response.header("ETag"));
    CPPUNIT_ASSERT_EQUAL(response.header("ETag"), get(path).header("ETag"));
    CPPUNIT_ASSERT_EQUAL(std::string("Anna Maria"), json(get(path)).at("label").get<std::string>());
  }

  void a_replaced_record_keeps_its_uid() {
    const std::string path = item_path("anna");
    expect_status(200, put(path, card("u-other", "Anna Maria")));
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), json(get(path)).at("uid").get<std::string>());
  }

  void an_equal_record_is_no_change() {
    const std::string path = item_path("anna");
    const std::string before = get(path).header("ETag");
    const Response response = put(path, card("u-1", "Anna", "TEL:+49 30 1\r\n"));
    expect_status(200, response);
    CPPUNIT_ASSERT_EQUAL(before, response.header("ETag"));
  }

  void if_match_of_the_present_revision_replaces() {
    const std::string path = item_path("anna");
    const std::string tag = get(path).header("ETag");
    expect_status(200, put(path, card("u-1", "Anna Maria"), "\"999\", " + tag));
  }

  void if_match_of_an_older_revision_changes_nothing() {
    const std::string path = item_path("anna");
    const std::string tag = get(path).header("ETag");
    put(path, card("u-1", "Anna Maria"));
    const auto before = mark();
    expect_problem("API0013", 412, put(path, card("u-1", "Anna Luise"), tag));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_broken_if_match_changes_nothing() {
    const std::string path = item_path("anna");
    const auto before = mark();
    expect_problem("API0014", 400, put(path, card("u-1", "Anna Maria"), "7"));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_record_that_cannot_be_read_changes_nothing() {
    const std::string path = item_path("anna");
    const auto before = mark();
    for (const std::string& body : {std::string(), std::string("hello"),
                                    std::string("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"),
                                    std::string("\0\xff\xfe", 3)}) {
      expect_problem("API0015", 422, put(path, body));
    }
    expect_problem("API0016", 415,
                   put(path, "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:A\r\nEND:VCARD\r\n"));
    expect_problem("API0017", 413,
                   put(path, card("u-1", "A", "NOTE:" + std::string(limits::MaxObjSize, 'x'))));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_charset_other_than_utf_8_is_refused() {
    const std::string path = item_path("anna");
    expect_problem("API0005", 415, put(path, card("u-1", "A"), "", "text/vcard;charset=utf-16"));
    expect_status(200, put(path, card("u-1", "A"), "", "text/vcard; charset=\"UTF-8\""));
  }

  void the_old_name_of_the_type_is_taken() {
    expect_status(200, put(item_path("anna"), card("u-1", "A"), "", "text/x-vcard"));
  }

  void a_deleted_record_is_gone() {
    const std::string path = item_path("anna");
    const Response response = remove(path);
    expect_status(204, response);
    CPPUNIT_ASSERT_EQUAL(std::string(), response.body);
    expect_problem("API0012", 404, get(path));
    expect_problem("API0012", 404, remove(path));
    expect_problem("API0012", 404, put(path, card("u-1", "Anna")));
  }

  void if_match_guards_a_delete() {
    Request one = request("DELETE", item_path("anna"));
    one.if_match = "\"999\"";
    const auto before = mark();
    expect_problem("API0013", 412, send(one));
    CPPUNIT_ASSERT(before == mark());
  }

  void addresses_that_name_no_record_are_not_found() {
    for (const std::string id : {"0", "-1", "999", "x", "1.0", "1x", "%31", " 1", "../1",
                                 "9223372036854775808", "99999999999999999999999"}) {
      if (id.find('/') == std::string::npos) {
        expect_problem("API0012", 404, get("/collections/contacts/items/" + id));
        expect_problem("API0012", 404, get("/collections/contacts/items/" + id + "/versions"));
      }
    }
    expect_problem("API0012", 404, get("/collections/nothing/items/1"));
    expect_problem("API0012", 404, get("/collections/" + std::string(9000, 'x') + "/items/1"));
    expect_problem("API0012", 404, get("/collections/\xff/items/1"));
  }

  void a_record_of_another_collection_is_not_found() {
    add_collection("friends", "contacts");
    const std::int64_t id = id_of("anna");
    const std::string path = "/collections/friends/items/" + std::to_string(id);
    expect_problem("API0012", 404, get(path));
    expect_problem("API0012", 404, remove(path));
    expect_status(200, get(item_path("anna")));
  }

  void versions_are_told_newest_first() {
    const std::string path = item_path("anna");
    put(path, card("u-1", "Anna Maria"));
    clock.time += 60;
    put(path, card("u-1", "Anna Luise"));
    const Object answer = json(get(path + "/versions"));
    const Object versions = answer.at("versions");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, versions.size());
    CPPUNIT_ASSERT(versions[0].at("content").get<std::string>().find("Anna Maria") !=
                   std::string::npos);
    CPPUNIT_ASSERT_EQUAL(answer.at("revision"), versions[0].at("replaced_by"));
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-01T00:01:00Z"),
                         versions[0].at("replaced_at").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"kind":"user","name":"alice","work":""})"),
                         versions[0].at("author").dump());
  }

  void versions_of_a_deleted_record_can_be_read() {
    const std::string path = item_path("anna");
    remove(path);
    const Response response = get(path + "/versions");
    expect_status(200, response);
    CPPUNIT_ASSERT(json(response).at("deleted").get<bool>());
  }

  void versions_are_limited() {
    const std::string path = item_path("anna");
    put(path, card("u-1", "Anna Maria"));
    put(path, card("u-1", "Anna Luise"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         json(get(path + "/versions", "limit=1")).at("versions").size());
    expect_problem("API0009", 400, get(path + "/versions", "limit=0"));
  }

  void versions_come_in_pages() {
    const std::string path = item_path("anna");
    for (const char* name : {"Anna 1", "Anna 2", "Anna 3"}) {
      put(path, card("u-1", name));
    }
    const Object first = json(get(path + "/versions", "limit=2"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, first.at("versions").size());
    const std::string cursor = first.at("next_cursor").get<std::string>();
    const Object second = json(get(path + "/versions", "limit=2&cursor=" + cursor));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, second.at("versions").size());
    CPPUNIT_ASSERT_EQUAL(card("u-1", "Anna", "TEL:+49 30 1\r\n"),
                         second.at("versions")[0].at("content").get<std::string>());
    CPPUNIT_ASSERT(second.at("next_cursor").is_null());
  }

  void a_cursor_of_another_record_is_refused() {
    import(card("u-2", "Bert"));
    const std::string path = item_path("anna");
    put(path, card("u-1", "Anna 1"));
    put(path, card("u-1", "Anna 2"));
    const auto cursor =
        json(get(path + "/versions", "limit=1")).at("next_cursor").get<std::string>();
    expect_problem("API0010", 400, get(item_path("bert") + "/versions", "cursor=" + cursor));
  }

  void large_versions_end_an_answer() {
    const std::string path = item_path("anna");
    const std::size_t third = limits::MaxObjSize / 3;
    for (const char* name : {"A", "B", "C", "D", "E"}) {
      std::string note;
      while (note.size() < third) {
        note += "NOTE:" + std::string(100'000, name[0]) + "\r\n";
      }
      expect_status(200, put(path, card("u-1", "Anna", note)));
    }
    std::size_t found = 0;
    std::string cursor;
    for (int pages = 0; pages < 9; ++pages) {
      const Response page = get(path + "/versions", cursor);
      CPPUNIT_ASSERT(page.body.size() < limits::MaxObjSize * 5 / 4);
      const Object answer = json(page);
      found += answer.at("versions").size();
      if (answer.at("next_cursor").is_null()) {
        break;
      }
      cursor = "cursor=" + answer.at("next_cursor").get<std::string>();
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, found);
  }

  Response restore(const std::string& path, const Object& version) {
    return post(path + "/restore", R"({"revision":)" + version.at("revision").dump() + "}");
  }
  Object oldest(const std::string& path) {
    return json(get(path + "/versions")).at("versions").back();
  }

  void a_record_becomes_what_it_was() {
    const std::string path = item_path("anna");
    put(path, card("u-1", "Anna Maria"));
    const Response response = restore(path, oldest(path));
    expect_status(200, response);
    CPPUNIT_ASSERT_EQUAL(card("u-1", "Anna", "TEL:+49 30 1\r\n"), get(path, "", "text/vcard").body);
    CPPUNIT_ASSERT_EQUAL(response.header("ETag"), get(path).header("ETag"));
  }

  void a_deleted_record_is_made_anew() {
    const std::string path = item_path("anna");
    remove(path);
    const Object made = json(restore(path, oldest(path)));
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), made.at("uid").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(id_of("anna"), made.at("id").get<std::int64_t>());
  }

  void a_deleted_record_does_not_come_back_over_one_made_since() {
    const std::string path = item_path("anna");
    remove(path);
    import(card("u-1", "Anna since"));
    const auto before = mark();
    const Response response = restore(path, oldest(path));
    expect_problem("API0025", 409, response);
    CPPUNIT_ASSERT_EQUAL(id_of("anna"), json(response).at("item").get<std::int64_t>());
    CPPUNIT_ASSERT(before == mark());
  }

  void wrong_restores_change_nothing() {
    const std::string path = item_path("anna");
    put(path, card("u-1", "Anna Maria"));
    const auto before = mark();
    expect_problem("API0012", 404, post(path + "/restore", R"({"revision":999})"));
    for (const char* body : {"{}", R"({"revision":0})", R"({"revision":"1"})", R"({"rev":1})"}) {
      expect_problem("API0008", 400, post(path + "/restore", body));
    }
    Request stale = request("POST", path + "/restore");
    stale.content_type = "application/json";
    stale.body = R"({"revision":)" + oldest(path).at("revision").dump() + "}";
    stale.if_match = "\"999\"";
    expect_problem("API0013", 412, send(stale));
    CPPUNIT_ASSERT(before == mark());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ItemsTest);

}  // namespace pim::console
