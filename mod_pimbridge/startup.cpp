// SPDX-License-Identifier: Apache-2.0
// Before the server starts: checks of what stands in the configuration itself, and what needs the
// rights httpd has until its children change the user.
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "common/httpd/directives.h"
#include "common/httpd/guard.h"
#include "common/httpd/key_slot.h"
#include "common/httpd/portal_check.h"
#include "common/httpd/portal_directives.h"
#include "common/httpd/shared_memory.h"
#include "common/httpd/shared_settings.h"
#include "common/httpd/watchdog.h"
#include "mod_pimbridge/config.h"
#include "mod_pimbridge/engine.h"
#include "mod_pimbridge/metrics.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {
namespace {

/// Runs that an API call has made are begun at once; this finds what is due without one.
constexpr std::chrono::milliseconds TickInterval{1000};

Status check_stores(server_rec* main_server) {
  auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told);
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    const ServerConfig& config = config_of(server);
    PIM_CHECK(httpd::check_has_store(config.settings, httpd::told_by(other, server),
                                     config.console_at, "PimBridgeConsole", "PimBridgeStore"));
  }
  return {};
}

/// What a run is made with.
auto manner_of(const Settings& settings) {
  const sync::GuardLimits guard = settings.guard_or_default();
  return std::tuple(settings.peers, settings.other_peers.value_or(false), settings.key_file,
                    guard.percent, guard.count, settings.max_msg_size_or_default());
}

/// The runs of a portal are made with what one of its servers says: two consoles may not differ.
Status check_consoles(server_rec* main_server) {
  auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told);
  std::map<std::pair<std::string, std::string>, std::pair<std::string, Settings>> seen;
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    const ServerConfig& config = config_of(server);
    Settings settings = config.settings;
    static_cast<httpd::PortalSettings&>(settings) =
        httpd::merged(httpd::told_by(other, server), static_cast<httpd::PortalSettings&>(settings));
    if (config.console_at.empty() || !settings.store_path) {
      continue;
    }
    const auto [first, is_new] = seen.try_emplace(
        {*settings.store_path, settings.portal_or_default()}, httpd::name_of(server), settings);
    if (!is_new && manner_of(first->second.second) != manner_of(settings)) {
      return fail(ErrorCode::Malformed,
                  config.console_at + ": PimBridgeConsole is On in two servers of the portal '" +
                      settings.portal_or_default() + "', here and in " + first->second.first +
                      ", that differ in peers, key file, guard or message size, and a run is made "
                      "with those of one server. Say them once, outside of both servers, or give "
                      "this server its own PimBridgePortal.");
    }
  }
  return {};
}

}  // namespace

int separate_servers(apr_pool_t* pool, apr_pool_t*, apr_pool_t*, server_rec* server) noexcept {
  return httpd::guard_server(server, module_index(), "PMB0021", HTTP_INTERNAL_SERVER_ERROR, [&] {
    httpd::separate_servers<ServerConfig>(pool, server, &pimbridge_module);
    return httpd::Ok;
  });
}

int check_config(apr_pool_t*, apr_pool_t*, apr_pool_t*, server_rec* server) noexcept {
  return httpd::guard_server(server, module_index(), "PMB0004", HTTP_INTERNAL_SERVER_ERROR, [&] {
    for (const Status& status :
         {httpd::check_portals(server, &tell, APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told)),
          check_stores(server), check_consoles(server)}) {
      if (!status) {
        httpd::ServerLog(server, module_index())
            .write(LogLevel::Error, "PMB0005", status.error().message);
        return HTTP_INTERNAL_SERVER_ERROR;
      }
    }
    return httpd::Ok;
  });
}

int post_config(apr_pool_t* pool, apr_pool_t*, apr_pool_t*, server_rec* main_server) noexcept {
  return httpd::guard_server(
      main_server, module_index(), "PMB0006", HTTP_INTERNAL_SERVER_ERROR, [&] {
        if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
          return httpd::Ok;  // httpd's rehearsal
        }
        Metrics* const metrics = httpd::kept_shared<Metrics>("pim-bridge");
        config_of(main_server).metrics = metrics;
        config_of(main_server).store_errors =
            httpd::kept_shared<httpd::StoreErrors>("pim-store-errors");
        auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told);
        for (server_rec* server = main_server; server != nullptr; server = server->next) {
          ServerConfig& config = config_of(server);
          if (metrics != nullptr) {
            metrics->add_peers(config.settings.peers);
          }
          httpd::PortalSettings& own = config.settings;
          own = httpd::merged(httpd::told_by(other, server), own);
          config.key = config.key ? config.key : httpd::read_key(config.settings.key_file);
        }
        learn_engines(main_server);
        if (!httpd::call_every("_pimbridge_", TickInterval, pool, &on_tick, main_server)) {
          httpd::ServerLog(main_server, module_index())
              .write(
                  LogLevel::Info, "PMB0007",
                  "mod_watchdog is not loaded: runs that wait for their time are looked for every "
                  "5 seconds.");
        }
        return httpd::Ok;
      });
}

}  // namespace pim::mod_pimbridge
