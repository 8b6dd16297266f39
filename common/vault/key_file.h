// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "common/base/random.h"
#include "common/base/result.h"

namespace pim::vault {

/// The portal's sealing key. Movable, not copyable; its octets are wiped when it goes.
class SealingKey {
 public:
  static constexpr std::size_t Size = 32;

  SealingKey() = default;
  ~SealingKey();
  SealingKey(SealingKey&& other) noexcept;
  SealingKey& operator=(SealingKey&& other) noexcept;
  SealingKey(const SealingKey&) = delete;
  SealingKey& operator=(const SealingKey&) = delete;

  static SealingKey random(Random& random);
  std::array<std::uint8_t, Size>& octets() { return octets_; }
  const std::array<std::uint8_t, Size>& octets() const { return octets_; }

 private:
  std::array<std::uint8_t, Size> octets_{};
};

/// Makes a new key file: 64 hexadecimal digits and a line feed, mode 0600, on disk when this
/// returns. AlreadyExists where something has that name: a key that goes is every password gone.
Status write_key_file(const std::string& path, Random& random);

/// Reads a key file. The message of an error is a whole sentence for the administrator.
/// NotFound, Denied (cannot be read, or others than its owner could), Corrupt (no key in it).
Result<SealingKey> read_key_file(const std::string& path);

}  // namespace pim::vault
