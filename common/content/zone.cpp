// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone.h"

#include <algorithm>

namespace pim::content {

Zone::Zone(std::int32_t first, std::vector<Change> changes)
    : first_(first), changes_(std::move(changes)) {
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.at < b.at; });
}

std::size_t Zone::index_at(Seconds utc) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), utc,
                                      [](Seconds at, const Change& c) { return at < c.at; });
  return static_cast<std::size_t>(after - changes_.begin());
}

std::int32_t Zone::offset_at(Seconds utc) const {
  return offset_of(index_at(utc));
}

Seconds Zone::utc_of(WallSeconds wall) const {
  // No offset is larger than a day, so the first instant that can show this time lies behind here.
  std::size_t index = index_at(wall - DaySeconds - 1);
  Seconds before = wall - offset_of(index);
  for (; index <= changes_.size(); ++index) {
    const Seconds utc = wall - offset_of(index);
    const bool begun = index == 0 || utc >= changes_[index - 1].at;
    if (!begun) {
      return before;  // a gap
    }
    if (index == changes_.size() || utc < changes_[index].at) {
      return utc;
    }
    before = utc;
  }
  return before;
}

bool Zone::agrees(const Zone& other, Seconds from, Seconds to) const {
  if (offset_at(from) != other.offset_at(from)) {
    return false;
  }
  for (const Zone* zone : {this, &other}) {
    for (std::size_t at = zone->index_at(from); at < zone->changes_.size(); ++at) {
      const Seconds instant = zone->changes_[at].at;
      if (instant > to) {
        break;
      }
      if (offset_at(instant) != other.offset_at(instant)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace pim::content
