// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pim {

/// Key of a keyed hash; one per store, made with it.
struct HashKey {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const HashKey&) const = default;
};

/// SipHash-2-4. Used for match keys and fingerprints: peers cannot make collisions without the key.
std::uint64_t siphash(const HashKey& key, std::string_view octets);

std::string md5(std::string_view octets);     ///< 16 raw octets; SyncML's digests only
std::string sha256(std::string_view octets);  ///< 32 raw octets
std::string hmac_sha256(std::string_view key, std::string_view octets);  ///< 32 raw octets
/// Takes the same time whatever differs.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace pim
