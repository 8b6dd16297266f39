// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/session/in_flight.h"
#include "common/session/manner.h"
#include "common/session/open_object.h"
#include "common/session/outgoing_object.h"
#include "common/session/witness.h"
#include "common/sync/outgoing.h"
#include "common/syncml/message.h"

namespace pim::session {

/// S3's two sessions (sync rules I).
enum class ClientKind : std::uint8_t {
  Receive,  ///< sends nothing of ours: all that comes is staged
  Send,     ///< our changes go out; what comes is staged for the end of the run
};

enum class ClientPhase : std::uint8_t {
  Init,       ///< package 1 is out
  Changes,    ///< package 3 is going out
  Receiving,  ///< package 4 is coming in
  Closing,    ///< our last message is out
};

/// A datastore of the client's session.
struct ClientLink {
  std::string collection;  ///< ours
  std::string remote_uri;  ///< theirs
  store::PairingId pairing = 0;
  bool asked_slow = false;  ///< we sent Alert 201
  std::string last;         ///< anchors we sent
  std::string next;
  PortalWords words;  ///< what our Alert says to a portal beside them
  /// Of a portal that turned out to be known here already: our last Next before this session.
  std::string said_before;
  bool opened = false;  ///< the server's Alert has come and fits
  bool slow = false;
  bool same_epoch = true;
  bool had_records = true;  ///< before a slow sync began
  bool stage_void = false;  ///< what was staged before it is marked (sync::void_stage)
  OpenObject open_object;   ///< of the server's: a record that comes in parts
  LostEnds lost_ends;       ///< an Alert 223 is still to tell of these
  bool synced = false;      ///< our Sync element went out at least once
  std::uint64_t maps_sent =
      0;  ///< the first of the pairing's unconfirmed Maps stand in the last request
  sync::FeedCursor cursor;
  std::uint64_t received = 0;                                     ///< changes staged
  std::uint64_t unreadable = 0;                                   ///< records refused at once
  std::uint64_t added = 0, updated = 0, deleted = 0, failed = 0;  ///< done to the peer's records
};

/// What became of a record at one of the two sides; a line of the run's result.
struct RecordLine {
  std::string collection;
  bool here = false;  ///< theirs, to be taken here; otherwise ours, sent there
  /// What was done; nothing = it was refused.
  std::optional<store::ChangeOp> done = {};
  store::ItemId item = 0;
  std::string label;
  int status = 0;
  std::string reason;  ///< of a refusal
};

/// The client's half of a session between two messages.
struct ClientState {
  ClientKind kind = ClientKind::Receive;
  ClientPhase phase = ClientPhase::Init;
  Manner manner;  ///< encoding, version and sign-in of this session
  std::string session_id;
  std::string url;                 ///< where messages go: the peer's, or the RespURI it gave
  std::string peer_url;            ///< the peer's own
  std::string device;              ///< our name in headers: "portalid.owner"
  std::uint64_t msg = 1;           ///< MsgID of the request under way
  std::uint64_t max_msg_size = 0;  ///< the server's
  bool portal = false;
  bool sign_in_each = false;  ///< the server authenticates message by message
  bool server_done = false;   ///< its Final of package 4 has come
  bool stop_sending = false;  ///< a cancel was asked: close well, without the rest
  int idle_turns = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0;
  std::vector<ClientLink> links;
  InFlightList in_flight;
  OutgoingObject outgoing;         ///< what is going out in parts
  std::uint64_t max_obj_size = 0;  ///< the server's; 0 = not told
  std::vector<syncml::StatusCmd> unsent;

  std::string pack() const;
  static Result<ClientState> unpack(std::string_view octets);
};

}  // namespace pim::session
