// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_elements.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/content/ical_aligned.h"
#include "common/content/ical_clock.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

constexpr char PartSign = '\x1f';
constexpr char ComponentSign = '\x1e';
constexpr char EntrySign = '\x1d';

struct SlotName {
  std::string_view parameter;
  std::string_view fallback;
};
constexpr std::array<SlotName, PersonSlots> Slots = {{{"", ""},
                                                      {"CN", ""},
                                                      {"ROLE", "REQ-PARTICIPANT"},
                                                      {"PARTSTAT", "NEEDS-ACTION"},
                                                      {"RSVP", "FALSE"},
                                                      {"CUTYPE", "INDIVIDUAL"},
                                                      {"DELEGATED-TO", ""},
                                                      {"DELEGATED-FROM", ""},
                                                      {"MEMBER", ""},
                                                      {"SENT-BY", ""},
                                                      {"DIR", ""}}};

/// Never compared, besides what the value already tells: how mail servers remember their work.
constexpr auto HiddenParameters = std::to_array<std::string_view>(
    {"TZID", "VALUE", "ENCODING", "CHARSET", "SCHEDULE-STATUS", "SCHEDULE-AGENT",
     "SCHEDULE-FORCE-SEND", "X-VOBJ-ORIGINAL-TZID"});

bool is_one_of(std::string_view name, const auto& names) {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view one) { return equals_ignore_case(one, name); });
}

std::string parameters_of(const ItemView& view, const Field& field, bool person) {
  std::vector<std::string> kept;
  for (const Parameter& parameter : Parameters{view.document(), *field.line}) {
    if (!parameter.name.empty() && !is_one_of(parameter.name, HiddenParameters) &&
        !(person && is_person_parameter(parameter.name))) {
      kept.push_back(to_upper_ascii(parameter.name) + '=' + std::string(unquote(parameter.value)));
    }
  }
  std::sort(kept.begin(), kept.end());
  std::string out;
  for (const std::string& one : kept) {
    out += one + ComponentSign;
  }
  return out;
}

/// `mailto:` off: everybody means it.
std::string_view address_of(std::string_view value) {
  value = trim(value);
  return equals_ignore_case(value.substr(0, 7), "mailto:") ? value.substr(7) : value;
}

void take_person(const ItemView& view, const Field& field, Element& element) {
  std::vector<std::string> slots(PersonSlots);
  append_raw(slots[0], address_of(field.line->value));
  for (const Parameter& parameter : Parameters{view.document(), *field.line}) {
    for (std::size_t slot = 1; slot < PersonSlots; ++slot) {
      if (!equals_ignore_case(parameter.name, Slots[slot].parameter)) {
        continue;
      }
      const std::string_view value = unquote(parameter.value);
      const bool word = !Slots[slot].fallback.empty();
      if (!word || !equals_ignore_case(value, Slots[slot].fallback)) {
        slots[slot] = word ? to_upper_ascii(value) : std::string(value);
      }
    }
  }
  while (slots.size() > 1 && slots.back().empty()) {
    slots.pop_back();
  }
  element.loose = to_lower_ascii(slots[0]);
  element.exact = join_components(slots);
  element.components = std::move(slots);
}

/// The name of the zone a time is bound to, as compared.
std::string zone_name(const ItemView& view, const EventTime& time) {
  if (time.kind == TimeKind::Utc) {
    return "UTC";
  }
  if (time.kind != TimeKind::Zoned) {
    return {};
  }
  const ZoneUse* use = view.zone_use(time.zone);
  return use == nullptr ? std::string(time.zone) : use->name;
}

std::string exact_time(const ItemView& view, const EventTime& time) {
  std::string out =
      format_time(time.kind == TimeKind::Date ? TimeKind::Date : TimeKind::Floating, time.wall);
  if (const std::string zone = zone_name(view, time); !zone.empty()) {
    out += ' ' + zone;
  }
  return out;
}

std::string loose_time(const ItemView& view, const EventTime& time) {
  const bool known = time.kind != TimeKind::Zoned || (view.zone_use(time.zone) != nullptr &&
                                                      view.zone_use(time.zone)->zone != nullptr);
  if (time.kind == TimeKind::Utc || (time.kind == TimeKind::Zoned && known)) {
    return format_time(TimeKind::Utc, view.utc_of(time));
  }
  return exact_time(view, time);
}

const Field* when_field(const Component& component, std::string_view name) {
  const Field* field = component.first(name);
  return field != nullptr && item_property(*field->info).value == ItemValue::When ? field : nullptr;
}

/// The entries of one record, gathered instance by instance.
class Gatherer {
 public:
  explicit Gatherer(const ItemView& view, const ItemView* ours = nullptr)
      : view_(view), ours_(ours) {}

  Elements run() {
    for (const Component& component : view_.items()) {
      take(component);
    }
    return std::move(out_);
  }

 private:
  void take(const Component& component) {
    Elements own;
    bool when_done = false;
    bool state_done = false;
    const std::string scope = scope_of(component);
    start_ = start_of(view_, component);
    const bool has_clock = ours_ != nullptr && start_ && start_->kind != TimeKind::Date;
    clock_ = has_clock ? clock_for(*ours_, component) : std::nullopt;
    recurs_ = recurs(component);
    for (const Field& field : component.fields) {
      const ItemProperty& info = item_property(*field.info);
      const bool composite = info.value == ItemValue::When || info.value == ItemValue::State;
      if ((field.empty && !composite) || info.weight == Weight::Never) {
        continue;
      }
      bool& done = info.value == ItemValue::When ? when_done : state_done;
      if (composite && done) {
        continue;
      }
      if (composite) {
        done = true;
        take_composite(component, info, own[scope + std::string(info.canonical)]);
        continue;
      }
      std::string name = scope;
      append_name(field, name);
      std::vector<Element>& list = own[name];
      if (info.shape == Shape::List) {
        take_items(field, list);
      } else {
        list.push_back(single(component, field));
      }
    }
    for (const Component& nested : component.nested) {
      take_nested(nested, own[scope + "NESTED " + to_upper_ascii(nested.name())]);
    }
    for (auto& [name, list] : own) {
      settle(list);
    }
    std::erase_if(own, [](const auto& entry) { return entry.second.empty(); });
    Element whole;
    whole.places.push_back({&component.self, 0});
    whole.info = component.self.info;
    whole.exact = canonical_of(own, Level::Exact);
    whole.loose = canonical_of(own, Level::Loose);
    whole.components.push_back(whole.exact);
    make_key(whole);
    out_.merge(own);
    out_[instance_name(component)].push_back(std::move(whole));
  }

  void take_composite(const Component& component, const ItemProperty& info,
                      std::vector<Element>& list) {
    Element element;
    for (const Field& field : component.fields) {
      if (item_property(*field.info).value == info.value) {
        element.places.push_back({&field, 0});
        element.info = field.info;
      }
    }
    if (info.value == ItemValue::When) {
      take_when(component, element);
    } else {
      take_state(component, element);
    }
    if (!element.exact.empty()) {
      make_key(element);
      list.push_back(std::move(element));
    }
  }

  void take_when(const Component& component, Element& element) {
    const auto& start = start_;
    std::vector<std::string> parts(3);
    std::string loose;
    if (clock_) {
      const EventTime told = by_clock(view_, *start, *ours_, *clock_);
      parts[0] = format_time(TimeKind::Floating, told.wall);
      parts[1] = zone_name(*ours_, told);
      loose = recurs_ ? exact_time(*ours_, told) : loose_time(*ours_, told);
    } else if (start) {
      parts[0] = format_time(start->kind == TimeKind::Date ? TimeKind::Date : TimeKind::Floating,
                             start->wall);
      parts[1] = zone_name(view_, *start);
      loose = recurs_ ? exact_time(view_, *start) : loose_time(view_, *start);
    } else if (const Field* raw = component.first("DTSTART")) {
      parts[0] = '?' + std::string(trim(raw->line->value));
      loose = parts[0];
    }
    parts[2] = length_of(view_, component);
    element.loose = loose + ComponentSign + parts[2];
    element.exact = join_components(parts);
    element.components = std::move(parts);
    while (element.components.size() > 1 && element.components.back().empty()) {
      element.components.pop_back();
    }
  }

  void take_state(const Component& component, Element& element) {
    const Field* status = component.first("STATUS");
    const Field* completed = component.first("COMPLETED");
    const Field* percent = component.first("PERCENT-COMPLETE");
    std::string word = status == nullptr ? "" : to_upper_ascii(trim(status->line->value));
    std::string share = percent == nullptr ? "" : std::string(trim(percent->line->value));
    if (word == "COMPLETED" || completed != nullptr || share == "100") {
      word = "COMPLETED";
      share.clear();
    }
    std::string at;
    if (completed != nullptr) {
      const auto time = view_.time_of(component, *completed);
      at = time ? loose_time(view_, *time) : '?' + std::string(trim(completed->line->value));
    }
    if (word.empty() && share.empty()) {
      return;
    }
    element.exact = word + ComponentSign + share + ComponentSign + at;
    element.loose = word + ComponentSign + share;
    element.components.push_back(element.exact);
  }

  Element single(const Component& component, const Field& field) {
    Element element;
    element.places.push_back({&field, 0});
    element.info = field.info;
    const ItemProperty& info = item_property(*field.info);
    const std::string_view raw = field.line->value;
    switch (info.value) {
      case ItemValue::Person: take_person(view_, field, element); break;
      case ItemValue::Text:
        append_text(info, raw, Level::Exact, element.exact);
        append_text(info, raw, Level::Loose, element.loose);
        break;
      case ItemValue::Token:
      case ItemValue::Number: element.exact = to_upper_ascii(trim(raw)); break;
      case ItemValue::Time: take_time(component, field, element); break;
      case ItemValue::Rule: take_rule(field, element); break;
      case ItemValue::Uri: append_raw(element.exact, trim(raw)); break;
      case ItemValue::Data:
        element.exact = is_base64(view_.document(), *field.line) ? "base64:" : "";
        append_raw(element.exact, trim(raw));
        break;
      default:
        element.exact = raw;
        append_text(info, raw, Level::Loose, element.loose);
        break;
    }
    if (element.loose.empty()) {
      element.loose = element.exact;
    }
    if (element.components.empty()) {
      element.components.push_back(element.exact);
    }
    element.parameters = parameters_of(view_, field, info.value == ItemValue::Person);
    make_key(element);
    return element;
  }

  void take_time(const Component& component, const Field& field, Element& element) {
    if (const auto time = view_.time_of(component, field)) {
      element.exact = exact_time(view_, *time);
      element.loose = recurs_ ? element.exact : loose_time(view_, *time);
    } else {
      element.exact = '?' + std::string(trim(field.line->value));
    }
  }

  void take_rule(const Field& field, Element& element) {
    auto rule = parse_rule(field.line->value);
    if (!rule || !start_) {
      element.exact = to_upper_ascii(trim(field.line->value));
      return;
    }
    if (clock_) {
      const auto told = rule_by_clock(view_, *rule, *start_, *ours_, *clock_);
      element.exact =
          told ? format_rule(normal_rule(*told, by_clock(view_, *start_, *ours_, *clock_)))
               : to_upper_ascii(trim(field.line->value));
      return;
    }
    if (rule->until && rule->until->kind != TimeKind::Date) {
      rule->until = view_.aligned(*rule->until, *start_);
    }
    element.exact = format_rule(normal_rule(std::move(*rule), *start_));
  }

  void take_items(const Field& field, std::vector<Element>& list) {
    const ItemProperty& info = item_property(*field.info);
    const std::string parameters = parameters_of(view_, field, false);
    const auto start = info.value == ItemValue::Times ? start_ : std::nullopt;
    const std::string_view tzid =
        info.value == ItemValue::Times ? view_.parameter(*field.line, "TZID") : std::string_view();
    Parts parts(field.line->value, ',');
    std::size_t item = 0;
    for (std::string_view part; parts.next(part); ++item) {
      if (trim(part).empty()) {
        continue;
      }
      Element element;
      element.places.push_back({&field, item});
      element.info = field.info;
      if (info.value == ItemValue::Times) {
        const std::size_t slash = part.find('/');
        const auto time = parse_time(part.substr(0, slash), tzid);
        if (time && clock_) {
          // As far from the start as there, by the clock of ours.
          EventTime told = by_clock(view_, *start, *ours_, *clock_);
          told.wall += view_.aligned(*time, *start).wall - start->wall;
          element.exact = exact_time(*ours_, told);
        } else {
          element.exact = !time ? '?' + std::string(trim(part))
                                : exact_time(view_, start ? view_.aligned(*time, *start) : *time);
        }
        if (slash != std::string_view::npos) {
          element.exact += trim(part).substr(slash);
        }
        element.loose = element.exact;
      } else {
        append_text(info, part, Level::Exact, element.exact);
        append_text(info, part, Level::Loose, element.loose);
      }
      element.components.push_back(element.exact);
      element.parameters = parameters;
      make_key(element);
      list.push_back(std::move(element));
    }
  }

  /// Alarms, and what we do not know: one value each. What tells an alarm is when it rings and how.
  void take_nested(const Component& nested, std::vector<Element>& list) {
    Element element;
    element.places.push_back({&nested.self, 0});
    element.info = nested.self.info;
    std::vector<std::string> lines;
    std::string trigger;
    std::string action;
    for (const Field& field : nested.fields) {
      if (trim(field.line->value).empty()) {
        continue;
      }
      std::string name = to_upper_ascii(field.line->name);
      std::string value;
      if (name == "TRIGGER") {
        trigger = value = trigger_of(field);
      } else if (name == "ACTION") {
        action = value = to_upper_ascii(trim(field.line->value));
      } else if (name == "DURATION") {
        const auto span = parse_duration(field.line->value);
        value = span ? format_duration(*span) : std::string(field.line->value);
      } else {
        append_unescaped(value, field.line->value);
      }
      lines.push_back(name.append(1, ':').append(value));
    }
    for (const Component& inner : nested.nested) {
      lines.push_back(to_upper_ascii(inner.name()) + std::to_string(inner.fields.size()));
    }
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) {
      element.exact += line + ComponentSign;
    }
    const bool alarm = equals_ignore_case(nested.name(), "VALARM");
    element.loose = alarm ? trigger + ComponentSign + action : element.exact;
    element.components.push_back(element.exact);
    make_key(element);
    list.push_back(std::move(element));
  }

  /// -PT60M is -PT1H; but a day is not 24 hours.
  std::string trigger_of(const Field& field) const {
    const bool at_end = equals_ignore_case(view_.parameter(*field.line, "RELATED"), "END");
    if (const auto span = parse_duration(field.line->value)) {
      return std::to_string(span->days) + 'D' + std::to_string(span->seconds) + 'S' +
             (at_end ? " END" : "");
    }
    const auto time = parse_time(field.line->value, view_.parameter(*field.line, "TZID"));
    return time ? loose_time(view_, *time) : '?' + std::string(trim(field.line->value));
  }

  const ItemView& view_;
  const ItemView* ours_;
  // of the instance at hand: a search for each of its values would be quadratic
  std::optional<EventTime> start_;
  std::optional<EventTime> clock_;  ///< of ours, where times are told by it
  bool recurs_ = false;
  Elements out_;
};

}  // namespace

Elements item_elements(const ItemView& view) {
  return Gatherer(view).run();
}

Elements aligned_elements(const ItemView& view, const ItemView& ours) {
  return Gatherer(view, &ours).run();
}

std::string scope_of(const Component& component) {
  return component.id.empty() ? std::string() : '@' + component.id + ' ';
}

std::string instance_name(const Component& component) {
  return '@' + component.id;
}

std::string_view person_parameter(PersonSlot slot) {
  return Slots[static_cast<std::size_t>(slot)].parameter;
}

bool is_person_parameter(std::string_view name) {
  return std::any_of(Slots.begin() + 1, Slots.end(), [name](const SlotName& slot) {
    return equals_ignore_case(slot.parameter, name);
  });
}

std::optional<EventTime> start_of(const ItemView& view, const Component& component) {
  const Field* field = component.first("DTSTART");
  return field == nullptr ? std::nullopt : view.time_of(component, *field);
}

std::string length_of(const ItemView& view, const Component& component) {
  const auto start = start_of(view, component);
  const auto write = [](const Span& span) {
    return std::to_string(span.days) + 'D' + std::to_string(span.seconds) + 'S';
  };
  if (const Field* field = when_field(component, "DURATION")) {
    const auto span = parse_duration(field->line->value);
    return span ? write(*span) : '?' + std::string(trim(field->line->value));
  }
  const bool date = start && start->kind == TimeKind::Date;
  const Field* field = when_field(component, "DTEND");
  if (field == nullptr) {
    return date ? write({1, 0}) : std::string();
  }
  const auto end = view.time_of(component, *field);
  if (!end || !start) {
    return '?' + std::string(trim(field->line->value));
  }
  WallSeconds until = end->wall;
  if (!date && end->kind != TimeKind::Date &&
      (end->kind != start->kind || end->zone != start->zone)) {
    until = view.aligned(*end, *start).wall;
  }
  std::int64_t seconds = until - start->wall;
  if (date) {
    seconds = std::max(seconds / DaySeconds, std::int64_t{1}) * DaySeconds;
  }
  return write({seconds / DaySeconds, seconds % DaySeconds});
}

std::optional<RecurrenceRule> rule_of(const ItemView& view, const Component& component) {
  const Field* field = component.first("RRULE");
  const auto start = start_of(view, component);
  if (field == nullptr || !start) {
    return std::nullopt;
  }
  auto rule = parse_rule(field->line->value);
  if (!rule) {
    return std::nullopt;
  }
  if (rule->until && rule->until->kind != TimeKind::Date) {
    rule->until = view.aligned(*rule->until, *start);
  }
  return normal_rule(std::move(*rule), *start);
}

bool recurs(const Component& component) {
  return component.first("RRULE") != nullptr || component.first("RDATE") != nullptr;
}

std::string canonical_of(const Elements& elements, Level level) {
  std::string out;
  for (const auto& [name, list] : elements) {
    const bool instance = name.starts_with('@') && name.find(' ') == std::string::npos;
    if (instance || (level == Level::Loose && list.front().info->weight == Weight::ExactOnly)) {
      continue;
    }
    std::vector<std::string_view> loose;
    for (const Element& element : list) {
      if (level == Level::Exact) {
        out.append(name) += PartSign;
        out.append(element.key) += EntrySign;
      } else {
        loose.push_back(element.loose);
      }
    }
    std::sort(loose.begin(), loose.end());
    loose.erase(std::unique(loose.begin(), loose.end()), loose.end());
    for (const std::string_view value : loose) {
      out.append(name) += PartSign;
      out.append(value) += EntrySign;
    }
  }
  return out;
}

std::string item_canonical(const ItemView& view, Level level) {
  return canonical_of(item_elements(view), level);
}

}  // namespace pim::content
