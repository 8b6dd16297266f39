// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_writer.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "common/content/patch.h"
#include "common/content/recurrence_rule.h"
#include "common/content/value.h"
#include "common/content/zone_file.h"

namespace pim::content {
namespace {

/// More observances than this nobody reads; a longer life is cut, its last offset goes on.
constexpr std::size_t MaxWritten = 60;

std::string offset_text(std::int32_t offset) {
  const std::int32_t size = offset < 0 ? -offset : offset;
  const auto two = [](std::int32_t number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  std::string out = offset < 0 ? "-" : "+";
  out += two(size / 3600) + two(size / 60 % 60);
  return size % 60 == 0 ? out : out + two(size % 60);
}

std::string observance(const Zone::Change& change, std::int32_t before, std::string_view rule) {
  const std::string name = change.summer ? "DAYLIGHT" : "STANDARD";
  std::string out = "BEGIN:" + name + "\r\n";
  out += "DTSTART:" + format_time(TimeKind::Floating, change.at + before) + "\r\n";
  out += "TZOFFSETFROM:" + offset_text(before) + "\r\n";
  out += "TZOFFSETTO:" + offset_text(change.offset) + "\r\n";
  if (!change.name.empty()) {
    out += fold("TZNAME:" + escape(change.name), LineEnd);
  }
  if (!rule.empty()) {
    out += "RRULE:" + std::string(rule) + "\r\n";
  }
  return out + "END:" + name + "\r\n";
}

/// "The last Sunday of March", "the second": what a change looks like in its year.
YearlyChange look_of(WallSeconds wall, bool last) {
  const std::int64_t day = day_of(wall);
  const CivilDate date = civil_of(day);
  YearlyChange look;
  look.month = date.month;
  look.weekday = weekday_of(day);
  look.week = last ? -1 : (date.day - 1) / 7 + 1;
  look.seconds = wall - day * DaySeconds;
  return look;
}

/// The rule that every second change from `first` on follows, or nothing.
std::optional<std::string> rule_from(const Zone& zone, std::size_t first) {
  const auto& changes = zone.changes();
  for (const bool last : {true, false}) {
    const auto wall = [&](std::size_t at) { return changes[at].at + changes[at - 1].offset; };
    const YearlyChange look = look_of(wall(first), last);
    bool good = true;
    for (std::size_t at = first; good && at < changes.size(); at += 2) {
      good = look.wall_in(civil_of(day_of(wall(at))).year) == wall(at) &&
             changes[at].offset == changes[first].offset;
    }
    if (good) {
      return "FREQ=YEARLY;BYMONTH=" + std::to_string(look.month) +
             ";BYDAY=" + std::to_string(look.week) + std::string(weekday_name(look.weekday));
    }
  }
  return std::nullopt;
}

}  // namespace

std::string write_zone_component(std::string_view tzid, const Zone& zone, Seconds from,
                                 Seconds to) {
  std::string out = "BEGIN:VTIMEZONE\r\n" + fold("TZID:" + std::string(tzid), LineEnd);
  const auto& changes = zone.changes();
  const auto after = std::upper_bound(changes.begin(), changes.end(), from,
                                      [](Seconds at, const Zone::Change& c) { return at < c.at; });
  std::size_t at = static_cast<std::size_t>(after - changes.begin());
  const auto before = [&](std::size_t index) {
    return index == 0 ? zone.first_offset() : changes[index - 1].offset;
  };
  const std::size_t first = at == 0 ? 0 : at - 1;  // the change whose offset holds at `from`
  if (at == 0 || changes.empty()) {
    const Zone::Change always{0, zone.offset_at(from), false, {}};
    out += observance(always, zone.offset_at(from), {});
  }
  if (first >= 1 && first + 1 < changes.size()) {
    const auto one = rule_from(zone, first);
    const auto other = rule_from(zone, first + 1);
    if (one && other) {
      return out + observance(changes[first], before(first), *one) +
             observance(changes[first + 1], before(first + 1), *other) + "END:VTIMEZONE\r\n";
    }
  }
  std::size_t written = 0;
  for (at = first; at < changes.size() && changes[at].at <= to && written < MaxWritten; ++at) {
    out += observance(changes[at], before(at), {});
    ++written;
  }
  if (written == 0 && first < changes.size() && changes[first].at <= from) {
    out += observance(changes[first], before(first), {});
  }
  return out + "END:VTIMEZONE\r\n";
}

}  // namespace pim::content
