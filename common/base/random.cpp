// SPDX-License-Identifier: Apache-2.0
#include "common/base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

#include "common/base/text.h"

namespace pim {

std::uint64_t Random::u64() {
  std::uint64_t value = 0;
  fill(std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

std::string Random::hex(std::size_t count) {
  std::string octets(count, '\0');
  fill(std::as_writable_bytes(std::span(octets)));
  return hex_encode(octets);
}

void SystemRandom::fill(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      // A kernel without getrandom: going on with predictable handles would be worse.
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace pim
