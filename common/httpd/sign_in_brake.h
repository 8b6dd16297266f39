// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/clock.h"

namespace pim::httpd {

/// Makes guessing of passwords slow. Counts wrong sign-ins of each account and of each address;
/// after some the next is looked at only when a time has passed, which doubles each time up to
/// MaxWait. Nobody is shut out for good, and an address from which this account has signed in
/// rightly is not held up by what others try. Accounts that do not exist are counted as those that
/// do, so that nothing is told of which there are.
///
/// Lives in memory that all children share; zeros make a good one. Lock-free, any thread. Where the
/// table is full a count may be lost: it is a brake, not a wall.
class SignInBrake {
 public:
  /// Wrong ones without a wait, of an account and of an address: behind one address may be many.
  static constexpr unsigned FreeOfAccount = 10;
  static constexpr unsigned FreeOfAddress = 50;
  static constexpr Seconds MaxWait = 900;
  /// Wrong ones are forgotten this long after the last, and right ones too.
  static constexpr Seconds Memory = 7 * 86400;

  /// Who tries from where: `account` names the place too where users of different places differ.
  /// `secret`: what the table's entries are hashed under.
  struct Try {
    Try(std::string_view secret, std::string_view account, std::string_view address);
    std::uint64_t account;
    std::uint64_t address;
    std::uint64_t both;
  };

  /// One that may be looked at now, or has to wait.
  struct Pass;

  /// Seconds until this one may be looked at; 0 = now.
  Seconds wait(const Try& who, Seconds now) const noexcept;
  /// Counts it as a wrong one, before anybody looks: of many at once no more come through than one
  /// after the other. Counts nothing where it has to wait.
  Pass admit(const Try& who, Seconds now) noexcept;
  /// It was no wrong one.
  static void take_back(const Pass& pass) noexcept;
  void right(const Try& who, Seconds now) noexcept;

 private:
  static constexpr std::size_t Ways = 4;
  static constexpr std::size_t Sets = 4096;
  using Set = std::array<std::atomic<std::uint64_t>, Ways>;

  const std::atomic<std::uint64_t>* find(std::uint64_t key, Seconds now) const noexcept;
  std::atomic<std::uint64_t>& place(std::uint64_t key, Seconds now) noexcept;
  bool known(const Try& who, Seconds now) const noexcept;
  bool count(std::uint64_t key, unsigned free, Seconds now, Pass& pass) noexcept;
  Seconds wait_of(std::uint64_t key, unsigned free, Seconds now) const noexcept;

  std::array<Set, Sets> sets_;
};

struct SignInBrake::Pass {
  /// An entry in which it is counted.
  struct Mark {
    std::atomic<std::uint64_t>* entry = nullptr;
    std::uint64_t before = 0;
    std::uint64_t after = 0;
  };
  Seconds wait = 0;  ///< above 0: it is not to be looked at
  std::array<Mark, 2> marks;
  std::size_t size = 0;
};

/// The name of an account by which guesses are counted: what providers may take for the same one.
std::string counted_account(std::string_view user);

/// The part of an address by which guesses are counted: an IPv4 address, the /64 of an IPv6 one.
std::string_view counted_part(std::string_view address, std::array<char, 64>& room) noexcept;

}  // namespace pim::httpd
