// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "common/httpd/metrics_page.h"
#include "common/httpd/portal_settings.h"
#include "common/httpd/shared_settings.h"
#include "common/httpd/store_errors.h"
#include "common/vault/key_file.h"
#include "mod_pimbridge/peer_settings.h"
#include "common/httpd/httpd_headers.h"

extern "C" __attribute__((visibility("default"))) module_struct pimbridge_module;

namespace pim::mod_pimbridge {

struct Metrics;  // metrics.h
struct Portal;   // child.h

/// What the directives of a server say.
struct Settings : httpd::PortalSettings {
  std::optional<std::string> public_url;
  std::optional<bool> other_peers;
  std::optional<unsigned> workers;
  std::vector<PeerSettings> peers;

  static constexpr auto members() {
    return std::tuple_cat(PortalSettings::members(),
                          std::tuple(&Settings::public_url, &Settings::other_peers,
                                     &Settings::workers, &Settings::peers));
  }
};

/// What httpd keeps for us per server.
struct ServerConfig {
  Settings settings;
  // Where this server's own section says so, for checks after all has been read; empty = it does
  // not.
  std::string store_at;
  std::string console_at;
  // What mod_syncml says of its engine; empty where it is off or not loaded. Set in post_config.
  std::string engine_location;
  std::string engine_url;
  bool in_peer = false;  ///< a <PimBridgePeer> section is being read: the last of the list
  /// Read while httpd still had the rights to; shared because httpd copies configurations.
  std::shared_ptr<const vault::SealingKey> key;
  Metrics* metrics = nullptr;  ///< of the main server: shared by all; set in post_config
  httpd::StoreErrors* store_errors = nullptr;  ///< the same, and of both modules
  Portal* portal = nullptr;                    ///< of this child; set in child_init, null elsewhere
};

/// What the directives of a <Location> say.
struct PlaceSettings {
  std::optional<bool> console;
  std::optional<std::string> location;  ///< the path of the section that switched the console

  static constexpr auto members() {
    return std::tuple(&PlaceSettings::console, &PlaceSettings::location);
  }
};

struct PlaceConfig {
  PlaceSettings settings;
};

inline int module_index() {
  return pimbridge_module.module_index;
}

inline ServerConfig& config_of(const server_rec* server) {
  return *static_cast<ServerConfig*>(
      ap_get_module_config(server->module_config, &pimbridge_module));
}

inline const PlaceSettings& place_of(const request_rec* request) {
  return static_cast<const PlaceConfig*>(
             ap_get_module_config(request->per_dir_config, &pimbridge_module))
      ->settings;
}

/// The command table (directives.cpp).
extern const command_rec Directives[];

/// What our directives say of a server, for the other module.
void tell(const server_rec* server, PimTold* told) noexcept;

// Hooks. None lets an exception out.
/// Before either module checks: each server has settings of its own from here on.
int separate_servers(apr_pool_t* pool, apr_pool_t* log_pool, apr_pool_t* temp_pool,
                     server_rec* server) noexcept;
int check_config(apr_pool_t* pool, apr_pool_t* log_pool, apr_pool_t* temp_pool,
                 server_rec* server) noexcept;
int post_config(apr_pool_t* pool, apr_pool_t* log_pool, apr_pool_t* temp_pool,
                server_rec* server) noexcept;
void child_init(apr_pool_t* pool, server_rec* server) noexcept;
void child_stopping(apr_pool_t* pool, int graceful) noexcept;
int handle(request_rec* request) noexcept;
void tell_metrics(const server_rec* server, PimPut put, void* to) noexcept;
int show_metrics(request_rec* request) noexcept;
int show_status(request_rec* request, int flags) noexcept;
void dump_config(apr_pool_t* pool, server_rec* server) noexcept;

/// Called by mod_watchdog in every child; `main_server` is a server_rec.
void on_tick(void* main_server) noexcept;

}  // namespace pim::mod_pimbridge
