// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <functional>

#include "tests/console/fixture.h"

namespace pim::console {

/// The store fails at each of its calls in turn: every request answers with a problem, writes
/// nothing, and goes through unharmed when it is repeated.
class FaultsTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(FaultsTest);
  CPPUNIT_TEST(reads_survive_a_fault_at_every_call);
  CPPUNIT_TEST(an_import_survives_a_fault_at_every_call);
  CPPUNIT_TEST(a_replace_survives_a_fault_at_every_call);
  CPPUNIT_TEST(a_connection_survives_a_fault_at_every_call);
  CPPUNIT_TEST(a_run_survives_a_fault_at_every_call);
  CPPUNIT_TEST(a_commit_of_unknown_outcome_is_told_as_such);
  CPPUNIT_TEST_SUITE_END();

  using Ask = std::function<Response()>;

  void fail_everywhere(const Ask& ask, int good) {
    const auto before = memory.snapshot();
    const auto unchanged = mark();
    std::uint64_t call = 1;
    for (;; ++call) {
      store.arm({call, ErrorCode::Unavailable, store::AfterFault::Recovers});
      const Response response = ask();
      const std::string at = store.fired_at();
      if (at.empty()) {
        expect_status(good, response);
        break;
      }
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at + " " + response.body, 503, response.status);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(at, std::string("5"), response.header("Retry-After"));
      if (at != "commit-done") {
        CPPUNIT_ASSERT_MESSAGE(at, unchanged == mark());
      }
      CPPUNIT_ASSERT(memory.restore(before).has_value());
    }
    store.disarm();
    CPPUNIT_ASSERT(call > 1);
    CPPUNIT_ASSERT(memory.restore(before).has_value());
  }

 public:
  void reads_survive_a_fault_at_every_call() {
    import(card("1", "Anna"));
    const std::string item = item_path("anna");
    start_run(connect());
    for (const std::string& path :
         {std::string("/collections"), std::string("/collections/contacts/items"), item,
          item + "/versions", std::string("/connections"), std::string("/runs"),
          std::string("/held"), std::string("/conflicts"), std::string("/questions")}) {
      fail_everywhere([&] { return get(path); }, 200);
    }
    fail_everywhere([&] { return get("/collections/contacts/items", "", "text/vcard"); }, 200);
  }

  void an_import_survives_a_fault_at_every_call() {
    get("/collections");
    fail_everywhere(
        [this] { return post("/collections/contacts/items", card("1", "Anna"), "text/vcard"); },
        200);
  }

  void a_replace_survives_a_fault_at_every_call() {
    import(card("1", "Anna"));
    Request one = request("PUT", item_path("anna"));
    one.body = card("1", "Anna Maria");
    one.content_type = "text/vcard";
    fail_everywhere([&] { return send(one); }, 200);
  }

  void a_connection_survives_a_fault_at_every_call() {
    get("/collections");
    fail_everywhere(
        [this] {
          return post("/connections",
                      R"({"peer":"town","user":"anna","password":"x","collections":["contacts"]})");
        },
        201);
  }

  void a_run_survives_a_fault_at_every_call() {
    Request one = request("POST", "/connections/" + std::to_string(connect()) + "/runs");
    one.content_type = "application/json";
    one.idempotency_key = "k-1";
    fail_everywhere([&] { return send(one); }, 202);
  }

  void a_commit_of_unknown_outcome_is_told_as_such() {
    const std::string path = "/connections/" + std::to_string(connect());
    for (std::uint64_t call = 1;; ++call) {
      const auto before = memory.snapshot();
      store.arm({call, ErrorCode::Unavailable, store::AfterFault::Recovers});
      const Response response = remove(path);
      if (store.fired_at() == "commit-done") {
        expect_problem("API0032", 503, response);
        break;
      }
      CPPUNIT_ASSERT(!store.fired_at().empty());
      CPPUNIT_ASSERT(memory.restore(before).has_value());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FaultsTest);

}  // namespace pim::console
