// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/fixture.h"

namespace pim::console {

/// What there is to choose from, and whether the portal is well.
class ChoicesTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ChoicesTest);
  CPPUNIT_TEST(a_new_user_has_empty_contacts);
  CPPUNIT_TEST(a_collection_counts_its_live_records);
  CPPUNIT_TEST(contacts_come_first_and_own_collections_last);
  CPPUNIT_TEST(a_collection_of_an_unknown_kind_is_not_offered);
  CPPUNIT_TEST(named_peers_are_listed);
  CPPUNIT_TEST(parameters_are_refused);
  CPPUNIT_TEST(health_needs_nobody);
  CPPUNIT_TEST(health_says_when_the_store_is_away);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_user_has_empty_contacts() {
    const Object collections = json(get("/collections")).at("collections");
    CPPUNIT_ASSERT_EQUAL(std::string("contacts"), collections[0].at("name").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("text/vcard"),
                         collections[0].at("media_type").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(0, collections[0].at("records").get<int>());
  }

  void a_collection_counts_its_live_records() {
    import(card("1", "Anna") + card("2", "Bert"));
    remove(item_path("bert"));
    const Object collections = json(get("/collections")).at("collections");
    CPPUNIT_ASSERT_EQUAL(1, collections[0].at("records").get<int>());
    CPPUNIT_ASSERT(collections[0].at("revision").get<int>() > 0);
  }

  void contacts_come_first_and_own_collections_last() {
    add_collection("aunts", "contacts");
    const Object collections = json(get("/collections")).at("collections");
    std::string names;
    for (const Object& one : collections) {
      names += one.at("name").get<std::string>() + " ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("contacts calendar tasks notes aunts "), names);
  }

  void a_collection_of_an_unknown_kind_is_not_offered() {
    const std::size_t before = json(get("/collections")).at("collections").size();
    add_collection("maps", "maps");
    CPPUNIT_ASSERT_EQUAL(before, json(get("/collections")).at("collections").size());
    expect_problem("API0012", 404, get("/collections/maps/items"));
  }

  void named_peers_are_listed() {
    const Object answer = json(get("/peers"));
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            R"([{"name":"town","title":"Town portal","url":"https://town.example.org/syncml"}])"),
        answer.at("peers").dump());
    CPPUNIT_ASSERT(answer.at("others_allowed").get<bool>());
  }

  void parameters_are_refused() {
    for (const char* path : {"/collections", "/peers", "/health", "/connections"}) {
      expect_problem("API0009", 400, get(path, "limit=3"));
    }
  }

  void health_needs_nobody() {
    user.clear();
    const Response response = get("/health");
    expect_status(200, response);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"ok","version":"1.2.3"})"), response.body);
  }

  void health_says_when_the_store_is_away() {
    user.clear();
    store.arm({1, ErrorCode::Unavailable, store::AfterFault::Dead});
    const Response response = get("/health");
    expect_problem("API0031", 503, response);
    CPPUNIT_ASSERT_EQUAL(std::string("5"), response.header("Retry-After"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChoicesTest);

}  // namespace pim::console
