// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/httpd/directives.h"
#include "common/httpd/portal_settings.h"

namespace pim::httpd {

// Setters of the directives that both modules have under their own prefixes.

Status set_store(PortalSettings& settings, const Directive& directive, std::string_view engine,
                 std::string_view path);
Status set_portal(PortalSettings& settings, const Directive& directive, std::string_view name);
Status set_key_file(PortalSettings& settings, const Directive& directive, std::string_view path);
Status set_state_dir(PortalSettings& settings, const Directive& directive, std::string_view path);
Status set_max_msg_size(PortalSettings& settings, const Directive& directive,
                        std::string_view size);
Status set_guard(PortalSettings& settings, const Directive& directive, std::string_view percent,
                 std::string_view count);

/// A server in messages: "host:port".
std::string name_of(const server_rec* server);

/// Where a module is switched on for a server and no directive names a store: a mistake that only
/// shows when all has been read. `switched_on_at` is the place of `directive`, empty = it is off.
Status check_has_store(const PortalSettings& own, const PortalSettings& told_by_other,
                       std::string_view switched_on_at, std::string_view directive,
                       std::string_view store_directive);

}  // namespace pim::httpd
