// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class DecidePageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(DecidePageTest);
  CPPUNIT_TEST(nothing_to_decide_is_said);
  CPPUNIT_TEST(held_removals_are_asked_about_with_names);
  CPPUNIT_TEST(keeping_keeps_the_chosen_ones);
  CPPUNIT_TEST(removing_removes_the_chosen_ones);
  CPPUNIT_TEST(held_changes_are_asked_about_with_what_they_would_do);
  CPPUNIT_TEST(keeping_all_changes_keeps_no_removal);
  CPPUNIT_TEST(changing_changes_the_chosen_ones);
  CPPUNIT_TEST(nothing_chosen_changes_nothing);
  CPPUNIT_TEST(wrong_answers_change_nothing);
  CPPUNIT_TEST(values_that_gave_way_are_shown);
  CPPUNIT_TEST(a_value_that_gave_way_comes_back);
  CPPUNIT_TEST(what_cannot_come_back_alone_is_not_offered);
  CPPUNIT_TEST(a_refusal_speaks_to_people);
  CPPUNIT_TEST(a_value_that_gave_way_is_called_as_on_its_record);
  CPPUNIT_TEST(alike_records_are_shown_and_kept);
  CPPUNIT_TEST(the_menu_counts_what_waits);
  CPPUNIT_TEST(what_waits_is_found_behind_many_settled_ones);
  CPPUNIT_TEST(all_held_ones_are_counted_and_offered_at_once);
  CPPUNIT_TEST(questions_of_others_are_unknown);
  CPPUNIT_TEST(alike_records_are_shown_with_what_they_differ_in);
  CPPUNIT_TEST(a_removed_record_is_still_linked);
  CPPUNIT_TEST_SUITE_END();

  store::PairingId pair() {
    const auto unit = work();
    store::Pairing pairing;
    pairing.side = "IMEI:1";
    pairing.collection = "contacts";
    pairing.remote_uri = "card";
    if (const auto known = unit->find_pairing(pairing.side, 0, "contacts", "card"); *known) {
      return (*known)->id;
    }
    const auto id = unit->put_pairing(pairing);
    CPPUNIT_ASSERT(id.has_value());
    commit(*unit);
    return *id;
  }
  std::string hold(const std::string& name) {
    import(card("u-" + name, name));
    store::Held row;
    row.pairing = pair();
    row.item = id_of(name);
    row.state = store::HeldState::Waiting;
    row.at = clock.time;
    const auto unit = work();
    row.rev = unit->items({&row.item, 1})->front().rev;
    CPPUNIT_ASSERT(unit->put_held({&row, 1}).has_value());
    commit(*unit);
    return json(get("/held")).at("held")[0].at("number").dump();
  }
  /// A note for that record waits.
  std::string hold_note(const std::string& name) {
    import(card("u-" + name, name));
    store::Held row;
    row.pairing = pair();
    row.item = id_of(name);
    row.op = store::ChangeOp::Replace;
    row.state = store::HeldState::Waiting;
    row.at = clock.time;
    const auto unit = work();
    const store::Item item = unit->items({&row.item, 1})->front();
    row.rev = item.rev;
    store::MapRow map;
    map.item = item.id;
    map.peer_id = "p-" + name;
    map.base = item.content;
    map.base_said_by_side = true;
    map.state = store::MapState::Pending;
    store::Staged staged;
    staged.peer_id = *map.peer_id;
    staged.op = store::ChangeOp::Replace;
    staged.item = item.id;
    staged.content = item.content;
    staged.content.insert(staged.content.find("END:VCARD"), "NOTE:spam\r\n");
    CPPUNIT_ASSERT(unit->put_maps(row.pairing, {&map, 1}).has_value());
    CPPUNIT_ASSERT(unit->put_staged(row.pairing, {&staged, 1}).has_value());
    CPPUNIT_ASSERT(unit->put_held({&row, 1}).has_value());
    commit(*unit);
    return json(get("/held")).at("held")[0].at("number").dump();
  }
  std::string conflict(store::Conflict given) {
    given.pairing = pair();
    given.at = clock.time;
    const auto unit = work();
    CPPUNIT_ASSERT(unit->put_conflicts({&given, 1}).has_value());
    commit(*unit);
    return json(get("/conflicts")).at("conflicts")[0].at("number").dump();
  }

 public:
  void nothing_to_decide_is_said() { expect_text("<h1>Nothing to decide</h1>", open("/decide")); }

  void held_removals_are_asked_about_with_names() {
    hold("anna");
    const Response response = open("/decide");
    expect_text("Careful: 1 record would be removed here", response);
    expect_text("anna", response);
    expect_text("value=\"keep\" checked", response);
  }

  void keeping_keeps_the_chosen_ones() {
    const std::string number = hold("anna");
    expect_sent_to("/decide", submit("/decide/held", {{"number", number}, {"decision", "keep"}}));
    CPPUNIT_ASSERT(json(get("/held")).at("held").empty());
    CPPUNIT_ASSERT(id_of("anna") != 0);
  }

  void removing_removes_the_chosen_ones() {
    const std::string number = hold("anna");
    const std::string path = item_path("anna");
    expect_sent_to("/decide", submit("/decide/held", {{"number", number}, {"decision", "delete"}}));
    expect_status(404, get(path));
  }

  void held_changes_are_asked_about_with_what_they_would_do() {
    hold_note("anna");
    const Response response = open("/decide");
    expect_text("Careful: 1 record would be changed here, most of your records to one same value",
                response);
    expect_text("spam", response);
    expect_text("value=\"change\"", response);
  }

  void keeping_all_changes_keeps_no_removal() {
    hold("bert");
    hold_note("anna");
    expect_sent_to("/decide", submit("/decide/held",
                                     {{"all", "yes"}, {"change", "change"}, {"decision", "keep"}}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, json(get("/held")).at("held").size());
    CPPUNIT_ASSERT_EQUAL(std::string("delete"),
                         json(get("/held")).at("held")[0].at("change").get<std::string>());
  }

  void changing_changes_the_chosen_ones() {
    const std::string number = hold_note("anna");
    const std::string path = item_path("anna");
    expect_sent_to("/decide", submit("/decide/held", {{"number", number}, {"decision", "change"}}));
    expect_text("spam", get(path));
    CPPUNIT_ASSERT(json(get("/held")).at("held").empty());
  }

  void nothing_chosen_changes_nothing() {
    hold("anna");
    const auto before = mark();
    const Response response = submit("/decide/held", {{"decision", "delete"}});
    expect_status(400, response);
    expect_text("Tick at least one record", response);
    CPPUNIT_ASSERT(before == mark());
  }

  void wrong_answers_change_nothing() {
    const std::string number = hold("anna");
    const auto before = mark();
    expect_status(400, submit("/decide/held", {{"number", number}, {"decision", "burn"}}));
    expect_status(404, submit("/decide/held", {{"number", "x"}, {"decision", "keep"}}));
    expect_status(404, submit("/decide/held", {{"number", "99999"}, {"decision", "keep"}}));
    expect_status(404, submit("/decide/conflict", {{"number", "99999"}}));
    expect_status(400, submit("/decide/conflict", {}));
    CPPUNIT_ASSERT(before == mark());
  }

  void values_that_gave_way_are_shown() {
    import(card("u-1", "anna"));
    store::Conflict given;
    given.item = id_of("anna");
    given.property = "TEL";
    given.kept = "+49 30 1";
    given.lost = "+49 30 2";
    const std::string number = conflict(given);
    const Response response = open("/decide");
    expect_text("+49 30 <del>2</del>", response);
    expect_text("+49 30 <ins>1</ins>", response);
    expect_sent_to("/decide", submit("/decide/conflict", {{"number", number}}));
    expect_text("Nothing to decide", open("/decide"));
  }

  void a_value_that_gave_way_comes_back() {
    import(card("u-1", "anna", "TITLE:Doctor\r\nNOTE:mine\r\n"));
    store::Conflict given;
    given.item = id_of("anna");
    given.property = "TITLE";
    given.kept = "Doctor";
    given.lost = "Nurse";
    given.record = card("u-1", "anna", "TITLE:Nurse\r\n");
    const std::string number = conflict(given);
    expect_text("Take what gave way", open("/decide"));
    expect_sent_to("/decide", submit("/decide/conflict", {{"number", number}, {"choice", "lost"}}));
    expect_text("Nothing to decide", open("/decide"));
    const Response record = open("/records/contacts/" + std::to_string(given.item));
    expect_text("<dd><bdi>Nurse</bdi></dd>", record);
    expect_text("<dd><bdi>mine</bdi></dd>", record);
  }

  void what_cannot_come_back_alone_is_not_offered() {
    import(card("u-1", "anna"));
    store::Conflict given;
    given.item = id_of("anna");
    for (const char* property : {"RECURRENCE-ID", "@20260512T100000"}) {
      given.property = property;
      conflict(given);
    }
    const Response response = open("/decide");
    expect_text("It cannot be taken back by itself.", response);
    expect_no_text("Take what gave way", response);
    given.property = "@20260512T100000 SUMMARY";
    conflict(given);
    expect_text("Take what gave way", open("/decide"));
  }

  void a_refusal_speaks_to_people() {
    import(card("u-1", "anna"));
    store::Conflict given;
    given.item = id_of("anna");
    given.property = "RECURRENCE-ID";
    const std::string number = conflict(given);
    const Response response = submit("/decide/conflict", {{"number", number}, {"choice", "lost"}});
    expect_status(409, response);
    expect_text("can be read in its history", response);
    expect_no_text("/versions", response);
  }

  void a_value_that_gave_way_is_called_as_on_its_record() {
    import(card("u-1", "anna", "TEL;TYPE=WORK:+49 30 1\r\n"));
    store::Conflict given;
    given.item = id_of("anna");
    given.property = "TEL";
    given.kept = "+49 30 1";
    given.lost = "+49 30 2";
    conflict(given);
    expect_text("Work phone", open("/decide"));
  }

  void alike_records_are_shown_and_kept() {
    import(card("u-1", "anna") + card("u-2", "bert"));
    store::Conflict given;
    given.kind = store::ConflictKind::Doubtful;
    given.item = id_of("anna");
    given.other = id_of("bert");
    const std::string number = conflict(given);
    const Response response = open("/decide");
    expect_text("Perhaps the same", response);
    expect_text(std::to_string(given.other), response);
    expect_sent_to("/decide", submit("/decide/conflict", {{"number", number}}));
    CPPUNIT_ASSERT(id_of("anna") != id_of("bert"));
  }

  void the_menu_counts_what_waits() {
    hold("anna");
    expect_text("<span class=\"n\">1<span class=\"sr\"> open</span></span>", open("/help"));
  }

  void what_waits_is_found_behind_many_settled_ones() {
    import(card("u-1", "anna"));
    std::vector<store::Conflict> rows(300, {.item = id_of("anna"), .choice = "kept"});
    rows.push_back({.item = id_of("anna"), .property = "TEL", .kept = "1", .lost = "2"});
    const auto unit = work();
    CPPUNIT_ASSERT(unit->put_conflicts(rows).has_value());
    commit(*unit);
    expect_text("<h1>1 thing to decide</h1>", open("/decide"));
    expect_text("Changed on both sides", open("/decide"));
    connect();
    expect_text("1 thing waits", open("/"));
    expect_no_text("Nothing needs you", open("/"));
  }

  void all_held_ones_are_counted_and_offered_at_once() {
    hold("anna");
    const auto unit = work();
    store::Held row = unit->all_held(0, 1)->front();
    row.number = 0;
    CPPUNIT_ASSERT(unit->put_held(std::vector<store::Held>(59, row)).has_value());
    commit(*unit);
    const Response response = open("/decide");
    expect_text("<h1>60 things to decide</h1>", response);
    expect_text("Careful: 60 records would be removed here", response);
    expect_text("All that wait, not only those below", response);
  }

  void questions_of_others_are_unknown() {
    const std::string number = hold("anna");
    user = "bob";
    expect_text("Nothing to decide", open("/decide"));
    expect_status(404, submit("/decide/held", {{"number", number}, {"decision", "delete"}}));
    user = "alice";
    CPPUNIT_ASSERT(id_of("anna") != 0);
  }

  void alike_records_are_shown_with_what_they_differ_in() {
    import(card("u-1", "anna", "TEL:+49 30 1\r\n") + card("u-2", "bert", "TEL:+49 30 2\r\n"));
    store::Conflict given;
    given.kind = store::ConflictKind::Doubtful;
    given.item = id_of("anna");
    given.other = id_of("bert");
    conflict(given);
    const Response response = open("/decide");
    expect_text("What they differ in", response);
    expect_text("+49 30 ", response);
    expect_text("The other</th>", response);
  }

  void a_removed_record_is_still_linked() {
    import(card("u-1", "anna"));
    store::Conflict given;
    given.item = id_of("anna");
    given.property = "TEL";
    conflict(given);
    const std::string page = "/records/contacts/" + std::to_string(given.item);
    expect_sent_to(page, submit(page + "/remove", {}));
    expect_text("\"/sync" + page + "\"", open("/decide"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DecidePageTest);

}  // namespace pim::console::pages
