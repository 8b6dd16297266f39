// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/sign_in_brake.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "common/base/digest.h"
#include "common/base/pack.h"

namespace pim::httpd {
namespace {

// an entry: 26 bits of its key, 6 of wrong ones, 32 of the time of the last
constexpr unsigned CountBits = 6;
constexpr unsigned TimeBits = 32;
constexpr std::uint64_t MostCounted = (1U << CountBits) - 1;

constexpr std::uint64_t tag_of(std::uint64_t key) {
  return key >> (CountBits + TimeBits);
}
constexpr unsigned count_of(std::uint64_t entry) {
  return static_cast<unsigned>(entry >> TimeBits & MostCounted);
}
constexpr Seconds time_of(std::uint64_t entry) {
  return static_cast<Seconds>(entry & UINT32_MAX);
}
constexpr std::uint64_t entry_of(std::uint64_t key, std::uint64_t count, Seconds time) {
  return tag_of(key) << (CountBits + TimeBits) | std::min(count, MostCounted) << TimeBits |
         (static_cast<std::uint64_t>(time) & UINT32_MAX);
}

bool is_of(std::uint64_t entry, std::uint64_t key, Seconds now) {
  return entry != 0 && tag_of(entry) == tag_of(key) && time_of(entry) + SignInBrake::Memory > now;
}

std::uint64_t key_of(std::string_view secret, std::string_view kind, std::string_view account,
                     std::string_view address) {
  Packer fields;
  fields.s(kind).s(account).s(address);
  const std::string hash = hmac_sha256(secret, fields.octets());
  std::uint64_t key = 0;
  std::memcpy(&key, hash.data(), sizeof(key));
  return key;
}

}  // namespace

SignInBrake::Try::Try(std::string_view secret, std::string_view who, std::string_view where)
    : account(key_of(secret, "account", who, "")),
      address(key_of(secret, "address", "", where)),
      both(key_of(secret, "both", who, where)) {}

const std::atomic<std::uint64_t>* SignInBrake::find(std::uint64_t key, Seconds now) const noexcept {
  for (const auto& entry : sets_[key % Sets]) {
    if (is_of(entry.load(std::memory_order_relaxed), key, now)) {
      return &entry;
    }
  }
  return nullptr;
}

/// Its entry, or the one that is given up for it: an empty one, else the oldest.
std::atomic<std::uint64_t>& SignInBrake::place(std::uint64_t key, Seconds now) noexcept {
  Set& set = sets_[key % Sets];
  auto* best = &set.front();
  for (auto& entry : set) {
    const std::uint64_t word = entry.load(std::memory_order_relaxed);
    if (is_of(word, key, now)) {
      return entry;
    }
    if (time_of(word) < time_of(best->load(std::memory_order_relaxed))) {
      best = &entry;
    }
  }
  return *best;
}

void SignInBrake::count(std::uint64_t key, Seconds now) noexcept {
  auto& entry = place(key, now);
  const std::uint64_t word = entry.load(std::memory_order_relaxed);
  const std::uint64_t before = is_of(word, key, now) ? count_of(word) : 0;
  entry.store(entry_of(key, before + 1, now), std::memory_order_relaxed);
}

Seconds SignInBrake::wait_of(std::uint64_t key, unsigned free, Seconds now) const noexcept {
  const auto* const entry = find(key, now);
  if (entry == nullptr) {
    return 0;
  }
  const std::uint64_t word = entry->load(std::memory_order_relaxed);
  const unsigned count = count_of(word);
  if (count < free) {
    return 0;
  }
  constexpr unsigned Doublings = 10;  // 2^10 s are more than MaxWait
  const Seconds pause = std::min(MaxWait, Seconds{1} << std::min(count - free, Doublings));
  // a clock that was set back makes nobody wait longer
  return std::clamp<Seconds>(time_of(word) + pause - now, 0, pause);
}

/// This account has signed in from there, and has not been wrong too often since.
bool SignInBrake::known(const Try& who, Seconds now) const noexcept {
  const auto* const entry = find(who.both, now);
  return entry != nullptr && count_of(entry->load(std::memory_order_relaxed)) < FreeOfAccount;
}

Seconds SignInBrake::wait(const Try& who, Seconds now) const noexcept {
  if (known(who, now)) {
    return 0;
  }
  return std::max(wait_of(who.account, FreeOfAccount, now),
                  wait_of(who.address, FreeOfAddress, now));
}

void SignInBrake::wrong(const Try& who, Seconds now) noexcept {
  if (known(who, now)) {
    count(who.both, now);
    return;
  }
  count(who.account, now);
  count(who.address, now);
}

void SignInBrake::right(const Try& who, Seconds now) noexcept {
  place(who.both, now).store(entry_of(who.both, 0, now), std::memory_order_relaxed);
}

std::string_view counted_part(std::string_view address, std::array<char, 64>& room) noexcept {
  constexpr std::size_t NetworkOctets = 8;
  if (address.find(':') == std::string_view::npos || address.size() >= room.size()) {
    return address;
  }
  std::copy(address.begin(), address.end(), room.begin());
  room[address.size()] = '\0';
  in6_addr octets{};
  if (::inet_pton(AF_INET6, room.data(), &octets) != 1) {
    return address;
  }
  std::memcpy(room.data(), &octets, NetworkOctets);
  return {room.data(), NetworkOctets};
}

}  // namespace pim::httpd
