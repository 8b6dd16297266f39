// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/store/store.h"
#include "common/sync/policy.h"

namespace pim::bridge {

/// What happened to the records of one collection in one direction.
struct Counts {
  std::uint64_t added = 0, updated = 0, deleted = 0, conflicts = 0, failed = 0;
  bool operator==(const Counts&) const = default;
};

struct CollectionResult {
  std::string collection;
  Counts here;                     ///< what was done to our records
  Counts there;                    ///< what was done to the peer's
  std::uint64_t joined = 0;        ///< recognised, not doubled; those changed count there too
  std::uint64_t held = 0;          ///< deletions and changes that wait for a person
  std::uint64_t doubtful = 0;      ///< may be the same as another record: kept apart, to be decided
  std::uint64_t kept_back = 0;     ///< of the peer's, staged until a two-way run (mode "to-peer")
  std::uint64_t held_changes = 0;  ///< of those held: changes
  bool operator==(const CollectionResult&) const = default;
};

/// Run::result, kept up to date while the run goes on.
struct RunResult {
  std::vector<CollectionResult> collections;
  std::uint64_t sessions = 0, messages = 0, bytes_sent = 0, bytes_received = 0;
  bool slow = false;  ///< everything was compared, not only changes
  bool operator==(const RunResult&) const = default;

  std::string pack() const;
  static Result<RunResult> unpack(std::string_view octets);
};

/// Unsupported for what is no mode (mode.h), with those allowed named.
Status check_mode(std::string_view mode);

/// Makes a Due run, or gives the number of the live run of this connection with the same mode and
/// policy.
/// Collections come from the connection's options (bridge/collections.h).
Result<std::int64_t> create_run(store::UnitOfWork& work, std::int64_t connection,
                                std::string_view mode, bool plan_only, Seconds now,
                                sync::Policy policy = sync::Policy::Merge);
/// Asks a live run to stop at its next message boundary. NotFound; Conflict where it has ended.
Status cancel_run(store::UnitOfWork& work, std::int64_t run, Seconds now);

}  // namespace pim::bridge
