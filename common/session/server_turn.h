// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/session/change_form.h"
#include "common/session/peer_info.h"
#include "common/session/server.h"
#include "common/session/server_state.h"
#include "common/sync/held.h"
#include "common/sync/take.h"
#include "common/syncml/writer.h"

namespace pim::session {

/// The changes of a message, parsed and entered before its transaction begins.
/// By place in the body.
using PreparedChanges = std::map<std::size_t, PreparedSync>;
/// `kinds`: what collections hold that are not named as their kind.
using KindsByName = std::map<std::string, const content::Kind*, std::less<>>;
PreparedChanges prepare_changes(const syncml::Message& message, const HashKey& key,
                                const KindsByName& kinds = {});

/// What a turn needs of its surroundings.
struct TurnScene {
  store::Store& store;
  store::UnitOfWork& work;
  const ServerConfig& config;
  LogSink& log;
  store::Portal portal;
  Seconds now = 0;
  std::string handle;                                 ///< of this session
  std::string resp_uri;                               ///< told in the first reply; empty later
  syncml::Encoding encoding = syncml::Encoding::Xml;  ///< of the message and of its reply
  int header_status = 200;                            ///< 212 where this message signed in
  std::optional<syncml::Meta> chal;                   ///< what it is to sign in by next
  sync::Care care = sync::Care::Batch;
};

/// One message of a session, inside its transaction: takes in Statuses, Maps, DevInf, Alerts and
/// changes, then writes the reply. Everything it changes is in the UnitOfWork and in `state`.
class ServerTurn {
 public:
  ServerTurn(TurnScene scene, ServerState& state, const syncml::Message& message,
             const PreparedChanges& changes);

  /// The reply's octets. Refused: a record was refused by the store, run again with EachAlone.
  Result<std::string> run();
  /// "+3/~1/-0/!0"
  std::string summary() const;
  SessionTotals totals() const;

 private:
  /// A datastore of the session with what this message needs of it.
  struct Live {
    store::Pairing pairing;
    store::Pairing before;
    content::Ability ability;
    const content::Kind* kind = nullptr;
    sync::MassWatch watch;  ///< over the client's package
  };

  // taking in (server_turn.cpp)
  Status load_links();
  Status take_statuses();
  Status take_status(sync::Workset& work, std::size_t link, const InFlight& entry, int answer);
  ObjectRows objects(std::size_t link);
  Status give_up_outgoing();
  Status take_maps();
  Result<bool> take_map(sync::Workset& work, std::size_t link, const syncml::MapItem& item);
  Status take_info();
  void answer_others();
  Status store_links();
  void answer(std::size_t place, int code, std::string_view cmd, std::string_view cmd_id,
              std::vector<std::string> source_refs = {}, std::vector<std::string> target_refs = {});
  sync::Scope scope_of(std::size_t link) const;
  /// The device deletes past events by itself.
  bool purges(const content::Ability& ability) const;
  sync::Circumstances circumstances_of(std::size_t link);
  std::optional<std::size_t> link_of(const syncml::Location& target,
                                     const syncml::Location& source) const;

  // Alerts (server_alert.cpp)
  Status take_alerts();
  Status take_alert(std::size_t place, const syncml::AlertCmd& alert, const syncml::Item& item);
  Result<int> open_link(const syncml::Item& item, int kind_told);
  Result<int> kind_to_resume(const store::Pairing& pairing);
  Result<store::Pairing> pairing_for(const std::string& collection, const std::string& remote);
  Status heed_words(const PortalWords& words, bool slow, store::Pairing& pairing);
  Status use_dev_inf(Live& live, const std::string& remote_uri);
  Status apply_stage(std::size_t link);

  // changes (server_changes.cpp)
  Status take_syncs();
  Status take_sync(std::size_t place, const syncml::SyncCmd& command);
  Status take_changes(std::size_t place, std::size_t link, const syncml::SyncCmd& command,
                      const PreparedSync& prepared);
  Status refuse_parts(std::size_t link, const syncml::ChangeCmd& change, int status);
  void lose_end(std::size_t link, const LostEnd& end, std::map<std::string, int>& status_of_name);
  Status end_objects(std::size_t link);
  Status note_unread(std::size_t link, const std::map<std::string, int>& status_of_name);

  // the reply (server_reply.cpp)
  Status finish_packages();
  Status close_changes();
  Status close_link(std::size_t link);
  Status decide(std::size_t link, sync::GuardLimits guard, sync::Deletes deletes);
  Status end_well();
  Result<std::string> write_reply();
  void write_header(syncml::MessageWriter& writer);
  bool write_statuses(syncml::MessageWriter& writer);
  bool write_results(syncml::MessageWriter& writer);
  bool write_alerts(syncml::MessageWriter& writer);
  Result<bool> write_changes(syncml::MessageWriter& writer);
  Result<bool> write_link(syncml::MessageWriter& writer, std::size_t link);
  std::string next_cmd() { return std::to_string(++last_cmd_); }

  TurnScene scene_;
  ServerState& state_;
  const syncml::Message& message_;
  const PreparedChanges& changes_;
  std::vector<Live> live_;
  std::map<std::size_t, std::vector<syncml::StatusCmd>> answers_;
  PeerInfo peer_;
  std::vector<std::size_t> wants_results_;   ///< places of Gets
  std::vector<std::size_t> fresh_mismatch_;  ///< links whose anchors did not fit in this message
  bool suspended_ = false;                   ///< by the client: nothing is closed or sent
  bool client_done_ = false;                 ///< its Final ended package 5
  bool moved_ = false;
  std::uint64_t last_cmd_ = 0;
};

}  // namespace pim::session
