// SPDX-License-Identifier: Apache-2.0
#include "mod_syncml/child.h"

#include <algorithm>

#include "common/httpd/child_end.h"
#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_syncml {
namespace {

bool allows(const Settings& settings, std::string_view way) {
  return !settings.ways || std::ranges::find(*settings.ways, way) != settings.ways->end();
}

std::unique_ptr<Portal> make_portal(Child& child, const ServerConfig& config) {
  const Settings& settings = config.settings;
  auto portal = std::make_unique<Portal>(Portal{child, nullptr, {}, {}, {}, false, nullptr});
  portal->config.passwords = allows(settings, "basic");
  portal->config.device_passwords = allows(settings, "device-password");
  portal->config.digest = settings.ways && allows(settings, "md5");
  portal->keys = std::make_unique<httpd::KeySlot>(
      settings.key_file.value_or(""), config.key, child.random, child.log, "SML0011",
      "Devices cannot sign in by passwords of their own until it can.");
  portal->slot = child.stores.slot(settings);
  portal->config.portal = settings.portal_or_default();
  portal->config.max_msg_size = settings.max_msg_size_or_default();
  portal->config.guard = settings.guard_or_default();
  portal->config.session_timeout =
      settings.session_timeout.value_or(portal->config.session_timeout);
  portal->config.versions = settings.versions_or_default();
  portal->config.wbxml = settings.wbxml.value_or(true);
  portal->config.device_zone = settings.device_zone.value_or("");
  portal->config.purging_devices =
      settings.purging_devices.value_or(portal->config.purging_devices);
  portal->providers = settings.providers.value_or(std::vector<std::string>{"file"});
  portal->public_url = settings.public_url.value_or("");
  portal->insecure = settings.insecure.value_or(false);
  return portal;
}

void open_child(apr_pool_t* pool, server_rec* main_server) {
  auto* const child = httpd::make_in<Child>(pool, main_server);
  httpd::stop_before_end(pool, child->team, child->inside, child->log);
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    ServerConfig& config = config_of(server);
    child->portals.push_back(make_portal(*child, config));
    config.portal = child->portals.back().get();
  }
  child->stores.start_housekeeping(child->team);
}

}  // namespace

void child_init(apr_pool_t* pool, server_rec* server) noexcept {
  httpd::guard_server(server, module_index(), "SML0002", 0, [&] {
    open_child(pool, server);
    return 0;
  });
}

}  // namespace pim::mod_syncml
