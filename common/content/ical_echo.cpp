// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_echo.h"

#include <algorithm>
#include <map>
#include <string>

#include "common/base/text.h"

namespace pim::content {
namespace {

// What Ability::shown calls the parts.
constexpr std::string_view Ends = "RRULE:END";
constexpr std::string_view Intervals = "RRULE:INTERVAL";
constexpr std::string_view ManyDays = "RRULE:DAYS";
constexpr std::string_view Times = ":TIME";

void learn(Ability& ability, std::string name) {
  ability.shown.try_emplace(std::move(name), 1);
}

bool knows(const Ability& ability, std::string_view name) {
  return ability.shown.contains(std::string(name));
}

/// The property without the instance it stands in.
std::string_view name_within(std::string_view name) {
  const std::size_t blank = name.starts_with('@') ? name.find(' ') : std::string_view::npos;
  return blank == std::string_view::npos ? name : name.substr(blank + 1);
}

/// "UNTIL" and what is behind its `=`.
std::map<std::string, std::string> parts_of(const std::string& rule) {
  std::map<std::string, std::string> out;
  for (const std::string& part : split(rule, ';')) {
    const std::size_t sign = std::min(part.find('='), part.size());
    out[part.substr(0, sign)] = part.substr(std::min(sign + 1, part.size()));
  }
  return out;
}

/// Some of the days; none are named where the day of the start is the only one.
bool fewer_days(const std::string& some, const std::string& all) {
  const auto known = split(all, ',');
  const auto left = some.empty() ? std::vector<std::string>() : split(some, ',');
  return left.size() < known.size() && std::all_of(left.begin(), left.end(), [&](const auto& day) {
           return std::find(known.begin(), known.end(), day) != known.end();
         });
}

/// The rule of the base but for parts that the side has no place for.
bool says_less(const std::string& theirs, const std::string& base, const Ability& ability) {
  const auto before = parts_of(base);
  auto now = parts_of(theirs);
  for (const auto& [name, value] : before) {
    const auto at = now.find(name);
    const std::string left = at == now.end() ? std::string() : at->second;
    if (at != now.end()) {
      now.erase(at);
    }
    const bool none = left.empty();
    const bool lacks_end = (name == "UNTIL" || name == "COUNT") && none && !knows(ability, Ends);
    const bool lacks_interval = name == "INTERVAL" && none && !knows(ability, Intervals);
    const bool lacks_days = name == "BYDAY" && fewer_days(left, value) && !knows(ability, ManyDays);
    if (left != value && !lacks_end && !lacks_interval && !lacks_days) {
      return false;
    }
  }
  return now.empty();
}

const Element* only_in(const Elements& elements, const std::string& name) {
  const auto at = elements.find(name);
  return at != elements.end() && at->second.size() == 1 ? &at->second.front() : nullptr;
}

bool starts_alike(const Elements& a, const Elements& b) {
  for (const char* name : {"WHEN", "DTSTART"}) {
    const Element* one = only_in(a, name);
    const Element* two = only_in(b, name);
    if ((one == nullptr) != (two == nullptr) ||
        (one != nullptr && one->components.front() != two->components.front())) {
      return false;
    }
  }
  return true;
}

/// The day of a time, and nothing of its clock.
bool is_day_of(const std::string& date, const std::string& time) {
  constexpr std::size_t DateSize = 8;
  return date.size() == DateSize && time.size() > DateSize && time.starts_with(date) &&
         time[DateSize] == 'T';
}

}  // namespace

void learn_places(const ItemView& form, Ability& ability) {
  for (const Component& component : form.items()) {
    if (const auto rule = rule_of(form, component)) {
      if (rule->until || rule->count > 0) {
        learn(ability, std::string(Ends));
      }
      if (rule->interval > 1) {
        learn(ability, std::string(Intervals));
      }
      if (rule->by_day.size() > 1) {
        learn(ability, std::string(ManyDays));
      }
    }
    for (const char* name : {"DTSTART", "DUE"}) {
      const Field* field = form.kind() == ItemKind::Task ? component.first(name) : nullptr;
      const auto time = field == nullptr ? std::nullopt : form.time_of(component, *field);
      if (time && time->kind != TimeKind::Date) {
        learn(ability, std::string(name).append(Times));
      }
    }
  }
}

void forgive_places(Elements& theirs, const Elements& base, const Ability& ability) {
  for (auto& [name, list] : theirs) {
    const Element* before = only_in(base, name);
    if (before == nullptr || list.size() != 1) {
      continue;
    }
    const std::string_view property = name_within(name);
    const std::string& came = list.front().exact;
    const bool rule = property == "RRULE" && starts_alike(theirs, base) &&
                      says_less(came, before->exact, ability);
    const bool day = (property == "DUE" || property == "DTSTART") &&
                     !knows(ability, std::string(property).append(Times)) &&
                     is_day_of(came, before->exact);
    if (rule || day) {
      list.front() = *before;
    }
  }
}

void tell_reopened(Elements& theirs, const Elements& base, const ItemView& came, History& sent) {
  if (came.kind() != ItemKind::Task) {
    return;
  }
  for (const Component& component : came.items()) {
    const std::string name = scope_of(component) + "STATE";
    const Element* before = only_in(base, name);
    if (before == nullptr || !before->exact.starts_with("COMPLETED") || theirs.contains(name) ||
        sent.lacks_value(name, *before)) {
      continue;
    }
    const auto status =
        std::find_if(component.fields.begin(), component.fields.end(), [](const Field& field) {
          return item_property(*field.info).value == ItemValue::State &&
                 equals_ignore_case(trim(field.line->value), "NEEDS-ACTION");
        });
    if (status == component.fields.end()) {
      continue;
    }
    Element opened;
    opened.places.push_back({&*status, 0});
    opened.info = status->info;
    opened.exact = to_upper_ascii(trim(status->line->value));
    opened.loose = opened.exact;
    opened.components.push_back(opened.exact);
    make_key(opened);
    theirs[name].push_back(std::move(opened));
  }
}

}  // namespace pim::content
