// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/httpd/portal_settings.h"
#include "common/httpd/httpd_headers.h"

// How the two modules tell each other what their directives said: optional functions of httpd, so
// that neither needs the other. Plain C values, since the modules may be of different builds.
extern "C" {

struct PimTold {
  apr_size_t size;  ///< of this struct, as the caller knows it
  const char* store_path;
  const char* portal;
  const char* key_file;
  const char* state_dir;
  apr_size_t max_msg_size;  ///< 0 = unsaid
  int guard_said;
  unsigned guard_percent;
  unsigned guard_count;
  const char* engine_location;  ///< where SyncMLEngine is On; null = nowhere
  const char* engine_url;       ///< SyncMLPublicURL; null = unsaid
};

APR_DECLARE_OPTIONAL_FN(void, pim_syncml_told, (const server_rec*, PimTold*));
APR_DECLARE_OPTIONAL_FN(void, pim_pimbridge_told, (const server_rec*, PimTold*));
}

namespace pim::httpd {

/// Fills what a module's directives said themselves; the strings live as long as the settings.
void tell(const PortalSettings& settings, PimTold* told) noexcept;

/// What the other module was told, by the function it has registered; empty where there is none.
PortalSettings told_by(void (*other)(const server_rec*, PimTold*), const server_rec* server);

}  // namespace pim::httpd
