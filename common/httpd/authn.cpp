// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/authn.h"

#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

#include <ap_provider.h>
#include <mod_auth.h>

namespace pim::httpd {
namespace {

using session::Login;

const authn_provider* find_provider(const std::string& name) {
  return static_cast<const authn_provider*>(
      ap_lookup_provider(AUTHN_PROVIDER_GROUP, name.c_str(), AUTHN_PROVIDER_VERSION));
}

}  // namespace

bool has_provider(const std::string& name) {
  return find_provider(name) != nullptr;
}

Login ProviderLogin::check(std::string_view user, std::string_view password) {
  const bool has_nul =
      user.find('\0') != std::string_view::npos || password.find('\0') != std::string_view::npos;
  if (user.empty() || has_nul) {
    return Login::Wrong;  // providers see C strings: what follows a NUL would not count
  }
  if (cache_.knows(realm_, user, password)) {
    return Login::Good;
  }
  if (braking_.table == nullptr) {
    return ask_all(user, password);
  }
  std::array<char, 64> room{};
  const std::string account = realm_ + "\n" + counted_account(user);
  const SignInBrake::Try who(braking_.secret, account, counted_part(request_->useragent_ip, room));
  const SignInBrake::Pass pass = braking_.table->admit(who, braking_.clock->now());
  retry_after_ = pass.wait;
  if (retry_after_ > 0) {
    return Login::Later;
  }
  const Login result = ask_all(user, password);
  if (result != Login::Wrong) {
    SignInBrake::take_back(pass);
  }
  if (result == Login::Good) {
    braking_.table->right(who, braking_.clock->now());
  }
  return result;
}

Login ProviderLogin::ask_all(std::string_view user, std::string_view password) {
  const char* const user_text = in_pool(request_->pool, user);
  char* const password_text = in_pool(request_->pool, password);
  Login result = Login::Wrong;
  for (const std::string& provider : providers_) {
    const auto said = ask(provider, user_text, password_text);
    if (said) {  // the first that knows the user decides, as with AuthBasicProvider
      result = *said;
      break;
    }
  }
  apr_table_unset(request_->notes, AUTHN_PROVIDER_NAME_NOTE);
  std::memset(password_text, 0, password.size());
  if (result == Login::Good) {
    cache_.remember(realm_, user, password);
  }
  return result;
}

std::optional<Login> ProviderLogin::ask(const std::string& name, const char* user,
                                        const char* password) {
  const authn_provider* const provider = find_provider(name);
  if (provider == nullptr || provider->check_password == nullptr) {
    return Login::Unavailable;
  }
  // aliases (<AuthnProviderAlias>) learn from this note which of them was asked
  apr_table_set(request_->notes, AUTHN_PROVIDER_NAME_NOTE, name.c_str());
  switch (provider->check_password(request_, user, password)) {
    case AUTH_GRANTED: return Login::Good;
    case AUTH_GENERAL_ERROR: return Login::Unavailable;
    case AUTH_USER_NOT_FOUND: return std::nullopt;
    default: return Login::Wrong;
  }
}

}  // namespace pim::httpd
