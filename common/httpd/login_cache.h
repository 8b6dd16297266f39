// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/base/clock.h"
#include "common/base/random.h"

namespace pim::httpd {

/// Remembers for a few minutes that a login was verified, since password files are made to be slow
/// and a session signs in with every message. Holds keyed hashes only, of good logins only, under a
/// key that dies with the process. A changed password goes on working for at most `Lifetime`.
/// Thread-safe.
class LoginCache {
 public:
  static constexpr Seconds Lifetime = 300;
  static constexpr std::size_t MaxLogins = 1024;

  LoginCache(const Clock& clock, Random& random);

  /// `realm` tells places apart whose users differ.
  bool knows(std::string_view realm, std::string_view user, std::string_view password) const;
  void remember(std::string_view realm, std::string_view user, std::string_view password);

 private:
  struct Entry {
    std::string hash;
    Seconds until = 0;
  };
  std::string hash(std::string_view realm, std::string_view user, std::string_view password) const;
  void make_room(Seconds now);

  const Clock& clock_;
  std::string key_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Seconds> until_;
  std::deque<Entry> by_age_;
};

}  // namespace pim::httpd
