// SPDX-License-Identifier: Apache-2.0
#include "common/content/event_learn.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/event_old.h"
#include "common/content/zone_old.h"

namespace pim::content {
namespace {

/// Records that have to agree before they teach (content rule 5.3).
constexpr std::uint32_t Enough = 3;

std::string rule_of(const Ability& ability, const std::string& name) {
  const auto at = ability.rules.find(name);
  return at == ability.rules.end() ? std::string() : at->second;
}

/// One more record shows this value of a rule.
void count(Ability& ability, const std::string& name, const std::string& value) {
  const std::string key = name + '=' + value;
  std::erase_if(ability.shown, [&](const auto& one) {
    return one.first.starts_with(name + '=') && one.first != key;
  });
  std::uint32_t& seen = ability.shown[key];
  seen = std::min(seen + 1, Enough);
  const std::string known = rule_of(ability, name);
  const bool is_zone = name == "zone";  // a wrong one is better replaced than forgotten
  if (seen == Enough || (is_zone && known.empty())) {
    ability.rules[name] = value;
  } else if (known != value && !is_zone) {
    ability.rules.erase(name);
  }
}

/// The first value of a property within the events and tasks of the calendar.
std::string_view value_of(const Document& document, std::string_view name) {
  for (const Line& line : document.lines()) {
    if (line.depth == 2 && equals_ignore_case(line.name, name) && !trim(line.value).empty()) {
      return trim(line.value);
    }
  }
  return {};
}

void learn_zone(const OldZone& zone, Ability& ability) {
  const SystemZone* place = place_of(zone, system_zone(rule_of(ability, "zone")));
  if (place != nullptr) {
    count(ability, "zone", place->name);
  }
}

/// How the day ends that begins with `start`; empty where that is no whole day.
std::string_view manner_of_days(const EventTime& start, std::string_view end_text) {
  const auto end = parse_time(end_text, {});
  if (!end || start.kind == TimeKind::Utc || start.wall % DaySeconds != 0 ||
      end->wall <= start.wall) {
    return {};
  }
  if (start.kind == TimeKind::Date) {
    return end->kind == TimeKind::Date ? "date" : "";
  }
  if (end->wall % DaySeconds >= DaySeconds - 60) {
    return "235900";
  }
  if (end->wall % DaySeconds != 0) {
    return {};
  }
  return end_text.find("T24") != std::string_view::npos ? "240000" : "000000";
}

}  // namespace

void learn_old_manner(const Document& document, Ability& ability) {
  if (!is_old_calendar(document)) {
    return;
  }
  const auto zone = old_zone_of(document);
  if (zone) {
    learn_zone(*zone, ability);
  }
  const auto start = parse_time(value_of(document, "DTSTART"), {});
  if (!start) {
    return;
  }
  if (const auto days = manner_of_days(*start, value_of(document, "DTEND")); !days.empty()) {
    count(ability, "all-day", std::string(days));
  }
  if (start->kind != TimeKind::Date && start->wall % DaySeconds != 0) {
    const bool utc = start->kind == TimeKind::Utc;
    count(ability, "times", utc ? "utc" : zone ? "local-tz" : "local");
  }
}

}  // namespace pim::content
