// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

// An address of ours means nothing on the disk, whatever lies below DocumentRoot: no file is looked
// for, so no index page, no .htaccess and no <Directory> or <Files> section has a say, and an
// address may be as long as a request line. Three hooks, in this order; whoever maps an address
// before the second one (mod_rewrite, mod_alias, a proxy) still does.

/// translate_name, before all others: notes that the address is ours where `on` says so. Declines.
int note_own_place(request_rec* request, bool on) noexcept;
/// translate_name, after all others but httpd's own: such an address stands for no file.
int translate_own_place(request_rec* request) noexcept;
/// map_to_storage, before all others: there is nothing to look at.
int map_own_place(request_rec* request) noexcept;

}  // namespace pim::httpd
