// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/random.h"
#include "common/bridge/runner.h"
#include "common/httpd/child_end.h"
#include "common/httpd/child_stores.h"
#include "common/httpd/key_slot.h"
#include "common/httpd/log_bridge.h"
#include "common/httpd/process_name.h"
#include "common/httpd/run_service.h"
#include "common/httpd/thread_team.h"
#include "common/net/curl_transport.h"
#include "mod_pimbridge/config.h"
#include "mod_pimbridge/peers.h"

namespace pim::mod_pimbridge {

struct Child;

/// One server's portal as this child serves it: the console, and its runs in the background.
struct Portal final : httpd::RunSource {
  Portal(Child& owner, const ServerConfig& config);

  /// With the portal's row, which the first to ask makes.
  store::Store* store() override;
  const std::string& portal() const override { return runner_config.portal; }
  Result<bridge::Step> step(store::Store& store, const store::RunClaim& claim) override;
  void ended(const store::Run& run, const std::string& peer) override;
  void postponed(const store::Run& run, const std::string& peer) override;

  Child& child;
  httpd::StoreSlot* slot;  ///< null where no store is named
  std::atomic<bool> has_row = false;
  bridge::RunnerConfig runner_config;
  std::string public_url;
  std::string engine_location;  ///< of mod_syncml; empty where it serves nobody
  std::string engine_url;
  httpd::KeySlot keys;
  Peers peers;
  net::CurlTransport transport;
};

/// All that this module has in one child process. Made in child_init, ends with the child's pool.
struct Child {
  Child(const server_rec* server, const httpd::RunServiceLimits& limits)
      : log(server, module_index()),
        metrics(config_of(server).metrics),
        stores(clock, random, log, "PMB0002", config_of(server).store_errors),
        runs(httpd::process_name(), clock, log, limits) {}

  httpd::ServerLog log;
  Metrics* metrics;  ///< null where the system gave no shared memory
  SystemClock clock;
  SystemRandom random;
  httpd::ChildStores stores;
  std::vector<std::unique_ptr<Portal>> portals;
  httpd::RunService runs;
  httpd::Inside inside;
  httpd::ThreadTeam team;  ///< last: its threads use the others
};

}  // namespace pim::mod_pimbridge
