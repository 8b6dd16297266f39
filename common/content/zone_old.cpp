// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_old.h"

#include <algorithm>

#include "common/base/text.h"

namespace pim::content {
namespace {

constexpr std::size_t MaxSummers = 64;

std::optional<std::int32_t> parse_old_offset(std::string_view text) {
  text = trim(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::string digits(text);
  std::erase(digits, ':');
  if (digits.size() == 1 || digits.size() == 3) {
    digits.insert(0, "0");
  }
  const auto number = parse_unsigned(digits);
  if (!number || (digits.size() != 2 && digits.size() != 4)) {
    return std::nullopt;
  }
  const auto value = static_cast<std::int32_t>(*number);
  const std::int32_t hours = digits.size() == 2 ? value : value / 100;
  const std::int32_t minutes = digits.size() == 2 ? 0 : value % 100;
  if (hours > 15 || minutes > 59) {
    return std::nullopt;
  }
  const std::int32_t seconds = hours * 3600 + minutes * 60;
  return negative ? -seconds : seconds;
}

/// `TRUE;+02;begin;end;names`; local change times stand by the clock before the change.
std::optional<OldZone::Summer> parse_summer(std::string_view text, std::int32_t standard) {
  const std::vector<std::string> parts = split(text, ';');
  if (parts.size() < 4 || !equals_ignore_case(trim(parts[0]), "TRUE")) {
    return std::nullopt;
  }
  const auto offset = parse_old_offset(parts[1]);
  const auto begin = parse_time(parts[2], {});
  const auto end = parse_time(parts[3], {});
  if (!offset || !begin || !end) {
    return std::nullopt;
  }
  return OldZone::Summer{*offset, begin->wall - (begin->kind == TimeKind::Utc ? 0 : standard),
                         end->wall - (end->kind == TimeKind::Utc ? 0 : *offset)};
}

std::string old_offset_text(std::int32_t offset) {
  const std::int32_t size = offset < 0 ? -offset : offset;
  const auto two = [](std::int32_t number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::string out = (offset < 0 ? "-" : "+") + two(size / 3600);
  return size / 60 % 60 == 0 ? out : out + two(size / 60 % 60);
}

}  // namespace

std::int32_t OldZone::offset_at(Seconds utc) const {
  for (const Summer& summer : summers) {
    if (utc >= summer.begin && utc < summer.end) {
      return summer.offset;
    }
  }
  return offset;
}

bool OldZone::fits(const Zone& zone) const {
  for (const Summer& summer : summers) {
    if (zone.offset_at(summer.begin - 1) != offset ||
        zone.offset_at(summer.begin) != summer.offset ||
        zone.offset_at(summer.end - 1) != summer.offset || zone.offset_at(summer.end) != offset) {
      return false;
    }
  }
  return !summers.empty();
}

std::optional<OldZone> read_old_zone(std::string_view tz,
                                     const std::vector<std::string>& daylight) {
  const auto offset = parse_old_offset(tz);
  if (!offset) {
    return std::nullopt;
  }
  OldZone zone;
  zone.offset = *offset;
  for (const std::string& line : daylight) {
    const auto summer = parse_summer(line, *offset);
    if (summer && zone.summers.size() < MaxSummers) {
      zone.summers.push_back(*summer);
    }
  }
  return zone;
}

const SystemZone* place_of(const OldZone& zone, const SystemZone* preferred) {
  if (preferred != nullptr && zone.fits(preferred->zone)) {
    return preferred;
  }
  if (zone.summers.empty()) {
    return nullptr;  // an offset alone is no place
  }
  for (const std::string& name : system_zone_names()) {
    const SystemZone* candidate = system_zone(name);
    if (candidate != nullptr && zone.fits(candidate->zone)) {
      return candidate;
    }
  }
  return nullptr;
}

std::string write_old_zone(const Zone& zone, Seconds at) {
  const auto& changes = zone.changes();
  const auto after =
      std::upper_bound(changes.begin(), changes.end(), at,
                       [](Seconds utc, const Zone::Change& c) { return utc < c.at; });
  // The summer around the instant, or the next one.
  auto begin = after;
  if (begin != changes.begin() && std::prev(begin)->summer) {
    --begin;
  }
  while (begin != changes.end() && !begin->summer) {
    ++begin;
  }
  constexpr Seconds Year = 366 * DaySeconds;
  if (begin == changes.end() || std::next(begin) == changes.end() || begin->at > at + Year) {
    return "TZ:" + old_offset_text(zone.offset_at(at)) + "\r\nDAYLIGHT:FALSE\r\n";
  }
  const auto end = std::next(begin);
  return "TZ:" + old_offset_text(end->offset) + "\r\nDAYLIGHT:TRUE;" +
         old_offset_text(begin->offset) + ';' + format_time(TimeKind::Utc, begin->at) + ';' +
         format_time(TimeKind::Utc, end->at) + ';' + end->name + ';' + begin->name + "\r\n";
}

}  // namespace pim::content
