// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "common/store/memory_work.h"

namespace pim::store {

Result<std::vector<MatchKey>> MemoryWork::find_keys(std::string_view collection,
                                                    std::span<const std::uint64_t> keys) {
  PIM_CHECK(readable());
  std::vector<MatchKey> found;
  for (const std::uint64_t wanted : std::set<std::uint64_t>(keys.begin(), keys.end())) {
    using Key = std::tuple<std::string_view, std::uint64_t, ItemId, KeyKind>;
    state_.keys.scan_from(Key(collection, wanted, 0, KeyKind::Uid), [&](const auto& row, Nothing) {
      const auto& [name, key, item, kind] = row;
      if (name != collection || key != wanted) {
        return false;
      }
      found.push_back({.key = key, .item = item, .kind = kind});
      return true;
    });
  }
  counters_.rows_read += found.size();
  return found;
}

Result<std::vector<MatchKey>> MemoryWork::find_weak(std::string_view collection,
                                                    std::span<const std::uint64_t> keys) {
  PIM_CHECK(readable());
  const std::set<std::uint64_t> wanted(keys.begin(), keys.end());
  std::vector<MatchKey> found;
  if (wanted.empty()) {
    return found;
  }
  state_.items.scan([&](ItemId id, const ItemRow& row) {
    if (row.item.deleted || row.item.collection != collection) {
      return true;
    }
    ++counters_.rows_read;
    const std::set<std::uint64_t> own(row.find.weak_keys.begin(), row.find.weak_keys.end());
    for (const std::uint64_t key : own) {
      if (wanted.contains(key)) {
        found.push_back({.key = key, .item = id, .kind = KeyKind::Uid});
      }
    }
    return true;
  });
  return found;
}

Status MemoryWork::put_keys(std::string_view collection, std::span<const MatchKey> keys) {
  PIM_CHECK(writable());
  if (state_.collections.find(collection) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such collection.");
  }
  for (const MatchKey& key : keys) {
    state_.keys.set({std::string(collection), key.key, key.item, key.kind}, {});
  }
  return {};
}

Status MemoryWork::add_keys(std::string_view collection, std::span<const MatchKey> keys) {
  PIM_CHECK(writable());
  for (const MatchKey& key : keys) {
    if (state_.keys.find(std::tuple(collection, key.key, key.item, key.kind)) != nullptr) {
      return spoil(ErrorCode::Refused, "A key is there already.");
    }
    PIM_CHECK(put_keys(collection, {&key, 1}));
  }
  return {};
}

Status MemoryWork::drop_keys(std::string_view collection, std::span<const MatchKey> keys) {
  PIM_CHECK(writable());
  for (const MatchKey& key : keys) {
    state_.keys.erase(std::tuple(collection, key.key, key.item, key.kind));
  }
  return {};
}

}  // namespace pim::store
