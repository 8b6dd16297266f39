// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/console/connection_input.h"
#include "tests/console/fixture.h"

namespace pim::console {

class ConnectionsTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ConnectionsTest);
  CPPUNIT_TEST(a_connection_to_a_named_peer_is_made);
  CPPUNIT_TEST(a_named_peers_address_stays_the_administrators);
  CPPUNIT_TEST(a_connection_to_an_address_is_made);
  CPPUNIT_TEST(a_password_is_sealed_and_never_comes_out);
  CPPUNIT_TEST(a_password_is_sealed_for_peer_address_and_user);
  CPPUNIT_TEST(without_a_key_nothing_is_stored);
  CPPUNIT_TEST(wrong_input_is_refused_and_changes_nothing);
  CPPUNIT_TEST(wrong_addresses_are_refused);
  CPPUNIT_TEST(good_addresses_are_taken);
  CPPUNIT_TEST(an_unknown_peer_is_refused);
  CPPUNIT_TEST(other_portals_may_be_forbidden);
  CPPUNIT_TEST(a_named_peers_name_cannot_be_taken);
  CPPUNIT_TEST(the_same_connection_again_is_refused_with_its_place);
  CPPUNIT_TEST(too_many_connections_are_refused);
  CPPUNIT_TEST(a_password_can_be_changed);
  CPPUNIT_TEST(another_user_needs_his_password);
  CPPUNIT_TEST(what_a_change_does_not_name_stays);
  CPPUNIT_TEST(peer_and_address_cannot_be_changed);
  CPPUNIT_TEST(a_deleted_connection_is_gone);
  CPPUNIT_TEST(a_connection_with_a_live_run_is_not_deleted);
  CPPUNIT_TEST(unknown_connections_are_not_found);
  CPPUNIT_TEST(a_connection_keeps_which_way_it_syncs);
  CPPUNIT_TEST(a_connection_goes_both_ways_where_nothing_is_said);
  CPPUNIT_TEST(ways_that_are_none_are_refused);
  CPPUNIT_TEST(a_change_makes_no_double);
  CPPUNIT_TEST_SUITE_END();

  Response patch(std::int64_t id, const std::string& body) {
    Request one = request("PATCH", "/connections/" + std::to_string(id));
    one.body = body;
    one.content_type = "application/json";
    return send(one);
  }
  store::Connection stored(std::int64_t id) {
    auto found = work()->connection(id);
    CPPUNIT_ASSERT(found.has_value() && found->has_value());
    return **found;
  }

 public:
  void a_connection_to_a_named_peer_is_made() {
    const Response response =
        post("/connections",
             R"({"peer":"town","user":"anna","password":"secret","collections":["contacts"]})");
    expect_status(201, response);
    const Object made = json(response);
    const std::string id = made.at("id").dump();
    CPPUNIT_ASSERT_EQUAL("https://portal.example.org/sync/api/v1/connections/" + id,
                         response.header("Location"));
    CPPUNIT_ASSERT_EQUAL(std::string("Town portal"), made.at("title").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string(R"(["contacts"])"), made.at("collections").dump());
    CPPUNIT_ASSERT_EQUAL(made.dump(), json(get("/connections/" + id)).dump());
    CPPUNIT_ASSERT_EQUAL(made.dump(), json(get("/connections")).at("connections")[0].dump());
  }

  void a_named_peers_address_stays_the_administrators() {
    const std::int64_t id = connect();
    CPPUNIT_ASSERT_EQUAL(std::string(), stored(id).url);
    peers.peers[0].url = "https://moved.example.org/syncml";
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://moved.example.org/syncml"),
        json(get("/connections/" + std::to_string(id))).at("url").get<std::string>());
  }

  void a_connection_to_an_address_is_made() {
    const Response response =
        post("/connections",
             R"({"url":"https://other.example:8443/syncml","user":"anna","password":"x"})");
    expect_status(201, response);
    const Object made = json(response);
    CPPUNIT_ASSERT_EQUAL(std::string("other.example:8443"), made.at("peer").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("https://other.example:8443/syncml"),
                         made.at("url").get<std::string>());
    CPPUNIT_ASSERT(!made.at("named").get<bool>());
  }

  void a_password_is_sealed_and_never_comes_out() {
    const std::int64_t id = connect();
    CPPUNIT_ASSERT_EQUAL(std::string("sealed:terces"), stored(id).sealed_password);
    for (const Response& response :
         {get("/connections"), get("/connections/" + std::to_string(id)), patch(id, "{}")}) {
      CPPUNIT_ASSERT(response.body.find("secret") == std::string::npos);
      CPPUNIT_ASSERT(response.body.find("terces") == std::string::npos);
      CPPUNIT_ASSERT(response.body.find("\"password_set\":true") != std::string::npos);
    }
  }

  void a_password_is_sealed_for_peer_address_and_user() {
    const std::int64_t id = connect();
    CPPUNIT_ASSERT_EQUAL(password_purpose(stored(id)), sealer.last_purpose);
    store::Connection other = stored(id);
    other.url = "https://evil.example/";
    CPPUNIT_ASSERT(password_purpose(other) != sealer.last_purpose);
  }

  void without_a_key_nothing_is_stored() {
    get("/collections");
    const auto before = mark();
    sealer.works = false;
    const Response response =
        post("/connections", R"({"peer":"town","user":"anna","password":"secret"})");
    expect_problem("API0035", 503, response);
    CPPUNIT_ASSERT(response.body.find("pimsync.key") == std::string::npos);
    CPPUNIT_ASSERT(log.lines.at(0).message.find("pimsync.key") != std::string::npos);
    CPPUNIT_ASSERT(before == mark());
  }

  void wrong_input_is_refused_and_changes_nothing() {
    get("/collections");
    const auto before = mark();
    const std::string long_name(limits::MaxName + 1, 'x');
    const std::string long_password(limits::MaxPassword + 1, 'x');
    const std::string cases[] = {
        "{}",
        R"({"peer":"town"})",
        R"({"peer":"town","user":"anna"})",
        R"({"peer":"town","user":""})",
        R"({"peer":"town","user":7})",
        R"({"peer":["town"],"user":"anna","password":"x"})",
        R"({"peer":"town","url":"https://x.example/","user":"anna","password":"x"})",
        R"({"peer":"town","name":"n","user":"anna","password":"x"})",
        R"({"user":"anna","password":"x"})",
        R"({"peer":"town","user":"anna","password":null})",
        R"({"peer":"town","user":"anna","password":"a\nb"})",
        R"({"peer":"town","user":"an\u0000na"})",
        R"({"peer":"town","user":"anna","password":"x","side":"x"})",
        R"({"peer":"town","user":"anna","password":"x","collections":"contacts"})",
        R"({"peer":"town","user":"anna","password":"x","collections":[]})",
        R"({"peer":"town","user":"anna","password":"x","collections":["contacts","contacts"]})",
        R"({"peer":"town","user":"anna","password":"x","collections":["nothing"]})",
        R"({"peer":"town","user":"anna","password":"x","collections":["contacts,contacts"]})",
        R"({"peer":"town","user":"anna","password":"x","collections":[1]})",
        R"({"peer":"town","user":")" + long_name + "\"}",
        R"({"peer":"town","user":"anna","password":")" + long_password + "\"}",
    };
    for (const std::string& body : cases) {
      const Response response = post("/connections", body);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body.substr(0, 80) + response.body, 400, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string("API0008"), json(response).at("code").get<std::string>());
    }
    CPPUNIT_ASSERT(before == mark());
  }

  void wrong_addresses_are_refused() {
    const std::string cases[] = {"",
                                 "x",
                                 "portal.example.org/syncml",
                                 "ftp://portal.example.org/",
                                 "file:///etc/passwd",
                                 "javascript:alert(1)",
                                 "HTTPS//x",
                                 "https://",
                                 "https:///syncml",
                                 "https://anna:secret@portal.example.org/",
                                 "https://anna@portal.example.org/",
                                 "https://portal.example.org/?a=b",
                                 "https://portal.example.org/#x",
                                 "https://portal.example.org:0/",
                                 "https://portal.example.org:65536/",
                                 "https://portal.example.org:x/",
                                 "https://:443/",
                                 "https://portal.example.org:/",
                                 "https://portal .example.org/",
                                 "https://pörtal.example.org/",
                                 "https://portal.example.org\\@evil.example/",
                                 "https://\"x\"/"};
    for (const std::string& url : cases) {
      CPPUNIT_ASSERT_MESSAGE(url, !is_peer_url(url));
    }
    expect_problem("API0020", 422,
                   post("/connections", R"({"url":"ftp://x/","user":"anna","password":"x"})"));
  }

  void good_addresses_are_taken() {
    for (const char* url : {"https://portal.example.org", "https://portal.example.org/syncml",
                            "http://127.0.0.1:8080/syncml", "https://[::1]/", "https://[::1]:1/x",
                            "https://xn--prtal-jua.example/a%20b"}) {
      CPPUNIT_ASSERT_MESSAGE(url, is_peer_url(url));
    }
  }

  void an_unknown_peer_is_refused() {
    expect_problem("API0019", 422,
                   post("/connections", R"({"peer":"city","user":"anna","password":"x"})"));
  }

  void other_portals_may_be_forbidden() {
    peers.others = false;
    expect_problem(
        "API0018", 403,
        post("/connections", R"({"url":"https://x.example/","user":"anna","password":"x"})"));
    connect();
  }

  void a_named_peers_name_cannot_be_taken() {
    expect_problem(
        "API0008", 400,
        post("/connections",
             R"({"url":"https://x.example/","name":"town","user":"anna","password":"x"})"));
  }

  void the_same_connection_again_is_refused_with_its_place() {
    const std::string id = std::to_string(connect());
    const Response response =
        post("/connections", R"({"peer":"town","user":"anna","password":"other"})");
    expect_problem("API0025", 409, response);
    CPPUNIT_ASSERT_EQUAL("https://portal.example.org/sync/api/v1/connections/" + id,
                         response.header("Location"));
    CPPUNIT_ASSERT_EQUAL(id, json(response).at("connection").dump());
  }

  void too_many_connections_are_refused() {
    for (std::size_t number = 0; number < limits::MaxConnections; ++number) {
      expect_status(201, post("/connections", R"({"peer":"town","password":"","user":"u)" +
                                                  std::to_string(number) + "\"}"));
    }
    expect_problem("API0027", 409,
                   post("/connections", R"({"peer":"town","user":"anna","password":"x"})"));
  }

  void a_password_can_be_changed() {
    const std::int64_t id = connect();
    expect_status(200, patch(id, R"({"password":"new"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("sealed:wen"), stored(id).sealed_password);
    CPPUNIT_ASSERT_EQUAL(std::string("anna"), stored(id).user);
  }

  void another_user_needs_his_password() {
    const std::int64_t id = connect();
    const auto before = mark();
    expect_problem("API0008", 400, patch(id, R"({"user":"berta"})"));
    expect_problem("API0008", 400, patch(id, R"({"user":"","password":"x"})"));
    CPPUNIT_ASSERT(before == mark());
    expect_status(200, patch(id, R"({"user":"berta","password":"x"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("berta"), stored(id).user);
    CPPUNIT_ASSERT_EQUAL(password_purpose(stored(id)), sealer.last_purpose);
  }

  void what_a_change_does_not_name_stays() {
    const std::int64_t id = connect();
    const store::Connection before = stored(id);
    expect_status(200, patch(id, R"({"user":"anna"})"));
    CPPUNIT_ASSERT(before == stored(id));
  }

  void peer_and_address_cannot_be_changed() {
    const std::int64_t id = connect();
    expect_problem("API0008", 400, patch(id, R"({"peer":"city"})"));
    expect_problem("API0008", 400, patch(id, R"({"url":"https://x.example/"})"));
  }

  void a_deleted_connection_is_gone() {
    const std::string path = "/connections/" + std::to_string(connect());
    expect_status(204, remove(path));
    expect_problem("API0012", 404, get(path));
    expect_problem("API0012", 404, remove(path));
  }

  void a_connection_with_a_live_run_is_not_deleted() {
    const std::int64_t id = connect();
    const std::int64_t run = start_run(id);
    const Response response = remove("/connections/" + std::to_string(id));
    expect_problem("API0021", 409, response);
    CPPUNIT_ASSERT_EQUAL(run, json(response).at("run").get<std::int64_t>());
    expect_status(200, get("/connections/" + std::to_string(id)));
  }

  void unknown_connections_are_not_found() {
    for (const char* id : {"0", "7", "x", "-1", "9223372036854775808"}) {
      const std::string path = std::string("/connections/") + id;
      expect_problem("API0012", 404, get(path));
      expect_problem("API0012", 404, remove(path));
      expect_problem("API0012", 404, post(path + "/runs", "{}"));
    }
  }

  void a_connection_keeps_which_way_it_syncs() {
    const Response made =
        post("/connections", R"({"peer":"town","user":"anna","password":"x","mode":"from-peer"})");
    expect_status(201, made);
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"), json(made).at("mode").get<std::string>());
    const std::int64_t id = json(made).at("id").get<std::int64_t>();
    expect_status(200, patch(id, R"({"collections":["notes"]})"));
    CPPUNIT_ASSERT_EQUAL(std::string("from-peer"),
                         json(patch(id, "{}")).at("mode").get<std::string>());
    const Object changed = json(patch(id, R"({"mode":"two-way"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), changed.at("mode").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string(R"(["notes"])"), changed.at("collections").dump());
  }

  void a_connection_goes_both_ways_where_nothing_is_said() {
    const std::string path = "/connections/" + std::to_string(connect());
    CPPUNIT_ASSERT_EQUAL(std::string("two-way"), json(get(path)).at("mode").get<std::string>());
  }

  void ways_that_are_none_are_refused() {
    const std::int64_t id = connect();
    const auto before = mark();
    for (const char* mode : {"sideways", "", "slow"}) {
      expect_problem("API0023", 422, patch(id, std::string("{\"mode\":\"") + mode + "\"}"));
    }
    CPPUNIT_ASSERT(before == mark());
  }

  void a_change_makes_no_double() {
    connect();
    const Response other = post("/connections", R"({"peer":"town","user":"berta","password":"x"})");
    const std::int64_t id = json(other).at("id").get<std::int64_t>();
    const auto before = mark();
    expect_problem("API0025", 409, patch(id, R"({"user":"anna","password":"x"})"));
    CPPUNIT_ASSERT(before == mark());
    expect_status(200, patch(id, R"({"user":"berta","password":"y"})"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionsTest);

}  // namespace pim::console
