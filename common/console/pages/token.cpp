// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/token.h"

#include "common/base/text.h"

namespace pim::console::pages {

namespace {

constexpr Seconds Day = 86'400;

std::string token_of_day(const HashKey& key, std::string_view portal, std::string_view user,
                         Seconds day) {
  const std::string secret(key.bytes.begin(), key.bytes.end());
  std::string said =
      "form token\n" + std::to_string(day) + '\n' + std::to_string(portal.size()) + '\n';
  said += portal;
  said += user;
  constexpr std::size_t Digits = 40;
  return hex_encode(hmac_sha256(secret, said)).substr(0, Digits);
}

}  // namespace

std::string form_token(const HashKey& key, std::string_view portal, std::string_view user,
                       Seconds now) {
  return token_of_day(key, portal, user, now / Day);
}

bool is_form_token(std::string_view token, const HashKey& key, std::string_view portal,
                   std::string_view user, Seconds now) {
  const bool today = equal_constant_time(token, token_of_day(key, portal, user, now / Day));
  const bool before = equal_constant_time(token, token_of_day(key, portal, user, now / Day - 1));
  return today || before;
}

}  // namespace pim::console::pages
