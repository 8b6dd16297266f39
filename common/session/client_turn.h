// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/session/client_state.h"
#include "common/session/peer_info.h"
#include "common/session/server_turn.h"
#include "common/sync/reconcile.h"
#include "common/sync/unread.h"
#include "common/syncml/writer.h"

namespace pim::session {

struct ClientScene {
  store::Store& store;
  store::UnitOfWork& work;
  LogSink& log;
  store::Portal portal;
  Seconds now = 0;
  std::string handle;  ///< the session row's
  std::size_t max_msg_size = 0;
  std::string user;
  std::string password;
  bool may_send_password = true;  ///< in clear, within the message
  bool may_send_digest = true;    ///< where the peer asks for one
  syncml::Encoding reply_encoding = syncml::Encoding::Xml;
  /// Of a sending session: collections whose receiving session compared everything, and nothing
  /// came.
  std::vector<std::string> empty_there = {};
};

/// What a reply has led to.
struct ClientStep {
  enum class Next : std::uint8_t {
    Request,  ///< `request` goes out
    Ended,    ///< the session ended well
    GivenUp,  ///< it cannot go on; `why` says it, `again` whether a new session makes sense
  };
  Next next = Next::Ended;
  std::string request;
  Error why;
  bool again = false;
  bool later = false;   ///< GivenUp, again: the peer asks to be left alone for a while before
  std::string refused;  ///< GivenUp: our collection that the peer does not open; empty = none
  std::string instead;  ///< what the peer's DevInf calls a datastore of that kind; empty = none
};

/// One message of a client's session, inside its transaction: takes in the reply, stages what it
/// brings, and writes the next request. What it changes is in the UnitOfWork and in `state`; the
/// caller stores the state with the request and commits, whatever came of it.
class ClientTurn {
 public:
  ClientTurn(ClientScene scene, ClientState& state);

  /// The first request. The links name collections, remote URIs, pairings, and anchors to send.
  Result<std::string> begin();
  Result<ClientStep> take(const syncml::Message& reply, const PreparedChanges& changes);

  /// What became of records with this message, at the peer, or here where one was refused.
  const std::vector<RecordLine>& lines() const { return lines_; }
  /// The mark of the other portal, where the reply brought one.
  const std::optional<PortalMark>& mark() const { return peer_.mark; }

 private:
  struct Live {
    store::Pairing pairing;
    store::Pairing before;
    content::Ability ability;
    const content::Kind* kind = nullptr;
  };

  Status load_links();
  Status store_links();
  sync::Scope scope_of(std::size_t link) const;
  sync::Circumstances circumstances_of(std::size_t link) const;
  std::optional<std::size_t> link_of(std::string_view local_uri, std::string_view remote_uri) const;

  // the reply (client_turn.cpp, client_stage.cpp)
  void heed_ended_without_us(const syncml::Message& reply);
  std::optional<ClientStep> take_header(const syncml::Message& reply);
  ClientStep take_refusal(const syncml::StatusCmd& status);
  ClientStep take_unsupported(const syncml::StatusCmd& status);
  void take_chal(const syncml::StatusCmd& status);
  Result<std::optional<ClientStep>> take_info(const syncml::Message& reply);
  Status know_side(std::size_t link);
  Status take_statuses(const syncml::Message& reply);
  Status take_status(sync::Workset& work, std::size_t link, const InFlight& entry,
                     const syncml::StatusCmd& status);
  ObjectRows objects(std::size_t link);
  Status take_lost_ends(const syncml::Message& reply);
  Result<std::optional<ClientStep>> take_alerts(const syncml::Message& reply);
  Result<std::optional<ClientStep>> open_link(int code, const syncml::Item& item);
  ClientStep not_opened(const syncml::StatusCmd& status) const;
  ClientStep leave_out(std::size_t link, ErrorCode error, std::string why) const;
  Status take_syncs(const syncml::Message& reply, const PreparedChanges& changes);
  Status stage(const syncml::Message& reply, std::size_t link, const syncml::SyncCmd& command,
               const PreparedSync& prepared);
  void refused(ClientLink& link, const std::string& name, int status, std::string reason);
  sync::Unread lose_end(ClientLink& link, const LostEnd& end);
  Status end_objects();
  void confirm_maps();
  void answer(const syncml::Message& reply, int code, std::string_view cmd, std::string_view cmd_id,
              std::vector<std::string> target_refs = {}, std::vector<std::string> source_refs = {});

  // the next request (client_request.cpp)
  Result<ClientStep> next_request(const syncml::Message& reply);
  syncml::MessageWriter start_message(bool sign_in);
  std::optional<syncml::Cred> credentials() const;
  bool write_statuses(syncml::MessageWriter& writer);
  bool write_lost_ends(syncml::MessageWriter& writer);
  bool write_maps(syncml::MessageWriter& writer);
  Result<bool> write_changes(syncml::MessageWriter& writer);
  Result<bool> write_link(syncml::MessageWriter& writer, std::size_t link);
  void write_alert(syncml::MessageWriter& writer, const ClientLink& link);
  void write_next_message_alert(syncml::MessageWriter& writer);
  Status end_well();
  std::string next_cmd() { return std::to_string(++last_cmd_); }

  ClientScene scene_;
  ClientState& state_;
  std::vector<Live> live_;
  std::vector<RecordLine> lines_;
  PeerInfo peer_;
  bool moved_ = false;
  std::uint64_t last_cmd_ = 0;
};

}  // namespace pim::session
