// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "tests/console/fixture.h"

namespace pim::console {

class ImportTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(ImportTest);
  CPPUNIT_TEST(new_records_are_added);
  CPPUNIT_TEST(a_known_uid_updates);
  CPPUNIT_TEST(the_same_file_again_changes_nothing);
  CPPUNIT_TEST(equal_records_without_uid_are_several_in_every_batch);
  CPPUNIT_TEST(a_record_that_cannot_be_read_fails_alone);
  CPPUNIT_TEST(a_failed_record_tells_its_place);
  CPPUNIT_TEST(remarks_beyond_the_limit_are_counted);
  CPPUNIT_TEST(a_body_without_records_is_refused);
  CPPUNIT_TEST(a_large_file_is_taken_in_batches);
  CPPUNIT_TEST(large_records_make_small_batches);
  CPPUNIT_TEST(a_record_the_store_refuses_fails_alone);
  CPPUNIT_TEST(a_busy_store_before_the_first_record_says_so);
  CPPUNIT_TEST(a_file_that_breaks_off_keeps_what_was_stored);
  CPPUNIT_TEST(a_file_that_broke_off_is_simply_sent_again);
  CPPUNIT_TEST(an_unknown_collection_is_not_found);
  CPPUNIT_TEST(another_kinds_type_is_refused);
  CPPUNIT_TEST(a_file_beyond_the_limit_is_refused);
  CPPUNIT_TEST_SUITE_END();

  Response send_file(const std::string& file) {
    return post("/collections/contacts/items", file, "text/vcard");
  }
  static void expect_tally(const Object& tally, int added, int updated, int unchanged,
                           std::size_t failed) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(tally.dump(), added, tally.at("added").get<int>());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(tally.dump(), updated, tally.at("updated").get<int>());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(tally.dump(), unchanged, tally.at("unchanged").get<int>());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(tally.dump(), failed, tally.at("failed").size());
  }
  static std::string cards(int count, const std::string& more = {}) {
    std::string file;
    for (int number = 0; number < count; ++number) {
      file += card("u-" + std::to_string(number), "Person " + std::to_string(1000 + number), more);
    }
    return file;
  }
  /// Transactions that a call commits.
  std::uint64_t transactions(const std::string& file) {
    const std::uint64_t before = memory.counters().transactions;
    expect_status(200, send_file(file));
    return memory.counters().transactions - before;
  }
  int live() { return json(get("/collections")).at("collections")[0].at("records").get<int>(); }

 public:
  void new_records_are_added() {
    const Response response = send_file(card("u-1", "Anna") + card("", "Bert"));
    expect_status(200, response);
    expect_tally(json(response), 2, 0, 0, 0);
  }

  void a_known_uid_updates() {
    import(card("u-1", "Anna"));
    expect_tally(json(send_file(card("u-1", "Anna Maria"))), 0, 1, 0, 0);
  }

  void the_same_file_again_changes_nothing() {
    const std::string file = card("u-1", "Anna") + card("", "Bert") + card("", "Bert");
    import(file);
    expect_tally(json(send_file(file)), 0, 0, 3, 0);
  }

  void equal_records_without_uid_are_several_in_every_batch() {
    std::string file;
    for (std::size_t number = 0; number < limits::ImportRecords * 2; ++number) {
      file += card("", "Bert");
    }
    import(file);
    CPPUNIT_ASSERT_EQUAL(static_cast<int>(limits::ImportRecords * 2), live());
    expect_tally(json(send_file(file)), 0, 0, static_cast<int>(limits::ImportRecords * 2), 0);
  }

  void a_record_that_cannot_be_read_fails_alone() {
    const std::string bad = "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:Bad\r\nEND:VCARD\r\n";
    const Response response = send_file(card("u-1", "Anna") + bad + card("u-2", "Bert"));
    expect_status(200, response);
    expect_tally(json(response), 2, 0, 0, 1);
  }

  void a_failed_record_tells_its_place() {
    const std::string bad = "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:Bad\r\nEND:VCARD\r\n";
    const Object failed =
        json(send_file(card("u-1", "Anna") + bad + card("u-2", "Bert"))).at("failed")[0];
    CPPUNIT_ASSERT_EQUAL(2, failed.at("index").get<int>());
    CPPUNIT_ASSERT_EQUAL(7, failed.at("line").get<int>());
    CPPUNIT_ASSERT(!failed.at("reason").get<std::string>().empty());
  }

  void remarks_beyond_the_limit_are_counted() {
    std::string file;
    for (std::size_t number = 0; number < limits::ImportRemarks + 20; ++number) {
      const std::string name = "Person " + std::to_string(number);  // one remark: no VERSION
      file += "BEGIN:VCARD\r\nUID:" + name + "\r\nN:" + name + ";;;;\r\nFN:" + name +
              "\r\nEND:VCARD\r\n";
    }
    const Object tally = json(send_file(file));
    CPPUNIT_ASSERT_EQUAL(limits::ImportRemarks, tally.at("remarks").size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{20}, tally.at("remarks_left_out").get<std::size_t>());
  }

  void a_body_without_records_is_refused() {
    get("/collections");
    const auto before = mark();
    expect_problem("API0015", 422, send_file(""));
    expect_problem("API0015", 422, send_file("\r\n \r\n"));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_large_file_is_taken_in_batches() {
    const int count = static_cast<int>(limits::ImportRecords) * 2 + 1;
    const std::uint64_t one = transactions(cards(1));
    CPPUNIT_ASSERT_EQUAL(one + 2, transactions(cards(count)));
    CPPUNIT_ASSERT_EQUAL(count, live());
  }

  void large_records_make_small_batches() {
    const std::uint64_t one = transactions(cards(1));
    std::string note = "NOTE:" + std::string(limits::ImportOctets / 4, 'x') + "\r\n";
    CPPUNIT_ASSERT_EQUAL(one + 2, transactions(cards(8, note)));
  }

  void a_record_the_store_refuses_fails_alone() {
    get("/collections");
    store.arm({calls_until_write(), ErrorCode::Refused, store::AfterFault::Recovers});
    const Response response = send_file(cards(5));
    CPPUNIT_ASSERT_EQUAL(std::string("write_items"), store.fired_at());
    expect_status(200, response);
    expect_tally(json(response), 5, 0, 0, 0);  // refused once as a batch, taken one by one
  }

  void a_busy_store_before_the_first_record_says_so() {
    get("/collections");
    const auto before = mark();
    store.arm({1, ErrorCode::Busy, store::AfterFault::Dead});
    expect_problem("API0030", 503, send_file(cards(3)));
    CPPUNIT_ASSERT(before == mark());
  }

  void a_file_that_breaks_off_keeps_what_was_stored() {
    const int batch = static_cast<int>(limits::ImportRecords);
    break_after_first_batch();
    const Response response = send_file(cards(batch + 50));
    expect_problem("API0030", 503, response);
    const Object problem = json(response);
    expect_tally(problem, batch, 0, 0, 0);
    const auto detail = problem.at("detail").get<std::string>();
    CPPUNIT_ASSERT(detail.find("first 100 of 150") != std::string::npos);
    CPPUNIT_ASSERT(detail.find("Nothing was changed") == std::string::npos);
    store.disarm();
    CPPUNIT_ASSERT_EQUAL(batch, live());
  }

  void a_file_that_broke_off_is_simply_sent_again() {
    const int batch = static_cast<int>(limits::ImportRecords);
    break_after_first_batch();
    expect_status(503, send_file(cards(batch + 50)));
    store.disarm();
    expect_tally(json(send_file(cards(batch + 50))), 50, 0, batch, 0);
  }

  void an_unknown_collection_is_not_found() {
    expect_problem("API0012", 404, post("/collections/maps/items", cards(1), "text/vcard"));
  }

  void another_kinds_type_is_refused() {
    expect_problem("API0005", 415, post("/collections/contacts/items", cards(1), "text/calendar"));
    expect_problem("API0005", 415, post("/collections/contacts/items", "{}", "application/json"));
  }

  void a_file_beyond_the_limit_is_refused() {
    get("/collections");
    const auto before = mark();
    expect_problem("API0006", 413, send_file(std::string(limits::MaxImport + 1, 'x')));
    CPPUNIT_ASSERT(before == mark());
  }

 private:
  /// The number of the call that would write the first batch, found by trying on a copy.
  std::uint64_t calls_until_write() {
    const auto before = memory.snapshot();
    std::uint64_t call = 1;
    for (;; ++call) {
      store.arm({call, ErrorCode::Unavailable, store::AfterFault::Dead});
      send_file(cards(5));
      if (store.fired_at() == "write_items") {
        break;
      }
    }
    store.disarm();
    log.lines.clear();
    CPPUNIT_ASSERT(memory.restore(before).has_value());
    return call;
  }

  /// Arms the store so that what follows the first commit fails.
  void break_after_first_batch() {
    get("/collections");
    const auto before = memory.snapshot();
    store.disarm();
    send_file(cards(static_cast<int>(limits::ImportRecords)));
    const std::uint64_t calls = store.calls();
    CPPUNIT_ASSERT(memory.restore(before).has_value());
    store.arm({calls + 1, ErrorCode::Busy, store::AfterFault::Dead});
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ImportTest);

}  // namespace pim::console
