// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/clock.h"
#include "common/httpd/metrics_page.h"
#include "common/httpd/portal_settings.h"
#include "common/httpd/served_places.h"
#include "common/httpd/shared_settings.h"
#include "common/httpd/sign_in_brake.h"
#include "common/httpd/store_errors.h"
#include "common/syncml/message.h"
#include "common/vault/key_file.h"
#include "common/httpd/httpd_headers.h"

extern "C" __attribute__((visibility("default"))) module_struct syncml_module;

namespace pim::mod_syncml {

struct Metrics;  // metrics.h
struct Portal;   // child.h

/// What the directives of a server say.
struct Settings : httpd::PortalSettings {
  std::optional<std::vector<std::string>> providers;
  std::optional<std::string> public_url;
  std::optional<bool> insecure;
  std::optional<Seconds> session_timeout;
  std::optional<std::string> device_zone;                   ///< of devices that say none
  std::optional<std::vector<std::string>> purging_devices;  ///< as ServerConfig has them
  std::optional<std::vector<std::string>> ways;             ///< what a client may sign in by
  std::optional<std::vector<syncml::Version>> versions;
  std::optional<bool> wbxml;
  std::vector<httpd::ServedPlace> engine_places;  ///< that switch the engine on or off

  static constexpr auto members() {
    return std::tuple_cat(
        PortalSettings::members(),
        std::tuple(&Settings::providers, &Settings::public_url, &Settings::insecure,
                   &Settings::session_timeout, &Settings::device_zone, &Settings::purging_devices,
                   &Settings::ways, &Settings::versions, &Settings::wbxml,
                   &Settings::engine_places));
  }

  /// Newest first.
  std::vector<syncml::Version> versions_or_default() const;
};

/// What httpd keeps for us per server.
struct ServerConfig {
  Settings settings;
  // Where this server's own section says so, for checks after all has been read; empty = it does
  // not.
  std::string store_at;
  std::string providers_at;
  std::string engine_at;
  /// Read before the children change the user.
  std::shared_ptr<const vault::SealingKey> key;
  httpd::SignInBrake* brake = nullptr;  ///< of the main server: shared by all; set in post_config
  Metrics* metrics = nullptr;           ///< of the main server: shared by all; set in post_config
  httpd::StoreErrors* store_errors = nullptr;  ///< the same, and of both modules
  Portal* portal = nullptr;                    ///< of this child; set in child_init, null elsewhere
};

/// What the directives of a <Location> say.
struct PlaceSettings {
  std::optional<bool> engine;
  std::optional<std::string> location;  ///< the path of the section that switched the engine

  static constexpr auto members() {
    return std::tuple(&PlaceSettings::engine, &PlaceSettings::location);
  }
};

struct PlaceConfig {
  PlaceSettings settings;
};

inline int module_index() {
  return syncml_module.module_index;
}

inline ServerConfig& config_of(const server_rec* server) {
  return *static_cast<ServerConfig*>(ap_get_module_config(server->module_config, &syncml_module));
}

inline const PlaceSettings& place_of(const request_rec* request) {
  return static_cast<const PlaceConfig*>(
             ap_get_module_config(request->per_dir_config, &syncml_module))
      ->settings;
}

/// What follows the location's path in a request's, taken out of it by hide_handle(); null where
/// the engine is off or the location has no plain path.
inline const char* path_below(const request_rec* request) {
  return static_cast<const char*>(ap_get_module_config(request->request_config, &syncml_module));
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
int hide_handle(request_rec* request) noexcept;
int handle(request_rec* request) noexcept;
void tell_metrics(const server_rec* server, PimPut put, void* to) noexcept;
int show_metrics(request_rec* request) noexcept;
int show_status(request_rec* request, int flags) noexcept;
void dump_config(apr_pool_t* pool, server_rec* server) noexcept;

}  // namespace pim::mod_syncml
