// SPDX-License-Identifier: Apache-2.0
// The console and the bridge as a module of httpd: the record and the hooks, nothing else.
#include "common/httpd/directives.h"
#include "common/httpd/metrics_page.h"
#include "common/httpd/own_place.h"
#include "common/httpd/shared_settings.h"
#include "mod_pimbridge/config.h"
#include "common/httpd/httpd_headers.h"

#include <mod_status.h>

/// mod_syncml asks this for what our directives say themselves.
static void pim_pimbridge_told(const server_rec* server, PimTold* told) {
  pim::mod_pimbridge::tell(server, told);
}

/// And for our part of the metrics page.
static void pim_pimbridge_metrics(const server_rec* server, PimPut put, void* to) {
  pim::mod_pimbridge::tell_metrics(server, put, to);
}

namespace pim::mod_pimbridge {

void tell(const server_rec* server, PimTold* told) noexcept {
  const ServerConfig& config = config_of(server);
  httpd::tell(config.settings, told);
  httpd::tell_places(config.store_at, config.console_at, told);
}

namespace {

int note_place(request_rec* request) noexcept {
  return httpd::note_own_place(request, place_of(request).console.value_or(false));
}

void* create_place(apr_pool_t* pool, char*) noexcept {
  return httpd::make_in<PlaceConfig>(pool);
}

void register_hooks(apr_pool_t*) noexcept {
  APR_REGISTER_OPTIONAL_FN(pim_pimbridge_told);
  APR_REGISTER_OPTIONAL_FN(pim_pimbridge_metrics);
  ap_hook_check_config(separate_servers, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_check_config(check_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  // before mod_watchdog's own, which starts no thread for a watchdog without a callback
  ap_hook_post_config(post_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_child_init(child_init, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_child_stopping(child_stopping, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_translate_name(note_place, nullptr, nullptr, APR_HOOK_REALLY_FIRST);
  ap_hook_translate_name(httpd::translate_own_place, nullptr, nullptr, APR_HOOK_LAST);
  ap_hook_map_to_storage(httpd::map_own_place, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_handler(handle, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_handler(show_metrics, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_test_config(dump_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  APR_OPTIONAL_HOOK(ap, status_hook, show_status, nullptr, nullptr, APR_HOOK_MIDDLE);
}

}  // namespace
}  // namespace pim::mod_pimbridge

// httpd calls this type `module`, which begins something else in C++20.
module_struct pimbridge_module = {STANDARD20_MODULE_STUFF,
                                  &pim::mod_pimbridge::create_place,
                                  &pim::httpd::merge_config<pim::mod_pimbridge::PlaceConfig>,
                                  &pim::httpd::create_config<pim::mod_pimbridge::ServerConfig>,
                                  &pim::httpd::merge_config<pim::mod_pimbridge::ServerConfig>,
                                  pim::mod_pimbridge::Directives,
                                  &pim::mod_pimbridge::register_hooks,
                                  AP_MODULE_FLAG_NONE};
