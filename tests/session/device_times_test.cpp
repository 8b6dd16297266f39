// SPDX-License-Identifier: Apache-2.0
// A terminal that speaks vCalendar 1.0 by its own clock: what it means is read by its manner, and
// what it gets is written so (content rules 2b.15, 2b.16).
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/ability.h"
#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

namespace {

std::string event(const std::string& lines, const std::string& head = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + head + "BEGIN:VEVENT\r\n" + lines +
         "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

constexpr const char* Vienna =
    "TZ:+01\r\nDAYLIGHT:TRUE;+02;20260329T010000Z;20261025T010000Z;;\r\n";

}  // namespace

class DeviceTimesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceTimesTest);
  CPPUNIT_TEST(local_times_are_read_in_the_zone_of_the_device);
  CPPUNIT_TEST(what_the_device_said_is_not_sent_back);
  CPPUNIT_TEST(events_of_ours_are_told_by_the_clock_of_the_device);
  CPPUNIT_TEST(an_edit_on_the_device_leaves_the_zone_of_ours);
  CPPUNIT_TEST(a_moved_start_is_written_by_the_clock_of_ours);
  CPPUNIT_TEST(days_are_written_in_the_manner_of_the_device);
  CPPUNIT_TEST(the_zone_is_learnt_from_the_records);
  CPPUNIT_TEST(what_was_learnt_outlives_device_information);
  CPPUNIT_TEST(a_device_without_zone_is_where_the_server_says);
  CPPUNIT_TEST(exceptions_outlive_the_edits_of_a_device);
  CPPUNIT_TEST(instance_deleted_on_the_device_is_excluded);
  CPPUNIT_TEST_SUITE_END();

 public:
  static ServerConfig in_vienna() {
    ServerConfig config;
    config.device_zone = "Europe/Vienna";
    return config;
  }

  Terminal terminal{in_vienna()};
  unsigned session = 1;

  void setUp() override {
    terminal.collection = "calendar";
    terminal.type = "text/x-vcalendar";
  }

  store::Pairing pairing_in(store::UnitOfWork& work) {
    auto found = work.find_pairing("IMEI:1", 0, "calendar", "calendar");
    CPPUNIT_ASSERT(found && *found);
    return **found;
  }
  content::Ability ability() {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Read);
    return *content::Ability::unpack(pairing_in(**work).ability);
  }
  void know(const std::map<std::string, std::string>& rules) {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Write);
    store::Pairing pairing = pairing_in(**work);
    content::Ability known = *content::Ability::unpack(pairing.ability);
    for (const auto& [name, value] : rules) {
      known.rules[name] = value;
    }
    pairing.ability = known.pack();
    CPPUNIT_ASSERT((*work)->put_pairing(pairing).has_value());
    CPPUNIT_ASSERT((*work)->commit().has_value());
  }
  void import(const std::string& record) {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Write);
    sync::LocalContext context{terminal.store, **work,  *content::kind_of("calendar"),
                               "calendar",     "alice", terminal.clock.now()};
    CPPUNIT_ASSERT(sync::import_records(context, {&record, 1}).has_value());
    CPPUNIT_ASSERT((*work)->commit().has_value());
  }

  /// One session; what the server brings is mapped to names from 100 on.
  std::vector<syncml::ChangeCmd> run(
      const std::vector<std::tuple<ChangeKind, std::string, std::string>>& changes) {
    const std::string id = std::to_string(session);
    const std::string last = session == 1 ? "" : "a" + std::to_string(session - 1);
    terminal.handle.clear();
    terminal.clock.time += 10;
    terminal.header(id, 1);
    terminal.sign_in();
    terminal.put(device_of("IMEI:1", "./calendar", {"text/x-vcalendar", "1.0"}));
    terminal.alert(session == 1 ? 201 : 200, last, "a" + id);
    terminal.final();
    terminal.send();
    terminal.header(id, 2);
    terminal.sync();
    for (const auto& [kind, luid, record] : changes) {
      terminal.change(kind, luid, record);
    }
    terminal.final();
    terminal.send();
    auto brought = terminal.received();
    terminal.header(id, 3);
    terminal.answer(2, 0, "SyncHdr", 200);
    unsigned luid = 100;
    for (const syncml::ChangeCmd& change : brought) {
      const std::string name = change.kind == ChangeKind::Add ? "Add" : "Replace";
      terminal.answer(2, static_cast<unsigned>(std::stoul(change.cmd_id)), name, 200);
      if (change.kind == ChangeKind::Add) {
        terminal.map(change.items.at(0).source->uri, std::to_string(luid++));
      }
    }
    terminal.final();
    terminal.send();
    ++session;
    return brought;
  }
  /// A device in Berlin that tells local times, as a device rule says.
  void begin_in_berlin(const std::string& all_day = "000000") {
    run({});
    know({{"zone", "Europe/Berlin"}, {"times", "local"}, {"all-day", all_day}});
  }
  std::string content(std::size_t at = 0) { return terminal.items().at(at).content; }
  static void holds(const std::string& text, const std::string& part) {
    CPPUNIT_ASSERT_MESSAGE("no " + part + " in\n" + text, text.find(part) != std::string::npos);
  }

  void local_times_are_read_in_the_zone_of_the_device() {
    begin_in_berlin();
    run({{ChangeKind::Add, "7",
          event("SUMMARY:Tea\r\nDTSTART:20260701T100000\r\nDTEND:20260701T110000\r\n")}});
    holds(content(), "DTSTART;TZID=Europe/Berlin:20260701T100000");
  }

  void what_the_device_said_is_not_sent_back() {
    local_times_are_read_in_the_zone_of_the_device();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
    run({{ChangeKind::Replace, "7",
          event("SUMMARY:Tea, late\r\nDTSTART:20260701T163000\r\nDTEND:20260701T170000\r\n")}});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
    holds(content(), "DTSTART;TZID=Europe/Berlin:20260701T163000");
  }

  const std::string theirs =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:ny\r\nSUMMARY:Call\r\n"
      "DTSTART;TZID=America/New_York:20260701T080000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
      "END:VCALENDAR\r\n";

  void events_of_ours_are_told_by_the_clock_of_the_device() {
    begin_in_berlin();
    import(theirs);
    const auto brought = run({});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought.size());
    holds(*brought[0].items.at(0).data, "DTSTART:20260701T140000\r\n");
    holds(*brought[0].items.at(0).data, "DTEND:20260701T150000\r\n");
  }

  void an_edit_on_the_device_leaves_the_zone_of_ours() {
    events_of_ours_are_told_by_the_clock_of_the_device();
    run({{ChangeKind::Replace, "100",
          event("SUMMARY:Call Bob\r\nDTSTART:20260701T140000\r\nDTEND:20260701T150000\r\n")}});
    holds(content(), "SUMMARY:Call Bob");
    holds(content(), "DTSTART;TZID=America/New_York:20260701T080000\r\nDURATION:PT1H");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
  }

  void a_moved_start_is_written_by_the_clock_of_ours() {
    events_of_ours_are_told_by_the_clock_of_the_device();
    run({{ChangeKind::Replace, "100",
          event("SUMMARY:Call\r\nDTSTART:20260701T150000\r\nDTEND:20260701T160000\r\n")}});
    holds(content(), "DTSTART;TZID=America/New_York:20260701T090000");
  }

  void days_are_written_in_the_manner_of_the_device() {
    begin_in_berlin("240000");
    import(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:d\r\nSUMMARY:Fair\r\n"
        "DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260703\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n");
    const auto brought = run({});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought.size());
    holds(*brought[0].items.at(0).data, "DTSTART:20260701T000000\r\n");
    holds(*brought[0].items.at(0).data, "DTEND:20260702T240000\r\n");
  }

  void the_zone_is_learnt_from_the_records() {
    run({{ChangeKind::Add, "1", event("SUMMARY:a\r\nDTSTART:20260701T100000\r\n", Vienna)},
         {ChangeKind::Add, "2", event("SUMMARY:b\r\nDTSTART:20260702T100000\r\n", Vienna)},
         {ChangeKind::Add, "3", event("SUMMARY:c\r\nDTSTART:20261201T100000\r\n", Vienna)}});
    const content::Ability known = ability();
    CPPUNIT_ASSERT_EQUAL(std::string("local-tz"), known.rules.at("times"));
    CPPUNIT_ASSERT_EQUAL(std::string("Europe/Vienna"), known.rules.at("zone"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
    import(theirs);
    const auto brought = run({});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought.size());
    holds(*brought[0].items.at(0).data, "TZ:-05\r\nDAYLIGHT:TRUE;-04");
    holds(*brought[0].items.at(0).data, "DTSTART:20260701T080000\r\n");
  }

  void what_was_learnt_outlives_device_information() {
    begin_in_berlin("235900");
    run({});  // brings its device information again
    CPPUNIT_ASSERT_EQUAL(std::string("Europe/Berlin"), ability().rules.at("zone"));
    CPPUNIT_ASSERT_EQUAL(std::string("235900"), ability().rules.at("all-day"));
  }

  void a_device_without_zone_is_where_the_server_says() {
    run({{ChangeKind::Add, "7", event("SUMMARY:Tea\r\nDTSTART:20260701T100000\r\n")}});
    holds(content(), "DTSTART;TZID=Europe/Vienna:20260701T100000");
    import(theirs);
    const auto brought = run({});  // it declared no UTC: it gets what its clock shows
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought.size());
    holds(*brought[0].items.at(0).data, "DTSTART:20260701T140000\r\n");
  }

  const std::string series =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Yoga\r\n"
      "DTSTART;TZID=Europe/Berlin:20260505T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n"
      "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:s\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260512T100000\r\n"
      "SUMMARY:Yoga\r\nDTSTART;TZID=Europe/Berlin:20260513T180000\r\nDURATION:PT1H\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n";

  static std::string on_device(const std::string& summary, const std::string& start,
                               const std::string& dates) {
    return event("SUMMARY:" + summary + "\r\nDTSTART:" + start +
                 "\r\nDTEND:20260505T120000\r\nRRULE:W1 TU #0\r\nEXDATE:" + dates + "\r\n");
  }

  void exceptions_outlive_the_edits_of_a_device() {
    begin_in_berlin();
    import(series);
    const auto brought = run({});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, brought.size());
    holds(*brought[0].items.at(0).data, "RRULE:W1 TU #0\r\n");
    holds(*brought[0].items.at(0).data, "EXDATE:20260512T100000\r\n");
    holds(*brought[1].items.at(0).data, "DTSTART:20260513T180000\r\n");  // the exception itself
    run({{ChangeKind::Replace, "100",
          on_device("Yoga, advanced", "20260505T110000", "20260512T100000")}});
    holds(content(), "SUMMARY:Yoga\\, advanced");
    holds(content(), "DTSTART;TZID=Europe/Berlin:20260505T110000");
    holds(content(), "RECURRENCE-ID;TZID=Europe/Berlin:20260512T110000\r\nSUMMARY:Yoga\r\n");
    holds(content(), "DTSTART;TZID=Europe/Berlin:20260513T180000");
    CPPUNIT_ASSERT(content().find("EXDATE") == std::string::npos);
    const auto back = run({});  // the excluded date moved: told once
    CPPUNIT_ASSERT(back.size() <= 1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
  }

  void instance_deleted_on_the_device_is_excluded() {
    begin_in_berlin();
    import(series);
    run({});
    run({{ChangeKind::Replace, "100",
          event("SUMMARY:Yoga\r\nDTSTART:20260505T100000\r\nDTEND:20260505T110000\r\n"
                "RRULE:W1 TU #0\r\nEXDATE:20260512T100000;20260519T100000\r\n")}});
    holds(content(), "EXDATE;TZID=Europe/Berlin:20260519T100000\r\n");
    holds(content(), "RECURRENCE-ID;TZID=Europe/Berlin:20260512T100000");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, run({}).size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DeviceTimesTest);

}  // namespace pim::session::test
