// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/session/in_flight.h"
#include "common/session/open_object.h"
#include "common/session/outgoing_object.h"
#include "common/session/witness.h"
#include "common/sync/outgoing.h"
#include "common/sync/take.h"
#include "common/syncml/message.h"

namespace pim::session {

/// One datastore of a session, from its Alert on.
struct Link {
  std::string collection;  ///< ours
  std::string local_uri;   ///< as the other side writes ours
  std::string remote_uri;  ///< as it writes its own
  store::PairingId pairing = 0;
  int kind = 200;  ///< the Alert this session goes by: 200 to 205
  bool slow = false;
  bool older = false;
  bool same_epoch = true;
  bool had_records = true;       ///< before a slow sync began
  bool brought_deletes = false;  ///< the client's package holds at least one Delete
  bool owes_all = false;         ///< its changes were refused with 508, and nothing came since
  bool no_format = false;        ///< the client reads no format of ours here: nothing crosses
  OpenObject open_object;        ///< of the client's: a record that comes in parts
  LostEnds lost_ends;            ///< an Alert 223 is still to tell of these
  bool opened = false;           ///< our Sync element went out at least once
  /// Our Alert, until it has gone out; code 0 = it has.
  int alert = 0;
  std::string alert_last;
  std::string alert_next;
  PortalWords words;  ///< what our Alert says beside them
  sync::FeedCursor cursor;
  sync::TakeCounts taken;  ///< what came
  sync::ValueTally tally;  ///< to what values it set how many records
  std::uint64_t sent = 0;  ///< what went out
  std::uint64_t send_failed = 0;

  /// 202 and 203: the client wants nothing of ours.
  bool sends_nothing() const { return kind == 202 || kind == 203; }
  /// 203: ours shall be as the client's.
  bool mirrors_client() const { return kind == 203; }
};

enum class ServerPhase : std::uint8_t {
  Init,      ///< package 1
  Changes,   ///< package 3
  Sending,   ///< package 4
  Awaiting,  ///< package 4 is out: its Statuses and Maps, package 5
  Ended,
};

/// The server's half of a session between two messages.
struct ServerState {
  syncml::Version version = syncml::Version::V12;
  std::string user;
  std::string device;  ///< the client's Source LocURI
  std::string session_id;
  std::string target;              ///< the client's Target: our name in headers
  std::string opened_by;           ///< sha256 of its first message
  std::uint64_t max_msg_size = 0;  ///< the client's
  std::uint64_t next_msg = 1;      ///< our own MsgID
  ServerPhase phase = ServerPhase::Init;
  bool portal = false;
  std::int64_t device_password = 0;  ///< it signed in by; 0 = the user's own
  bool sign_in_each = false;         ///< the client ignores RespURI (sync rule 9)
  bool asked_dev_inf = false;        ///< a Get of its DevInf is still to be written
  bool owes_final = false;           ///< it closed package 1, and ours is not closed yet
  int idle_turns = 0;                ///< messages in a row that moved nothing (the 222 loop guard)
  std::vector<Link> links;
  InFlightList in_flight;
  InFlightList added_anew;         ///< Replaces that were answered 201: a Map may tell the new name
  OutgoingObject outgoing;         ///< what is going out in parts
  std::uint64_t max_obj_size = 0;  ///< the client's; 0 = not told
  std::vector<syncml::StatusCmd> unsent;  ///< Statuses that did not fit the last message

  std::string pack() const;
  static Result<ServerState> unpack(std::string_view octets);
};

}  // namespace pim::session
