// SPDX-License-Identifier: Apache-2.0
// Phones that delete past events to make room take nobody's past away (sync rule 35). Terminal's
// clock stands at 2026-01-01.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

class PastEventsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PastEventsTest);
  CPPUNIT_TEST(a_past_event_leaves_the_phone_only);
  CPPUNIT_TEST(it_does_not_come_back_to_the_phone);
  CPPUNIT_TEST(an_event_of_last_week_is_deleted);
  CPPUNIT_TEST(an_event_to_come_is_deleted);
  CPPUNIT_TEST(a_series_that_goes_on_is_deleted);
  CPPUNIT_TEST(a_series_that_is_over_stays);
  CPPUNIT_TEST(another_maker_s_phone_is_taken_at_its_word);
  CPPUNIT_TEST(the_administrator_names_other_models);
  CPPUNIT_TEST(none_is_none);
  CPPUNIT_TEST_SUITE_END();

  static std::string event(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY:Rehearsal\r\n" + lines +
           "END:VEVENT\r\nEND:VCALENDAR\r\n";
  }
  static std::string on(const std::string& day) {
    return event("DTSTART:" + day + "T100000Z\r\nDTEND:" + day + "T110000Z\r\n");
  }
  static syncml::DevInf phone(const std::string& maker) {
    syncml::DevInf info = device_of("IMEI:1", "./calendar", {"text/x-vcalendar", "1.0"});
    info.man = maker;
    info.mod = "6230";
    info.utc = true;
    return info;
  }

  /// One session; what the server brings.
  static std::vector<syncml::ChangeCmd> run(Terminal& terminal, unsigned session, ChangeKind kind,
                                            const std::string& maker, const std::string& record) {
    terminal.collection = "calendar";
    terminal.type = "text/x-vcalendar";
    const std::string id = std::to_string(session);
    terminal.handle.clear();
    terminal.clock.time += 10;
    terminal.header(id, 1);
    terminal.sign_in();
    terminal.put(phone(maker));
    terminal.alert(session == 1 ? 201 : 200, session == 1 ? "" : "a" + std::to_string(session - 1),
                   "a" + id);
    terminal.final();
    terminal.send();
    terminal.header(id, 2);
    terminal.sync();
    if (session < 3) {
      terminal.change(kind, "7", record);
    }
    terminal.final();
    terminal.send();
    auto brought = terminal.received();
    terminal.header(id, 3);
    terminal.answer(2, 0, "SyncHdr", 200);
    terminal.final();
    terminal.send();
    return brought;
  }
  /// Whether it is here still, after the phone had it and has deleted it.
  static bool lives_on(const std::string& record, const std::string& maker = "NOKIA",
                       ServerConfig config = {}) {
    Terminal terminal(std::move(config));
    run(terminal, 1, ChangeKind::Add, maker, record);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    run(terminal, 2, ChangeKind::Delete, maker, "");
    return terminal.items().size() == 1;
  }

 public:
  void a_past_event_leaves_the_phone_only() { CPPUNIT_ASSERT(lives_on(on("20251210"))); }

  void it_does_not_come_back_to_the_phone() {
    Terminal terminal(ServerConfig{});
    run(terminal, 1, ChangeKind::Add, "NOKIA", on("20251210"));
    CPPUNIT_ASSERT(run(terminal, 2, ChangeKind::Delete, "NOKIA", "").empty());
    CPPUNIT_ASSERT(run(terminal, 3, ChangeKind::Delete, "NOKIA", "").empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
  }

  void an_event_of_last_week_is_deleted() { CPPUNIT_ASSERT(!lives_on(on("20251225"))); }

  void an_event_to_come_is_deleted() { CPPUNIT_ASSERT(!lives_on(on("20260301"))); }

  void a_series_that_goes_on_is_deleted() {
    CPPUNIT_ASSERT(!lives_on(event("DTSTART:20250106T100000Z\r\nRRULE:W1 MO #0\r\n")));
  }

  void a_series_that_is_over_stays() {
    CPPUNIT_ASSERT(lives_on(event("DTSTART:20250106T100000Z\r\nRRULE:W1 MO #4\r\n")));
    CPPUNIT_ASSERT(lives_on(event("DTSTART:20250106T100000Z\r\nRRULE:W1 MO 20250301T000000Z\r\n")));
  }

  void another_maker_s_phone_is_taken_at_its_word() {
    CPPUNIT_ASSERT(!lives_on(on("20251210"), "SonyEricsson"));
  }

  void the_administrator_names_other_models() {
    ServerConfig config;
    config.purging_devices = {"sonyericsson 62"};
    CPPUNIT_ASSERT(lives_on(on("20251210"), "SonyEricsson", config));
    CPPUNIT_ASSERT(!lives_on(on("20251210"), "NOKIA", config));
    config.purging_devices = {""};
    CPPUNIT_ASSERT(lives_on(on("20251210"), "Anybody", config));
  }

  void none_is_none() {
    ServerConfig config;
    config.purging_devices = {};
    CPPUNIT_ASSERT(!lives_on(on("20251210"), "NOKIA", config));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PastEventsTest);

}  // namespace pim::session::test
