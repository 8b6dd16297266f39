// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_file.h"

#include <algorithm>
#include <optional>
#include <string>

namespace pim::content {
namespace {

/// The largest zone of the system has 236 changes; a file of thousands is none of its.
constexpr std::uint32_t MaxChanges = 4'000;
constexpr std::uint32_t MaxTypes = 256;
constexpr std::int32_t MaxOffset = 26 * 3600;

/// Big-endian numbers off the front of the octets; a short text is told by ok().
class Cursor {
 public:
  explicit Cursor(std::string_view octets) : rest_(octets) {}

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }
  std::int64_t number(std::size_t octets) {
    std::uint64_t value = 0;
    const std::string_view text = take(octets);
    for (const char c : text) {
      value = value << 8U | static_cast<unsigned char>(c);
    }
    if (octets == 4) {
      return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    }
    return static_cast<std::int64_t>(value);
  }
  std::string_view rest() const { return rest_; }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

struct Counts {
  char version = 0;
  std::uint32_t utc = 0, standard = 0, leaps = 0, changes = 0, types = 0, letters = 0;

  std::size_t size(std::size_t time_octets) const {
    return changes * (time_octets + 1) + types * 6 + letters + leaps * (time_octets + 4) +
           standard + utc;
  }
};

std::optional<Counts> take_header(Cursor& in) {
  if (in.take(4) != "TZif") {
    return std::nullopt;
  }
  Counts counts;
  const std::string_view version = in.take(1);
  counts.version = version.empty() ? '\0' : version[0];
  in.take(15);
  for (std::uint32_t* count : {&counts.utc, &counts.standard, &counts.leaps, &counts.changes,
                               &counts.types, &counts.letters}) {
    *count = static_cast<std::uint32_t>(in.number(4));
  }
  const bool sane = in.ok() && counts.changes <= MaxChanges && counts.types >= 1 &&
                    counts.types <= MaxTypes && counts.letters <= 4096 && counts.leaps <= 1000 &&
                    counts.utc <= MaxTypes && counts.standard <= MaxTypes;
  return sane ? std::optional(counts) : std::nullopt;
}

/// The rule behind the last change: `CET-1CEST,M3.5.0,M10.5.0/3`.
class PosixRule {
 public:
  explicit PosixRule(std::string_view text) : rest_(text) {}

  /// Appends the changes of the years `from` to LastZoneYear; false where there is no such rule.
  bool append_changes(int from, std::vector<Zone::Change>& out) {
    std::string standard_name;
    std::string summer_name;
    std::int64_t west = 0;
    if (!take_name(standard_name) || !take_clock(west)) {
      return false;
    }
    const auto standard = static_cast<std::int32_t>(-west);
    if (rest_.empty() || !take_name(summer_name)) {
      return false;
    }
    std::int32_t summer = standard + 3600;
    if (!rest_.empty() && rest_.front() != ',') {
      if (!take_clock(west)) {
        return false;
      }
      summer = static_cast<std::int32_t>(-west);
    }
    YearlyChange begin;
    YearlyChange end;
    if (!take_change(begin) || !take_change(end) || !rest_.empty()) {
      return false;
    }
    for (int year = from; year <= LastZoneYear; ++year) {
      out.push_back({begin.wall_in(year) - standard, summer, true, summer_name});
      out.push_back({end.wall_in(year) - summer, standard, false, standard_name});
    }
    return true;
  }

 private:
  bool take_name(std::string& name) {
    const bool quoted = !rest_.empty() && rest_.front() == '<';
    std::size_t end = 0;
    if (quoted) {
      end = rest_.find('>');
      if (end == std::string_view::npos) {
        return false;
      }
      name = rest_.substr(1, end - 1);
      rest_.remove_prefix(end + 1);
      return true;
    }
    while (end < rest_.size() && ((rest_[end] | 0x20) >= 'a' && (rest_[end] | 0x20) <= 'z')) {
      ++end;
    }
    name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return !name.empty();
  }
  bool take_int(std::int64_t& out) {
    std::size_t at = 0;
    for (out = 0; at < rest_.size() && at < 4 && rest_[at] >= '0' && rest_[at] <= '9'; ++at) {
      out = out * 10 + (rest_[at] - '0');
    }
    rest_.remove_prefix(at);
    return at > 0;
  }
  bool take_sign(char sign) {
    const bool there = !rest_.empty() && rest_.front() == sign;
    rest_.remove_prefix(there ? 1 : 0);
    return there;
  }
  bool take_clock(std::int64_t& seconds) {
    const bool negative = take_sign('-');
    if (!negative) {
      take_sign('+');
    }
    std::int64_t part = 0;
    if (!take_int(part)) {
      return false;
    }
    seconds = part * 3600;
    for (const int unit : {60, 1}) {
      if (!take_sign(':')) {
        break;
      }
      if (!take_int(part)) {
        return false;
      }
      seconds += part * unit;
    }
    seconds = negative ? -seconds : seconds;
    return seconds > -200 * 3600 && seconds < 200 * 3600;
  }
  bool take_change(YearlyChange& change) {
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t c = 0;
    if (!take_sign(',')) {
      return false;
    }
    if (take_sign('M')) {
      if (!take_int(a) || !take_sign('.') || !take_int(b) || !take_sign('.') || !take_int(c) ||
          a < 1 || a > 12 || b < 1 || b > 5 || c > 6) {
        return false;
      }
      change.month = static_cast<int>(a);
      change.week = b == 5 ? -1 : static_cast<int>(b);
      change.weekday = static_cast<int>((c + 6) % 7);  // POSIX counts from Sunday
    } else {
      change.day_rule =
          take_sign('J') ? YearlyChange::Day::JulianDay : YearlyChange::Day::DayOfYear;
      if (!take_int(a) || a > 366) {
        return false;
      }
      change.day = static_cast<int>(a);
    }
    change.seconds = 7200;
    return !take_sign('/') || take_clock(change.seconds);
  }

  std::string_view rest_;
};

struct LocalType {
  std::int32_t offset = 0;
  bool summer = false;
  std::size_t letters = 0;
};

Result<Zone> take_body(Cursor& in, const Counts& counts, std::size_t time_octets) {
  std::vector<Seconds> times;
  for (std::uint32_t i = 0; i < counts.changes; ++i) {
    times.push_back(in.number(time_octets));
  }
  const std::string_view indexes = in.take(counts.changes);
  std::vector<LocalType> types;
  for (std::uint32_t i = 0; i < counts.types; ++i) {
    LocalType type;
    type.offset = static_cast<std::int32_t>(in.number(4));
    type.summer = in.number(1) != 0;
    type.letters = static_cast<std::size_t>(in.number(1));
    types.push_back(type);
  }
  const std::string_view letters = in.take(counts.letters);
  in.take(counts.leaps * (time_octets + 4) + counts.standard + counts.utc);
  if (!in.ok()) {
    return fail(ErrorCode::Malformed, "the zone file is cut off");
  }
  std::vector<Zone::Change> changes;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto type = static_cast<unsigned char>(indexes[i]);
    if (type >= types.size() || types[type].offset > MaxOffset || types[type].offset < -MaxOffset) {
      return fail(ErrorCode::Malformed, "the zone file is damaged");
    }
    const std::size_t from = std::min(types[type].letters, letters.size());
    const std::size_t end = std::min(letters.find('\0', from), letters.size());
    changes.push_back({times[i], types[type].offset, types[type].summer,
                       std::string(letters.substr(from, end - from))});
  }
  return Zone(types.front().offset, std::move(changes));
}

}  // namespace

WallSeconds YearlyChange::wall_in(int year) const {
  std::int64_t found = days_of({year, month, 1});
  switch (day_rule) {
    case Day::DayOfYear: found = days_of({year, 1, 1}) + day; break;
    case Day::JulianDay:
      found = days_of({year, 1, 1}) + day - 1 + (day > 59 && days_in_month(year, 2) == 29 ? 1 : 0);
      break;
    case Day::Fixed: found += std::min(day, days_in_month(year, month)) - 1; break;
    case Day::OnOrAfter:
      found += day - 1;
      found += (weekday - weekday_of(found) + 7) % 7;
      break;
    case Day::OnOrBefore:
      found += day - 1;
      found -= (weekday_of(found) - weekday + 7) % 7;
      break;
    case Day::NthWeekday:
      if (week > 0) {
        found += (weekday - weekday_of(found) + 7) % 7 + (week - 1) * 7;
      } else {
        found += days_in_month(year, month) - 1;
        found -= (weekday_of(found) - weekday + 7) % 7 - (week + 1) * 7;
      }
      break;
  }
  return found * DaySeconds + seconds;
}

Result<Zone> read_zone_file(std::string_view octets) {
  Cursor in(octets);
  auto counts = take_header(in);
  if (!counts) {
    return fail(ErrorCode::Malformed, "no zone file");
  }
  if (counts->version < '2') {
    return take_body(in, *counts, 4);
  }
  in.take(counts->size(4));
  counts = take_header(in);
  if (!counts) {
    return fail(ErrorCode::Malformed, "the zone file is damaged");
  }
  PIM_TRY(Zone zone, take_body(in, *counts, 8));
  std::string_view rule = in.rest();
  if (!rule.starts_with('\n')) {
    return zone;
  }
  rule.remove_prefix(1);
  rule = rule.substr(0, rule.find('\n'));
  std::vector<Zone::Change> changes = zone.changes();
  const Seconds last = changes.empty() ? 0 : changes.back().at;
  std::vector<Zone::Change> coming;
  if (PosixRule(rule).append_changes(civil_of(day_of(last)).year, coming)) {
    std::copy_if(coming.begin(), coming.end(), std::back_inserter(changes),
                 [last](const Zone::Change& change) { return change.at > last; });
  }
  return Zone(zone.first_offset(), std::move(changes));
}

}  // namespace pim::content
