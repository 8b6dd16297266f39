// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

// The weak keys of an item as one blob of 64-bit words: scanned by the million, so not packed.
namespace pim::sql {

inline std::string pack_weak(std::span<const std::uint64_t> keys) {
  std::string octets(keys.size_bytes(), '\0');
  if (!keys.empty()) {
    std::memcpy(octets.data(), keys.data(), octets.size());
  }
  return octets;
}

inline std::size_t count_weak(std::string_view octets) {
  return octets.size() / sizeof(std::uint64_t);
}

inline std::uint64_t weak_at(std::string_view octets, std::size_t index) {
  std::uint64_t key = 0;
  std::memcpy(&key, octets.data() + index * sizeof key, sizeof key);
  return key;
}

}  // namespace pim::sql
