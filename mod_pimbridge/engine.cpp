// SPDX-License-Identifier: Apache-2.0
#include "mod_pimbridge/engine.h"

#include <string>

#include "common/httpd/pool.h"
#include "common/httpd/shared_settings.h"
#include "mod_pimbridge/config.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {
namespace {

/// The address of an engine in another server than the console's, from what httpd's directives say:
/// an engine takes passwords over TLS only, unless SyncMLInsecure says otherwise.
std::string address_of(const server_rec* server, const PimTold& engine) {
  if (engine.engine_url != nullptr) {
    return engine.engine_url;
  }
  const std::string said = httpd::text_of(server->server_scheme);
  const bool tls =
      engine.engine_insecure == 0 ||
      httpd::text_of(ap_get_server_protocol(const_cast<server_rec*>(server))) == "https";
  const std::string scheme = !said.empty() ? said : tls ? "https" : "http";
  const bool of_address = server->port == 0 && server->addrs != nullptr;
  const unsigned port = of_address ? server->addrs->host_port : server->port;
  const bool usual = port == 0 || port == (scheme == "https" ? 443U : 80U);
  return scheme + "://" + httpd::text_of(server->server_hostname) +
         (usual ? "" : ":" + std::to_string(port)) + engine.engine_location;
}

/// In this server, else in another one of its portal.
void learn_engine(httpd::Tell other, const server_rec* main_server, const server_rec* server,
                  ServerConfig& config) {
  const PimTold own = httpd::ask(other, server);
  config.engine_location = httpd::text_of(own.engine_location);
  config.engine_url = httpd::text_of(own.engine_url);
  if (!config.engine_location.empty()) {
    return;
  }
  const Settings& mine = config.settings;
  for (const server_rec* each = main_server; each != nullptr; each = each->next) {
    const Settings& its = config_of(each).settings;
    const PimTold engine = httpd::ask(other, each);
    if (engine.engine_location != nullptr && its.store_path == mine.store_path &&
        its.portal_or_default() == mine.portal_or_default()) {
      config.engine_location = engine.engine_location;
      config.engine_url = address_of(each, engine);
      return;
    }
  }
}

}  // namespace

void learn_engines(const server_rec* main_server) {
  auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told);
  for (const server_rec* server = main_server; server != nullptr; server = server->next) {
    learn_engine(other, main_server, server, config_of(server));
  }
}

}  // namespace pim::mod_pimbridge
