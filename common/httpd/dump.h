// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/httpd/portal_settings.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// `httpd -t -D DUMP_PIMSYNC`: prints what each server has been told, defaults as well. No secret
/// is among the settings, and paths of files that hold one are no secret.
bool dump_is_wanted();

/// What one module says of one server.
class Dump {
 public:
  Dump(const server_rec* server, std::string_view name) : server_(server), module_(name) {}

  /// The head and the settings of the portal; false, and nothing printed, where neither a store is
  /// named nor the module switched on (at a place, "FILE line 12", or not at all).
  bool begin(const PortalSettings& settings, std::string_view switched_on_at);
  void line(std::string_view name, std::string_view value);

 private:
  const server_rec* server_;
  std::string_view module_;
};

}  // namespace pim::httpd
