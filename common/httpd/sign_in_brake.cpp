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
constexpr unsigned AttemptBits = 6;
constexpr unsigned TimeBits = 32;
constexpr std::uint64_t MostCounted = (1U << AttemptBits) - 1;

constexpr std::uint64_t tag_of(std::uint64_t key) {
  return key >> (AttemptBits + TimeBits);
}
constexpr unsigned count_of(std::uint64_t entry) {
  return static_cast<unsigned>(entry >> TimeBits & MostCounted);
}
constexpr Seconds time_of(std::uint64_t entry) {
  return static_cast<Seconds>(entry & UINT32_MAX);
}
constexpr std::uint64_t entry_of(std::uint64_t key, std::uint64_t count, Seconds time) {
  return tag_of(key) << (AttemptBits + TimeBits) | std::min(count, MostCounted) << TimeBits |
         (static_cast<std::uint64_t>(time) & UINT32_MAX);
}

bool is_of(std::uint64_t entry, std::uint64_t key, Seconds now) {
  return entry != 0 && tag_of(entry) == tag_of(key) && time_of(entry) + SignInBrake::Memory > now;
}

/// How long after the wrong ones of an entry the next has to wait.
Seconds wait_after(std::uint64_t entry, unsigned free, Seconds now) {
  const unsigned count = count_of(entry);
  if (count < free) {
    return 0;
  }
  constexpr unsigned Doublings = 10;  // 2^10 s are more than MaxWait
  const Seconds pause =
      std::min(SignInBrake::MaxWait, Seconds{1} << std::min(count - free, Doublings));
  // a clock that was set back makes nobody wait longer
  return std::clamp<Seconds>(time_of(entry) + pause - now, 0, pause);
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

/// Counts one more where it need not wait; false = it has to.
bool SignInBrake::count(std::uint64_t key, unsigned free, Seconds now, Pass& pass) noexcept {
  auto& entry = place(key, now);
  std::uint64_t word = entry.load(std::memory_order_relaxed);
  std::uint64_t more = 0;
  do {
    const bool own = is_of(word, key, now);
    pass.wait = own ? wait_after(word, free, now) : 0;
    if (pass.wait > 0) {
      return false;
    }
    more = entry_of(key, own ? count_of(word) + 1 : 1, now);
  } while (!entry.compare_exchange_weak(word, more, std::memory_order_relaxed));
  pass.marks[pass.size++] = {&entry, word, more};
  return true;
}

Seconds SignInBrake::wait_of(std::uint64_t key, unsigned free, Seconds now) const noexcept {
  const auto* const entry = find(key, now);
  return entry == nullptr ? 0 : wait_after(entry->load(std::memory_order_relaxed), free, now);
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

SignInBrake::Pass SignInBrake::admit(const Try& who, Seconds now) noexcept {
  Pass pass;
  pass.wait = wait(who, now);
  if (pass.wait > 0) {
    return pass;
  }
  if (known(who, now)) {
    count(who.both, FreeOfAccount, now, pass);
  } else if (count(who.account, FreeOfAccount, now, pass) &&
             !count(who.address, FreeOfAddress, now, pass)) {
    take_back(pass);
  }
  return pass;
}

void SignInBrake::take_back(const Pass& pass) noexcept {
  for (std::size_t i = 0; i < pass.size; ++i) {
    const Pass::Mark& mark = pass.marks[i];
    std::uint64_t word = mark.after;
    if (mark.entry->compare_exchange_strong(word, mark.before, std::memory_order_relaxed)) {
      continue;
    }
    while (tag_of(word) == tag_of(mark.after) && count_of(word) > 0 &&  // others have counted since
           !mark.entry->compare_exchange_weak(word, word - (std::uint64_t{1} << TimeBits),
                                              std::memory_order_relaxed)) {
    }
  }
}

void SignInBrake::right(const Try& who, Seconds now) noexcept {
  place(who.both, now).store(entry_of(who.both, 0, now), std::memory_order_relaxed);
}

std::string counted_account(std::string_view user) {
  constexpr std::string_view Blanks = " \t\r\n\v\f";
  const std::size_t begin = std::min(user.find_first_not_of(Blanks), user.size());
  std::string account(user.substr(begin, user.find_last_not_of(Blanks) + 1 - begin));
  std::ranges::transform(account, account.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return account;
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
