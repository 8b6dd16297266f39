// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

/// What waits for a person: held deletions and conflicts.
class DecisionsTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(DecisionsTest);
  CPPUNIT_TEST(nothing_waits_at_first);
  CPPUNIT_TEST(held_deletions_are_told_with_names);
  CPPUNIT_TEST(proposals_of_a_session_are_nobodys_question);
  CPPUNIT_TEST(what_waits_is_told_behind_many_proposals);
  CPPUNIT_TEST(held_deletions_are_told_in_pages);
  CPPUNIT_TEST(a_delete_decision_deletes);
  CPPUNIT_TEST(a_keep_decision_keeps);
  CPPUNIT_TEST(only_the_named_ones_are_decided);
  CPPUNIT_TEST(all_takes_more_than_one_batch);
  CPPUNIT_TEST(a_record_changed_since_is_asked_again);
  CPPUNIT_TEST(nothing_is_decided_where_one_number_is_unknown);
  CPPUNIT_TEST(wrong_decisions_are_refused_and_change_nothing);
  CPPUNIT_TEST(conflicts_are_told_with_both_values);
  CPPUNIT_TEST(doubtful_matches_name_both_records);
  CPPUNIT_TEST(conflicts_are_told_in_pages);
  CPPUNIT_TEST(a_conflict_is_closed_as_it_is);
  CPPUNIT_TEST(what_gave_way_comes_back_and_nothing_else);
  CPPUNIT_TEST(what_was_left_can_be_taken_later);
  CPPUNIT_TEST(where_nothing_comes_back_nothing_is_decided);
  CPPUNIT_TEST(open_conflicts_are_found_behind_many_closed_ones);
  CPPUNIT_TEST(wrong_answers_to_conflicts_change_nothing);
  CPPUNIT_TEST_SUITE_END();

  store::PairingId pair() {
    const auto unit = work();
    store::Pairing pairing;
    pairing.side = "IMEI:1";
    pairing.collection = "contacts";
    pairing.remote_uri = "card";
    const auto id = unit->put_pairing(pairing);
    CPPUNIT_ASSERT(id.has_value());
    commit(*unit);
    return *id;
  }

  /// Lets the first `count` records by name wait for an answer.
  void hold(int count, store::HeldState state = store::HeldState::Waiting) {
    const store::PairingId pairing = pair();
    const auto unit = work();
    store::PageQuery page;
    page.collection = "contacts";
    page.limit = static_cast<std::size_t>(count);
    const auto items = unit->page(page);
    CPPUNIT_ASSERT(items.has_value());
    std::vector<store::Held> rows;
    for (const store::Item& item : *items) {
      store::Held row;
      row.pairing = pairing;
      row.item = item.id;
      row.rev = item.rev;
      row.state = state;
      row.work = "12";
      row.at = clock.time;
      rows.push_back(row);
    }
    CPPUNIT_ASSERT(unit->put_held(rows).has_value());
    commit(*unit);
  }

  std::vector<std::int64_t> held_numbers(const std::string& query = {}) {
    std::vector<std::int64_t> numbers;
    const Object page = json(get("/held", query));
    for (const Object& held : page.at("held")) {
      numbers.push_back(held.at("number").get<std::int64_t>());
    }
    return numbers;
  }
  int live() { return json(get("/collections")).at("collections")[0].at("records").get<int>(); }

  void put_conflict(store::Conflict conflict) {
    conflict.at = clock.time;
    const auto unit = work();
    CPPUNIT_ASSERT(unit->put_conflicts({&conflict, 1}).has_value());
    commit(*unit);
  }

 public:
  void nothing_waits_at_first() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"held":[],"next_cursor":null})"), get("/held").body);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"conflicts":[],"next_cursor":null})"),
                         get("/conflicts").body);
  }

  void held_deletions_are_told_with_names() {
    import(cards(2));
    hold(1);
    const Object held = json(get("/held")).at("held")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("Person 1000"),
                         held.at("item").at("label").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("contacts"), held.at("collection").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("IMEI:1"), held.at("peer").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("delete"), held.at("change").get<std::string>());
  }

  void proposals_of_a_session_are_nobodys_question() {
    import(cards(2));
    hold(2, store::HeldState::Proposed);
    CPPUNIT_ASSERT(held_numbers().empty());
  }

  void what_waits_is_told_behind_many_proposals() {
    import(cards(4));
    hold(3, store::HeldState::Proposed);
    const auto unit = work();
    store::Held row = unit->all_held(0, 1)->front();
    row.number = 0;
    row.state = store::HeldState::Waiting;
    CPPUNIT_ASSERT(unit->put_held({&row, 1}).has_value());
    commit(*unit);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, held_numbers("limit=2").size());
  }

  void held_deletions_are_told_in_pages() {
    import(cards(5));
    hold(5);
    const Object first = json(get("/held", "limit=3"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, first.at("held").size());
    const std::string cursor = first.at("next_cursor").get<std::string>();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, held_numbers("limit=3&cursor=" + cursor).size());
    expect_problem("API0010", 400, get("/conflicts", "cursor=" + cursor));
  }

  void a_delete_decision_deletes() {
    import(cards(3));
    hold(2);
    const Response response = post("/held", R"({"all":true,"decision":"delete"})");
    expect_status(200, response);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deleted":2,"changed":0,"kept":0,"asked_again":0})"),
                         response.body);
    CPPUNIT_ASSERT_EQUAL(1, live());
    CPPUNIT_ASSERT(held_numbers().empty());
  }

  void a_keep_decision_keeps() {
    import(cards(3));
    hold(2);
    const Response response = post("/held", R"({"all":true,"decision":"keep"})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deleted":0,"changed":0,"kept":2,"asked_again":0})"),
                         response.body);
    CPPUNIT_ASSERT_EQUAL(3, live());
    CPPUNIT_ASSERT(held_numbers().empty());
  }

  void only_the_named_ones_are_decided() {
    import(cards(3));
    hold(3);
    const std::string second = std::to_string(held_numbers()[1]);
    const Response response =
        post("/held", "{\"numbers\":[" + second + "," + second + R"(],"decision":"delete"})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deleted":1,"changed":0,"kept":0,"asked_again":0})"),
                         response.body);
    CPPUNIT_ASSERT_EQUAL(2, live());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, held_numbers().size());
  }

  void all_takes_more_than_one_batch() {
    const int count = static_cast<int>(limits::ImportRecords) + 20;
    import(cards(count));
    hold(count);
    const std::uint64_t before = memory.counters().transactions;
    const Response response = post("/held", R"({"all":true,"decision":"delete"})");
    CPPUNIT_ASSERT_EQUAL(count, json(response).at("deleted").get<int>());
    CPPUNIT_ASSERT_EQUAL(0, live());
    CPPUNIT_ASSERT(memory.counters().transactions - before >= 2);
  }

  void a_record_changed_since_is_asked_again() {
    import(cards(1));
    hold(1);
    import(card("u-new", "New"));
    Request edit = request("PUT", item_path("person"));
    edit.body = card("u-0", "Person Changed");
    edit.content_type = "text/vcard";
    expect_status(200, send(edit));
    const Response response = post("/held", R"({"all":true,"decision":"delete"})");
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deleted":0,"changed":0,"kept":0,"asked_again":1})"),
                         response.body);
    CPPUNIT_ASSERT_EQUAL(2, live());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, held_numbers().size());
  }

  void nothing_is_decided_where_one_number_is_unknown() {
    import(cards(2));
    hold(2);
    const std::string known = std::to_string(held_numbers()[0]);
    const auto before = mark();
    const Response response =
        post("/held", "{\"numbers\":[" + known + R"(,4711],"decision":"delete"})");
    expect_problem("API0026", 404, response);
    CPPUNIT_ASSERT_EQUAL(std::string("[4711]"), json(response).at("numbers").dump());
    CPPUNIT_ASSERT(before == mark());
  }

  void wrong_decisions_are_refused_and_change_nothing() {
    import(cards(2));
    hold(2);
    const auto before = mark();
    for (const char* body :
         {"{}", R"({"decision":"delete"})", R"({"all":true})", R"({"all":true,"decision":"burn"})",
          R"({"all":"true","decision":"delete"})", R"({"all":false,"decision":"delete"})",
          R"({"numbers":[],"decision":"delete"})", R"({"numbers":1,"decision":"delete"})",
          R"({"numbers":["1"],"decision":"delete"})", R"({"numbers":[-1],"decision":"delete"})",
          R"({"numbers":[1.5],"decision":"delete"})",
          R"({"numbers":[1],"all":true,"decision":"delete"})",
          R"({"all":true,"decision":"delete","force":true})",
          R"({"all":true,"decision":["delete"]})"}) {
      const Response response = post("/held", body);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, 400, response.status);
    }
    CPPUNIT_ASSERT(before == mark());
  }

  void conflicts_are_told_with_both_values() {
    import(cards(1));
    store::Conflict given;
    given.pairing = pair();
    given.item = id_of("person");
    given.property = "TEL";
    given.kept = "1";
    given.lost = "2";
    given.record = "BEGIN:VCARD";
    put_conflict(given);
    const Object conflict = json(get("/conflicts")).at("conflicts")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("value"), conflict.at("kind").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("TEL"), conflict.at("property").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("1"), conflict.at("kept").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("2"), conflict.at("lost").get<std::string>());
    CPPUNIT_ASSERT(conflict.at("choice").is_null());
    CPPUNIT_ASSERT(conflict.at("other").is_null());
  }

  void doubtful_matches_name_both_records() {
    import(card("u-1", "Anna") + card("u-2", "Anne"));
    store::Conflict given;
    given.kind = store::ConflictKind::Doubtful;
    given.pairing = pair();
    given.item = id_of("anna");
    given.other = id_of("anne");
    put_conflict(given);
    const Object conflict = json(get("/conflicts")).at("conflicts")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("doubtful"), conflict.at("kind").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("Anna"), conflict.at("item").at("label").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("Anne"), conflict.at("other").at("label").get<std::string>());
  }

  void conflicts_are_told_in_pages() {
    import(cards(1));
    for (int number = 0; number < 5; ++number) {
      store::Conflict given;
      given.item = id_of("person");
      put_conflict(given);
    }
    const Object first = json(get("/conflicts", "limit=3"));
    const Object second =
        json(get("/conflicts", "limit=3&cursor=" + first.at("next_cursor").get<std::string>()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, second.at("conflicts").size());
    CPPUNIT_ASSERT(second.at("next_cursor").is_null());
  }

  void a_conflict_is_closed_as_it_is() {
    import(card("u-1", "Anna"));
    store::Conflict given;
    given.pairing = pair();
    given.item = id_of("anna");
    put_conflict(given);
    const std::string number = json(get("/conflicts")).at("conflicts")[0].at("number").dump();
    expect_status(200, post("/conflicts", R"({"numbers":[)" + number + R"(],"choice":"kept"})"));
    const Object closed = json(get("/conflicts")).at("conflicts")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("kept"), closed.at("choice").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("alice"), closed.at("by").get<std::string>());
    CPPUNIT_ASSERT(json(get("/conflicts", "open=true")).at("conflicts").empty());
    expect_problem("API0026", 404,
                   post("/conflicts", R"({"numbers":[)" + number + R"(],"choice":"kept"})"));
  }

  /// A conflict about the title of a record that says "Doctor" now; its number.
  std::string title_conflict(const std::string& property = "TITLE") {
    import(card("u-1", "Anna", "TITLE:Doctor\r\nNOTE:mine\r\n"));
    store::Conflict given;
    given.pairing = pair();
    given.item = id_of("anna");
    given.property = property;
    given.record = card("u-9", "Annie", "TITLE:Nurse\r\n");
    put_conflict(given);
    return json(get("/conflicts")).at("conflicts")[0].at("number").dump();
  }
  Response choose(const std::string& number, const std::string& choice) {
    return post("/conflicts", R"({"numbers":[)" + number + R"(],"choice":")" + choice + "\"}");
  }
  std::string anna() { return get(item_path("anna"), "", "text/vcard").body; }

  void what_gave_way_comes_back_and_nothing_else() {
    const std::string number = title_conflict();
    expect_status(200, choose(number, "lost"));
    CPPUNIT_ASSERT_EQUAL(card("u-1", "Anna", "TITLE:Nurse\r\nNOTE:mine\r\n"), anna());
    const Object closed = json(get("/conflicts")).at("conflicts")[0];
    CPPUNIT_ASSERT_EQUAL(std::string("lost"), closed.at("choice").get<std::string>());
    const Object versions = json(get(item_path("anna") + "/versions")).at("versions");
    CPPUNIT_ASSERT(versions[0].at("content").get<std::string>().find("TITLE:Doctor") !=
                   std::string::npos);
  }

  void what_was_left_can_be_taken_later() {
    const std::string number = title_conflict();
    expect_status(200, choose(number, "kept"));
    expect_status(200, choose(number, "lost"));
    CPPUNIT_ASSERT(anna().find("TITLE:Nurse") != std::string::npos);
    expect_problem("API0026", 404, choose(number, "lost"));
  }

  void where_nothing_comes_back_nothing_is_decided() {
    const std::string number = title_conflict("EMAIL");
    const auto before = mark();
    expect_problem("API0025", 409, choose(number, "lost"));
    CPPUNIT_ASSERT(before == mark());
    remove(item_path("anna"));
    expect_problem("API0025", 409, choose(number, "lost"));
  }

  void open_conflicts_are_found_behind_many_closed_ones() {
    import(card("u-1", "Anna"));
    store::Conflict given;
    given.pairing = pair();
    given.item = id_of("anna");
    given.choice = "kept";
    for (int n = 0; n < 300; ++n) {
      put_conflict(given);
    }
    given.choice.clear();
    put_conflict(given);
    const Object page = json(get("/conflicts", "open=true&limit=10"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, page.at("conflicts").size());
    CPPUNIT_ASSERT(page.at("next_cursor").is_null());
    expect_problem("API0009", 400, get("/conflicts", "open=maybe"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deletions":0,"changes":0,"conflicts":1,"doubtful":0})"),
                         get("/questions").body);
  }

  void wrong_answers_to_conflicts_change_nothing() {
    get("/conflicts");
    const auto before = mark();
    expect_problem("API0008", 400, post("/conflicts", "{}"));
    expect_problem("API0008", 400, post("/conflicts", R"({"numbers":[],"choice":"kept"})"));
    expect_problem("API0008", 400, post("/conflicts", R"({"numbers":[1],"choice":"both"})"));
    expect_problem("API0026", 404, post("/conflicts", R"({"numbers":[1],"choice":"lost"})"));
    expect_problem("API0026", 404, post("/conflicts", R"({"numbers":[1],"choice":"kept"})"));
    CPPUNIT_ASSERT(before == mark());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DecisionsTest);

}  // namespace pim::console
