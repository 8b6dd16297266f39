// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "common/base/text.h"

namespace pim {
namespace {

constexpr std::string_view Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t Blank = 64;
constexpr std::uint8_t Padding = 65;
constexpr std::uint8_t Wrong = 66;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(Wrong);
  for (std::size_t i = 0; i < Alphabet.size(); ++i) {
    values[static_cast<unsigned char>(Alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  for (const char c : std::string_view(" \t\r\n")) {
    values[static_cast<unsigned char>(c)] = Blank;
  }
  values[static_cast<unsigned char>('=')] = Padding;
  return values;
}

constexpr std::array<std::uint8_t, 256> Values = make_values();

}  // namespace

std::string base64_encode(std::string_view octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::string_view group = octets.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8U) | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= group.size() ? Alphabet[(bits >> (18U - 6U * k)) & 63U] : '=';
    }
  }
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned held = 0;  // sextets since the last whole group
  unsigned padding = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = Values[static_cast<unsigned char>(text[i])];
    if (value == Blank) {
      continue;
    }
    if (value == Padding && ++padding <= 2) {
      continue;
    }
    if (value >= Blank || padding > 0) {
      return fail(ErrorCode::Malformed, "not base64", "octet " + std::to_string(i));
    }
    bits = (bits << 6U) | value;
    if (++held == 4) {
      out += static_cast<char>(bits >> 16U);
      out += static_cast<char>(bits >> 8U);
      out += static_cast<char>(bits);
      bits = 0;
      held = 0;
    }
  }
  if (held == 1) {
    return fail(ErrorCode::Malformed, "base64 ends within an octet");
  }
  if (held >= 2) {
    out += static_cast<char>(bits >> (6U * held - 8U));
  }
  if (held == 3) {
    out += static_cast<char>(bits >> 2U);
  }
  return out;
}

}  // namespace pim
