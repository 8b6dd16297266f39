// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/recent_count.h"

namespace pim::httpd {
namespace {

// A cell holds the number of its slot of time and the count in it, so that both change together.
constexpr unsigned CountBits = 24;
constexpr std::uint64_t CountMask = (std::uint64_t{1} << CountBits) - 1;

std::uint64_t slot_of(Seconds time) {
  return static_cast<std::uint64_t>(time / RecentCount::SlotSeconds);
}

/// Changes the count of a slot; `change` says the new cell for the old one.
template <class Change>
void update(Cell& cell, Change change) noexcept {
  std::uint64_t old = cell;
  while (!cell.compare_exchange_weak(old, change(old))) {
  }
}

}  // namespace

void RecentCount::add(Seconds seen) noexcept {
  const std::uint64_t slot = slot_of(seen);
  update(slots[slot % Slots], [slot](std::uint64_t cell) {
    return cell >> CountBits == slot ? cell + 1 : (slot << CountBits) + 1;
  });
}

void RecentCount::drop(Seconds seen) noexcept {
  const std::uint64_t slot = slot_of(seen);
  update(slots[slot % Slots], [slot](std::uint64_t cell) {
    return cell >> CountBits == slot && (cell & CountMask) > 0 ? cell - 1 : cell;
  });
}

std::uint64_t RecentCount::count(Seconds now) const noexcept {
  const std::uint64_t latest = slot_of(now);
  std::uint64_t total = 0;
  for (const Cell& each : slots) {
    const std::uint64_t cell = each;
    const std::uint64_t slot = cell >> CountBits;
    if (slot <= latest && slot + Slots > latest) {
      total += cell & CountMask;
    }
  }
  return total;
}

}  // namespace pim::httpd
