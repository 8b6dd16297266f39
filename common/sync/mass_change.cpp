// SPDX-License-Identifier: Apache-2.0
#include "common/sync/mass_change.h"

#include <algorithm>
#include <utility>

#include "common/base/limits.h"

namespace pim::sync {

void ValueTally::count(std::span<const std::uint64_t> values) {
  for (const std::uint64_t value : values) {
    ++counts_[value];
  }
}

std::uint64_t ValueTally::of(std::uint64_t value) const {
  const auto found = counts_.find(value);
  return found == counts_.end() ? 0 : found->second;
}

std::vector<std::uint64_t> ValueTally::above(std::uint64_t records) const {
  std::vector<std::uint64_t> values;
  for (const auto& [value, count] : counts_) {
    if (count > records) {
      values.push_back(value);
    }
  }
  return values;
}

std::uint64_t ValueTally::most() const {
  std::uint64_t most = 0;
  for (const auto& [value, count] : counts_) {
    most = std::max(most, count);
  }
  return most;
}

void ValueTally::trim() {
  if (counts_.size() <= limits::TalliedValues) {
    return;
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> all(counts_.begin(), counts_.end());
  std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.second > b.second; });
  all.resize(limits::TalliedValues);
  counts_ = {all.begin(), all.end()};
}

void ValueTally::pack(Packer& packer) const {
  packer.u(counts_.size());
  for (const auto& [value, count] : counts_) {
    packer.u(value).u(count);
  }
}

ValueTally ValueTally::unpack(Unpacker& unpacker) {
  ValueTally tally;
  for (auto n = std::min<std::uint64_t>(unpacker.u(), limits::TalliedValues); n > 0; --n) {
    const std::uint64_t value = unpacker.u();
    tally.counts_[value] = unpacker.u();
  }
  return tally;
}

bool MassWatch::suspects(std::span<const std::uint64_t> values) const {
  return std::ranges::any_of(values, [this](std::uint64_t value) {
    return tally.of(value) > limits.count || frequent.contains(value);
  });
}

}  // namespace pim::sync
