// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/plan_look.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

/// What a plan's lines would do to the fields of their records.
class PlanLookTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PlanLookTest);
  CPPUNIT_TEST(a_new_record_has_nothing_before);
  CPPUNIT_TEST(a_change_from_there_is_shown_merged_with_ours);
  CPPUNIT_TEST(what_both_changed_is_shown_for_both);
  CPPUNIT_TEST(a_recognised_record_is_shown_with_what_each_side_gets);
  CPPUNIT_TEST(a_change_of_ours_stands_against_what_they_had);
  CPPUNIT_TEST(a_removal_has_nothing_after);
  CPPUNIT_TEST(after_the_sync_it_cannot_be_told_any_more);
  CPPUNIT_TEST(looking_changes_nothing);
  CPPUNIT_TEST_SUITE_END();

  static std::string card(const std::string& name, const std::string& more) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:uid-" + name + "\r\nN:" + name +
           ";;;;\r\nFN:" + name + "\r\n" + more + "END:VCARD\r\n";
  }
  static void put(Side& side, const std::string& record, Seconds now) {
    const auto work = side.begin(store::Access::Write);
    sync::LocalContext context{side.store, *work,   *content::kind_of("contacts"),
                               "contacts", "alice", now};
    must(sync::import_records(context, {&record, 1}));
    must(work->commit());
  }
  /// Both sides hold A with a phone, then time goes on.
  static void begin(Pair& pair) {
    put(pair.there, card("A", "TEL:1\r\n"), pair.clock.now());
    pair.sync();
    pair.clock.time += 100;
  }
  static std::vector<LineLook> look(Pair& pair, std::int64_t number) {
    const store::Run run = pair.run(number);
    const auto lines = pair.lines(number);
    const auto work = pair.here.begin(store::Access::Read);  // nobody who writes waits for a look
    return must(look_at_lines(*work, pair.here.store.key(), run, "there", lines, pair.clock.now()));
  }
  static LineLook only(const std::vector<LineLook>& looks) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, looks.size());
    return looks.front();
  }
  static bool holds(const std::string& content, const std::string& text) {
    return content.find(text) != std::string::npos;
  }

 public:
  void a_new_record_has_nothing_before() {
    Pair pair;
    put(pair.there, card("A", "TEL:1\r\n"), pair.clock.now());
    const LineLook found = only(look(pair, pair.sync("two-way", true).number));
    CPPUNIT_ASSERT(found.known);
    CPPUNIT_ASSERT_EQUAL(std::string(), found.before);
    CPPUNIT_ASSERT(holds(found.after, "TEL:1"));
  }

  void a_change_from_there_is_shown_merged_with_ours() {
    Pair pair;
    begin(pair);
    put(pair.there, card("A", "TEL:2\r\n"), pair.clock.now());
    put(pair.here, card("A", "TEL:1\r\nNOTE:ours\r\n"), pair.clock.now());
    const LineLook found = look(pair, pair.sync("two-way", true).number).at(0);
    CPPUNIT_ASSERT(holds(found.before, "TEL:1"));
    CPPUNIT_ASSERT(holds(found.after, "TEL:2"));
    CPPUNIT_ASSERT(holds(found.after, "NOTE:ours"));
  }

  void what_both_changed_is_shown_for_both() {
    Pair pair;
    begin(pair);
    put(pair.there, card("A", "TEL:2\r\n"), pair.clock.now());
    put(pair.here, card("A", "TEL:1\r\nNOTE:ours\r\n"), pair.clock.now());
    const LineLook found = look(pair, pair.sync("two-way", true).number).at(1);
    CPPUNIT_ASSERT(holds(found.before, "TEL:2"));
    CPPUNIT_ASSERT(!holds(found.before, "NOTE:ours"));
    CPPUNIT_ASSERT(holds(found.after, "TEL:2"));
    CPPUNIT_ASSERT(holds(found.after, "NOTE:ours"));
  }

  void a_recognised_record_is_shown_with_what_each_side_gets() {
    Pair pair;
    put(pair.there, card("A", "BDAY:1984-11-02\r\n"), pair.clock.now());
    put(pair.here, card("A", "TITLE:Chief\r\n"), pair.clock.now());
    const std::int64_t plan = pair.sync("two-way", true).number;
    const auto found = look(pair, plan);
    CPPUNIT_ASSERT_EQUAL(std::string("unite"), pair.lines(plan).at(0).op);
    CPPUNIT_ASSERT(!holds(found.at(0).before, "BDAY") && holds(found.at(0).after, "BDAY"));
    CPPUNIT_ASSERT(!holds(found.at(1).before, "TITLE") && holds(found.at(1).after, "TITLE"));
  }

  void a_change_of_ours_stands_against_what_they_had() {
    Pair pair;
    begin(pair);
    put(pair.here, card("A", "TEL:2\r\n"), pair.clock.now());
    const LineLook found = only(look(pair, pair.sync("two-way", true).number));
    CPPUNIT_ASSERT(found.known);
    CPPUNIT_ASSERT(holds(found.before, "TEL:1"));
    CPPUNIT_ASSERT(holds(found.after, "TEL:2"));
  }

  void a_removal_has_nothing_after() {
    Pair pair;
    begin(pair);
    pair.there.remove("A", pair.clock.now());
    const LineLook found = only(look(pair, pair.sync("two-way", true).number));
    CPPUNIT_ASSERT(holds(found.before, "TEL:1"));
    CPPUNIT_ASSERT_EQUAL(std::string(), found.after);
  }

  void after_the_sync_it_cannot_be_told_any_more() {
    Pair pair;
    begin(pair);
    put(pair.there, card("A", "TEL:2\r\n"), pair.clock.now());
    const std::int64_t plan = pair.sync("two-way", true).number;
    pair.sync();
    CPPUNIT_ASSERT(!only(look(pair, plan)).known);
  }

  void looking_changes_nothing() {
    Pair pair;
    begin(pair);
    put(pair.there, card("A", "TEL:2\r\n"), pair.clock.now());
    const std::int64_t plan = pair.sync("two-way", true).number;
    look(pair, plan);
    CPPUNIT_ASSERT(holds(only(look(pair, plan)).before, "TEL:1"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PlanLookTest);

}  // namespace pim::bridge::test
