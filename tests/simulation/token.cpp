// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/token.h"

namespace pim::sim {
namespace {

constexpr std::string_view WordMark = "zq";
constexpr std::string_view PhoneMark = "+4977";
constexpr std::string_view Letters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t WordLetters = 6;
constexpr std::size_t PhoneDigits = 9;
constexpr std::uint64_t PhoneModulus = 1'000'000'000;
constexpr std::uint64_t PhoneFactor = 387'420'489;  // prime to 10, so that it has an inverse
constexpr std::uint32_t WordMask = (1U << 30) - 1;
constexpr std::uint32_t WordFactor = 0x2545F491;

/// By Euler: the group of units modulo 10^9 has 4 * 10^8 elements.
constexpr std::uint64_t phone_inverse() {
  std::uint64_t result = 1;
  std::uint64_t power = PhoneFactor;
  for (std::uint64_t exponent = 400'000'000 - 1; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) {
      result = result * power % PhoneModulus;
    }
    power = power * power % PhoneModulus;
  }
  return result;
}
static_assert(PhoneFactor * phone_inverse() % PhoneModulus == 1);

/// Newton: each round doubles the number of right low bits.
constexpr std::uint32_t word_inverse() {
  std::uint32_t result = 1;
  for (int round = 0; round < 6; ++round) {
    result *= 2 - WordFactor * result;
  }
  return result;
}
static_assert(((WordFactor * word_inverse()) & WordMask) == 1);

std::uint32_t fold(std::uint32_t value) {
  return value ^ (value >> 15);
}  // its own inverse

bool read_word(std::string_view text, Token& token) {
  if (text.size() < WordLetters) {
    return false;
  }
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < WordLetters; ++i) {
    const auto digit = Letters.find(text[i]);
    if (digit == std::string_view::npos) {
      return false;
    }
    value = value << 5 | static_cast<std::uint32_t>(digit);
  }
  token = static_cast<Token>(fold((fold(value) * word_inverse()) & WordMask));
  return true;
}

bool read_phone(std::string_view text, Token& token) {
  if (text.size() < PhoneDigits) {
    return false;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < PhoneDigits; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  token = static_cast<Token>(value * phone_inverse() % PhoneModulus);
  return true;
}

}  // namespace

std::string token_text(Token token, TokenShape shape) {
  const auto number = static_cast<std::uint32_t>(token);
  if (shape == TokenShape::Phone) {
    std::string digits = std::to_string(number * PhoneFactor % PhoneModulus);
    digits.insert(0, PhoneDigits - digits.size(), '0');
    return std::string(PhoneMark) + digits;
  }
  std::uint32_t value = fold((fold(number) * WordFactor) & WordMask);
  std::string word(WordLetters, 'a');
  for (std::size_t i = WordLetters; i-- > 0; value >>= 5) {
    word[i] = Letters[value & 31];
  }
  return std::string(WordMark) + word;
}

std::vector<Token> tokens_in(std::string_view text) {
  std::vector<Token> found;
  for (std::size_t at = text.find_first_of("z+"); at != std::string_view::npos;
       at = text.find_first_of("z+", at + 1)) {
    const std::string_view rest = text.substr(at);
    Token token = 0;
    if ((rest.starts_with(WordMark) && read_word(rest.substr(WordMark.size()), token)) ||
        (rest.starts_with(PhoneMark) && read_phone(rest.substr(PhoneMark.size()), token))) {
      found.push_back(token);
    }
  }
  return found;
}

}  // namespace pim::sim
