// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/httpd/portal_settings.h"
#include "common/httpd/shared_settings.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// No two servers that name a store in their own sections, by whichever module's directive, may be
/// one portal. The main server counts where one of the modules is on in it: else it only says what
/// the others inherit, and a virtual host may repeat that. `other` may be null.
Status check_portals(const server_rec* main_server, Tell own, Tell other);

}  // namespace pim::httpd
