// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/content/event_time.h"

namespace pim::content {

/// When the clocks of a place were and will be set: offsets from UTC, in order. A value; const use
/// is thread-safe.
class Zone {
 public:
  struct Change {
    Seconds at = 0;           ///< from here on
    std::int32_t offset = 0;  ///< seconds east of UTC
    bool summer = false;
    std::string name;  ///< "CEST"
    bool operator==(const Change&) const = default;
  };

  Zone() = default;
  /// `first`: the offset before the first change. Changes need not be in order.
  Zone(std::int32_t first, std::vector<Change> changes);

  std::int32_t offset_at(Seconds utc) const;
  WallSeconds wall_at(Seconds utc) const { return utc + offset_at(utc); }
  /// Content rule 2b.14: in a gap the offset before it counts, of two instants the first.
  Seconds utc_of(WallSeconds wall) const;
  const std::vector<Change>& changes() const { return changes_; }
  std::int32_t first_offset() const { return first_; }
  /// The same offsets from one instant up to another.
  bool agrees(const Zone& other, Seconds from, Seconds to) const;

 private:
  std::size_t index_at(Seconds utc) const;  ///< changes up to it
  std::int32_t offset_of(std::size_t index) const {
    return index == 0 ? first_ : changes_[index - 1].offset;
  }

  std::int32_t first_ = 0;
  std::vector<Change> changes_;
};

}  // namespace pim::content
