// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/environment.h"

#include <cstdio>
#include <cstring>

namespace pim::sim {

std::uint64_t Dice::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t value = state_;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

int Dice::between(int first, int last) {
  return first + static_cast<int>(below(static_cast<std::uint64_t>(last - first) + 1));
}

bool Dice::chance(double probability) {
  return static_cast<double>(next() >> 11) < probability * 9007199254740992.0;
}

void SimRandom::fill(std::span<std::byte> bytes) {
  for (std::byte& octet : bytes) {
    octet = static_cast<std::byte>(dice_.next() & 0xFF);
  }
}

void Trace::mix(std::string_view octets) {
  std::uint64_t value = hash_ ^ octets.size();
  while (octets.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, octets.data(), sizeof word);
    value = (value ^ word) * 0x100000001B3ULL;
    value ^= value >> 29;
    octets.remove_prefix(sizeof word);
  }
  for (const char octet : octets) {
    value = (value ^ static_cast<unsigned char>(octet)) * 0x100000001B3ULL;
  }
  hash_ = value ^ (value >> 32);
}

void Trace::line(std::string_view text) {
  mix(text);
  if (printing_) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
  }
}

void TraceLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  put_back_ = put_back_ || tag == "SML0122" || tag == "SML0123" || tag == "PMB0123";
  if (trace_.printing() && level <= LogLevel::Warning) {
    std::string line = "      [" + name_ + " " + std::string(tag) + "] " + std::string(message);
    std::fprintf(stdout, "%s\n", line.c_str());
  }
}

}  // namespace pim::sim
