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
  const char* store_at;         ///< where the server's own section names a store; null = nowhere
  int serves;                   ///< 1 = the module is On somewhere in the server's own section
  const char* engine_location;  ///< where SyncMLEngine is On; null = nowhere
  const char* engine_url;       ///< SyncMLPublicURL; null = unsaid
  int engine_insecure;          ///< SyncMLInsecure
};

APR_DECLARE_OPTIONAL_FN(void, pim_syncml_told, (const server_rec*, PimTold*));
APR_DECLARE_OPTIONAL_FN(void, pim_pimbridge_told, (const server_rec*, PimTold*));
}

namespace pim::httpd {

/// Fills what a module's directives said themselves; the strings live as long as the settings.
void tell(const PortalSettings& settings, PimTold* told) noexcept;
/// And where in the server's own section a store is named and the module is switched on; empty =
/// not there.
void tell_places(const std::string& store_at, const std::string& on_at, PimTold* told) noexcept;

/// How a module tells of a server: a function above; null where it is not loaded.
using Tell = void (*)(const server_rec*, PimTold*);
/// All that it tells; nothing where it is not loaded.
PimTold ask(Tell module, const server_rec* server);
/// What the other module was told; empty where it is not loaded.
PortalSettings told_by(Tell other, const server_rec* server);

}  // namespace pim::httpd
