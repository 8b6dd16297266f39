// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// SipHash-2-4 (Aumasson, Bernstein), header only: match keys of a message are hashed in one loop,
// and the call costs as much as a short key.
namespace pim::siphash_detail {

static_assert(std::endian::native == std::endian::little, "SipHash reads little-endian words");

struct State {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v2 += v3;
    v1 = std::rotl(v1, 13) ^ v0;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 = std::rotl(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = std::rotl(v1, 17) ^ v2;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 = std::rotl(v2, 32);
  }

  void take(std::uint64_t word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }
};

inline std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The rest below eight octets, with the length in the highest octet.
inline std::uint64_t last_word(std::string_view octets) {
  std::uint64_t word = std::uint64_t{octets.size()} << 56U;
  const std::size_t whole = octets.size() & ~std::size_t{7};
  for (std::size_t i = whole; i < octets.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(octets[i])} << (8U * (i - whole));
  }
  return word;
}

inline std::uint64_t hash(std::uint64_t k0, std::uint64_t k1, std::string_view octets) {
  State state{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U,
              k1 ^ 0x7465646279746573U};
  const std::size_t whole = octets.size() & ~std::size_t{7};
  for (std::size_t i = 0; i < whole; i += 8) {
    state.take(word_at(octets.data() + i));
  }
  state.take(last_word(octets));
  state.v2 ^= 0xffU;
  for (int i = 0; i < 4; ++i) {
    state.round();
  }
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace pim::siphash_detail
