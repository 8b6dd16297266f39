// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "common/base/clock.h"
#include "common/base/random.h"
#include "common/httpd/child_end.h"
#include "common/httpd/child_stores.h"
#include "common/httpd/key_slot.h"
#include "common/httpd/log_bridge.h"
#include "common/httpd/login_cache.h"
#include "common/httpd/thread_team.h"
#include "common/session/server.h"
#include "mod_syncml/config.h"
#include "mod_syncml/metrics.h"

namespace pim::mod_syncml {

struct Child;

/// One server's portal as this child serves it; what a session is lies in the store.
struct Portal {
  Child& child;
  httpd::StoreSlot* slot = nullptr;  ///< null where no store is named
  session::ServerConfig config;
  std::vector<std::string> providers;
  std::string public_url;
  bool insecure = false;
  std::unique_ptr<httpd::KeySlot> keys;  ///< of the passwords of devices
};

/// All that this module has in one child process. Made in child_init, ends with the child's pool.
struct Child {
  explicit Child(const server_rec* server)
      : metrics(config_of(server).metrics),
        error_log(server, module_index()),
        log(error_log, metrics),
        logins(clock, random),
        stores(clock, random, log, "SML0001", config_of(server).store_errors) {}

  Metrics* metrics;  ///< null where the system gave no shared memory
  httpd::ServerLog error_log;
  CountingLog log;
  SystemClock clock;
  SystemRandom random;
  httpd::LoginCache logins;
  httpd::ChildStores stores;
  std::vector<std::unique_ptr<Portal>> portals;
  httpd::Inside inside;
  httpd::ThreadTeam team;  ///< last: its threads use the others
};

}  // namespace pim::mod_syncml
