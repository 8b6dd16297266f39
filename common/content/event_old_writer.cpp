// SPDX-License-Identifier: Apache-2.0
// To vCalendar 1.0 (content rules 2b.14 to 2b.24).
#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/content/event_old.h"
#include "common/content/event_old_file.h"
#include "common/content/event_old_words.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_view.h"
#include "common/content/old_syntax.h"
#include "common/content/value.h"
#include "common/content/zone_old.h"

namespace pim::content {
namespace {

/// A series is looked at so far for a change of its clocks.
constexpr Seconds SeriesLife = 3650 * DaySeconds;

/// Properties that both versions write alike, texts among them.
constexpr auto Texts =
    std::to_array<std::string_view>({"SUMMARY", "DESCRIPTION", "LOCATION", "RELATED-TO", "UID"});
constexpr auto Words = std::to_array<std::string_view>(
    {"CLASS", "PRIORITY", "SEQUENCE", "LAST-MODIFIED", "URL", "GEO"});

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Writes one instance of a record: to a device its master, or its only one.
class OldWriter {
 public:
  OldWriter(const ItemView& view, const Component& item, const OldManner& manner, bool file)
      : view_(view), item_(item), manner_(manner), file_(file), start_(start_of(view, item_)) {}

  OldPart run() {
    choose_clock();
    for (const Field& field : item_.fields) {
      if (!field.empty || field.info->weight == Weight::Never) {
        take(field);
      }
    }
    if (item_.first("SUMMARY") == nullptr && item_.first("DESCRIPTION") != nullptr) {
      put("SUMMARY", {});  // a description alone would be read as the name (EPOC)
    }
    write_end();
    for (const Component& nested : item_.nested) {
      take_nested(nested);
    }
    split_instances();
    return {std::move(zone_lines_), std::move(out_), std::move(losses_)};
  }

 private:
  void lose(std::string loss) { losses_.push_back(std::move(loss)); }
  void put(std::string_view name, std::string_view value) {
    out_.append(name).append(":").append(value).append(LineEnd);
  }
  /// Plain ASCII stays one line; the rest is quoted-printable (content rule 1.9).
  void put_text(std::string head, const std::string& text, bool structured = false) {
    const bool foreign = std::any_of(text.begin(), text.end(), [](char c) { return c < 0; });
    if (!foreign && !needs_quoted_printable(text)) {
      std::string value;
      for (const char c : text) {
        value += c == ';' && !structured ? std::string("\\;") : std::string(1, c);
      }
      put(head, value);
      return;
    }
    head += ";ENCODING=QUOTED-PRINTABLE";
    head += foreign ? ";CHARSET=UTF-8:" : ":";
    std::string marked;
    for (const char c : text) {
      marked += c == ';' ? structured ? SplitField : KeepField : c;
    }
    out_ += head + encode_quoted_printable(marked, head.size(), LineEnd) + std::string(LineEnd);
  }
  /// What 1.0 has no place for stays with us; a file gets it under another name
  /// (content rule 1.13).
  void aside(const Field& field) {
    if (!file_) {
      lose("aside:" + to_upper_ascii(field.line->name));
    }
  }

  // Times

  bool is_series() const { return recurs(item_); }
  const Zone* zone_of(const EventTime& time) const {
    const ZoneUse* use = time.kind == TimeKind::Zoned ? view_.zone_use(time.zone) : nullptr;
    return use == nullptr ? nullptr : use->zone;
  }

  /// How the times of this record are written: dates, local times or UTC; a series by the clock of
  /// its first date.
  void choose_clock() {
    if (!start_ || start_->kind == TimeKind::Date || start_->kind == TimeKind::Floating) {
      return;
    }
    const Seconds first = view_.utc_of(*start_);
    const Zone* own = zone_of(*start_);
    const Zone* target = manner_.times == OldManner::Times::Utc || manner_.zone == nullptr
                             ? nullptr
                             : &manner_.zone->zone;
    target_ = target;
    if (manner_.times == OldManner::Times::LocalWithZone && own != nullptr) {
      target_ = own;
      zone_lines_ = write_old_zone(*own, first);
    }
    const WallSeconds shown = target_ == nullptr ? first : target_->wall_at(first);
    shift_ = shown - start_->wall;
    day_shift_ = day_of(shown) - day_of(start_->wall);
    static const Zone utc;
    const Zone& there = target_ == nullptr ? utc : *target_;
    const Zone& here = own == nullptr ? utc : *own;
    if (is_series() && !here.agrees(there, first, first + SeriesLife)) {
      const bool constant_shift = differs_by_constant(here, there, first);
      if (!constant_shift) {
        lose("series-zone");
      }
    }
  }

  /// Two clocks that are always as far apart say the same series.
  static bool differs_by_constant(const Zone& a, const Zone& b, Seconds from) {
    const std::int32_t apart = a.offset_at(from) - b.offset_at(from);
    for (const Zone* zone : {&a, &b}) {
      for (const Zone::Change& change : zone->changes()) {
        if (change.at > from && change.at < from + SeriesLife &&
            a.offset_at(change.at) - b.offset_at(change.at) != apart) {
          return false;
        }
      }
    }
    return true;
  }

  bool writes_utc() const {
    return start_ && (start_->kind == TimeKind::Utc || start_->kind == TimeKind::Zoned) &&
           target_ == nullptr;
  }

  /// An instant on its own: an end, a due time.
  std::string instant(const EventTime& time) const {
    if (time.kind == TimeKind::Date || time.kind == TimeKind::Floating) {
      return format_time(TimeKind::Floating, time.wall);
    }
    const Seconds utc = view_.utc_of(time);
    const Zone* target = manner_.times == OldManner::Times::Utc || manner_.zone == nullptr ? target_
                         : target_ != nullptr                                              ? target_
                                              : &manner_.zone->zone;
    return target == nullptr ? format_time(TimeKind::Utc, utc)
                             : format_time(TimeKind::Floating, target->wall_at(utc));
  }
  /// A date of the series, by the clock of its start.
  std::string of_series(WallSeconds wall) const {
    if (start_->kind == TimeKind::Date) {
      return format_time(
          manner_.all_day == OldManner::AllDay::Dates ? TimeKind::Date : TimeKind::Floating, wall);
    }
    return format_time(writes_utc() ? TimeKind::Utc : TimeKind::Floating, wall + shift_);
  }

  void write_end() {
    if (view_.kind() != ItemKind::Event || !start_) {
      return;
    }
    const std::string length = length_of(view_, item_);
    if (length.empty() || length.front() == '?') {
      return;
    }
    const Span span{std::strtoll(length.c_str(), nullptr, 10),
                    std::strtoll(length.c_str() + length.find('D') + 1, nullptr, 10)};
    const WallSeconds end = start_->wall + span.days * DaySeconds + span.seconds;
    if (start_->kind != TimeKind::Date) {
      EventTime time = *start_;
      time.wall = end;
      put("DTEND",
          is_series() || start_->kind == TimeKind::Floating ? of_series(end) : instant(time));
      return;
    }
    switch (manner_.all_day) {
      case OldManner::AllDay::LastMinute:
        put("DTEND", format_time(TimeKind::Floating, end - 60));
        break;
      case OldManner::AllDay::Hour24:
        put("DTEND", format_time(TimeKind::Date, end - DaySeconds) + "T240000");
        break;
      case OldManner::AllDay::Dates: put("DTEND", format_time(TimeKind::Date, end)); break;
      case OldManner::AllDay::Midnights: put("DTEND", format_time(TimeKind::Floating, end)); break;
    }
  }

  void take_time(const Field& field, const std::string& name) {
    if (name == "DTSTART") {
      put(name, start_ ? of_series(start_->wall) : std::string(trim(field.line->value)));
      return;
    }
    const auto time = view_.time_of(item_, field);
    put(name, time ? instant(*time) : std::string(trim(field.line->value)));
  }

  void take_times(const Field& field, const std::string& name) {
    std::string value;
    Parts parts(field.line->value, ',');
    for (std::string_view part; parts.next(part);) {
      const std::size_t slash = part.find('/');
      const auto time = parse_time(part.substr(0, slash), view_.parameter(*field.line, "TZID"));
      if (!time || !start_) {
        continue;
      }
      if (slash != std::string_view::npos) {
        lose("aside:" + name);  // a period: its start goes
      }
      value += (value.empty() ? "" : ";") + of_series(view_.aligned(*time, *start_).wall);
    }
    if (!value.empty()) {
      put(name, value);
    }
  }

  // Rules

  void take_rule(const Field& field, const std::string& name) {
    std::optional<RecurrenceRule> rule = parse_rule(field.line->value);
    if (name == "RRULE" && rules_++ > 0) {
      lose("rule-several");
      aside(field);
      return;
    }
    if (!rule || !start_) {
      lose("rule");
      return;
    }
    if (rule->until && rule->until->kind != TimeKind::Date) {
      rule->until = view_.aligned(*rule->until, *start_);
    }
    OldRuleText text = write_old_rule(*rule, *start_, manner_.rules);
    if (text.loss.empty() && shift_ != 0) {
      text = by_clock_of_side(*rule);
    }
    if (!text.loss.empty()) {
      lose(text.loss);
      return;
    }
    const std::string end = text.until ? ' ' + of_series(*text.until) : "";
    put(name == "EXRULE" ? "XRULE" : name, text.text + end);
  }

  OldRuleText by_clock_of_side(const RecurrenceRule& rule) const {
    EventTime start = *start_;
    start.wall += shift_;
    auto moved = rule_by_other_clock(rule, *start_, start);
    if (!moved) {
      return {{}, {}, "rule-by"};
    }
    start.wall = start_->wall + day_shift_ * DaySeconds;
    if (moved->until) {
      moved->until->wall += day_shift_ * DaySeconds;
    }
    OldRuleText out = write_old_rule(*moved, start, manner_.rules);
    if (out.until) {
      *out.until -= day_shift_ * DaySeconds;
    }
    return out;
  }

  // Alarms

  void take_nested(const Component& nested) {
    if (!equals_ignore_case(nested.name(), "VALARM")) {
      lose("aside:" + to_upper_ascii(nested.name()));
      return;
    }
    const Field* trigger = nested.first("TRIGGER");
    const Field* action = nested.first("ACTION");
    const std::string word =
        action == nullptr ? "AUDIO" : to_upper_ascii(trim(action->line->value));
    const auto at = trigger == nullptr ? std::nullopt : moment_of(*trigger);
    if (!at || (word != "AUDIO" && word != "DISPLAY")) {
      lose("alarm");  // no device sends mails or starts programs for us
      return;
    }
    put_alarm(nested, word, *at);
    const Field* second = nested.first("X-PIMSYNC-ACTION");
    if (second != nullptr) {
      put_alarm(nested, to_upper_ascii(trim(second->line->value)), *at);
    }
  }

  /// The first time an alarm rings (content rule 2b.21).
  std::optional<std::string> moment_of(const Field& trigger) const {
    if (const auto absolute = parse_time(trigger.line->value, {})) {
      return instant(*absolute);
    }
    const auto span = parse_duration(trigger.line->value);
    const bool at_end = equals_ignore_case(view_.parameter(*trigger.line, "RELATED"), "END");
    auto base = start_;
    if (view_.kind() == ItemKind::Task && (at_end || !base)) {
      const Field* due = item_.first("DUE");
      base = due == nullptr ? base : view_.time_of(item_, *due);
    }
    if (!span || !base) {
      return std::nullopt;
    }
    WallSeconds wall = base->wall;
    const std::string length =
        at_end && view_.kind() == ItemKind::Event ? length_of(view_, item_) : std::string();
    if (!length.empty() && length.front() != '?') {
      wall += std::strtoll(length.c_str(), nullptr, 10) * DaySeconds +
              std::strtoll(length.c_str() + length.find('D') + 1, nullptr, 10);
    }
    EventTime time = *base;
    time.wall = wall + span->days * DaySeconds;
    if (time.kind == TimeKind::Date || time.kind == TimeKind::Floating) {
      return format_time(TimeKind::Floating, time.wall + span->seconds);
    }
    return instant({TimeKind::Utc, view_.utc_of(time) + span->seconds, {}});
  }

  void put_alarm(const Component& nested, const std::string& action, const std::string& at) {
    const auto value = [&](const char* name) {
      const Field* field = nested.first(name);
      return field == nullptr ? std::string() : std::string(trim(field->line->value));
    };
    std::string line = at + ';' + value("DURATION") + ';' + value("REPEAT") + ';';
    if (action == "DISPLAY") {
      line += unescape(value("DESCRIPTION"));
    } else {
      line += unescape(value("X-PIMSYNC-DATA"));
    }
    while (line.ends_with(';')) {
      line.pop_back();
    }
    put_text(action == "DISPLAY" ? "DALARM" : "AALARM", line, true);
  }

  // People

  void take_person(const Field& field, bool organizer) {
    const auto parameter = [&](const char* name) {
      return std::string(view_.parameter(*field.line, name));
    };
    std::string head = "ATTENDEE";
    const auto add = [&head](std::string_view name, std::string_view value) {
      if (!value.empty()) {
        head.append(";").append(name) += '=' + std::string(value);
      }
    };
    add("ROLE", organizer ? "ORGANIZER" : "ATTENDEE");
    if (!organizer) {
      add("STATUS", old_answer(parameter("PARTSTAT")));
      const std::string rsvp = to_upper_ascii(parameter("RSVP"));
      add("RSVP", rsvp == "TRUE" ? "YES" : rsvp == "FALSE" ? "NO" : "");
      add("EXPECT", old_expect(parameter("ROLE")));
    }
    std::string address(trim(field.line->value));
    if (equals_ignore_case(std::string_view(address).substr(0, 7), "mailto:")) {
      address.erase(0, 7);
    }
    const std::string name = parameter("CN");
    put_text(head, name.empty() ? address : name + " <" + address + '>');
    for (const char* lost :
         {"CUTYPE", "DELEGATED-TO", "DELEGATED-FROM", "MEMBER", "SENT-BY", "DIR"}) {
      if (!parameter(lost).empty()) {
        lose("attendee");
      }
    }
  }

  // Everything

  void take(const Field& field) {
    const std::string name = to_upper_ascii(field.line->name);
    const std::string_view value = trim(field.line->value);
    if (value.empty() || name == "RECURRENCE-ID" || name == "DTSTAMP" || name == "DTEND" ||
        (name == "DURATION" && view_.kind() == ItemKind::Event)) {
      return;
    }
    switch (item_property(*field.info).value) {
      case ItemValue::Rule: take_rule(field, name); return;
      case ItemValue::Times: take_times(field, name); return;
      case ItemValue::Person: take_person(field, name == "ORGANIZER"); return;
      default: break;
    }
    if (name == "DTSTART" || name == "DUE" || name == "COMPLETED") {
      take_time(field, name);
    } else if (name == "CATEGORIES" || name == "RESOURCES") {
      take_list(field, name);
    } else if (name == "STATUS") {
      bool loss = false;
      const std::string_view word = old_status(value, view_.kind() == ItemKind::Task, loss);
      if (loss) {
        lose("status");
      }
      if (!word.empty()) {
        put(name, word);
      }
    } else if (name == "TRANSP") {
      put(name, equals_ignore_case(value, "TRANSPARENT") ? "1" : "0");
    } else if (name == "CREATED") {
      put("DCREATED", value);
    } else if (is_one_of(name, Texts)) {
      put_text(name, unescape(field.line->value));
    } else if (is_one_of(name, Words)) {
      put(name, value);
    } else if (name.starts_with(StandInPrefix)) {
      put(name.substr(StandInPrefix.size()), value);  // what came from a device as it was
    } else if (name.starts_with("X-") && field.line->parameter_count == 0) {
      put_text(name, std::string(field.line->value), true);
    } else {
      aside(field);
    }
  }

  void take_list(const Field& field, const std::string& name) {
    std::string text;
    Parts parts(field.line->value, ',');
    for (std::string_view part; parts.next(part);) {
      const std::string item = unescape(trim(part));
      std::string one;
      for (const char c : item) {
        one += c == ';' ? ',' : c;  // `;` parts, and 1.0 has no way to keep one
      }
      text += (text.empty() ? "" : ";") + one;
    }
    put_text(name, text, true);
  }

  /// An override is an excluded date there (content rule 6.2); the override itself stays with us.
  void split_instances() {
    if (!item_.id.empty() && view_.master() != nullptr) {
      return;
    }
    for (const Component& other : view_.items()) {
      if (&other == &item_ || !start_) {
        continue;
      }
      if (view_.master() == nullptr) {
        lose("aside:RECURRENCE-ID");  // exceptions without their series: one is shown
        continue;
      }
      const Field* field = other.first("RECURRENCE-ID");
      const auto time = field == nullptr ? std::nullopt : view_.time_of(other, *field);
      if (time && !file_) {
        lose("aside:RECURRENCE-ID");
      }
      if (time && !other.id.ends_with('+')) {
        put(file_ ? ExcludedByFile : "EXDATE", of_series(view_.aligned(*time, *start_).wall));
      }
    }
  }

  const ItemView& view_;
  const Component& item_;
  const OldManner& manner_;
  const bool file_;
  const std::optional<EventTime> start_;
  const Zone* target_ = nullptr;  ///< null = UTC
  WallSeconds shift_ = 0;
  std::int64_t day_shift_ = 0;
  int rules_ = 0;
  std::string zone_lines_;
  std::string out_;
  std::vector<std::string> losses_;
};

}  // namespace

OldPart old_part(const ItemView& view, const Component& item, const OldManner& manner, bool file) {
  return OldWriter(view, item, manner, file).run();
}

Form old_of_ical(const ItemView& view, const OldManner& manner, bool file) {
  if (file) {
    return old_file_of(view, manner);
  }
  OldPart part = old_part(view, view.items().front(), manner, false);
  const std::string name(component_of(view.kind()));
  Form form;
  form.text = "BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + part.zone_lines + "BEGIN:" + name + "\r\n" +
              part.lines + "END:" + name + "\r\nEND:VCALENDAR\r\n";
  form.losses = std::move(part.losses);
  std::sort(form.losses.begin(), form.losses.end());
  form.losses.erase(std::unique(form.losses.begin(), form.losses.end()), form.losses.end());
  return form;
}

}  // namespace pim::content
