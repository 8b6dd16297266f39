// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/transport.h"
#include "common/syncml/message.h"
#include "common/syncml/writer.h"
#include "tests/simulation/script.h"

// A phone: a SyncML 1.2 client in XML with basic credentials, written from the protocol alone. It
// shares only the codec with the project, so that a misreading of the roles shows.
namespace pim::sim {

using Luid = int;

class Device {
 public:
  /// What survives a dead battery.
  struct Memory {
    std::map<Luid, Card> cards;
    std::map<Luid, syncml::ChangeKind> log;          ///< its user's changes since the last good end
    std::vector<std::pair<std::string, Luid>> maps;  ///< server's name, ours: not yet confirmed
    std::set<Luid> garbled;                          ///< what is sent of them is no card
    std::set<Luid> unread;    ///< garbled since the server has last read them
    std::string last_anchor;  ///< of the last session that ended well; empty = none
    int next_anchor = 0;
    Luid next_luid = 100;
    int sessions = 0;
  };

  Device(DeviceSetup setup, const RecordForm& form, std::string url, std::string user,
         std::string password);

  const DeviceSetup& setup() const { return setup_; }
  const Memory& memory() const { return memory_; }
  void restore(Memory memory);
  /// It can keep all of this card.
  bool holds(const Card& card) const;

  // -- its user; not while a session is under way
  Luid add(const Card& card);
  void edit(Luid luid, const Card& card);
  void remove(Luid luid);
  void garble(Luid luid);
  void heal();

  // -- its client
  bool busy() const { return session_.has_value(); }
  void begin();
  void abandon() { session_.reset(); }
  /// The message to send next; the same again until take() was called. Only while busy.
  const HttpRequest& request();
  /// The answer to it, or that none came.
  void take(const Result<HttpReply>& reply);
  /// Changes of this device that the last answer acknowledged with a 2xx.
  const std::vector<Luid>& acknowledged() const { return acknowledged_; }
  /// Commands that change records, sent and received in this session so far.
  std::size_t moved() const { return moved_; }
  bool ended_well() const { return ended_well_; }
  /// Deletions that a slow sync has swallowed since the last call: it cannot say them.
  std::vector<Luid> take_swallowed() { return std::exchange(swallowed_, {}); }
  /// It has a change of the server's, and the session that brought it has not ended well: the
  /// server cannot know what its user has seen.
  bool unsaid(Luid luid) const { return unsaid_.contains(luid); }
  /// The server cannot know what its user has seen of it, or even which record it is.
  bool unread(Luid luid) const { return memory_.unread.contains(luid); }
  /// What a server must never do (a message above our size); empty = nothing.
  const std::string& complaint() const { return complaint_; }

 private:
  enum class Phase : std::uint8_t { Init, Send, Receive, Last };
  struct Change {
    syncml::ChangeKind kind;
    Luid luid;
  };
  struct Session {
    std::string id;
    std::string url;
    Phase phase = Phase::Init;
    int message = 0;
    int command = 0;
    int tries = 0;
    bool slow = false;
    bool signed_in = false;
    std::string anchor;
    std::size_t limit = 0;                     ///< the server's MaxMsgSize
    std::deque<Change> changes;                ///< still to be sent
    std::map<std::pair<int, int>, Luid> sent;  ///< by MsgID and CmdID
    std::size_t cut = 0;                       ///< octets of the first change that have gone out
    std::set<std::pair<int, int>> parts;       ///< by MsgID and CmdID: of records not at their end
    struct Coming {
      std::string name;
      std::string text;
      std::size_t size = 0;
    };
    std::optional<Coming> coming;  ///< of the server's: its last part is still to come
    std::vector<Luid> refused;
    std::deque<syncml::Command> owed;  ///< statuses and results for the server
    std::size_t maps_sent = 0;         ///< of memory_.maps, in the request under way
    bool said_final = false;           ///< the request under way carries Final
    std::optional<HttpRequest> request;
  };

  // device_send.cpp
  HttpRequest build();
  syncml::Header header();
  void put_alert(syncml::MessageWriter& writer);
  bool put_owed(syncml::MessageWriter& writer);
  bool put_maps(syncml::MessageWriter& writer);
  bool put_changes(syncml::MessageWriter& writer);
  bool put_part(syncml::MessageWriter& writer, syncml::ChangeCmd& change, const std::string& text);
  syncml::Item dev_inf_item() const;
  std::string next_command();

  // device_receive.cpp
  void read(const syncml::Message& message);
  void read_status(const syncml::StatusCmd& status);
  void read_alert(const syncml::AlertCmd& alert);
  void read_sync(const syncml::Message& message, const syncml::SyncCmd& sync);
  int take(const syncml::ChangeCmd& change, const syncml::Item& item);
  int apply(const syncml::ChangeCmd& change, const syncml::Item& item);
  void owe(const syncml::Message& message, const std::string& command_ref,
           const std::string& command, int code);
  void go_on(bool server_final);
  void choose_changes();
  void end_well();
  Card held_form(const std::string& text) const;

  DeviceSetup setup_;
  const RecordForm& form_;
  std::string url_;
  std::string user_;
  std::string password_;
  Memory memory_;
  std::optional<Session> session_;
  std::vector<Luid> acknowledged_;
  std::size_t moved_ = 0;
  bool ended_well_ = false;
  std::string complaint_;
  std::vector<Luid> swallowed_;
  std::set<Luid> unsaid_;
};

}  // namespace pim::sim
