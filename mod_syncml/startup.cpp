// SPDX-License-Identifier: Apache-2.0
// What is looked at before the server starts: only what stands in the configuration itself.
#include "common/httpd/authn.h"
#include "common/httpd/directives.h"
#include "common/httpd/guard.h"
#include "common/httpd/key_slot.h"
#include "common/httpd/portal_check.h"
#include "common/httpd/portal_directives.h"
#include "common/httpd/shared_memory.h"
#include "common/httpd/shared_settings.h"
#include "mod_syncml/config.h"
#include "mod_syncml/metrics.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_syncml {
namespace {

Status check_providers(server_rec* main_server) {
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    const ServerConfig& config = config_of(server);
    for (const std::string& name : config.settings.providers.value_or(std::vector<std::string>{})) {
      if (!httpd::has_provider(name)) {
        std::string sentence = config.providers_at;
        sentence.append(": SyncMLAuthProvider: httpd has no authentication provider '");
        sentence.append(name).append("'; load the module that brings it (mod_authn_");
        sentence.append(name).append(") or name another.");
        return fail(ErrorCode::Malformed, std::move(sentence));
      }
    }
  }
  return {};
}

Status check_stores(server_rec* main_server) {
  auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_pimbridge_told);
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    const ServerConfig& config = config_of(server);
    PIM_CHECK(httpd::check_has_store(config.settings, httpd::told_by(other, server),
                                     config.engine_at, "SyncMLEngine", "SyncMLStore"));
  }
  return {};
}

}  // namespace

int separate_servers(apr_pool_t* pool, apr_pool_t*, apr_pool_t*, server_rec* server) noexcept {
  return httpd::guard_server(server, module_index(), "SML0015", HTTP_INTERNAL_SERVER_ERROR, [&] {
    httpd::separate_servers<ServerConfig>(pool, server, &syncml_module);
    return httpd::Ok;
  });
}

int check_config(apr_pool_t*, apr_pool_t*, apr_pool_t*, server_rec* server) noexcept {
  return httpd::guard_server(server, module_index(), "SML0003", HTTP_INTERNAL_SERVER_ERROR, [&] {
    httpd::ServerLog log(server, module_index());
    for (const Status& status :
         {httpd::check_portals(server, &tell, APR_RETRIEVE_OPTIONAL_FN(pim_pimbridge_told)),
          check_providers(server), check_stores(server)}) {
      if (!status) {
        log.write(LogLevel::Error, "SML0004", status.error().message);
        return HTTP_INTERNAL_SERVER_ERROR;
      }
    }
    return httpd::Ok;
  });
}

/// What only mod_pimbridge was told is taken over. A key file of root's is read here, and by nobody
/// later.
int post_config(apr_pool_t*, apr_pool_t*, apr_pool_t*, server_rec* main_server) noexcept {
  return httpd::guard_server(
      main_server, module_index(), "SML0005", HTTP_INTERNAL_SERVER_ERROR, [&] {
        if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
          return httpd::Ok;  // httpd's rehearsal
        }
        config_of(main_server).metrics = httpd::kept_shared<Metrics>("pim-syncml");
        config_of(main_server).store_errors =
            httpd::kept_shared<httpd::StoreErrors>("pim-store-errors");
        config_of(main_server).brake = httpd::kept_shared<httpd::SignInBrake>("pim-sign-in");
        auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_pimbridge_told);
        for (server_rec* server = main_server; server != nullptr; server = server->next) {
          ServerConfig& config = config_of(server);
          httpd::PortalSettings& own = config.settings;
          own = httpd::merged(httpd::told_by(other, server), own);
          config.key = config.key ? config.key : httpd::read_key(own.key_file);
        }
        return httpd::Ok;
      });
}

}  // namespace pim::mod_syncml
