// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_clock.h"

#include "common/content/ical_elements.h"

namespace pim::content {

std::optional<EventTime> clock_for(const ItemView& ours, const Component& component) {
  const Component* other = ours.item(component.id);
  const auto start = other == nullptr ? std::nullopt : start_of(ours, *other);
  const bool runs = start && (start->kind == TimeKind::Zoned || start->kind == TimeKind::Utc);
  return runs ? start : std::nullopt;
}

EventTime by_clock(const ItemView& view, const EventTime& time, const ItemView& ours,
                   const EventTime& clock) {
  EventTime out = clock;
  out.wall = time.wall;
  if (time.kind == TimeKind::Utc || time.kind == TimeKind::Zoned) {
    const Seconds utc = view.utc_of(time);
    const ZoneUse* use = clock.kind == TimeKind::Zoned ? ours.zone_use(clock.zone) : nullptr;
    out.wall = use != nullptr && use->zone != nullptr ? use->zone->wall_at(utc) : utc;
  }
  return out;
}

std::optional<RecurrenceRule> rule_by_clock(const ItemView& view, RecurrenceRule rule,
                                            const EventTime& start, const ItemView& ours,
                                            const EventTime& clock) {
  if (rule.until && rule.until->kind != TimeKind::Date) {
    rule.until = by_clock(view, *rule.until, ours, clock);
  }
  return rule_by_other_clock(std::move(rule), start, by_clock(view, start, ours, clock));
}

}  // namespace pim::content
