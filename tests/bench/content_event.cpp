// SPDX-License-Identifier: Apache-2.0
// What one event with zone and rule costs, in microseconds of CPU.
#include <cstdio>
#include <string>

#include "common/content/ical_elements.h"
#include "common/content/ical_view.h"
#include "common/content/kind.h"
#include "tests/bench/measure.h"

namespace pim::bench {
namespace {

using namespace pim::content;

constexpr int Runs = 15;
constexpr int Events = 2'000;

const std::string Event =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VTIMEZONE\r\n"
    "TZID:Europe/Berlin\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "TZNAME:CEST\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:0a1b2c3d-0000-4000-8000-000000000001\r\n"
    "DTSTAMP:20260101T000000Z\r\nCREATED:20260101T000000Z\r\nLAST-MODIFIED:20260102T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260505T100000\r\nDTEND;TZID=Europe/Berlin:20260505T110000\r\n"
    "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231T225959Z\r\nSUMMARY:Weekly meeting of the team\r\n"
    "LOCATION:Room 12\\, second floor\r\nDESCRIPTION:Agenda:\\n1. what was\\n2. what will be\r\n"
    "CATEGORIES:Work,Meeting\r\nORGANIZER;CN=Ann:mailto:ann@x.example\r\n"
    "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob@x.example\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
    "TRIGGER:-PT15M\r\nDESCRIPTION:Meeting\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

template <class Work>
void measure(const char* name, Work work) {
  const double seconds = least_of(Runs, [&] {
    for (int i = 0; i < Events; ++i) {
      work();
    }
  });
  std::printf("  %-30s %5.1f\n", name, seconds / Events * 1e6);
}

}  // namespace

void measure_events() {
  const Kind& kind = *kind_of("calendar");
  const HashKey key{};
  Ability old;
  old.media_type = "text/x-vcalendar";
  old.version = "1.0";
  std::size_t octets = 0;
  std::printf("event of %zu octets with zone and rule, microseconds of CPU\n", Event.size());
  measure("read, normalise, write", [&] {
    const auto view = ItemView::read(Event, ItemKind::Event);
    octets += item_canonical(*view, Level::Exact).size() + std::string(view->text()).size();
  });
  measure("enter with facts", [&] { octets += kind.enter(Event, {key, 0})->stored.size(); });
  measure("write as vCalendar 1.0", [&] { octets += kind.render(Event, old)->text.size(); });
  std::printf("  [%zu]\n", octets % 10);
}

}  // namespace pim::bench
