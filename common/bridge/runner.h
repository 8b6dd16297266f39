// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/random.h"
#include "common/base/transport.h"
#include "common/store/store.h"
#include "common/sync/guard.h"

namespace pim::bridge {

/// How a peer is reached and signed in to.
struct PeerTarget {
  std::string url;
  std::string user;
  std::string password;
  std::string ca_file;
  Seconds timeout = 120;
  bool may_send_password = true;  ///< within the message
  bool may_send_digest = true;    ///< where the peer asks for one
  bool named = true;              ///< by the administrator, not typed by the user
};

/// Turns a connection into a target: named peers, unsealed passwords. Thread-safe.
class PeerBook {
 public:
  virtual ~PeerBook() = default;
  /// Errors are sentences for the user (the run ends with them): NotFound, Denied, Corrupt.
  virtual Result<PeerTarget> target(const store::Connection& connection) = 0;
};

struct RunnerConfig {
  std::string portal = "default";
  std::size_t max_msg_size = limits::MaxMsgSize;
  sync::GuardLimits guard;
  int tries = 3;  ///< of one message before the run ends as "away"
};

enum class Step : std::uint8_t { Again, Finished };

/// Drives claimed runs of the client role (S3): receive, stage, plan, apply, send. Everything that
/// matters is in the store: each step() loads what it needs, does one exchange with the peer or one
/// page of local work, commits (checked by the fencing number) and forgets. A crash between any two
/// instructions costs at most one repeated message. Thread-safe for different runs. Log tags
/// PMB0100 and up.
class Runner {
 public:
  Runner(store::Store& store, const Clock& clock, Random& random, LogSink& log,
         Transport& transport, PeerBook& peers, RunnerConfig config);

  /// Errors: Conflict (another process has claimed the run: drop it), Busy or Unavailable (the
  /// store; try again), others are faults. What goes wrong with the peer is no error here: the run
  /// itself ends in a state with a sentence, and Finished comes back.
  Result<Step> step(const store::RunClaim& claim);

 private:
  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  LogSink& log_;
  Transport& transport_;
  PeerBook& peers_;
  RunnerConfig config_;
};

}  // namespace pim::bridge
