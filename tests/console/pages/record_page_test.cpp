// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class RecordPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(RecordPageTest);
  CPPUNIT_TEST(a_record_is_shown_with_its_fields);
  CPPUNIT_TEST(changes_are_shown_before_and_after);
  CPPUNIT_TEST(a_version_comes_back);
  CPPUNIT_TEST(a_removed_record_is_still_told_and_comes_back);
  CPPUNIT_TEST(a_removed_record_does_not_come_back_over_one_made_since);
  CPPUNIT_TEST(older_changes_stand_on_a_page_of_their_own);
  CPPUNIT_TEST(unknown_versions_change_nothing);
  CPPUNIT_TEST(records_of_others_are_unknown);
  CPPUNIT_TEST_SUITE_END();

  std::string page() { return "/records/contacts/" + std::to_string(id_of("anna")); }
  void change() {
    clock.time += 60;
    const Response response =
        post("/collections/contacts/items", card("u-1", "Anna", "TEL:+49 30 2\r\n"), "text/vcard");
    CPPUNIT_ASSERT_EQUAL(1, json(response).at("updated").get<int>());
  }
  void import_change(int number) {
    clock.time += 60;
    post("/collections/contacts/items",
         card("u-1", "Anna", "TEL:+49 30 " + std::to_string(number) + "\r\n"), "text/vcard");
  }
  void begin() { import(card("u-1", "Anna", "TEL:+49 30 1\r\n")); }
  std::string first_revision(const std::string& item) {
    return json(get("/collections/contacts/items/" + item + "/versions"))
        .at("versions")
        .back()
        .at("revision")
        .dump();
  }

 public:
  void a_record_is_shown_with_its_fields() {
    begin();
    const Response response = open(page());
    expect_text("<dt>Phone</dt><dd><bdi>+49 30 1</bdi></dd>", response);
    expect_text("It has not been changed since it came.", response);
  }

  void changes_are_shown_before_and_after() {
    begin();
    change();
    const Response response = open(page());
    expect_text("+49 30 <del>1</del>", response);
    expect_text("+49 30 <ins>2</ins>", response);
    expect_text("Changed by alice", response);
  }

  void a_version_comes_back() {
    begin();
    change();
    const std::string item = std::to_string(id_of("anna"));
    expect_sent_to(page(), submit(page() + "/restore", {{"revision", first_revision(item)}}));
    expect_text("<dd><bdi>+49 30 1</bdi></dd>", open(page()));
  }

  void a_removed_record_is_still_told_and_comes_back() {
    begin();
    const std::string item = std::to_string(id_of("anna"));
    const std::string path = page();
    expect_sent_to(path, submit(path + "/remove", {}));
    const Response response = open(path);
    expect_status(200, response);
    expect_text("This record was removed", response);
    expect_text("<dd><bdi>+49 30 1</bdi></dd>", response);
    const Response restored = submit(path + "/restore", {{"revision", first_revision(item)}});
    expect_sent_to(page(), restored);  // the record of that name that lives now
    expect_text("<dd><bdi>+49 30 1</bdi></dd>", open(page()));
  }

  void a_removed_record_does_not_come_back_over_one_made_since() {
    begin();
    const std::string item = std::to_string(id_of("anna"));
    const std::string path = page();
    submit(path + "/remove", {});
    import(card("u-1", "Anna", "TEL:+49 30 3\r\n"));
    const Response refused = submit(path + "/restore", {{"revision", first_revision(item)}});
    expect_status(409, refused);
    expect_text("has been made since", refused);
    expect_text("<dd><bdi>+49 30 3</bdi></dd>", open(page()));
  }

  void older_changes_stand_on_a_page_of_their_own() {
    begin();
    for (int number = 100; number < 125; ++number) {
      import_change(number);
    }
    const Response first = open(page());
    expect_text("+49 30 12<ins>4</ins>", first);
    expect_no_text("+49 30 1<ins>00</ins>", first);
    const std::string cursor =
        json(get("/collections/contacts/items/" + std::to_string(id_of("anna")) + "/versions",
                 "limit=20"))
            .at("next_cursor")
            .get<std::string>();
    expect_text("cursor=" + cursor, first);
    expect_text("+49 30 1<ins>00</ins>", open(page(), "cursor=" + cursor));
  }

  void unknown_versions_change_nothing() {
    begin();
    const std::string path = page();
    const auto before = mark();
    for (const char* revision : {"", "x", "-1", "999999"}) {
      expect_status(404, submit(path + "/restore", {{"revision", revision}}));
    }
    CPPUNIT_ASSERT(before == mark());
  }

  void records_of_others_are_unknown() {
    begin();
    const std::string path = page();
    user = "bob";
    expect_status(404, open(path));
    expect_status(404, submit(path + "/remove", {}));
    expect_status(404, submit(path + "/restore", {{"revision", "1"}}));
    user = "alice";
    expect_text("The record now", open(path));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordPageTest);

}  // namespace pim::console::pages
