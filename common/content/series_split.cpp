// SPDX-License-Identifier: Apache-2.0
#include "common/content/series_split.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "common/base/text.h"
#include "common/content/ical_aligned.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_entry.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_series.h"
#include "common/content/patch.h"
#include "common/content/recurrence_dates.h"
#include "common/content/value.h"
#include "common/content/zone_system.h"
#include "common/content/zone_writer.h"

namespace pim::content {
namespace {

bool is_future(const Component& component) {
  return component.id.ends_with('+');
}

/// The date of an instance by the clock of the master.
std::optional<EventTime> date_of(std::string_view id) {
  return parse_time(id.substr(0, id.find('+')), {});
}

/// What is left of the rule of the master from a date on; nothing where that cannot be counted.
std::optional<RecurrenceRule> rest_of_rule(const ItemView& view, WallSeconds from) {
  const Component& master = *view.master();
  const Field* field = master.first("RRULE");
  const auto start = start_of(view, master);
  auto rule = field == nullptr ? std::nullopt : parse_rule(field->line->value);
  if (!rule || !start || rule->count == 0) {
    return start ? rule : std::nullopt;
  }
  RecurrenceDates dates(*rule, *start);
  std::int64_t before = 0;
  auto date = dates.next();
  for (; date && *date < from; date = dates.next()) {
    ++before;
  }
  if (!dates.understood() || !date) {
    return std::nullopt;
  }
  rule->count -= before;
  return rule;
}

/// The rule of the master, ended a second before a date.
std::string ended_rule(const ItemView& view, const EventTime& start, WallSeconds before) {
  RecurrenceRule rule = *parse_rule(view.master()->first("RRULE")->line->value);
  rule.count = 0;
  EventTime until = start;
  if (start.kind == TimeKind::Date) {
    until.wall = before - DaySeconds;
  } else {
    until.wall = before - 1;
    if (start.kind == TimeKind::Zoned) {
      until = {TimeKind::Utc, view.utc_of(until), {}};
    }
  }
  rule.until = until;
  return format_rule(rule);
}

class Splitter {
 public:
  Splitter(const ItemView& view, WallSeconds since)
      : view_(view), since_(since), start_(start_of(view, *view.master())), patch_(view.text()) {}

  std::vector<SeriesPart> run() {
    std::vector<SeriesPart> parts(1);
    for (const Component& component : view_.items()) {
      if (component.id.empty()) {
        continue;
      }
      patch_.remove(component.self.line->begin, component.end->end);
      const auto date = date_of(component.id);
      if (!date || !start_) {
        continue;
      }
      std::optional<RecurrenceRule> rest;
      if (is_future(component)) {
        rest = rest_of_rule(view_, date->wall);
        if (!rest || ended_) {
          continue;  // the series goes on as it was
        }
        end_before(date->wall);
      } else {
        exclude(date->wall);
      }
      if (is_future(component) || date->wall >= since_) {
        parts.push_back({component.id, single(component, rest)});
      }
    }
    parts.front().record = patch_.apply();
    return parts;
  }

 private:
  std::string_view line_end() const { return view_.document().line_end(); }

  void exclude(WallSeconds wall) {
    patch_.insert(view_.master()->first("DTSTART")->line->end,
                  series_date_line(view_, "EXDATE", wall, line_end()));
  }

  void end_before(WallSeconds wall) {
    const Field* rule = view_.master()->first("RRULE");
    patch_.replace(rule->line->begin, rule->line->end,
                   fold("RRULE:" + ended_rule(view_, *start_, wall), line_end()));
    ended_ = true;
  }

  /// One instance under a UID of its own. It takes along the zones it names, written for its life,
  /// and nothing else of what stands around it: a record of many exceptions would grow by as many
  /// times (S-22).
  std::string single(const Component& wanted, const std::optional<RecurrenceRule>& rule) const {
    const std::size_t begin = wanted.self.line->begin;
    Patch patch(view_.text().substr(begin, wanted.end->end - begin));
    const Field* id = wanted.first("RECURRENCE-ID");
    patch.replace(id->line->begin - begin, id->line->end - begin,
                  rule && wanted.first("RRULE") == nullptr
                      ? fold("RRULE:" + format_rule(*rule), line_end())
                      : std::string());
    const std::string end(line_end());
    const std::string text = "BEGIN:VCALENDAR" + end + "VERSION:2.0" + end +
                             zones_of(wanted, rule.has_value()) + patch.apply() + "END:VCALENDAR" +
                             end;
    const auto named = item_with_uid(text, item_uid(view_) + '-' + wanted.id, view_.kind());
    return named ? *named : text;
  }

  /// Zones of its own that an instance names; those of the system need no component.
  std::string zones_of(const Component& wanted, bool goes_on) const {
    struct Life {
      Seconds from = 0;
      Seconds to = 0;
    };
    std::map<const ZoneUse*, Life> lives;
    for (const Line* line = wanted.self.line; line != wanted.end; ++line) {
      const ZoneUse* use =
          line->parameter_count == 0 ? nullptr : view_.zone_use(view_.parameter(*line, "TZID"));
      const auto time = parse_time(line->value.substr(0, line->value.find_first_of(",/")), {});
      if (use == nullptr || use->zone == nullptr || !time || system_zone(use->tzid) != nullptr) {
        continue;
      }
      const auto [life, fresh] = lives.try_emplace(use, Life{time->wall, time->wall});
      life->second.from = std::min(life->second.from, time->wall);
      life->second.to = std::max(life->second.to, time->wall);
    }
    std::string out;
    for (const auto& [use, life] : lives) {
      const Seconds more = (goes_on ? 3650 : 366) * DaySeconds;  // it may last, or repeat
      out += write_zone_component(use->tzid, *use->zone, life.from - DaySeconds, life.to + more);
    }
    return out;
  }

  const ItemView& view_;
  const WallSeconds since_;
  const std::optional<EventTime> start_;
  Patch patch_;
  bool ended_ = false;
};

}  // namespace

std::vector<SeriesPart> split_series(const ItemView& view, WallSeconds since) {
  if (view.master() == nullptr || view.items().size() == 1) {
    return {{{}, std::string(view.text())}};
  }
  return Splitter(view, since).run();
}

Result<std::string> part_as_exception(const ItemView& stored, std::string_view id,
                                      std::string_view part) {
  const auto date = date_of(id);
  const Component* known = stored.item(id);
  const bool placed = known != nullptr ||
                      (stored.master() != nullptr && start_of(stored, *stored.master()) && date);
  if (!placed) {
    return fail(ErrorCode::Malformed, "the part is no date of the series");
  }
  PIM_TRY(const std::string named, item_with_uid(part, item_uid(stored), stored.kind()));
  PIM_TRY(const ItemView view, ItemView::read(named, stored.kind()));
  const Component& single = view.items().front();
  Patch patch(view.text());
  for (const Field& field : single.fields) {
    const bool of_rule = equals_ignore_case(field.line->name, "RRULE");
    if (of_rule || equals_ignore_case(field.line->name, "RECURRENCE-ID")) {
      patch.remove(field.line->begin, field.line->end);  // the series says it
    }
  }
  const Field* old = known == nullptr ? nullptr : known->first("RECURRENCE-ID");
  const std::string_view line_end = view.document().line_end();
  patch.insert(single.self.line->end,
               old != nullptr ? fold(head_of(stored.document(), *old->line) + ':' +
                                         std::string(old->line->value),
                                     line_end)
                              : series_date_line(stored, "RECURRENCE-ID", date->wall, line_end));
  return patch.apply();
}

Result<std::string> without_instance(const ItemView& stored, std::string_view id) {
  const auto date = date_of(id);
  const Component* master = stored.master();
  if (master == nullptr || !date || !start_of(stored, *master)) {
    return fail(ErrorCode::Malformed, "the instance is no date of the series");
  }
  Patch patch(stored.text());
  if (const Component* exception = stored.item(id)) {
    patch.remove(exception->self.line->begin, exception->end->end);
  }
  const std::string_view line_end = stored.document().line_end();
  if (id.ends_with('+')) {
    if (const Field* rule = master->first("RRULE")) {
      patch.replace(
          rule->line->begin, rule->line->end,
          fold("RRULE:" + ended_rule(stored, *start_of(stored, *master), date->wall), line_end));
    }
    return patch.apply();
  }
  const std::string line = series_date_line(stored, "EXDATE", date->wall, line_end);
  if (stored.text().find(line) == std::string_view::npos) {
    patch.insert(master->first("DTSTART")->line->end, line);
  }
  return patch.apply();
}

}  // namespace pim::content
