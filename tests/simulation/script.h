// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/sync/guard.h"
#include "tests/simulation/card.h"

// A history as a value: who takes part, and what happens step by step. Steps name records by the
// number of their creation and do nothing where that record is not there; so a script with steps
// taken out is still a script, which makes shrinking simple.
namespace pim::sim {

enum class Act : std::uint8_t {
  Create,    ///< create P1 r3 [uid] [rev] [twin=P2] [twin-uid] [picture=4000]: the same card typed
             ///< in twice, with a picture of so many octets
  Edit,      ///< edit P1 r3 note [pick]
  Blank,     ///< blank P1 r3 note
  Delete,    ///< delete P1 r3
  Mass,      ///< mass P1 5: deletes so many
  Same,      ///< same P1 note 5: types one same text into the field of so many
  Recreate,  ///< recreate P1 r3 [new-uid]: the deleted card is imported again
  Start,     ///< start P1>P2 [plan] [slow|from-peer|to-peer], start D1: a run or a device's session
             ///< begins
  Go,        ///< go P1>P2 3: so many exchanges
  Full,      ///< full P1>P2: to the end
  Fault,     ///< fault P1>P2 lose-reply [n]: one exchange with this fault, at the n-th store call
  Crash,     ///< crash P1 [lease]: the process dies; runs are claimed again, at once or by lease
  Cancel,    ///< cancel P1>P2: a person cancels the run
  Late,      ///< late P1>P2: a copy of an earlier request arrives once more
  Abandon,   ///< abandon D1: the device stops where it is
  Clock,     ///< clock P1 -30: the clock jumps
  Wait,      ///< wait * 700: time passes
  Snapshot,  ///< snapshot P1: a backup is made
  Restore,   ///< restore P1 [noticed]: and put back
  Decide,    ///< decide P1 keep|delete: all held deletions and changes
  Garble,    ///< garble D1 r3: the card gets something that makes it unreadable for the server
  Heal,      ///< heal D1: and loses it again, on all cards of the device
};

enum class FaultKind : std::uint8_t {
  None,
  LoseRequest,    ///< lost before it was received
  LoseReply,      ///< received, committed, reply lost
  ServerCrash,    ///< the server dies at its n-th store call
  ServerError,    ///< its n-th store call fails once
  ServerUnknown,  ///< committed, and reported as unknown
  ClientCrash,    ///< the client dies at its n-th store call
  ClientError,
  ClientUnknown,
  Duplicate,   ///< the request arrives twice, the second reply is read
  BadGateway,  ///< a proxy answers 502 instead
  CutRequest,  ///< half of the request arrives
  CutReply,    ///< half of the reply arrives
};

std::string_view word_of(Act act);
std::string_view word_of(FaultKind kind);

struct Step {
  Act act = Act::Wait;
  /// Happens while the next exchange waits for its answer: before the server sees the request
  /// (during) or after it has answered (after).
  enum class When : std::uint8_t { Now, During, After } when = When::Now;
  std::string place;
  int record = 0;
  Field field = Field::Name;
  int count = 0;
  FaultKind fault = FaultKind::None;
  std::vector<std::string> words;

  bool says(std::string_view word) const;
  /// What follows "key=" in the words; empty where nothing does.
  std::string value(std::string_view key) const;
  std::string text() const;
};

struct DeviceSetup {
  std::string name;
  std::string portal;
  FieldSet fields = EveryField;  ///< what it holds
  bool declares = true;          ///< tells it in its DevInf
  std::size_t phones = 0;        ///< numbers it holds, 0 = any count
  bool keeps_uid = true;
  bool slow_adds = false;    ///< Adds instead of Replaces in a slow sync
  bool caches_maps = false;  ///< Maps go with the next session
  bool skips_last = false;   ///< leaves package 5 out where package 4 was empty
  bool resends = true;       ///< sends the same bytes again after a lost reply
  /// Takes records in parts, cuts its own where a message is full, and holds pictures.
  bool large_objects = false;
  std::size_t message_size = 16'000;
};

struct Setup {
  std::uint64_t seed = 1;
  const RecordForm* form = &contacts_form();  ///< of all records
  int portals = 2;
  std::vector<std::string> links;          ///< "P1>P2": a connection at P1 to P2
  std::vector<std::size_t> message_sizes;  ///< per portal; missing = the default
  std::vector<DeviceSetup> devices;
  sync::GuardLimits guard{40, 2};
};

struct Script {
  Setup setup;
  std::vector<Step> steps;

  std::string text() const;
  static Result<Script> parse(std::string_view text);
};

}  // namespace pim::sim
