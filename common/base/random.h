// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace pim {

/// Where randomness comes from: handles, nonces, keys, jitter. Implementations are thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;

  std::uint64_t u64();
  /// 2 * count lower-case hexadecimal digits.
  std::string hex(std::size_t count);
};

/// The kernel's generator (getrandom).
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace pim
