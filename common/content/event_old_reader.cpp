// SPDX-License-Identifier: Apache-2.0
// From vCalendar 1.0 (content rules 2b.14 to 2b.24).
#include <algorithm>
#include <array>
#include <set>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/event_old.h"
#include "common/content/event_old_file.h"
#include "common/content/event_old_words.h"
#include "common/content/event_time.h"
#include "common/content/old_syntax.h"
#include "common/content/patch.h"
#include "common/content/value.h"
#include "common/content/zone_old.h"
#include "common/content/zone_writer.h"

namespace pim::content {
namespace {

/// How long a zone that goes along with an endless series is written for.
constexpr Seconds ZoneLife = 3650 * DaySeconds;
/// Two alarms of one moment are one alarm of two actions; devices write them close together.
constexpr std::size_t AlarmsCompared = 16;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view one) { return equals_ignore_case(one, name); });
}

std::string_view parameter_of(const Document& document, const Line& line, std::string_view name) {
  for (const Parameter& parameter : Parameters{document, line}) {
    if (equals_ignore_case(parameter.name, name)) {
      return trim(unquote(parameter.value));
    }
  }
  return {};
}

/// Octets of a value in UTF-8 (content rule 1.5); undecidable ones stay.
std::string in_utf8(std::string octets, std::string_view label, std::string_view device) {
  const std::string_view charset = label.empty() ? device : label;
  const bool foreign = !charset.empty() && !is_utf8_label(charset);
  if (foreign && (is_multi_byte_label(charset) || !is_valid_utf8(octets))) {
    if (auto decoded = decode(octets, charset)) {
      return *decoded;
    }
  }
  if (!is_valid_utf8(octets) && looks_like_windows_1252(octets)) {
    return decode_windows_1252(octets);
  }
  return octets;
}

std::string lf_only(std::string text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      out += text[at];
    } else if (at + 1 == text.size() || text[at + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

/// Reads one component of a vCalendar.
class OldComponent {
 public:
  OldComponent(const Document& document, const Line* begin, const Line* end, ItemKind kind,
               const OldManner& manner, const OldZone* calendar_zone, const SystemZone* place,
               bool with_originals, ExcludedByExceptions& by_exceptions,
               std::vector<Remark>& remarks)
      : document_(document),
        begin_(begin),
        end_(end),
        kind_(kind),
        manner_(manner),
        old_zone_(calendar_zone),
        place_(place),
        with_originals_(with_originals),
        by_exceptions_(by_exceptions),
        remarks_(remarks) {}

  std::string run() {
    look_at_times();
    moment_ = start_ ? start_ : due();
    look_at_originals();
    out_ = "BEGIN:" + std::string(component_of(kind_)) + "\r\n";
    for (const Line* line = begin_ + 1; line < end_; ++line) {
      if (line->depth == begin_->depth && !equals_ignore_case(line->name, "END")) {
        take(*line);
      }
    }
    write_alarms();
    return out_ + components_ + "END:" + std::string(component_of(kind_)) + "\r\n";
  }

  bool uses_place() const { return place_used_; }
  Seconds first_instant() const { return start_ ? utc_of(*start_) : 0; }

 private:
  struct Alarm {
    EventTime at;
    std::string action;
    std::string second_action;
    std::string snooze;
    std::string repeat;
    std::string data;
  };

  const Line* line_of(std::string_view name) const {
    for (const Line* line = begin_ + 1; line < end_; ++line) {
      if (line->depth == begin_->depth && equals_ignore_case(line->name, name) &&
          !trim(line->value).empty()) {
        return line;
      }
    }
    return nullptr;
  }

  /// Even an empty one shows that the side has a name for it.
  bool knows_summary() const {
    return std::any_of(begin_ + 1, end_,
                       [](const Line& line) { return equals_ignore_case(line.name, "SUMMARY"); });
  }

  std::string text_of(const Line& line) const {
    const std::string_view label = parameter_of(document_, line, "CHARSET");
    if (is_quoted_printable(document_, line)) {
      return lf_only(in_utf8(unescape_semicolons(decode_quoted_printable(line.value)), label,
                             manner_.charset));
    }
    return in_utf8(unescape_old(line.value), label, manner_.charset);
  }

  static std::string unescape_semicolons(std::string text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == ';') {
        ++at;
      }
      out += text[at];
    }
    return out;
  }

  /// A quoted-printable list is parted before it is decoded: `=3B` is data (content rule 1.11).
  std::vector<std::string> items_of(const Line& line, char separator) const {
    std::vector<std::string> out;
    const bool encoded = is_quoted_printable(document_, line);
    Parts parts(line.value, separator);
    for (std::string_view part; parts.next(part);) {
      std::string text = encoded ? decode_quoted_printable(part) : unescape_old(part);
      text = in_utf8(std::move(text), parameter_of(document_, line, "CHARSET"), manner_.charset);
      if (!trim(text).empty()) {
        out.emplace_back(trim(text));
      }
    }
    return out;
  }

  /// Plain lines give way to what stands beside them as 2.0 has it.
  void look_at_originals() {
    for (const Line* line = begin_ + 1; line < end_; ++line) {
      const std::string name = to_upper_ascii(line->name);
      if (line->depth != begin_->depth || !name.starts_with(StandInPrefix)) {
        continue;
      }
      const std::string own = name.substr(StandInPrefix.size());
      if (own == "BEGIN" && with_originals_) {
        constexpr std::string_view Head = "BEGIN:VALARM\r\n";
        const std::string text = component_in(line->value);
        alarms_stand_ = alarms_stand_ || equals_ignore_case(text.substr(0, Head.size()), Head);
      } else if (own != "BEGIN" && (with_originals_ || stands_alone(own))) {
        originals_.insert(own);
      }
    }
    // One value of several properties comes from one side.
    for (const auto& group :
         {std::array<const char*, 3>{"DTSTART", "DTEND", "DURATION"},
          std::array<const char*, 3>{"STATUS", "COMPLETED", "PERCENT-COMPLETE"}}) {
      const bool whole = kind_ == ItemKind::Event || group[0] != std::string_view("DTSTART");
      const bool any = with_originals_ && std::any_of(group.begin(), group.end(), [&](auto name) {
                         return originals_.contains(name);
                       });
      if (whole && any) {
        originals_.insert(group.begin(), group.end());
      }
    }
  }

  /// Where the plain lines were edited: no plain line says the same thing.
  bool stands_alone(const std::string& name) const {
    return line_of(name) == nullptr &&
           !is_one_of(
               name, {"DTEND", "DURATION", "COMPLETED", "PERCENT-COMPLETE", "ORGANIZER", "EXRULE"});
  }

  void put(std::string_view head, std::string_view value) {
    if (originals_.contains(to_upper_ascii(head.substr(0, head.find(';'))))) {
      return;
    }
    put_as_it_is(head, value);
  }
  void put_as_it_is(std::string_view head, std::string_view value) {
    out_ += fold(std::string(head) + ':' + std::string(value), LineEnd);
  }
  void tell(const Line& line, std::string_view code) {
    remarks_.push_back({line.number, to_upper_ascii(line.name), std::string(code)});
  }

  // Times

  /// The time with the zone that it is meant in.
  std::optional<EventTime> time_of(std::string_view value) const {
    auto time = parse_time(value, {});
    if (!time || time->kind != TimeKind::Floating) {
      return time;
    }
    if (manner_.bare_is_utc) {
      time->kind = TimeKind::Utc;
    } else if (place_ != nullptr) {
      time->kind = TimeKind::Zoned;
      time->zone = place_->name;
    } else if (old_zone_ != nullptr) {
      time->kind = TimeKind::Utc;
      const std::int32_t first = old_zone_->offset_at(time->wall - old_zone_->offset);
      time->wall -= first;
    }
    return time;
  }

  Seconds utc_of(const EventTime& time) const {
    return time.kind == TimeKind::Zoned && place_ != nullptr ? place_->zone.utc_of(time.wall)
                                                             : time.wall;
  }

  /// A wall time at which the day begins: as written, or where the device is.
  std::optional<std::int64_t> midnight_of(std::string_view value) const {
    const auto raw = parse_time(value, {});
    if (!raw) {
      return std::nullopt;
    }
    if (raw->kind != TimeKind::Utc || manner_.zone == nullptr) {
      return raw->wall;
    }
    return manner_.zone->zone.wall_at(raw->wall);
  }

  bool marked_all_day() const {
    const Line* entry = line_of("X-EPOCAGENDAENTRYTYPE");
    if (entry != nullptr && is_one_of(trim(entry->value), {"EVENT", "ANNIVERSARY"})) {
      return true;
    }
    for (const std::string_view name : {"X-FUNAMBOL-ALLDAY", "X-MICROSOFT-CDO-ALLDAYEVENT",
                                        "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"}) {
      const Line* line = line_of(name);
      if (line != nullptr && is_one_of(trim(line->value), {"1", "TRUE"})) {
        return true;
      }
    }
    return false;
  }

  /// As whole days look that were told in UTC, 23:00 to 22:59.
  bool lasts_days_less_a_minute(WallSeconds start) const {
    const Line* end = line_of("DTEND");
    const auto last = end == nullptr ? std::nullopt : parse_time(end->value, {});
    return kind_ == ItemKind::Event && last && last->kind == TimeKind::Utc && last->wall > start &&
           (last->wall - start) % DaySeconds == DaySeconds - 60;
  }

  /// Content rule 2b.16.
  void look_at_times() {
    const Line* start = line_of("DTSTART");
    const Line* entry = line_of("X-EPOCAGENDAENTRYTYPE");
    if (start == nullptr) {
      return;
    }
    const auto raw = parse_time(start->value, {});
    start_ = time_of(start->value);
    if (!raw || (entry != nullptr && equals_ignore_case(trim(entry->value), "APPOINTMENT"))) {
      return;
    }
    const bool marked = marked_all_day();
    const auto wall = midnight_of(start->value);
    bool all_day = raw->kind == TimeKind::Date ||
                   (marked && (raw->wall % DaySeconds == 0 || *wall % DaySeconds == 0));
    if (!all_day && kind_ == ItemKind::Event && *wall % DaySeconds == 0 &&
        (raw->kind == TimeKind::Floating || manner_.zone != nullptr)) {
      const Line* end = line_of("DTEND");
      const auto last = end == nullptr ? wall : midnight_of(end->value);
      const std::int64_t rest = last ? *last % DaySeconds : 1;
      all_day = rest == 0 || rest >= DaySeconds - 60;
    }
    if (!all_day && raw->kind == TimeKind::Utc && lasts_days_less_a_minute(*wall)) {
      tell(*start, "day?");
    }
    if (all_day) {
      const std::int64_t day = raw->wall % DaySeconds == 0 && raw->kind != TimeKind::Utc
                                   ? day_of(raw->wall)
                                   : day_of(*wall);
      all_day_ = true;
      start_ = EventTime{TimeKind::Date, day * DaySeconds, {}};
    }
  }

  /// The day behind an all-day event (exclusive): T2359xx and T240000 end the day they stand on.
  std::optional<EventTime> end_of_days(std::string_view value) const {
    auto wall = midnight_of(value);
    if (!wall) {
      return std::nullopt;
    }
    if (*wall % DaySeconds >= DaySeconds - 60) {
      *wall += 60;
    }
    const std::int64_t day = std::max(day_of(*wall), day_of(start_->wall) + 1);
    return EventTime{TimeKind::Date, day * DaySeconds, {}};
  }

  std::string written(const EventTime& time, std::string& head) {
    if (time.kind == TimeKind::Date) {
      head += ";VALUE=DATE";
    } else if (time.kind == TimeKind::Zoned) {
      head += ";TZID=" + parameter_value(time.zone);
      place_used_ = true;
    }
    return format_time(time.kind, time.wall);
  }

  void put_time(const Line& line, std::string_view name, const std::optional<EventTime>& time) {
    std::string head(name);
    if (!time) {
      put(head, trim(line.value));
      tell(line, "date");
      return;
    }
    const std::string value = written(*time, head);
    put(head, value);
  }

  void take_time(const Line& line, std::string_view name) {
    if (name == "DTSTART") {
      put_time(line, name, start_);
    } else if (name == "DTEND" && all_day_) {
      put_time(line, name, end_of_days(line.value));
    } else if (name == "DUE") {
      const auto raw = parse_time(line.value, {});
      const bool date = raw && raw->kind != TimeKind::Date && raw->wall % DaySeconds == 0;
      put_time(line, name, date ? EventTime{TimeKind::Date, raw->wall, {}} : time_of(line.value));
    } else {
      put_time(line, name, time_of(line.value));
    }
  }

  /// Excluded and further dates by the clock of the start; a date or midnight means that day's.
  void take_times(const Line& line, std::string_view name) {
    const bool marked = !parameter_of(document_, line, "X-PIMSYNC-EXCEPTION").empty();
    for (const std::string& item : items_of(line, ';')) {
      for (const std::string& one : split(item, ',')) {
        auto time = time_of(one);
        const auto raw = parse_time(one, {});
        if (!time || !start_) {
          put(name, trim(one));
          continue;
        }
        const bool day = raw->kind == TimeKind::Date ||
                         (raw->kind == TimeKind::Floating && raw->wall % DaySeconds == 0);
        if (all_day_ || day) {
          const std::int64_t date = day_of(day ? raw->wall : *midnight_of(one));
          time = start_;
          time->wall = date * DaySeconds + (start_->wall - day_of(start_->wall) * DaySeconds);
        }
        if (marked && !by_exceptions_.counts(utc_of(*time))) {
          continue;  // the exception stands in the file itself
        }
        std::string head(name);
        const std::string value = written(*time, head);
        put(head, value);
      }
    }
  }

  // Rules

  void take_rule(const Line& line, std::string_view name) {
    if (!start_) {
      put(std::string(StandInPrefix) + std::string(name), line.value);
      return;
    }
    OldRule old = read_old_rule(line.value, *start_, manner_.rules);
    if (!old.loss.empty()) {
      put(std::string(StandInPrefix) + std::string(name), line.value);
      tell(line, old.loss);
      return;
    }
    if (old.rule.until) {
      end_rule(*old.rule.until);
    }
    put(name, format_rule(old.rule));
  }

  /// UNTIL of a zoned start stands in UTC, of a date as a date.
  void end_rule(EventTime& until) const {
    if (all_day_) {
      until = {TimeKind::Date, day_of(until.wall) * DaySeconds, {}};
      return;
    }
    if (until.kind == TimeKind::Date) {
      until.wall += DaySeconds - 1;
      until.kind = TimeKind::Floating;
    }
    const bool zoned = start_->kind == TimeKind::Zoned;
    if (zoned && until.kind != TimeKind::Utc) {
      until.wall = place_->zone.utc_of(until.wall);
    }
    until.kind = zoned || start_->kind == TimeKind::Utc ? TimeKind::Utc : until.kind;
    until.zone = {};
  }

  // Alarms

  void take_alarm(const Line& line, std::string_view action) {
    std::vector<std::string> parts;
    Parts fields(line.value, ';');
    for (std::string_view part; fields.next(part);) {
      parts.emplace_back(part);
    }
    const auto at = time_of(parts.front());
    if (!at || at->kind == TimeKind::Date || !moment_) {
      if (!trim(line.value).empty()) {
        put(std::string(StandInPrefix) + to_upper_ascii(line.name), line.value);
        tell(line, "alarm");
      }
      return;
    }
    Alarm alarm{*at, std::string(action), {}, {}, {}, {}};
    alarm.snooze = parts.size() > 1 ? trim(parts[1]) : "";
    alarm.repeat = parts.size() > 2 ? trim(parts[2]) : "";
    for (std::size_t part = 3; part < parts.size(); ++part) {
      alarm.data += (part == 3 ? "" : ";") + parts[part];
    }
    for (std::size_t near = alarms_.size() - std::min(alarms_.size(), AlarmsCompared);
         near < alarms_.size(); ++near) {
      Alarm& other = alarms_[near];
      if (other.at == alarm.at && other.action != alarm.action && other.second_action.empty()) {
        other.second_action = alarm.action;
        other.data += other.data.empty() ? alarm.data : "";
        return;
      }
    }
    alarms_.push_back(std::move(alarm));
  }

  std::optional<EventTime> due() const {
    const Line* line = line_of("DUE");
    return line == nullptr ? std::nullopt : time_of(line->value);
  }

  void write_alarms() {
    if (alarms_stand_) {
      return;
    }
    const auto& moment = moment_;
    for (const Alarm& alarm : alarms_) {
      // By the clock of the start: a date begins at midnight where the device is.
      Seconds first = utc_of(*moment);
      if (moment->kind == TimeKind::Date && alarm.at.kind != TimeKind::Floating) {
        const SystemZone* zone = place_ != nullptr ? place_ : manner_.zone;
        first = zone != nullptr ? zone->zone.utc_of(moment->wall) : first;
      }
      const std::string end = start_ ? "" : ";RELATED=END";
      const Span span{0, utc_of(alarm.at) - first};
      out_ += "BEGIN:VALARM\r\n";
      put("ACTION", alarm.action);
      if (!alarm.second_action.empty()) {
        put(std::string(StandInPrefix) + "ACTION", alarm.second_action);
      }
      put("TRIGGER" + end, format_duration(span));
      if (alarm.action == "DISPLAY" || alarm.second_action == "DISPLAY") {
        put("DESCRIPTION", escape(alarm.data));
      } else if (!alarm.data.empty()) {
        put(std::string(StandInPrefix) + "DATA", escape(alarm.data));
      }
      if (parse_duration(alarm.snooze) && parse_unsigned(alarm.repeat)) {
        put("DURATION", alarm.snooze);
        put("REPEAT", alarm.repeat);
      }
      out_ += "END:VALARM\r\n";
    }
  }

  // People

  void take_person(const Line& line) {
    const OldAddress person = read_old_address(text_of(line));
    const std::string_view role = parameter_of(document_, line, "ROLE");
    const bool organizer = is_one_of(role, {"ORGANIZER", "OWNER"});
    std::string head = organizer ? "ORGANIZER" : "ATTENDEE";
    const auto add = [&head](std::string_view name, std::string_view value) {
      if (!value.empty()) {
        head.append(";").append(name) += '=' + parameter_value(value);
      }
    };
    add("CN", person.name);
    if (!organizer) {
      add("ROLE", new_role(parameter_of(document_, line, "EXPECT")));
      add("PARTSTAT", new_answer(parameter_of(document_, line, "STATUS")));
      const std::string_view rsvp = parameter_of(document_, line, "RSVP");
      add("RSVP", equals_ignore_case(rsvp, "YES")  ? "TRUE"
                  : equals_ignore_case(rsvp, "NO") ? "FALSE"
                                                   : "");
    }
    const bool mail = person.address.find('@') != std::string::npos &&
                      person.address.find(':') == std::string::npos;
    put(head, (mail ? "mailto:" : "") + person.address);
  }

  // Everything

  void take(const Line& line) {
    const std::string name = to_upper_ascii(line.name);
    if (is_one_of(name, {"DTSTART", "DTEND", "DUE", "COMPLETED", "RECURRENCE-ID"})) {
      take_time(line, name);
    } else if (is_one_of(name, {"EXDATE", "RDATE"})) {
      take_times(line, name);
    } else if (is_one_of(name, {"RRULE", "XRULE", "EXRULE"})) {
      take_rule(line, name == "RRULE" ? "RRULE" : "EXRULE");
    } else if (name == "AALARM") {
      take_alarm(line, "AUDIO");
    } else if (name == "DALARM") {
      take_alarm(line, "DISPLAY");
    } else if (name == "MALARM") {
      take_alarm(line, "EMAIL");
    } else if (name == "PALARM") {
      take_alarm(line, "PROCEDURE");
    } else if (name == "ATTENDEE") {
      take_person(line);
    } else if (is_one_of(name, {"CATEGORIES", "RESOURCES"})) {
      take_list(line, name);
    } else {
      take_plain(line, name);
    }
  }

  void take_list(const Line& line, std::string_view name) {
    std::string value;
    for (const std::string& item : items_of(line, ';')) {
      value += (value.empty() ? "" : ",") + escape(item);
    }
    if (!value.empty()) {
      put(name, value);
    }
  }

  void take_plain(const Line& line, const std::string& name) {
    const std::string_view word = trim(line.value);
    if (name == "STATUS") {
      put(name, new_status(word, kind_ == ItemKind::Task).empty()
                    ? std::string()
                    : std::string(new_status(word, kind_ == ItemKind::Task)));
    } else if (name == "TRANSP") {
      put(name, word == "1" ? "TRANSPARENT" : "OPAQUE");
      if (word != "0" && word != "1") {
        put(std::string(StandInPrefix) + name, word);
      }
    } else if (name == "DCREATED") {
      put("CREATED", word);
    } else if (name == "DESCRIPTION" && !knows_summary()) {
      put("SUMMARY", escape(text_of(line)));  // EPOC knows no other name for it
    } else if (is_one_of(name, {"SUMMARY", "DESCRIPTION", "LOCATION", "RELATED-TO", "CONTACT",
                                "COMMENT", "UID"})) {
      put(name, escape(text_of(line)));
    } else if (name.starts_with(StandInPrefix)) {
      take_original(line, name.substr(StandInPrefix.size()));
    } else if (is_one_of(name, {"TZ", "DAYLIGHT"})) {
      return;  // read before
    } else {
      put_other(line, name);
    }
  }

  /// What an older file of ours says without its parameters, and a component in one line.
  void take_original(const Line& line, const std::string& name) {
    if (name == "BEGIN") {
      components_ += with_originals_ ? component_in(line.value) : std::string();
    } else if (originals_.contains(name)) {
      const bool encoded = is_quoted_printable(document_, line);
      put_as_it_is(encoded ? name : head_of(document_, line).substr(StandInPrefix.size()),
                   text_of_raw(line));
    }
  }

  std::string text_of_raw(const Line& line) const {
    return is_quoted_printable(document_, line) ? lf_only(decode_quoted_printable(line.value))
                                                : std::string(line.value);
  }

  void put_other(const Line& line, const std::string& name) {
    std::string head = name;
    for (const Parameter& parameter : Parameters{document_, line}) {
      const bool value = parameter.name.empty();
      if (is_one_of(parameter.name, {"ENCODING", "CHARSET"}) ||
          (value && is_one_of(parameter.value, {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"}))) {
        continue;
      }
      head.append(";").append(value ? "X-PARAM" : parameter.name) += '=';
      head += parameter_value(unquote(parameter.value));
    }
    if (is_base64(document_, line)) {
      put(head + ";ENCODING=BASE64;VALUE=BINARY", line.value);
      return;
    }
    put(head, with_escaped_breaks(in_utf8(
                  text_of_raw(line), parameter_of(document_, line, "CHARSET"), manner_.charset)));
  }

  const Document& document_;
  const Line* begin_;
  const Line* end_;
  ItemKind kind_;
  const OldManner& manner_;
  const OldZone* old_zone_;
  const SystemZone* place_;
  const bool with_originals_;
  ExcludedByExceptions& by_exceptions_;
  std::vector<Remark>& remarks_;
  std::optional<EventTime> start_;
  std::optional<EventTime> moment_;  ///< that alarms are counted from
  bool all_day_ = false;
  bool place_used_ = false;
  std::set<std::string, std::less<>> originals_;  ///< names that stand as 2.0 has them
  bool alarms_stand_ = false;
  std::string components_;  ///< that stand in one line each
  std::vector<Alarm> alarms_;
  std::string out_;
};

}  // namespace

OldManner old_manner(const Ability& ability) {
  OldManner manner;
  const auto rule = [&](const char* name) {
    const auto at = ability.rules.find(name);
    return at == ability.rules.end() ? std::string() : at->second;
  };
  manner.zone = system_zone(rule("zone"));
  const std::string times = rule("times");
  manner.times = times == "local"      ? OldManner::Times::Local
                 : times == "local-tz" ? OldManner::Times::LocalWithZone
                                       : OldManner::Times::Utc;
  const std::string days = rule("all-day");
  manner.all_day = days == "235900"   ? OldManner::AllDay::LastMinute
                   : days == "240000" ? OldManner::AllDay::Hour24
                   : days == "date"   ? OldManner::AllDay::Dates
                                      : OldManner::AllDay::Midnights;
  manner.bare_is_utc = rule("bare") == "utc";
  manner.rules.counts_dates = rule("count") == "dates";
  manner.rules.clamps = rule("days") == "clamp";
  manner.charset = ability.charset;
  return manner;
}

bool is_old_calendar(const Document& document) {
  for (const Line& line : document.lines()) {
    if (line.depth == 1 && equals_ignore_case(line.name, "VERSION")) {
      return trim(line.value) == "1.0";
    }
  }
  return false;
}

std::optional<OldZone> old_zone_of(const Document& document) {
  std::string_view tz;
  std::vector<std::string> daylight;
  for (const Line& line : document.lines()) {
    if (line.depth > 2) {
      continue;
    }
    if (equals_ignore_case(line.name, "TZ")) {
      tz = trim(line.value);
    } else if (equals_ignore_case(line.name, "DAYLIGHT")) {
      daylight.emplace_back(trim(line.value));
    }
  }
  return tz.empty() ? std::nullopt : read_old_zone(tz, daylight);
}

namespace {

std::string converted(const Document& document, const OldManner& manner, bool with_originals,
                      ExcludedByExceptions& by_exceptions, std::vector<Remark>& remarks) {
  const auto old_zone = old_zone_of(document);
  const SystemZone* place = old_zone ? place_of(*old_zone, manner.zone) : manner.zone;
  if (place != nullptr && old_zone && manner.zone != place) {
    remarks.push_back({0, "TZ", "zone"});
  }
  std::string head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
  std::string items;
  bool uses_place = false;
  Seconds first = 0;
  const auto& lines = document.lines();
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (line.depth == 1) {
      if (equals_ignore_case(line.name, "PRODID")) {
        head += fold("PRODID:" + std::string(line.value), LineEnd);
      } else if (with_originals && equals_ignore_case(line.name, "X-PIMSYNC-BEGIN")) {
        head += component_in(line.value);
      }
      continue;
    }
    if (line.depth != 2 || !equals_ignore_case(line.name, "BEGIN")) {
      continue;
    }
    std::size_t end = at + 1;
    while (end < lines.size() &&
           !(lines[end].depth == 2 && equals_ignore_case(lines[end].name, "END"))) {
      ++end;
    }
    const std::string_view name = trim(line.value);
    if (!is_one_of(name, {"VEVENT", "VTODO"})) {
      at = end;
      continue;
    }
    const ItemKind own =
        equals_ignore_case(trim(line.value), "VTODO") ? ItemKind::Task : ItemKind::Event;
    OldComponent component(document, &line, lines.data() + end, own, manner,
                           old_zone ? &*old_zone : nullptr, place, with_originals, by_exceptions,
                           remarks);
    items += component.run();
    uses_place = uses_place || component.uses_place();
    first = component.first_instant();
    at = end;
  }
  if (uses_place) {
    head += write_zone_component(place->name, place->zone, first, first + ZoneLife);
  }
  return head + items + "END:VCALENDAR\r\n";
}

std::string converted(const Document& document, const OldManner& manner, bool with_originals,
                      ItemKind kind, std::vector<Remark>& remarks) {
  ExcludedByExceptions by_exceptions;
  std::vector<Remark> told;
  std::string text = converted(document, manner, with_originals, by_exceptions, told);
  if (by_exceptions.lacks_some(text, kind)) {
    told.clear();
    text = converted(document, manner, with_originals, by_exceptions, told);
  }
  remarks.insert(remarks.end(), told.begin(), told.end());
  return text;
}

}  // namespace

std::string ical_of_old(const Document& document, const OldManner& manner, ItemKind kind,
                        std::vector<Remark>& remarks) {
  if (has_originals(document)) {
    std::vector<Remark> told;
    std::string text = converted(document, manner, true, kind, told);
    if (originals_count(document, text, kind)) {
      remarks.insert(remarks.end(), told.begin(), told.end());
      return text;
    }
  }
  return converted(document, manner, false, kind, remarks);
}

}  // namespace pim::content
