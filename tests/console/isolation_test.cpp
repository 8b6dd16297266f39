// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <map>

#include "tests/console/fixture.h"

namespace pim::console {

/// Two users of one portal share nothing, whatever numbers one of them tries.
class IsolationTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(IsolationTest);
  CPPUNIT_TEST(lists_hold_ones_own_only);
  CPPUNIT_TEST(another_users_numbers_are_not_found);
  CPPUNIT_TEST(another_users_records_are_not_changed);
  CPPUNIT_TEST(another_users_held_deletions_are_not_decided);
  CPPUNIT_TEST(names_that_look_like_paths_or_sql_are_only_names);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    // several of each, so that alice's numbers go beyond anything that bob has
    for (int number = 0; number < 3; ++number) {
      import(card("u-" + std::to_string(number), "Anna" + std::to_string(number)));
    }
    connection_ = connect();
    run_ = start_run(connection_);
    user = "bob";
    get("/collections");
  }

  void lists_hold_ones_own_only() {
    for (const auto& [path, member] :
         std::map<std::string, std::string>{{"/collections/contacts/items", "items"},
                                            {"/connections", "connections"},
                                            {"/runs", "runs"},
                                            {"/held", "held"},
                                            {"/conflicts", "conflicts"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::size_t{0}, json(get(path)).at(member).size());
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), get("/collections/contacts/items", "", "text/vcard").body);
  }

  void another_users_numbers_are_not_found() {
    for (std::int64_t number = 1; number < 20; ++number) {
      const std::string id = std::to_string(number);
      for (const std::string& path :
           {"/collections/contacts/items/" + id, "/collections/contacts/items/" + id + "/versions",
            "/connections/" + id, "/runs/" + id, "/runs/" + id + "/items"}) {
        expect_problem("API0012", 404, get(path));
      }
    }
  }

  void another_users_records_are_not_changed() {
    const auto before = mark();
    for (std::int64_t number = 1; number < 20; ++number) {
      const std::string id = std::to_string(number);
      expect_status(404, remove("/collections/contacts/items/" + id));
      expect_status(404, remove("/connections/" + id));
      expect_status(404, post("/connections/" + id + "/runs", "{}"));
      expect_status(404, post("/runs/" + id + "/cancel", "{}"));
    }
    CPPUNIT_ASSERT(before == mark());
    CPPUNIT_ASSERT_EQUAL(1, pokes);  // alice's own
  }

  void another_users_held_deletions_are_not_decided() {
    user = "alice";
    const std::int64_t item = id_of("anna0");
    const auto unit = work("alice");
    store::Pairing pairing;
    pairing.side = "IMEI:1";
    pairing.collection = "contacts";
    store::Held held;
    held.pairing = *unit->put_pairing(pairing);
    held.item = item;
    held.rev = 1;
    held.state = store::HeldState::Waiting;
    CPPUNIT_ASSERT(unit->put_held({&held, 1}).has_value());
    commit(*unit);
    const auto before = mark();
    user = "bob";
    expect_problem("API0026", 404, post("/held", R"({"numbers":[1],"decision":"delete"})"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"deleted":0,"changed":0,"kept":0,"asked_again":0})"),
                         post("/held", R"({"all":true,"decision":"delete"})").body);
    CPPUNIT_ASSERT(before == mark());
  }

  void names_that_look_like_paths_or_sql_are_only_names() {
    for (const std::string name : {"..", "%2e%2e", "contacts'--", "contacts;drop table item",
                                   "./contacts", "CONTACTS", "contacts%00", "contacts "}) {
      const Response response = get("/collections/" + name + "/items");
      CPPUNIT_ASSERT_MESSAGE(name, response.status == 404);
    }
  }

 private:
  std::int64_t connection_ = 0;
  std::int64_t run_ = 0;
};

CPPUNIT_TEST_SUITE_REGISTRATION(IsolationTest);

}  // namespace pim::console
