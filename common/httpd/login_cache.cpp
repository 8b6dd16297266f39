// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/login_cache.h"

#include "common/base/digest.h"
#include "common/base/pack.h"

namespace pim::httpd {

LoginCache::LoginCache(const Clock& clock, Random& random) : clock_(clock), key_(random.hex(16)) {}

std::string LoginCache::hash(std::string_view realm, std::string_view user,
                             std::string_view password) const {
  Packer fields;  // with lengths, so that no two logins run into one text
  fields.s(realm).s(user).s(password);
  return hmac_sha256(key_, fields.octets());
}

bool LoginCache::knows(std::string_view realm, std::string_view user,
                       std::string_view password) const {
  const std::string wanted = hash(realm, user, password);
  const std::scoped_lock lock(mutex_);
  const auto found = until_.find(wanted);
  return found != until_.end() && clock_.now() < found->second;
}

void LoginCache::remember(std::string_view realm, std::string_view user,
                          std::string_view password) {
  std::string known = hash(realm, user, password);
  const std::scoped_lock lock(mutex_);
  const Seconds now = clock_.now();
  make_room(now);
  const Seconds until = now + Lifetime;
  until_[known] = until;
  by_age_.push_back({std::move(known), until});
}

void LoginCache::make_room(Seconds now) {
  while (!by_age_.empty() && (by_age_.size() >= MaxLogins || by_age_.front().until <= now)) {
    const auto found = until_.find(by_age_.front().hash);
    // a login remembered anew meanwhile stays
    if (found != until_.end() && found->second == by_age_.front().until) {
      until_.erase(found);
    }
    by_age_.pop_front();
  }
}

}  // namespace pim::httpd
