// SPDX-License-Identifier: Apache-2.0
#include "mod_pimbridge/child.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/httpd/child_end.h"
#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "mod_pimbridge/metrics.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {
namespace {

net::OtherPeers others_of(const Settings& settings) {
  return settings.other_peers.value_or(false) ? net::OtherPeers::Public : net::OtherPeers::Refused;
}

bridge::RunnerConfig runner_config_of(const Settings& settings) {
  bridge::RunnerConfig config;
  config.portal = settings.portal_or_default();
  config.max_msg_size = settings.max_msg_size_or_default();
  config.guard = settings.guard_or_default();
  return config;
}

httpd::RunServiceLimits limits_of(const server_rec* main_server) {
  httpd::RunServiceLimits limits;
  limits.workers = config_of(main_server).settings.workers.value_or(limits.workers);
  return limits;
}

/// Runs are made where people ask for them. An httpd without any console may be another front end
/// of the same database, for devices only: it knows neither the peers nor, perhaps, the key.
bool has_console(const server_rec* main_server) {
  for (const server_rec* server = main_server; server != nullptr; server = server->next) {
    if (!config_of(server).console_at.empty()) {
      return true;
    }
  }
  return false;
}

void open_child(apr_pool_t* pool, server_rec* main_server) {
  auto* const child = httpd::make_in<Child>(pool, main_server, limits_of(main_server));
  httpd::stop_before_end(pool, child->team, child->inside, child->log);
  // A portal behind two servers runs once, and as the console says where people make its runs.
  struct Runs {
    Portal* portal = nullptr;
    bool has_console = false;
  };
  std::map<std::pair<std::string, std::string>, Runs> served;
  for (server_rec* server = main_server; server != nullptr; server = server->next) {
    ServerConfig& config = config_of(server);
    child->portals.push_back(std::make_unique<Portal>(*child, config));
    Portal& portal = *child->portals.back();
    config.portal = &portal;
    const bool has_console = !config.console_at.empty();
    if (const auto& store = config.settings.store_path) {
      Runs& runs = served[{*store, portal.portal()}];
      if (runs.portal == nullptr || (has_console && !runs.has_console)) {
        runs = {&portal, has_console};
      }
    }
  }
  if (!has_console(main_server)) {
    served.clear();
  }
  for (const auto& [store_and_name, runs] : served) {
    child->runs.add(*runs.portal);
  }
  child->runs.start(child->team);
  child->stores.start_housekeeping(child->team);
}

Child* child_of(const server_rec* server) {
  const Portal* const portal = config_of(server).portal;
  return portal == nullptr ? nullptr : &portal->child;
}

}  // namespace

Portal::Portal(Child& owner, const ServerConfig& config)
    : child(owner),
      slot(owner.stores.slot(config.settings)),
      runner_config(runner_config_of(config.settings)),
      public_url(config.settings.public_url.value_or("")),
      engine_location(config.engine_location),
      engine_url(config.engine_url),
      keys(config.settings.key_file.value_or(""), config.key, owner.random, owner.log, "PMB0001",
           "Passwords at peers can be neither kept nor used until it can."),
      peers(config.settings.peers, others_of(config.settings), keys),
      transport(peers.transport_config(), owner.team.token()) {}

store::Store* Portal::store() {
  store::Store* const store = slot == nullptr ? nullptr : slot->get();
  if (store == nullptr || has_row) {
    return store;
  }
  constexpr std::size_t IdOctets = 16;
  const auto row = store->portal(portal(), child.random.hex(IdOctets));
  if (!row) {
    child.log.write(LogLevel::Warning, "PMB0016",
                    "The portal's row could not be made: " + row.error().text());
    return nullptr;
  }
  has_row = true;
  return store;
}

Result<bridge::Step> Portal::step(store::Store& store, const store::RunClaim& claim) {
  auto step =
      bridge::Runner(store, child.clock, child.random, child.log, transport, peers, runner_config)
          .step(claim);
  const bool of_the_store = !step && step.error().code != ErrorCode::Conflict &&
                            step.error().code != ErrorCode::Cancelled &&
                            step.error().code != ErrorCode::Internal;
  if (of_the_store && slot != nullptr) {
    slot->note_error();
  }
  return step;
}

void Portal::ended(const store::Run& run, const std::string& peer) {
  if (child.metrics != nullptr) {
    child.metrics->take(run, peer);
  }
}

void Portal::postponed(const store::Run& run, const std::string& peer) {
  if (child.metrics != nullptr) {
    child.metrics->postpone(std::max<Seconds>(0, run.due_at - child.clock.now()), peer);
  }
}

void child_init(apr_pool_t* pool, server_rec* server) noexcept {
  httpd::guard_server(server, module_index(), "PMB0003", 0, [&] {
    open_child(pool, server);
    return 0;
  });
}

void on_tick(void* main_server) noexcept {
  if (Child* const child = child_of(static_cast<const server_rec*>(main_server))) {
    child->runs.poke();
  }
}

/// The earliest that a child is told of its end: a run may be in the middle of a slow exchange.
void child_stopping(apr_pool_t*, int) noexcept {
  if (Child* const child = child_of(ap_server_conf)) {
    child->team.request_stop();
  }
}

}  // namespace pim::mod_pimbridge
