// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/portal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/bridge/collections.h"

namespace pim::sim {
namespace {

constexpr Seconds Lease = 30;
constexpr std::size_t ClaimLimit = 8;

class TrustingAuthenticator final : public session::Authenticator {
 public:
  session::Login check(std::string_view user, std::string_view password) override {
    return user == UserName && password == UserPassword ? session::Login::Good
                                                        : session::Login::Wrong;
  }
};

std::string holder_name(int boot) {
  return "boot-" + std::to_string(boot);
}

}  // namespace

Portal::Portal(PortalParts parts, const WorldTime& time, Trace& trace, Transport& network)
    : parts_(std::move(parts)),
      trace_(trace),
      clock_(time),
      random_(parts_.seed),
      log_(trace, parts_.name),
      network_(network),
      disk_(make_disk(parts_.store, parts_.seed)) {
  open();
  const std::string id = random_.hex(16);
  const auto portal = disk_->store().portal("default", id);
  const auto owner = disk_->store().owner("default", UserName);
  if (fine(portal) && fine(owner)) {
    owner_ = owner->id;
  }
}

Portal::~Portal() = default;

void Portal::open() {
  session::ServerConfig server;
  server.max_msg_size = parts_.message_size;
  server.guard = parts_.guard;
  server_ = std::make_unique<session::Server>(disk_->store(), clock_, random_, log_, server);
  bridge::RunnerConfig runner;
  runner.max_msg_size = parts_.message_size;
  runner.guard = parts_.guard;
  runner_ = std::make_unique<bridge::Runner>(disk_->store(), clock_, random_, log_, network_, *this,
                                             runner);
}

std::string Portal::url() const {
  return "https://" + parts_.name + "/syncml";
}

bool Portal::note(const Error& error) {
  trouble_ = parts_.name + ": " + std::string(name_of(error.code)) + ", " + error.text();
  trace_.line("      " + trouble_);
  return false;
}

std::unique_ptr<store::UnitOfWork> Portal::begin(store::Access access) {
  auto work = disk_->calm().begin(owner_, access);
  return fine(work) ? std::move(*work) : nullptr;
}

session::ServerReply Portal::handle(const HttpRequest& request, std::string_view handle) {
  TrustingAuthenticator authenticator;
  session::ServerRequest at_server;
  at_server.body = request.body;
  at_server.content_type = request.content_type;
  at_server.handle = handle;
  at_server.url = url();
  return server_->handle(at_server, authenticator);
}

Result<bridge::PeerTarget> Portal::target(const store::Connection& connection) {
  bridge::PeerTarget target;
  target.url = connection.url;
  target.user = UserName;
  target.password = UserPassword;
  return target;
}

void Portal::connect(const std::string& peer, const std::string& url) {
  store::Connection connection;
  connection.peer = peer;
  connection.url = url;
  connection.user = UserName;
  const std::string datastore(parts_.form->datastore);
  connection.options = bridge::pack_wanted({{datastore, datastore}});
  if (auto work = begin(store::Access::Write)) {
    const auto number = work->put_connection(connection);
    if (fine(number) && fine(work->commit())) {
      connections_[peer] = *number;
    }
  }
}

std::optional<std::int64_t> Portal::connection_of(const std::string& peer) const {
  const auto found = connections_.find(peer);
  return found == connections_.end() ? std::nullopt : std::optional(found->second);
}

bool Portal::start(const std::string& peer, std::string_view mode, bool plan_only) {
  const auto connection = connection_of(peer);
  auto work = begin(store::Access::Write);
  if (!connection || !work) {
    return false;
  }
  const auto run = bridge::create_run(*work, *connection, mode, plan_only, clock_.now());
  if (!run || !work->commit()) {
    return false;
  }
  work.reset();
  return claim();
}

void Portal::cancel(const std::string& peer) {
  const auto run = last_run(peer);
  auto work = begin(store::Access::Write);
  if (run && work && bridge::cancel_run(*work, run->number, clock_.now())) {
    static_cast<void>(work->commit());
  }
}

bool Portal::claim() {
  std::vector<std::string> gone;
  for (int boot = 1; old_boots_gone_ && boot < boots_; ++boot) {
    gone.push_back(holder_name(boot));
  }
  const auto claims = disk_->store().claim_runs("default", holder_name(boots_), gone, clock_.now(),
                                                clock_.now() + Lease, ClaimLimit);
  if (!claims) {
    return false;
  }
  for (const store::RunClaim& claim : *claims) {
    auto work = begin(store::Access::Read);
    const auto run = work ? work->run(claim.number) : Result<std::optional<store::Run>>();
    if (run && *run) {
      claims_[(*run)->connection][claim.number] = claim;
    }
  }
  return true;
}

bool Portal::claimed(const std::string& peer) const {
  const auto connection = connection_of(peer);
  return connection && claims_.contains(*connection);
}

Progress Portal::step(const std::string& peer) {
  const auto connection = connection_of(peer);
  if (!connection) {
    return Progress::Nothing;
  }
  if (!claims_.contains(*connection)) {
    claim();
  }
  const auto found = claims_.find(*connection);
  if (found == claims_.end()) {
    return Progress::Nothing;
  }
  // a nested step may claim anew meanwhile: hence the copy
  const store::RunClaim claim = found->second.begin()->second;
  const auto result = runner_->step(claim);
  const auto let_go = [&] {
    const auto now = claims_.find(*connection);
    if (now == claims_.end()) {
      return;
    }
    const auto still = now->second.find(claim.number);
    if (still != now->second.end() && still->second.fencing == claim.fencing) {
      now->second.erase(still);
    }
    if (now->second.empty()) {
      claims_.erase(now);
    }
  };
  if (!result) {
    trace_.line("      step: " + result.error().text());
    if (result.error().code == ErrorCode::Conflict) {
      let_go();
    } else {
      trouble_ = parts_.name + " step: " + std::string(name_of(result.error().code)) + ", " +
                 result.error().text();
    }
    return Progress::Failed;
  }
  if (*result == bridge::Step::Finished) {
    let_go();
    return Progress::Finished;
  }
  return Progress::Again;
}

std::optional<store::Run> Portal::last_run(const std::string& peer) {
  const auto connection = connection_of(peer);
  auto work = begin(store::Access::Read);
  if (!connection || !work) {
    return std::nullopt;
  }
  const auto runs = work->runs(0, limits::PageRows);
  if (fine(runs)) {
    for (const store::Run& run : *runs) {
      if (run.connection == *connection) {
        return run;
      }
    }
  }
  return std::nullopt;
}

std::vector<store::Run> Portal::live_runs(const std::string& peer) {
  const auto connection = connection_of(peer);
  auto work = begin(store::Access::Read);
  if (!connection || !work) {
    return {};
  }
  const auto runs = work->live_runs(*connection);
  return fine(runs) ? *runs : std::vector<store::Run>();
}

Seconds Portal::until_due(const std::string& peer) {
  Seconds latest = clock_.now();
  for (const store::Run& run : live_runs(peer)) {
    latest = std::max({latest, run.due_at, run.lease_until});
  }
  return latest - clock_.now();
}

void Portal::crash(bool lease_must_end) {
  claims_.clear();
  ++boots_;
  old_boots_gone_ = !lease_must_end;
}

bool Portal::restore(bool noticed) {
  if (!disk_->restore()) {
    return false;
  }
  crash(false);
  open();
  if (noticed) {
    fine(disk_->store().renew_epoch("default", clock_.now()));
  }
  return true;
}

}  // namespace pim::sim
