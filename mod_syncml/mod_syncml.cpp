// SPDX-License-Identifier: Apache-2.0
// The SyncML server as a module of httpd: the record and the hooks, nothing else.
#include "common/httpd/directives.h"
#include "common/httpd/metrics_page.h"
#include "common/httpd/own_place.h"
#include "common/httpd/shared_settings.h"
#include "mod_syncml/config.h"
#include "common/httpd/httpd_headers.h"

#include <mod_status.h>

/// mod_pimbridge asks this for what our directives say themselves.
static void pim_syncml_told(const server_rec* server, PimTold* told) {
  pim::mod_syncml::tell(server, told);
}

/// And for our part of the metrics page.
static void pim_syncml_metrics(const server_rec* server, PimPut put, void* to) {
  pim::mod_syncml::tell_metrics(server, put, to);
}

namespace pim::mod_syncml {

void tell(const server_rec* server, PimTold* told) noexcept {
  const ServerConfig& config = config_of(server);
  const Settings& settings = config.settings;
  httpd::tell(settings, told);
  httpd::tell_places(config.store_at, config.engine_at, told);
  const std::string* const location = httpd::first_served(settings.engine_places);
  if (told->size == sizeof(PimTold) && location != nullptr) {
    told->engine_location = location->c_str();
    told->engine_url = settings.public_url ? settings.public_url->c_str() : nullptr;
    told->engine_insecure = settings.insecure.value_or(false) ? 1 : 0;
  }
}

namespace {

int note_place(request_rec* request) noexcept {
  return httpd::note_own_place(request, place_of(request).engine.value_or(false));
}

void* create_place(apr_pool_t* pool, char*) noexcept {
  return httpd::make_in<PlaceConfig>(pool);
}

void register_hooks(apr_pool_t*) noexcept {
  APR_REGISTER_OPTIONAL_FN(pim_syncml_told);
  APR_REGISTER_OPTIONAL_FN(pim_syncml_metrics);
  ap_hook_check_config(separate_servers, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_check_config(check_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_post_config(post_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_child_init(child_init, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_post_perdir_config(hide_handle, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_translate_name(note_place, nullptr, nullptr, APR_HOOK_REALLY_FIRST);
  ap_hook_translate_name(httpd::translate_own_place, nullptr, nullptr, APR_HOOK_LAST);
  ap_hook_map_to_storage(httpd::map_own_place, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_handler(handle, nullptr, nullptr, APR_HOOK_FIRST);
  ap_hook_handler(show_metrics, nullptr, nullptr, APR_HOOK_MIDDLE);
  ap_hook_test_config(dump_config, nullptr, nullptr, APR_HOOK_MIDDLE);
  APR_OPTIONAL_HOOK(ap, status_hook, show_status, nullptr, nullptr, APR_HOOK_MIDDLE);
}

}  // namespace
}  // namespace pim::mod_syncml

// httpd calls this type `module`, which begins something else in C++20.
module_struct syncml_module = {STANDARD20_MODULE_STUFF,
                               &pim::mod_syncml::create_place,
                               &pim::httpd::merge_config<pim::mod_syncml::PlaceConfig>,
                               &pim::httpd::create_config<pim::mod_syncml::ServerConfig>,
                               &pim::httpd::merge_config<pim::mod_syncml::ServerConfig>,
                               pim::mod_syncml::Directives,
                               &pim::mod_syncml::register_hooks,
                               AP_MODULE_FLAG_NONE};
