// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/bridge/runner.h"
#include "common/bridge/runs.h"
#include "common/session/server.h"
#include "common/sync/local.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/environment.h"
#include "tests/simulation/script.h"

namespace pim::sim {

inline constexpr std::string_view UserName = "alice";
inline constexpr std::string_view UserPassword = "secret";

/// A record of a portal, read past the engine.
struct StoredCard {
  store::ItemId item = 0;
  bool deleted = false;
  Card card;
};

/// What one step of a run came to.
enum class Progress : std::uint8_t {
  Nothing,  ///< no run to go on with
  Again,
  Finished,
  Failed,  ///< the step handed out an error
};

struct PortalParts {
  std::string name;
  StoreKind store = StoreKind::Memory;
  std::uint64_t seed = 0;
  std::size_t message_size = limits::MaxMsgSize;
  sync::GuardLimits guard;
  const RecordForm* form = &contacts_form();  ///< of what it keeps
};

/// A portal without httpd: a store, the server role over it and the runner of its connections.
/// Nothing but the store and the claims survives between two calls.
class Portal final : public bridge::PeerBook {
 public:
  Portal(PortalParts parts, const WorldTime& time, Trace& trace, Transport& network);
  ~Portal() override;

  const std::string& name() const { return parts_.name; }
  std::string url() const;  ///< of its SyncML endpoint
  SimClock& clock() { return clock_; }
  Disk& disk() { return *disk_; }
  std::size_t message_size() const { return parts_.message_size; }
  const sync::GuardLimits& guard() const { return parts_.guard; }

  // -- the server role
  session::ServerReply handle(const HttpRequest& request, std::string_view handle);

  // -- its connections and their runs
  void connect(const std::string& peer, const std::string& url);
  /// Makes a run and claims what is due. False where the store refused.
  bool start(const std::string& peer, std::string_view mode, bool plan_only);
  void cancel(const std::string& peer);
  bool claim();
  bool claimed(const std::string& peer) const;
  Progress step(const std::string& peer);
  std::optional<store::Run> last_run(const std::string& peer);
  /// The runs of the connection that are due or under way.
  std::vector<store::Run> live_runs(const std::string& peer);
  /// Seconds by this portal's clock until every live run of the connection can be claimed.
  Seconds until_due(const std::string& peer);
  /// The process dies: its claims are lost, the store stays.
  void crash(bool lease_must_end);

  // -- backups
  void snapshot() { disk_->snapshot(); }
  bool restore(bool noticed);

  // -- its user
  std::vector<sync::Imported> import(const Card& card);
  bool replace(store::ItemId item, const Card& card);
  bool remove(store::ItemId item);
  struct Decision {
    std::vector<StoredCard> deleted, kept;
    std::size_t changes = 0;  ///< how many changes were decided
  };
  Decision decide(sync::HeldDecision decision);
  std::size_t waiting();
  /// Deletions that only a broken package proposed wait for the next one, or a day.
  bool has_proposals();
  /// How many records live; cheap.
  std::int64_t live();

  // -- for the oracle
  std::vector<StoredCard> cards(bool deleted);
  /// Records that are listed as perhaps the same.
  std::vector<std::pair<store::ItemId, store::ItemId>> doubts();
  /// All texts of conflicts that gave way, in one string.
  std::string conflict_texts();
  /// All older contents, staged and held records, in one string.
  std::string archive_texts();
  /// The last error a store or an engine call of this class handed out; empty = none.
  const std::string& trouble() const { return trouble_; }
  bool tells_put_back() const { return log_.tells_put_back(); }
  void forget_trouble() { trouble_.clear(); }

 private:
  std::vector<store::Conflict> all_conflicts();
  Result<bridge::PeerTarget> target(const store::Connection& connection) override;
  std::unique_ptr<store::UnitOfWork> begin(store::Access access);
  std::size_t held(store::HeldState state);
  /// True where it is no error; an error is noted.
  template <class T>
  bool fine(const Result<T>& result) {
    return result.has_value() || note(result.error());
  }
  bool note(const Error& error);
  std::optional<std::int64_t> connection_of(const std::string& peer) const;
  void open();

  PortalParts parts_;
  Trace& trace_;
  SimClock clock_;
  SimRandom random_;
  TraceLog log_;
  Transport& network_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<session::Server> server_;
  std::unique_ptr<bridge::Runner> runner_;
  store::OwnerId owner_ = 0;
  int boots_ = 1;
  bool old_boots_gone_ = true;
  std::map<std::string, std::int64_t> connections_;
  /// By connection, then by run: the oldest run of a connection goes first.
  std::map<std::int64_t, std::map<std::int64_t, store::RunClaim>> claims_;
  std::string trouble_;
};

}  // namespace pim::sim
