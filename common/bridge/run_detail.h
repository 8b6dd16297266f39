// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/store/types.h"
#include "common/sync/policy.h"
#include "common/sync/take.h"

namespace pim::bridge {

/// What a run does next. The order is the run's life; a crash resumes at the phase stored.
enum class RunPhase : std::uint8_t {
  Begin,    ///< open the receiving session, or take up one that broke
  Receive,  ///< its messages
  Plan,     ///< look, and for a preview stop here
  Apply,    ///< the stage becomes records
  SendBegin,
  Send,    ///< the second session's messages
  Settle,  ///< what the second session brought
};

struct RunCollection {
  std::string collection;
  store::PairingId pairing = 0;
  bool slow = false;
  bool same_epoch = true;
  bool had_records = true;
  store::Revision rev = 0;       ///< of the collection when the receiving session began
  std::uint64_t generation = 0;  ///< of the pairing when it ended; 0 = it has not
  sync::StageCursor cursor = {};
  sync::ValueTally tally = {};  ///< of what lies before the cursor
  bool empty_there = false;     ///< the receiving session compared everything, and nothing came
};

/// Run::detail: what the runner keeps between two steps.
struct RunDetail {
  RunPhase phase = RunPhase::Begin;
  sync::Policy policy = sync::Policy::Merge;  ///< as the run was asked for
  std::string handle;                         ///< of the session under way
  bool portal = false;                        ///< the peer said so in this run
  bool adopted = false;                       ///< it took up a session that another run had left
  bool force_slow = false;                    ///< everything is compared, whatever the anchors say
  int tries = 0;                              ///< of the present message
  int waits = 0;                              ///< times the peer was busy
  int restarts = 0;                           ///< sessions given up and begun anew
  std::uint64_t lines = 0;                    ///< run_item rows written
  std::vector<std::string> skipped;           ///< collections that the peer does not open
  std::vector<RunCollection> collections;

  std::string pack() const;
  static Result<RunDetail> unpack(std::string_view octets);
};

/// Run::phase, the word for the API.
std::string_view name_of(RunPhase phase);

}  // namespace pim::bridge
