// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_view.h"

#include <algorithm>
#include <map>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/content/ical_repair.h"
#include "common/content/value.h"
#include "common/content/zone_reader.h"
#include "common/content/zone_system.h"

namespace pim::content {
namespace {

/// Real records name one or two zones.
constexpr std::size_t MaxZones = 64;

bool named(const Line& line, std::string_view name) {
  return line.name.size() == name.size() && equals_ignore_case(line.name, name);
}

bool says_nothing(const Field& field) {
  const ItemProperty& info = item_property(*field.info);
  const std::string_view value = trim(field.line->value);
  if (info.shape == Shape::List) {
    return value.find_first_not_of(", \t") == std::string_view::npos;
  }
  return value.empty() || (!info.fallback.empty() && equals_ignore_case(value, info.fallback));
}

/// Markers of content rule V5 that a 2.0 record may bear.
bool marks_all_day(const Line& line) {
  return (named(line, "X-MICROSOFT-CDO-ALLDAYEVENT") ||
          named(line, "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")) &&
         equals_ignore_case(trim(line.value), "TRUE");
}

std::size_t items_of(const Line& line) {
  return 1 + static_cast<std::size_t>(std::count(line.value.begin(), line.value.end(), ','));
}

}  // namespace

bool opens(const Line& line) {
  return named(line, "BEGIN");
}
bool closes(const Line& line) {
  return named(line, "END");
}

std::string_view Component::name() const {
  return trim(self.line->value);
}

const Field* Component::first(std::string_view property) const {
  for (const Field& field : fields) {
    if (!field.empty && named(*field.line, property)) {
      return &field;
    }
  }
  return nullptr;
}

Result<ItemView> ItemView::read(std::string_view text, ItemKind kind, const OldManner& manner) {
  PIM_TRY(Document document, Document::parse(text));
  std::unique_ptr<std::string> owned;
  if (item_needs_repair(document)) {
    PIM_TRY(Repaired repaired, repair_item(text));
    owned = std::make_unique<std::string>(std::move(repaired.text));
    PIM_TRY(document, Document::parse(*owned));
  }
  std::vector<Remark> remarks;
  PIM_TRY(ItemView view, over(std::move(document), kind, manner, remarks));
  view.owned_ = std::move(owned);
  return view;
}

Result<ItemView> ItemView::over(Document document, ItemKind kind, const OldManner& manner,
                                std::vector<Remark>& remarks) {
  if (is_old_calendar(document) && kind != ItemKind::Note) {
    auto lifted = std::make_unique<std::string>(ical_of_old(document, manner, kind, remarks));
    PIM_TRY(Document converted, Document::parse(*lifted));
    ItemView view(std::move(converted), kind);
    view.lifted_text_ = std::move(lifted);
    view.lifted_ = true;
    PIM_CHECK(view.build());
    return view;
  }
  ItemView view(std::move(document), kind);
  PIM_CHECK(view.build());
  return view;
}

Status ItemView::build() {
  std::vector<Component> open;
  std::size_t items = 0;
  for (const Line& line : document_.lines()) {
    if (opens(line)) {
      Component component;
      component.self.line = &line;
      component.self.info = &nested_property();
      open.push_back(std::move(component));
      continue;
    }
    if (open.empty()) {
      continue;
    }
    if (closes(line)) {
      Component done = std::move(open.back());
      open.pop_back();
      done.end = &line;
      if (open.size() == 1) {
        PIM_CHECK(place(std::move(done)));
      } else if (!open.empty()) {
        open.back().nested.push_back(std::move(done));
      }
      continue;
    }
    if (open.size() == 1) {
      version_ = named(line, "VERSION") ? &line : version_;
      continue;
    }
    Field field;
    field.line = &line;
    field.info = find_item_property(line.name, kind_);
    field.empty = says_nothing(field);
    items += field.info->shape == Shape::List ? items_of(line) : 0;
    open.back().all_day_marked = open.back().all_day_marked || marks_all_day(line);
    open.back().fields.push_back(std::move(field));
    if (line.parameter_count > 0) {
      learn_zone(line);
    }
  }
  if (items > limits::MaxRecordItems) {
    return fail(ErrorCode::TooLarge, "the lists of the record are too long");
  }
  if (items_.empty()) {
    return fail(ErrorCode::Malformed,
                "the record holds no " + std::string(component_of(kind_)) + " component");
  }
  for (ZoneUse& use : uses_) {
    if (const SystemZone* system = system_zone(use.tzid)) {
      use.name = system->name;
      use.zone = &system->zone;
      continue;
    }
    use.name = use.tzid;
    for (const Component& zone : zones_) {
      const Field* tzid = zone.first("TZID");
      if (tzid != nullptr && trim(tzid->line->value) == use.tzid) {
        if (auto read = read_zone_component(zone)) {
          own_zones_.push_back(std::make_unique<Zone>(std::move(*read)));
          use.zone = own_zones_.back().get();
        }
        break;
      }
    }
  }
  name_instances();
  return {};
}

Status ItemView::place(Component component) {
  if (equals_ignore_case(component.name(), component_of(kind_))) {
    component.self.info = &instance_property();
    items_.push_back(std::move(component));
    return {};
  }
  if (equals_ignore_case(component.name(), "VTIMEZONE")) {
    zones_.push_back(std::move(component));
    return {};
  }
  for (const ItemKind other : {ItemKind::Event, ItemKind::Task, ItemKind::Note}) {
    if (equals_ignore_case(component.name(), component_of(other))) {
      return fail(ErrorCode::Malformed, "the record is a " + std::string(component_of(other)) +
                                            ", not a " + std::string(component_of(kind_)));
    }
  }
  return {};
}

void ItemView::learn_zone(const Line& line) {
  const std::string_view tzid = parameter(line, "TZID");
  if (tzid.empty() || zone_use(tzid) != nullptr || uses_.size() == MaxZones) {
    return;
  }
  ZoneUse use;
  use.tzid = tzid;
  uses_.push_back(std::move(use));
}

/// The master to the front, and every override its name: its date by the master's clock.
void ItemView::name_instances() {
  std::stable_sort(items_.begin(), items_.end(), [](const Component& a, const Component& b) {
    return (a.first("RECURRENCE-ID") == nullptr) > (b.first("RECURRENCE-ID") == nullptr);
  });
  const Component& lead = items_.front();
  std::optional<EventTime> start;
  if (const Field* field = lead.first("DTSTART")) {
    start = time_of(lead, *field);
  }
  std::map<std::string, int> taken;
  for (Component& component : items_) {
    if (const Field* field = component.first("RECURRENCE-ID")) {
      std::optional<EventTime> time = time_of(component, *field);
      if (time && start && lead.first("RECURRENCE-ID") == nullptr) {
        time = aligned(*time, *start);
      }
      component.id =
          time ? format_time(time->kind, time->wall) : std::string(trim(field->line->value));
      std::replace(component.id.begin(), component.id.end(), ' ', '_');
      if (equals_ignore_case(parameter(*field->line, "RANGE"), "THISANDFUTURE")) {
        component.id += '+';
      }
    }
    if (const int before = taken[component.id]++; before > 0) {
      component.id += '#' + std::to_string(before);  // the same date twice, or two masters
    }
  }
}

void ItemView::stand_for(const std::string& id) {
  if (items_.size() == 1 && items_.front().id.empty()) {
    items_.front().id = id;
  }
}

const Component* ItemView::master() const {
  return items_.front().id.empty() ? &items_.front() : nullptr;
}

const Component* ItemView::item(std::string_view id) const {
  for (const Component& component : items_) {
    if (component.id == id) {
      return &component;
    }
  }
  return nullptr;
}

std::string_view ItemView::parameter(const Line& line, std::string_view name) const {
  for (const Parameter& parameter : Parameters{document_, line}) {
    if (equals_ignore_case(parameter.name, name)) {
      return unquote(parameter.value);
    }
  }
  return {};
}

const ZoneUse* ItemView::zone_use(std::string_view tzid) const {
  const auto at = std::find_if(uses_.begin(), uses_.end(),
                               [tzid](const ZoneUse& use) { return use.tzid == tzid; });
  return at == uses_.end() ? nullptr : &*at;
}

std::optional<EventTime> ItemView::time_of(const Component& component, const Field& field) const {
  const std::string_view tzid =
      field.line->parameter_count == 0 ? std::string_view() : parameter(*field.line, "TZID");
  std::optional<EventTime> time = parse_time(field.line->value, tzid);
  if (time && component.all_day_marked && time->wall % DaySeconds == 0) {
    return EventTime{TimeKind::Date, time->wall, tzid};
  }
  return time;
}

Seconds ItemView::utc_of(const EventTime& time) const {
  if (time.kind != TimeKind::Zoned) {
    return time.wall;
  }
  const ZoneUse* use = zone_use(time.zone);
  return use == nullptr || use->zone == nullptr ? time.wall : use->zone->utc_of(time.wall);
}

EventTime ItemView::aligned(const EventTime& time, const EventTime& like) const {
  EventTime out = like;
  if (like.kind == TimeKind::Date) {
    const ZoneUse* use = time.kind == TimeKind::Utc ? zone_use(like.zone) : nullptr;
    const bool knows = use != nullptr && use->zone != nullptr;
    out.wall = day_of(knows ? use->zone->wall_at(time.wall) : time.wall) * DaySeconds;
    return out;
  }
  if (time.kind == TimeKind::Date ||
      (time.kind == TimeKind::Floating && time.wall % DaySeconds == 0)) {
    out.wall = day_of(time.wall) * DaySeconds + (like.wall - day_of(like.wall) * DaySeconds);
    return out;
  }
  if (time.kind == TimeKind::Floating || (time.kind == like.kind && time.zone == like.zone)) {
    out.wall = time.wall;
    return out;
  }
  const Seconds utc = utc_of(time);
  const ZoneUse* use = like.kind == TimeKind::Zoned ? zone_use(like.zone) : nullptr;
  out.wall = use != nullptr && use->zone != nullptr ? use->zone->wall_at(utc) : utc;
  return out;
}

}  // namespace pim::content
