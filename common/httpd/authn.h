// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/httpd/login_cache.h"
#include "common/httpd/sign_in_brake.h"
#include "common/session/server.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Whether httpd has an authentication provider of this name.
bool has_provider(const std::string& name);

/// What makes guessing slow: the table all children share, null where the system gave none.
struct Braking {
  SignInBrake* table = nullptr;
  const Clock* clock = nullptr;
  std::string secret;  ///< what the entries of the table are hashed under
};

/// Checks logins through httpd's own providers, in their order, with the configuration of the
/// request's location (AuthUserFile and so on). Bound to one request, used by its thread.
class ProviderLogin final : public session::Authenticator {
 public:
  /// `realm` names the place in the cache: server and location.
  ProviderLogin(request_rec* request, const std::vector<std::string>& providers, LoginCache& cache,
                std::string realm, Braking braking)
      : request_(request),
        providers_(providers),
        cache_(cache),
        realm_(std::move(realm)),
        braking_(std::move(braking)) {}

  session::Login check(std::string_view user, std::string_view password) override;
  Seconds retry_after() const override { return retry_after_; }

 private:
  session::Login ask_all(std::string_view user, std::string_view password);
  /// Nothing where the provider does not know the user.
  std::optional<session::Login> ask(const std::string& provider, const char* user,
                                    const char* password);

  request_rec* request_;
  const std::vector<std::string>& providers_;
  LoginCache& cache_;
  std::string realm_;
  Braking braking_;
  Seconds retry_after_ = 0;
};

}  // namespace pim::httpd
