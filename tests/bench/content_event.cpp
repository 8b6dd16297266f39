// SPDX-License-Identifier: Apache-2.0
// What one event with zone and rule costs, in microseconds of CPU.
#include <cstdio>
#include <string>
#include <vector>

#include "common/content/ical_elements.h"
#include "common/content/ical_view.h"
#include "common/content/kind.h"
#include "common/content/slow_match.h"
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

/// A side's events: `crafted` says what all of them share.
enum class Crafted { Nothing, Summary, SummaryAndStart };

std::string short_event(int n, Crafted crafted, const std::string& uid) {
  const std::string tag = std::to_string(n);
  const int day = crafted == Crafted::SummaryAndStart ? 0 : n;
  const auto two = [](int number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:" + uid + tag + "\r\nDTSTART:20" +
         two(10 + day / 336 % 80) + two(1 + day / 28 % 12) + two(1 + day % 28) +
         "T100000Z\r\nDURATION:PT1H\r\nSUMMARY:Meeting" +
         (crafted == Crafted::Nothing ? ' ' + tag : std::string()) + "\r\nLOCATION:Room " + tag +
         "\r\nDESCRIPTION:About the matter " + tag + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

void match_events(const char* title, Crafted crafted) {
  constexpr int Count = 10'000;
  const Kind& kind = *kind_of("calendar");
  std::vector<std::string> texts;
  texts.reserve(2 * Count);
  std::vector<MatchRecord> sides[2];
  for (int side = 0; side < 2; ++side) {
    for (int n = 0; n < Count; ++n) {
      texts.push_back(short_event(n, crafted, side == 0 ? "a" : "b"));
      if (side == 1) {
        texts.back().replace(texts.back().find("About"), 5, "On");  // else their content is equal
      }
      sides[side].push_back({texts.back(), *kind.facts(texts.back(), HashKey{})});
    }
  }
  std::size_t same = 0;
  std::size_t asked = 0;
  const double seconds = least_of(3, [&] {
    const MatchResult result = match_records(kind, sides[0], sides[1], Ability{});
    same = result.same.size();
    asked = result.ask.size();
  });
  std::printf("  %-34s %.3f s CPU, %zu same, %zu to be asked\n", title, seconds, same, asked);
}

}  // namespace

void measure_event_matches() {
  match_events("events", Crafted::Nothing);
  match_events("events of one summary", Crafted::Summary);
  match_events("events of one summary and start", Crafted::SummaryAndStart);
}

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
