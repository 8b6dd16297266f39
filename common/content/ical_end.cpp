// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_end.h"

#include <algorithm>

#include "common/content/ical_elements.h"
#include "common/content/recurrence_dates.h"

namespace pim::content {
namespace {

/// How long one instance lasts, from its start on.
Seconds duration_of(const ItemView& view, const Component& component, const EventTime& start) {
  const Seconds least = start.kind == TimeKind::Date ? DaySeconds : 0;
  if (const Field* field = component.first("DTEND")) {
    const auto end = view.time_of(component, *field);
    return end ? std::max(view.utc_of(*end) - view.utc_of(start), least) : least;
  }
  if (const Field* field = component.first("DURATION")) {
    const auto span = parse_duration(field->line->value);
    return span ? std::max(span->days * DaySeconds + span->seconds, least) : least;
  }
  return least;
}

/// The start of the last instance that the component's rule makes.
std::optional<Seconds> last_start(const ItemView& view, const Component& component,
                                  EventTime start) {
  if (component.first("RRULE") != nullptr) {
    const auto rule = rule_of(view, component);
    if (!rule) {
      return std::nullopt;
    }
    if (rule->until) {
      return view.utc_of(*rule->until) + (rule->until->kind == TimeKind::Date ? DaySeconds : 0);
    }
    const auto last = last_date(*rule, start);
    if (!last) {
      return std::nullopt;
    }
    start.wall = *last;
  }
  return view.utc_of(start);
}

}  // namespace

std::optional<Seconds> last_end(const ItemView& view) {
  std::optional<Seconds> end;
  for (const Component& component : view.items()) {
    const auto start = start_of(view, component);
    if (!start || component.first("RDATE") != nullptr) {
      return std::nullopt;
    }
    const auto last = last_start(view, component, *start);
    if (!last) {
      return std::nullopt;
    }
    end = std::max(end.value_or(*last), *last + duration_of(view, component, *start));
  }
  return end;
}

}  // namespace pim::content
