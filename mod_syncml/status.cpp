// SPDX-License-Identifier: Apache-2.0
// What others may see of this module: the metrics page, the section in server-status, and what
// `httpd -t -D DUMP_PIMSYNC` prints.
#include "common/httpd/dump.h"
#include "common/httpd/guard.h"
#include "common/httpd/metrics_page.h"
#include "common/httpd/settings.h"
#include "common/httpd/shared_settings.h"
#include "mod_syncml/config.h"
#include "mod_syncml/metrics.h"
#include "common/httpd/httpd_headers.h"

#include <mod_status.h>

namespace pim::mod_syncml {
namespace {

/// "SyncML 1.2 1.1, XML and WBXML".
std::string forms_of(const Settings& settings) {
  std::string text = "SyncML";
  for (const syncml::Version version : settings.versions_or_default()) {
    text += " " + syncml::ver_dtd_of(version);
  }
  return text + (settings.wbxml.value_or(true) ? ", XML and WBXML" : ", XML only");
}

}  // namespace

void tell_metrics(const server_rec*, PimPut put, void* to) noexcept {
  const Metrics* const metrics = config_of(ap_server_conf).metrics;
  if (metrics == nullptr) {
    return;
  }
  try {
    const std::string text = metrics->text(SystemClock().now());
    put(to, text.data(), text.size());
  } catch (...) {  // no memory: the page stays short
  }
}

int show_metrics(request_rec* request) noexcept {
  return httpd::guard_request(request, module_index(), "SML0014", [request] {
    return httpd::wants_metrics(request)
               ? httpd::send_metrics(request, config_of(ap_server_conf).store_errors, &tell_metrics,
                                     APR_RETRIEVE_OPTIONAL_FN(pim_pimbridge_metrics))
               : httpd::Declined;
  });
}

int show_status(request_rec* request, int flags) noexcept {
  const Metrics* const metrics = config_of(ap_server_conf).metrics;
  if (metrics == nullptr) {
    return httpd::Declined;
  }
  struct Row {
    const char* name;
    const char* words;
    std::uint64_t value;
  };
  const std::array<Row, 5> rows = {{
      {"PimSyncSessionsBegun", "sessions begun", metrics->sessions(Count::SessionsBegun)},
      {"PimSyncSessionsEnded", "ended well", metrics->sessions(Count::SessionsEnded)},
      {"PimSyncMessages", "messages",
       metrics->get(Count::MessagesXml) + metrics->get(Count::MessagesWbxml)},
      {"PimSyncSignInsRefused", "sign-ins refused", metrics->get(Count::SignInsRefused)},
      {"PimSyncStoreErrors", "store errors", metrics->get(Count::StoreErrors)},
  }};
  const bool is_short = (flags & AP_STATUS_SHORT) != 0;
  if (!is_short) {
    ap_rputs("<hr />\n<h2>SyncML server</h2>\n<dl>\n", request);
  }
  for (const Row& row : rows) {
    ap_rprintf(request, is_short ? "%s: %s\n" : "<dt>%s: %s</dt>\n",
               is_short ? row.name : row.words, std::to_string(row.value).c_str());
  }
  if (!is_short) {
    ap_rputs("</dl>\n", request);
  }
  return httpd::Ok;
}

void dump_config(apr_pool_t*, server_rec* main_server) noexcept {
  httpd::guard_server(main_server, module_index(), "SML0013", 0, [&] {
    if (!httpd::dump_is_wanted()) {
      return 0;
    }
    auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_pimbridge_told);
    for (const server_rec* server = main_server; server != nullptr; server = server->next) {
      const ServerConfig& config = config_of(server);
      Settings settings = config.settings;
      static_cast<httpd::PortalSettings&>(settings) =
          httpd::merged(httpd::told_by(other, server),
                        static_cast<const httpd::PortalSettings&>(config.settings));
      httpd::Dump dump(server, "SyncML");
      if (!dump.begin(settings, config.engine_at)) {
        continue;
      }
      std::string providers;
      for (const std::string& name :
           settings.providers.value_or(std::vector<std::string>{"file"})) {
        providers += (providers.empty() ? "" : " ") + name;
      }
      dump.line("sign-in through", providers);
      dump.line("versions and forms", forms_of(settings));
      dump.line("public URL", settings.public_url.value_or("(of the request)"));
      dump.line("passwords without TLS", settings.insecure.value_or(false) ? "taken" : "refused");
    }
    return 0;
  });
}

}  // namespace pim::mod_syncml
