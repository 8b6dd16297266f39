// SPDX-License-Identifier: Apache-2.0
#include "tests/session/series_world.h"

#include <cppunit/TestAssert.h>

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "common/sync/loser.h"
#include "tests/support/result.h"

namespace pim::session::test {

using pim::testing::must;

namespace {

constexpr const char* Uid = "series@portal";
constexpr const char* First = "20260505";

std::string zoned(const std::string& name, const std::string& time) {
  return name + ";TZID=Europe/Berlin:" + time + "\r\n";
}

/// The value of a line, from the position on; empty where there is none before `end`.
std::string value(const std::string& text, const std::string& name, std::size_t from,
                  std::size_t end) {
  const std::size_t at = text.find("\n" + name, from);
  if (at == std::string::npos || at >= end) {
    return {};
  }
  const std::size_t colon = text.find(':', at);
  return text.substr(colon + 1, text.find('\r', colon) - colon - 1);
}

/// Excluded dates, in order, over all lines of the component.
std::string excluded(const std::string& text, std::size_t from, std::size_t end) {
  std::set<std::string> dates;
  for (std::size_t at = from; (at = text.find("\nEXDATE", at)) < end; ++at) {
    const std::size_t colon = text.find(':', at);
    std::string list = text.substr(colon + 1, text.find('\r', colon) - colon - 1) + ';';
    for (std::size_t cut; (cut = list.find_first_of(";,")) != std::string::npos;) {
      dates.insert(list.substr(0, 8));
      list.erase(0, cut + 1);
    }
  }
  std::string all;
  for (const std::string& date : dates) {
    all += ' ' + date;
  }
  return all;
}

std::string line(const std::string& summary, const std::string& start, bool series,
                 const std::string& dates) {
  return summary + " at " + start + (series ? " weekly without" + dates : "");
}

void add_lines(const std::string& record, std::multiset<std::string>& lines) {
  for (std::size_t at = 0; (at = record.find("BEGIN:VEVENT", at)) != std::string::npos; ++at) {
    const std::size_t end = record.find("END:VEVENT", at);
    const bool series = !value(record, "RRULE", at, end).empty();
    const std::string date = value(record, "RECURRENCE-ID", at, end);
    lines.insert(line(value(record, "SUMMARY", at, end), value(record, "DTSTART", at, end), series,
                      excluded(record, at, end)) +
                 (date.empty() ? "" : " for " + date));
  }
}

}  // namespace

std::string Plan::record() const {
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:" + std::string(Uid) +
                     "\r\nSUMMARY:" + summary + "\r\n" +
                     zoned("DTSTART", First + ("T" + hour) + "0000") +
                     "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n";
  for (const std::string& day : excluded) {
    text += zoned("EXDATE", day + "T" + hour + "0000");
  }
  text += "END:VEVENT\r\n";
  for (const auto& [day, exception] : exceptions) {
    text += "BEGIN:VEVENT\r\nUID:" + std::string(Uid) + "\r\n" +
            zoned("RECURRENCE-ID", day + "T" + hour + "0000") + "SUMMARY:" + exception.summary +
            "\r\n" + zoned("DTSTART", exception.start) + "DURATION:PT1H\r\nEND:VEVENT\r\n";
  }
  return text + "END:VCALENDAR\r\n";
}

std::multiset<std::string> Plan::shown(bool knows_exceptions) const {
  std::multiset<std::string> lines;
  for (const auto& [name, start] : singles) {
    lines.insert(line(name, start, false, ""));
  }
  if (!series) {
    return lines;
  }
  std::set<std::string> days = excluded;
  for (const auto& [day, exception] : exceptions) {
    if (!knows_exceptions) {
      days.insert(day);
    }
    lines.insert(line(exception.summary, exception.start, false, "") +
                 (knows_exceptions ? " for " + day + "T" + hour + "0000" : ""));
  }
  std::string dates;
  for (const std::string& day : days) {
    dates += ' ' + day;
  }
  lines.insert(line(summary, First + ("T" + hour) + "0000", true, dates));
  return lines;
}

std::multiset<std::string> shown_by(const Phone& phone) {
  std::multiset<std::string> lines;
  for (const auto& [luid, record] : phone.records) {
    add_lines(record, lines);
  }
  return lines;
}

SeriesWorld::SeriesWorld()
    : server([] {
        ServerConfig config;
        config.device_zone = "Europe/Berlin";
        return config;
      }()) {
  server.collection = "calendar";
  must(server.memory.portal("default", std::string(32, 'a')));
}

template <class Act>
void SeriesWorld::as_user(Act act) {
  auto owner = must(server.memory.owner("default", "alice"));
  auto work = must(server.memory.begin(owner.id, store::Access::Write));
  server.clock.time += 10;
  sync::LocalContext context{server.store, *work,   *content::kind_of("calendar"),
                             "calendar",   "alice", server.clock.now()};
  act(context);
  must(work->commit());
}

void SeriesWorld::import(const std::string& record) {
  as_user([&](sync::LocalContext& context) {
    const auto done = must(sync::import_records(context, {&record, 1}));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(done.at(0).reason, std::size_t{1}, done.size());
  });
}

store::Item SeriesWorld::series() {
  for (store::Item& item : server.items()) {
    if (item.uid == Uid) {
      return std::move(item);
    }
  }
  CPPUNIT_FAIL("the portal has no series");
  return {};
}

void SeriesWorld::write(const Plan& plan) {
  const store::ItemId id = series().id;
  as_user([&](sync::LocalContext& context) {
    must(sync::replace_item(context, id, plan.record(), 0));
  });
}

void SeriesWorld::erase() {
  const store::ItemId id = series().id;
  as_user([&](sync::LocalContext& context) { must(sync::delete_item(context, id, 0)); });
}

void SeriesWorld::take_what_gave_way() {
  as_user([&](sync::LocalContext& context) {
    const auto conflicts = must(context.work.conflicts(0, 1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, conflicts.size());
    must(sync::restore_lost(context, conflicts.front()));
  });
}

std::size_t SeriesWorld::confirm_deletions() {
  std::vector<std::int64_t> numbers;
  as_user([&](sync::LocalContext& context) {
    for (const store::Held& row : must(context.work.all_held(0, 100))) {
      numbers.push_back(row.number);
    }
    must(sync::decide_held(server.store, context.work, numbers, sync::HeldDecision::Delete, "alice",
                           server.clock.now()));
  });
  return numbers.size();
}

std::size_t SeriesWorld::part_rows() {
  std::size_t rows = 0;
  as_user([&](sync::LocalContext& context) {
    for (const store::Pairing& pairing : must(context.work.pairings())) {
      rows += must(context.work.parts(pairing.id, 0, 100)).size();
    }
  });
  return rows;
}

std::multiset<std::string> SeriesWorld::shown() {
  std::multiset<std::string> lines;
  for (const store::Item& item : server.items()) {
    add_lines(item.content, lines);
  }
  return lines;
}

std::string joined(const std::multiset<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) {
    all += line + "\n";
  }
  return all;
}

}  // namespace pim::session::test
