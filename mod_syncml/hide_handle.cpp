// SPDX-License-Identifier: Apache-2.0
// A session's handle stands in the path, and whoever has it may go on with the session. It is taken
// out of all that httpd writes to its access log and shows in server-status, whatever the format.
#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "common/httpd/request.h"
#include "mod_syncml/config.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_syncml {
namespace {

constexpr std::string_view Hidden = "/-";

/// "POST /syncml/HANDLE HTTP/1.1" without its target.
std::string hidden_line(const request_rec* request, const std::string& path) {
  return httpd::text_of(request->method) + " " + path + " " + httpd::text_of(request->protocol);
}

void hide(request_rec* request, const std::string& location, const std::string& below) {
  ap_set_module_config(request->request_config, &syncml_module,
                       httpd::in_pool(request->pool, below));
  if (below.empty() || below == "/") {
    return;
  }
  const std::string path =
      location.substr(0, location.find_last_not_of('/') + 1) + std::string(Hidden);
  request->uri = httpd::in_pool(request->pool, path);
  request->unparsed_uri = request->uri;
  request->the_request = httpd::in_pool(request->pool, hidden_line(request, path));
  ap_update_child_status(static_cast<ap_sb_handle_t*>(request->connection->sbh), SERVER_BUSY_WRITE,
                         request);
}

}  // namespace

/// Runs as soon as httpd knows the location, before any check that may end the request.
int hide_handle(request_rec* request) noexcept {
  return httpd::guard_request(request, module_index(), "SML0010", [request] {
    const PlaceSettings& place = place_of(request);
    if (place.engine.value_or(false) && request->main == nullptr &&
        path_below(request) == nullptr) {
      if (const auto below = httpd::below(request, *place.location)) {
        hide(request, *place.location, *below);
      }
    }
    return httpd::Declined;
  });
}

}  // namespace pim::mod_syncml
