// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class RecordsPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(RecordsPageTest);
  CPPUNIT_TEST(an_empty_list_says_what_to_do);
  CPPUNIT_TEST(records_are_listed_with_phone_and_mail);
  CPPUNIT_TEST(a_search_finds_and_keeps_its_words);
  CPPUNIT_TEST(long_lists_have_pages);
  CPPUNIT_TEST(an_export_is_a_file);
  CPPUNIT_TEST(a_pasted_file_is_imported);
  CPPUNIT_TEST(a_chosen_file_is_imported);
  CPPUNIT_TEST(what_cannot_be_read_is_named);
  CPPUNIT_TEST(what_was_put_right_is_named);
  CPPUNIT_TEST(one_that_was_here_is_told_as_one);
  CPPUNIT_TEST(a_task_is_due_and_does_not_start_then);
  CPPUNIT_TEST(remarks_that_are_not_shown_are_counted);
  CPPUNIT_TEST(a_refused_import_keeps_what_was_pasted);
  CPPUNIT_TEST(unknown_collections_are_not_found);
  CPPUNIT_TEST(others_records_are_not_shown);
  CPPUNIT_TEST(removed_records_are_found_again);
  CPPUNIT_TEST(a_file_of_another_kind_is_told_as_such);
  CPPUNIT_TEST(a_reason_is_a_sentence_of_its_own);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* Path = "/records/contacts";

 public:
  void an_empty_list_says_what_to_do() {
    const Response response = open(Path);
    expect_text("There is nothing here yet", response);
    expect_text("0 records.", response);
  }

  void records_are_listed_with_phone_and_mail() {
    import(card("u-1", "Anna <x>", "TEL;TYPE=CELL:+49 30 1\r\nEMAIL:a@b.example\r\n"));
    const Response response = open(Path);
    expect_text("Anna &lt;x&gt;", response);
    expect_text("+49 30 1", response);
    expect_text("a@b.example", response);
    expect_text("/sync/records/contacts/" + std::to_string(id_of("anna")), response);
  }

  void a_search_finds_and_keeps_its_words() {
    import(card("u-1", "Anna") + card("u-2", "Bert"));
    const Response response = open(Path, "search=%61nna");
    expect_text("1 found of 2.", response);
    expect_text("value=\"anna\"", response);
    expect_no_text("Bert", response);
    expect_text("Nothing found of 2.", open(Path, "search=nobody"));
    expect_status(400, open(Path, "search=%ff"));
    expect_status(400, open(Path, "unknown=1"));
  }

  void long_lists_have_pages() {
    import(cards(60));
    const Response first = open(Path);
    expect_text("Person 1049", first);
    expect_no_text("Person 1050", first);
    const std::size_t at = first.body.find("cursor=") + 7;
    expect_text("Person 1059",
                open(Path, "cursor=" + first.body.substr(at, first.body.find('"', at) - at)));
  }

  void an_export_is_a_file() {
    import(card("u-1", "Anna"));
    const Response response = open(std::string(Path) + "/export");
    CPPUNIT_ASSERT_EQUAL(std::string("text/vcard; charset=utf-8"), response.content_type);
    CPPUNIT_ASSERT(response.header("Content-Disposition").starts_with("attachment"));
    expect_text("FN:Anna", response);
  }

  void a_pasted_file_is_imported() {
    const Response response =
        submit(std::string(Path) + "/import", {{"text", card("u-1", "Anna")}});
    expect_status(200, response);
    expect_text("1 added, 0 updated", response);
    CPPUNIT_ASSERT(id_of("anna") != 0);
  }

  void a_chosen_file_is_imported() {
    const std::string part = "--B\r\nContent-Disposition: form-data; name=\"";
    const std::string body = part + "token\"\r\n\r\n" + token() + "\r\n" + part +
                             "file\"; filename=\"a.vcf\"\r\n\r\n" + card("u-1", "Anna") + "\r\n" +
                             part + "text\"\r\n\r\n\r\n--B--\r\n";
    const Response response =
        submit_raw(std::string(Path) + "/import", body, "multipart/form-data; boundary=B");
    expect_status(200, response);
    CPPUNIT_ASSERT(id_of("anna") != 0);
  }

  void what_cannot_be_read_is_named() {
    const std::string broken = "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:Old\r\nEND:VCARD\r\n";
    const Response response =
        submit(std::string(Path) + "/import", {{"text", card("u-1", "Anna") + broken}});
    expect_text("1 added", response);
    expect_text("1 could not be read", response);
    expect_text("Record 2", response);
  }

  void what_was_put_right_is_named() {
    const std::string bare = "BEGIN:VCARD\r\nUID:u-2\r\nN:Old;;;;\r\nFN:Old\r\nEND:VCARD\r\n";
    const Response response =
        submit(std::string(Path) + "/import", {{"text", card("u-1", "Anna") + bare}});
    expect_text("2 added", response);
    expect_text("Record 2, “<bdi>Old</bdi>”", response);
    expect_text("VERSION was missing and was added", response);
  }

  void one_that_was_here_is_told_as_one() {
    import(card("u-1", "Anna"));
    expect_text("1 was here already",
                submit(std::string(Path) + "/import", {{"text", card("u-1", "Anna")}}));
  }

  void a_task_is_due_and_does_not_start_then() {
    const std::string task =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:t\r\n"
        "DTSTAMP:20260101T000000Z\r\nDUE;VALUE=DATE:20260930\r\nSUMMARY:Tax\r\nEND:VTODO\r\n"
        "END:VCALENDAR\r\n";
    submit("/records/tasks/import", {{"text", task}});
    const Response response = open("/records/tasks");
    expect_text("data-l=\"Due\"", response);
    expect_no_text("Starts", response);
    expect_no_text("Name, number, mail", response);
  }

  void remarks_that_are_not_shown_are_counted() {
    std::string file;
    for (int number = 0; number < 150; ++number) {
      const std::string name = "Person " + std::to_string(number);  // one remark: no VERSION
      file += "BEGIN:VCARD\r\nUID:" + name + "\r\nN:" + name + ";;;;\r\nFN:" + name +
              "\r\nEND:VCARD\r\n";
    }
    expect_text("and 50 more", submit(std::string(Path) + "/import", {{"text", file}}));
  }

  void a_refused_import_keeps_what_was_pasted() {
    open("/");
    const auto before = mark();
    const Response response = submit(std::string(Path) + "/import", {{"text", "no <card>"}});
    CPPUNIT_ASSERT(response.status >= 400 && response.status < 500);
    expect_text("no &lt;card&gt;</textarea>", response);
    CPPUNIT_ASSERT(before == mark());
  }

  void unknown_collections_are_not_found() {
    expect_status(404, open("/records/nothing"));
    expect_status(404, open("/records/nothing/import"));
    expect_status(404, submit("/records/nothing/import", {{"text", card("u", "A")}}));
  }

  void others_records_are_not_shown() {
    import(card("u-1", "Anna"));
    user = "bob";
    expect_no_text("Anna", open(Path));
  }

  void removed_records_are_found_again() {
    import(card("u-1", "Anna") + card("u-2", "Bert"));
    const std::string page = std::string(Path) + "/" + std::to_string(id_of("Anna"));
    submit(page + "/remove", {});
    expect_text("/sync" + std::string(Path) + "?removed=true", open(Path));
    const Response removed = open(Path, "removed=true");
    expect_text("/sync" + page + "\"", removed);
    expect_no_text("Bert", removed);
  }

  void a_file_of_another_kind_is_told_as_such() {
    const Response calendar =
        submit(std::string(Path) + "/import",
               {{"text",
                 "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n"
                 "BEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"}});
    expect_status(422, calendar);
    expect_text("This is a calendar file, not one of contacts. Nothing was changed.", calendar);
    expect_text("This is a file of contacts, not of calendar. Nothing was changed.",
                submit("/records/calendar/import", {{"text", card("u-1", "Anna")}}));
  }

  void a_reason_is_a_sentence_of_its_own() {
    const Response response = submit(std::string(Path) + "/import", {{"text", "a,b\r\n1,2\r\n"}});
    expect_status(422, response);
    expect_text(". Nothing was changed.", response);
    expect_no_text("missing Nothing", response);
    expect_text("<p>The record", response);
    expect_text("There is no record in what was sent.",
                submit(std::string(Path) + "/import", {{"text", ""}}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordsPageTest);

}  // namespace pim::console::pages
