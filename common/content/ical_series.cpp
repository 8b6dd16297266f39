// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_series.h"

#include <algorithm>
#include <cstdlib>

#include "common/base/text.h"
#include "common/content/ical_elements.h"
#include "common/content/patch.h"
#include "common/content/recurrence_dates.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Devices round the time of an alarm to what they offer (content rule 5.2).
constexpr std::int64_t AlarmSlack = 300;
constexpr std::string_view Alarms = "NESTED VALARM";

struct Told {
  EventTime time;
  std::string zone;
};

/// The start of the master as its element tells it.
std::optional<Told> start_in(const Elements& elements) {
  auto at = elements.find("WHEN");
  std::string wall;
  std::string zone;
  if (at != elements.end() && !at->second.empty()) {
    const auto& parts = at->second.front().components;
    wall = parts.empty() ? "" : parts[0];
    zone = parts.size() > 1 ? parts[1] : "";
  } else if (at = elements.find("DTSTART"); at != elements.end() && !at->second.empty()) {
    const std::string& exact = at->second.front().exact;
    const std::size_t blank = std::min(exact.find(' '), exact.size());
    wall = exact.substr(0, blank);
    zone = blank == exact.size() ? "" : exact.substr(blank + 1);
  }
  const auto time = parse_time(wall, {});
  return time ? std::optional<Told>({*time, zone}) : std::nullopt;
}

/// Dates, floating times, instants and times of a place do not move into each other.
bool same_kind(const Told& a, const Told& b) {
  return a.time.kind == b.time.kind && a.zone.empty() == b.zone.empty() &&
         (a.zone == "UTC") == (b.zone == "UTC");
}

std::optional<RecurrenceRule> endless(const ItemView& view) {
  const Component* master = view.master();
  auto rule = master == nullptr ? std::nullopt : rule_of(view, *master);
  if (rule) {
    rule->until.reset();
    rule->count = 0;
  }
  return rule;
}

bool names_exception(const ItemView& theirs, const ItemView& ours) {
  return std::any_of(ours.items().begin(), ours.items().end(), [&](const Component& own) {
    return !own.id.empty() && theirs.item(own.id) != nullptr;
  });
}

std::string moved_text(const std::string& told, WallSeconds by) {
  const std::size_t blank = std::min(told.find(' '), told.size());
  const auto time = parse_time(told.substr(0, blank), {});
  return time ? format_time(time->kind, time->wall + by) + told.substr(blank) : told;
}

void move(Element& element, WallSeconds by) {
  element.exact = moved_text(element.exact, by);
  element.loose = element.exact;
  element.components.assign(1, element.exact);
  make_key(element);
}

/// Where an alarm rings, in seconds from the start or the end; nothing for one at an instant.
std::optional<std::int64_t> ring_of(const Element& alarm, bool& at_end) {
  const std::string trigger = alarm.loose.substr(0, alarm.loose.find('\x1e'));
  const std::size_t days = trigger.find('D');
  const std::size_t seconds = trigger.find('S');
  if (days == std::string::npos || seconds == std::string::npos || seconds < days) {
    return std::nullopt;
  }
  at_end = trigger.ends_with(" END");
  return std::strtoll(trigger.c_str(), nullptr, 10) * DaySeconds +
         std::strtoll(trigger.c_str() + days + 1, nullptr, 10);
}

bool holds_alarm(const std::vector<Element>& list, const Element& alarm) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Element& other) { return other.loose == alarm.loose; });
}

std::optional<WallSeconds> end_of(const ItemView& view) {
  const Component* master = view.master();
  const auto start = master == nullptr ? std::nullopt : start_of(view, *master);
  const auto rule = start ? rule_of(view, *master) : std::nullopt;
  if (!rule) {
    return std::nullopt;
  }
  if (rule->until) {
    return rule->until->wall + (rule->until->kind == TimeKind::Date ? DaySeconds - 1 : 0);
  }
  return last_date(*rule, *start);
}

}  // namespace

bool rings_alike(const Element& a, const Element& b) {
  bool a_end = false;
  bool b_end = false;
  const auto left = ring_of(a, a_end);
  const auto right = ring_of(b, b_end);
  return left && right && a_end == b_end && std::abs(*left - *right) <= AlarmSlack;
}

std::string series_date_line(const ItemView& view, std::string_view name, WallSeconds wall,
                             std::string_view line_end) {
  const Field* start = view.master()->first("DTSTART");
  const auto time = start_of(view, *view.master());
  std::string head(name);
  const std::string_view tzid = view.parameter(*start->line, "TZID");
  head += time->kind == TimeKind::Date ? ";VALUE=DATE" : "";
  head += time->kind == TimeKind::Zoned ? ";TZID=" + parameter_value(tzid) : "";
  return fold(head + ':' + format_time(time->kind, wall), line_end);
}

WallSeconds series_shift(const ItemView& base, const Elements& base_elements, const ItemView& ours,
                         const Elements& our_elements, const ItemView& theirs,
                         const Elements& their_elements) {
  const auto old = start_in(base_elements);
  const auto own = start_in(our_elements);
  const auto now = start_in(their_elements);
  const auto old_rule = endless(base);
  const auto new_rule = endless(theirs);
  const bool told = old && own && now && old_rule && new_rule && ours.master() != nullptr;
  if (!told || !same_kind(*old, *now) || !same_kind(*old, *own) ||
      old->time.wall != own->time.wall || names_exception(theirs, ours)) {
    return 0;
  }
  return *old_rule == *new_rule ? now->time.wall - old->time.wall : 0;
}

std::string moved_id(const std::string& id, WallSeconds by) {
  const auto time = by == 0 ? std::nullopt : parse_time(id, {});
  return time ? format_time(time->kind, time->wall + by) : id;
}

Elements moved_elements(Elements&& elements, WallSeconds by) {
  Elements out;
  for (auto& [name, list] : elements) {
    const std::size_t blank = std::min(name.find(' '), name.size());
    if (name == "EXDATE") {
      for (Element& element : list) {
        move(element, by);
      }
      settle(list);
    }
    out[name.starts_with('@') ? '@' + moved_id(name.substr(1, blank - 1), by) + name.substr(blank)
                              : name] = std::move(list);
  }
  return out;
}

void move_left_behind(Elements& theirs, const Elements& base, WallSeconds by) {
  const auto now = theirs.find("EXDATE");
  const auto before = base.find("EXDATE");
  if (now == theirs.end() || before == base.end()) {
    return;
  }
  for (Element& element : now->second) {
    const bool known =
        std::any_of(before->second.begin(), before->second.end(),
                    [&](const Element& other) { return other.exact == element.exact; });
    if (known) {
      move(element, by);
    }
  }
  settle(now->second);
}

void forgive_alarms(Elements& theirs, const Elements& base) {
  for (auto& [name, list] : theirs) {
    const auto before = name.ends_with(Alarms) ? base.find(name) : base.end();
    if (before == base.end()) {
      continue;
    }
    std::vector<bool> used(before->second.size());
    const std::vector<Element> came = list;
    for (Element& alarm : list) {
      for (std::size_t at = 0; at < used.size() && !holds_alarm(before->second, alarm); ++at) {
        const Element& sent = before->second[at];
        if (!used[at] && !holds_alarm(came, sent) && rings_alike(sent, alarm)) {
          used[at] = true;
          alarm = sent;
        }
      }
    }
    settle(list);
  }
}

namespace {

enum class Fate : std::uint8_t { Stays, BehindTheEnd, NoDate };

bool rule_changed(const ItemView& base, const ItemView& theirs) {
  const Component* before = base.master();
  const Component* now = theirs.master();
  return before != nullptr && now != nullptr && now->first("RRULE") != nullptr &&
         rule_of(base, *before) != rule_of(theirs, *now);
}

Fate fate_of(const ItemView& view, const ItemView& base, const Component& component) {
  const auto start = start_of(view, *view.master());
  const auto rule = rule_of(view, *view.master());
  const auto date = parse_time(component.id, {});
  if (!start || !rule || !date) {
    return Fate::Stays;
  }
  const auto end = end_of(view);
  if (end && date->wall > *end) {
    const auto before = end_of(base);
    return !before || *before >= *end ? Fate::BehindTheEnd : Fate::NoDate;
  }
  RecurrenceDates dates(*rule, *start);
  while (const auto one = dates.next()) {
    if (*one >= date->wall) {
      return *one == date->wall ? Fate::Stays : Fate::NoDate;
    }
  }
  return dates.understood() && !dates.exhausted() ? Fate::NoDate : Fate::Stays;
}

}  // namespace

std::string settle_exceptions(const ItemView& merged, const ItemView& base, const ItemView& theirs,
                              const std::function<bool(const std::string& id)>& edited,
                              std::vector<Lost>& lost) {
  Patch patch(merged.text());
  const Component* master = merged.master();
  if (master == nullptr || master->first("RRULE") == nullptr || !rule_changed(base, theirs)) {
    return std::string(merged.text());
  }
  for (const Component& component : merged.items()) {
    if (component.id.empty() || theirs.item(component.id) != nullptr) {
      continue;
    }
    const Fate fate = fate_of(merged, base, component);
    if (fate == Fate::BehindTheEnd && !edited(component.id)) {
      patch.remove(component.self.line->begin, component.end->end);
      const Field* summary = component.first("SUMMARY");
      const std::string name = summary == nullptr ? "" : ' ' + unescape(summary->line->value);
      lost.push_back({"RECURRENCE-ID", {}, component.id + name});
    } else if (fate != Fate::Stays) {
      const std::string line = series_date_line(merged, "RDATE", parse_time(component.id, {})->wall,
                                                merged.document().line_end());
      if (merged.text().find(line) == std::string_view::npos) {
        patch.insert(master->first("RRULE")->line->end, line);
      }
    }
  }
  return patch.apply();
}

}  // namespace pim::content
