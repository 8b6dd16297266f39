// SPDX-License-Identifier: Apache-2.0
// What others may see of this module: the metrics page, the section in server-status, and what
// `httpd -t -D DUMP_PIMSYNC` prints.
#include "common/httpd/dump.h"
#include "common/httpd/guard.h"
#include "common/httpd/metrics_page.h"
#include "common/httpd/settings.h"
#include "common/httpd/shared_settings.h"
#include "mod_pimbridge/child.h"
#include "mod_pimbridge/config.h"
#include "mod_pimbridge/metrics.h"
#include "common/httpd/httpd_headers.h"

#include <mod_status.h>

#include <array>
#include <utility>

namespace pim::mod_pimbridge {
namespace {

std::uint64_t sum(const Metrics& metrics, Count first, Count last) {
  std::uint64_t total = 0;
  for (const PeerMetrics& peer : metrics.peers) {
    for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i) {
      total += peer.cells[i];
    }
  }
  return total;
}

/// Questions that no person has answered, of all stores of this server.
std::string open_questions() {
  const Portal* const portal = config_of(ap_server_conf).portal;
  store::OpenQuestions sum;
  for (httpd::StoreSlot* const slot :
       portal == nullptr ? std::vector<httpd::StoreSlot*>() : portal->child.stores.all()) {
    store::Store* const store = slot->get();
    if (store == nullptr) {
      return {};  // a sum that lacks a store would look like answers
    }
    const auto open = store->open_questions();
    if (!open) {
      slot->note_error();
      return {};
    }
    sum.deletions += open->deletions;
    sum.changes += open->changes;
    sum.conflicts += open->conflicts;
    sum.doubtful += open->doubtful;
  }
  const httpd::Series family = {"pimbridge_waiting_for_user", "", "Questions nobody has answered.",
                                "gauge"};
  std::string text;
  httpd::append_family(text, family);
  const std::array<std::pair<std::string_view, std::uint64_t>, 4> reasons = {
      {{"deletions", sum.deletions},
       {"changes", sum.changes},
       {"conflicts", sum.conflicts},
       {"alike", sum.doubtful}}};
  for (const auto& [reason, number] : reasons) {
    httpd::append_sample(text, family.family, httpd::label("reason", reason), number);
  }
  return text;
}

void dump_peers(httpd::Dump& dump, const Settings& settings) {
  for (const PeerSettings& peer : settings.peers) {
    dump.line("peer " + peer.name,
              peer.url + (peer.ca_file.empty() ? "" : ", certificates of " + peer.ca_file) +
                  ", at most " + std::to_string(peer.timeout) + " s a message");
  }
  dump.line("other peers",
            settings.other_peers.value_or(false) ? "any public https address" : "none");
}

}  // namespace

void tell_metrics(const server_rec*, PimPut put, void* to) noexcept {
  const Metrics* const metrics = config_of(ap_server_conf).metrics;
  if (metrics == nullptr) {
    return;
  }
  try {
    const std::string text = metrics->text() + open_questions();
    put(to, text.data(), text.size());
  } catch (...) {  // no memory: the page stays short
  }
}

int show_metrics(request_rec* request) noexcept {
  return httpd::guard_request(request, module_index(), "PMB0019", [request] {
    return httpd::wants_metrics(request)
               ? httpd::send_metrics(request, config_of(ap_server_conf).store_errors,
                                     APR_RETRIEVE_OPTIONAL_FN(pim_syncml_metrics), &tell_metrics)
               : httpd::Declined;
  });
}

int show_status(request_rec* request, int flags) noexcept {
  const Metrics* const metrics = config_of(ap_server_conf).metrics;
  if (metrics == nullptr) {
    return httpd::Declined;
  }
  const std::string done = std::to_string(sum(*metrics, Count::RunsDone, Count::RunsDone));
  const std::string ended = std::to_string(sum(*metrics, Count::RunsDone, Count::RunsFailed));
  if ((flags & AP_STATUS_SHORT) != 0) {
    ap_rprintf(request, "PimSyncRuns: %s\nPimSyncRunsDone: %s\n", ended.c_str(), done.c_str());
  } else {
    ap_rprintf(request,
               "<hr />\n<h2>Runs with other portals</h2>\n<dl>\n<dt>ended: %s</dt>\n"
               "<dt>of these done: %s</dt>\n</dl>\n",
               ended.c_str(), done.c_str());
  }
  return httpd::Ok;
}

void dump_config(apr_pool_t*, server_rec* main_server) noexcept {
  httpd::guard_server(main_server, module_index(), "PMB0020", 0, [&] {
    if (!httpd::dump_is_wanted()) {
      return 0;
    }
    auto* const other = APR_RETRIEVE_OPTIONAL_FN(pim_syncml_told);
    for (const server_rec* server = main_server; server != nullptr; server = server->next) {
      const ServerConfig& config = config_of(server);
      Settings settings = config.settings;
      static_cast<httpd::PortalSettings&>(settings) =
          httpd::merged(httpd::told_by(other, server),
                        static_cast<const httpd::PortalSettings&>(config.settings));
      httpd::Dump dump(server, "PimBridge");
      if (dump.begin(settings, config.console_at)) {
        dump.line("public URL", settings.public_url.value_or("(of the request)"));
        dump_peers(dump, settings);
      }
    }
    return 0;
  });
}

}  // namespace pim::mod_pimbridge
