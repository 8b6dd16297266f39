// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/fixture.h"

namespace pim::console {

/// Records of one collection that say the same.
class DuplicatesTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(DuplicatesTest);
  CPPUNIT_TEST(records_that_say_the_same_are_named_together);
  CPPUNIT_TEST(alike_records_are_asked_about);
  CPPUNIT_TEST(different_records_are_not_named);
  CPPUNIT_TEST(what_differs_is_told);
  CPPUNIT_TEST(pages_follow_each_other);
  CPPUNIT_TEST(an_unknown_collection_is_not_found);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* Path = "/collections/contacts/duplicates";

  Object list(const std::string& query = "") { return json(get(Path, query)); }

 public:
  void records_that_say_the_same_are_named_together() {
    import(card("u-1", "Anna", "TEL:+49 30 1234567\r\n"));
    import(card("u-2", "Anna", "TEL:+49 30 1234567\r\n"));
    const auto rows = list().at("duplicates");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
    CPPUNIT_ASSERT_EQUAL(std::string("same"), rows[0].at("likeness").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("u-1"), rows[0]["items"][0].at("uid").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("u-2"), rows[0]["items"][1].at("uid").get<std::string>());
  }

  void alike_records_are_asked_about() {
    import(card("u-1", "Anna Bell", "TEL:+49 30 1234567\r\n"));
    import(card("u-2", "Anna Bell", "TEL:+49 40 7654321\r\n"));
    const auto rows = list().at("duplicates");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rows.size());
    CPPUNIT_ASSERT_EQUAL(std::string("ask"), rows[0].at("likeness").get<std::string>());
  }

  void different_records_are_not_named() {
    import(card("u-1", "Anna", "TEL:+49 30 1234567\r\n"));
    import(card("u-2", "Bert", "TEL:+49 40 7654321\r\n"));
    CPPUNIT_ASSERT(list().at("duplicates").empty());
  }

  void what_differs_is_told() {
    import(card("u-1", "Anna", "TEL:+49 30 1234567\r\n"));
    import(card("u-2", "Anna", "TEL:+49 30 1234567\r\nTITLE:Smith\r\n"));
    const auto changes = list().at("duplicates")[0]["fields"]["changes"];
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Smith"), changes[0].at("after").get<std::string>());
  }

  void pages_follow_each_other() {
    for (const char* uid : {"u-1", "u-2", "u-3"}) {
      import(card(uid, "Anna", "TEL:+49 30 1234567\r\n"));
    }
    const Object first = list("limit=1");
    const Object second = list("limit=1&cursor=" + first.at("next_cursor").get<std::string>());
    CPPUNIT_ASSERT(second.at("next_cursor").is_null());
    CPPUNIT_ASSERT(first.at("duplicates") != second.at("duplicates"));
  }

  void an_unknown_collection_is_not_found() {
    expect_status(404, get("/collections/stamps/duplicates"));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DuplicatesTest);

}  // namespace pim::console
