// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_reader.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/recurrence_rule.h"
#include "common/content/value.h"
#include "common/content/zone_file.h"

namespace pim::content {
namespace {

constexpr std::size_t MaxObservances = 64;
/// A name of an offset in octets: each change up to 2120 keeps its own. Real ones have up to 30
/// ("W. Europe Daylight Time"); a longer one is not looked at.
constexpr std::size_t MaxZoneName = 64;
/// Nobody set a clock before; rules that claim to begin earlier are followed from here.
constexpr int FirstZoneYear = 1900;

/// `+0100`, `-0530`, `+013045`.
std::optional<std::int32_t> parse_offset(std::string_view text) {
  text = trim(text);
  if (text.size() != 5 && text.size() != 7) {
    return std::nullopt;
  }
  const auto digits = [&](std::size_t at) { return parse_unsigned(text.substr(at, 2)); };
  const auto hours = digits(1);
  const auto minutes = digits(3);
  const auto seconds = text.size() == 7 ? digits(5) : std::optional<std::uint64_t>(0);
  if ((text[0] != '+' && text[0] != '-') || !hours || !minutes || !seconds || *hours > 24 ||
      *minutes > 59 || *seconds > 59) {
    return std::nullopt;
  }
  const auto value = static_cast<std::int32_t>(*hours * 3600 + *minutes * 60 + *seconds);
  return text[0] == '-' ? -value : value;
}

struct Observance {
  WallSeconds start = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  bool summer = false;
  std::string name;

  Zone::Change at(WallSeconds wall) const { return {wall - from, to, summer, name}; }
};

/// The yearly change a rule says, or nothing where it says something else.
std::optional<YearlyChange> yearly_change(const RecurrenceRule& rule, WallSeconds start) {
  const CivilDate date = civil_of(day_of(start));
  YearlyChange change;
  change.seconds = start - day_of(start) * DaySeconds;
  change.month = rule.by_month.empty() ? date.month : rule.by_month.front();
  const bool plain = rule.frequency == RecurrenceRule::Frequency::Yearly && rule.interval == 1 &&
                     rule.by_month.size() <= 1 && rule.by_day.size() <= 1 &&
                     rule.by_position.empty() && rule.by_year_day.empty() && rule.by_week.empty() &&
                     !rule.has_clock_parts() && rule.extra.empty();
  if (!plain) {
    return std::nullopt;
  }
  if (rule.by_day.empty()) {
    if (rule.by_month_day.size() > 1) {
      return std::nullopt;
    }
    change.day_rule = YearlyChange::Day::Fixed;
    change.day = rule.by_month_day.empty() ? date.day : rule.by_month_day.front();
    return change.day >= 1 ? std::optional(change) : std::nullopt;
  }
  change.weekday = rule.by_day.front().weekday;
  if (rule.by_month_day.empty()) {
    change.week = rule.by_day.front().ordinal;
    const bool sane = change.week >= -5 && change.week <= 5 && change.week != 0;
    return sane ? std::optional(change) : std::nullopt;
  }
  // Seven days in a row: the weekday on or after the first of them.
  std::vector<int> days = rule.by_month_day;
  std::sort(days.begin(), days.end());
  if (days.size() != 7 || days.front() < 1 || days.back() != days.front() + 6 ||
      rule.by_day.front().ordinal != 0) {
    return std::nullopt;
  }
  change.day_rule = YearlyChange::Day::OnOrAfter;
  change.day = days.front();
  return change;
}

bool append_rule(const Observance& observance, std::string_view text,
                 std::vector<Zone::Change>& out) {
  const auto rule = parse_rule(text);
  const auto change = rule ? yearly_change(*rule, observance.start) : std::nullopt;
  if (!change) {
    return false;
  }
  std::int64_t left = rule->count == 0 ? 2 * LastZoneYear : rule->count;
  const int begin = civil_of(day_of(observance.start)).year;
  left -= std::max(FirstZoneYear - begin, 0);
  for (int year = std::max(begin, FirstZoneYear); year <= LastZoneYear; ++year) {
    const WallSeconds wall = change->wall_in(year);
    if (wall < observance.start) {
      continue;
    }
    const Zone::Change made = observance.at(wall);
    const bool over = rule->until && (rule->until->kind == TimeKind::Utc
                                          ? made.at > rule->until->wall
                                          : day_of(wall) > day_of(rule->until->wall));
    if (over || left-- <= 0) {
      break;
    }
    out.push_back(made);
  }
  return true;
}

bool append_dates(const Observance& observance, std::string_view value,
                  std::vector<Zone::Change>& out) {
  Parts parts(value, ',');
  for (std::string_view part; parts.next(part);) {
    const auto time = parse_time(part.substr(0, part.find('/')), {});
    if (!time) {
      return false;
    }
    out.push_back(time->kind == TimeKind::Utc
                      ? Zone::Change{time->wall, observance.to, observance.summer, observance.name}
                      : observance.at(time->wall));
  }
  return true;
}

std::optional<Observance> read_observance(const Component& component) {
  const Field* start = component.first("DTSTART");
  const Field* from = component.first("TZOFFSETFROM");
  const Field* to = component.first("TZOFFSETTO");
  if (start == nullptr || from == nullptr || to == nullptr) {
    return std::nullopt;
  }
  const auto time = parse_time(start->line->value, {});
  const auto before = parse_offset(from->line->value);
  const auto after = parse_offset(to->line->value);
  if (!time || !before || !after) {
    return std::nullopt;
  }
  Observance out{time->wall, *before, *after, equals_ignore_case(component.name(), "DAYLIGHT"), {}};
  if (const Field* name = component.first("TZNAME")) {
    const std::string text = unescape(trim(name->line->value));
    out.name = text.size() <= MaxZoneName ? text : std::string();
  }
  return out;
}

}  // namespace

std::optional<Zone> read_zone_component(const Component& component) {
  if (component.nested.size() > MaxObservances) {
    return std::nullopt;
  }
  std::vector<Zone::Change> changes;
  std::optional<std::pair<WallSeconds, std::int32_t>> first;
  for (const Component& part : component.nested) {
    const auto observance = read_observance(part);
    if (!observance) {
      return std::nullopt;
    }
    if (!first || observance->start < first->first) {
      first.emplace(observance->start, observance->from);
    }
    changes.push_back(observance->at(observance->start));
    for (const Field& field : part.fields) {
      const bool rule = equals_ignore_case(field.line->name, "RRULE");
      const bool dates = equals_ignore_case(field.line->name, "RDATE");
      if ((rule && !append_rule(*observance, field.line->value, changes)) ||
          (dates && !append_dates(*observance, field.line->value, changes))) {
        return std::nullopt;
      }
    }
  }
  if (!first) {
    return std::nullopt;
  }
  return Zone(first->second, std::move(changes));
}

}  // namespace pim::content
