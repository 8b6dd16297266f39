// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/httpd/login_cache.h"
#include "common/session/server.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Whether httpd has an authentication provider of this name.
bool has_provider(const std::string& name);

/// Checks logins through httpd's own providers, in their order, with the configuration of the
/// request's location (AuthUserFile and so on). Bound to one request, used by its thread.
class ProviderLogin final : public session::Authenticator {
 public:
  /// `realm` names the place in the cache: server and location.
  ProviderLogin(request_rec* request, const std::vector<std::string>& providers, LoginCache& cache,
                std::string realm)
      : request_(request), providers_(providers), cache_(cache), realm_(std::move(realm)) {}

  session::Login check(std::string_view user, std::string_view password) override;

 private:
  session::Login ask(const std::string& provider, const char* user, const char* password);

  request_rec* request_;
  const std::vector<std::string>& providers_;
  LoginCache& cache_;
  std::string realm_;
};

}  // namespace pim::httpd
