// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/bridge/run_look.h"
#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// What a run has done, record by record.
class RunLinesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RunLinesTest);
  CPPUNIT_TEST(every_record_that_was_made_changed_or_removed_has_its_line);
  CPPUNIT_TEST(a_run_that_does_nothing_has_no_lines);
  CPPUNIT_TEST(records_that_were_equal_have_no_line);
  CPPUNIT_TEST(what_failed_comes_first);
  CPPUNIT_TEST(of_very_many_new_records_the_first_are_told);
  CPPUNIT_TEST(a_removal_that_waits_has_no_line);
  CPPUNIT_TEST(a_change_shows_what_was_before_and_after);
  CPPUNIT_TEST(a_later_change_is_not_counted_to_the_run);
  CPPUNIT_TEST(a_removal_shows_what_was_there);
  CPPUNIT_TEST(what_was_done_there_is_not_shown_by_field);
  CPPUNIT_TEST_SUITE_END();

  static std::string card(const std::string& name, const std::string& more) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:uid-" + name + "\r\nN:" + name +
           ";;;;\r\nFN:" + name + "\r\n" + more + "END:VCARD\r\n";
  }
  /// As the user's own edit or import.
  static void put(Pair& pair, Side& side, const std::string& name, const std::string& more) {
    const auto work = side.begin(store::Access::Write);
    sync::LocalContext context{side.store, *work,   *content::kind_of("contacts"),
                               "contacts", "alice", pair.clock.now()};
    const std::string record = card(name, more);
    must(sync::import_records(context, {&record, 1}));
    must(work->commit());
  }
  static std::string told(Pair& pair, const store::Run& run) {
    std::string said;
    for (const store::RunItem& line : pair.lines(run.number)) {
      said += line.direction + " " + line.op + " " + line.label + "\n";
    }
    return said;
  }
  static LineLook look(Pair& pair, std::int64_t number, std::size_t line = 0) {
    const auto lines = pair.lines(number);
    const auto work = pair.here.begin(store::Access::Read);
    return must(look_at_done(*work, pair.run(number), lines)).at(line);
  }
  static bool holds(const std::string& content, const std::string& text) {
    return content.find(text) != std::string::npos;
  }

 public:
  void every_record_that_was_made_changed_or_removed_has_its_line() {
    Pair pair;
    put(pair, pair.here, "A", "");
    put(pair, pair.there, "B", "");
    put(pair, pair.there, "C", "");
    CPPUNIT_ASSERT_EQUAL(std::string("here add B\nhere add C\nthere add A\n"),
                         told(pair, pair.sync()));
    pair.clock.time += 100;
    put(pair, pair.here, "B", "NOTE:ours\r\n");
    put(pair, pair.there, "A", "NOTE:theirs\r\n");
    pair.there.remove("C", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("here update A\nhere delete C\nthere update B\n"),
                         told(pair, pair.sync()));
    pair.clock.time += 100;
    pair.here.remove("A", pair.clock.now());
    CPPUNIT_ASSERT_EQUAL(std::string("there delete A\n"), told(pair, pair.sync()));
  }

  void a_run_that_does_nothing_has_no_lines() {
    Pair pair;
    put(pair, pair.here, "A", "");
    pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string(), told(pair, pair.sync()));
  }

  void records_that_were_equal_have_no_line() {
    Pair pair;
    put(pair, pair.here, "A", "");
    put(pair, pair.there, "A", "");
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, pair.result(run.number).collections.at(0).joined);
    CPPUNIT_ASSERT_EQUAL(std::string(), told(pair, run));
  }

  void what_failed_comes_first() {
    Pair pair;
    put(pair, pair.here, "A", "");
    put(pair, pair.here, "B", "");
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* status = std::get_if<syncml::StatusCmd>(&command);
        if (status != nullptr && status->cmd == "Add") {
          status->code = 415;  // the last of them stays
        }
      }
      for (syncml::Command& command : reply.body) {
        auto* status = std::get_if<syncml::StatusCmd>(&command);
        if (status != nullptr && status->cmd == "Add") {
          status->code = 201;
          return;
        }
      }
    };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("there fail B\nthere add A\n"), told(pair, run));
  }

  void of_very_many_new_records_the_first_are_told() {
    Pair pair;
    const std::size_t count = limits::NamedAdds + 300;
    for (std::size_t at = 0; at < count; ++at) {
      put(pair, pair.there, "P" + std::to_string(at), "");
    }
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{count},
                         pair.result(run.number).collections.at(0).here.added);
    const auto lines = must(pair.here.begin(store::Access::Read)->run_items(run.number, 0, count));
    CPPUNIT_ASSERT(lines.size() >= limits::NamedAdds - 200 && lines.size() <= limits::NamedAdds);
  }

  void a_removal_that_waits_has_no_line() {
    Pair pair;
    for (int at = 0; at < 30; ++at) {
      put(pair, pair.there, "P" + std::to_string(at), "");
    }
    pair.sync();
    pair.clock.time += 100;
    for (int at = 0; at < 30; ++at) {
      pair.there.remove("P" + std::to_string(at), pair.clock.now());
    }
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("waiting"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::string(), told(pair, run));
  }

  void a_change_shows_what_was_before_and_after() {
    Pair pair;
    put(pair, pair.here, "A", "TEL:1\r\n");
    pair.sync();
    pair.clock.time += 100;
    put(pair, pair.there, "A", "TEL:2\r\n");
    const LineLook found = look(pair, pair.sync().number);
    CPPUNIT_ASSERT(found.known);
    CPPUNIT_ASSERT(holds(found.before, "TEL:1") && holds(found.after, "TEL:2"));
  }

  void a_later_change_is_not_counted_to_the_run() {
    Pair pair;
    put(pair, pair.here, "A", "TEL:1\r\n");
    pair.sync();
    pair.clock.time += 100;
    put(pair, pair.there, "A", "TEL:2\r\n");
    const std::int64_t number = pair.sync().number;
    pair.clock.time += 100;
    put(pair, pair.here, "A", "TEL:3\r\n");
    const LineLook found = look(pair, number);
    CPPUNIT_ASSERT(found.known);
    CPPUNIT_ASSERT(holds(found.before, "TEL:1") && holds(found.after, "TEL:2"));
  }

  void a_removal_shows_what_was_there() {
    Pair pair;
    put(pair, pair.here, "A", "TEL:1\r\n");
    pair.sync();
    pair.there.remove("A", pair.clock.now());
    const LineLook found = look(pair, pair.sync().number);
    CPPUNIT_ASSERT(found.known);
    CPPUNIT_ASSERT(holds(found.before, "TEL:1"));
    CPPUNIT_ASSERT_EQUAL(std::string(), found.after);
  }

  void what_was_done_there_is_not_shown_by_field() {
    Pair pair;
    put(pair, pair.here, "A", "TEL:1\r\n");
    pair.sync();
    pair.clock.time += 100;
    put(pair, pair.here, "A", "TEL:2\r\n");
    CPPUNIT_ASSERT(!look(pair, pair.sync().number).known);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunLinesTest);

}  // namespace pim::bridge::test
