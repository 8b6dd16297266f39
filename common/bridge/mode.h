// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "common/sync/reconcile.h"

namespace pim::bridge {

/// A kind of sync (sync rule 40): what a run asks of the peer and what it does with it.
struct Mode {
  std::string_view name;
  bool slow;   ///< everything is compared, not only what changed
  bool sends;  ///< a second session carries ours to the peer
  /// What does not change records here is taken in, the rest stays staged: it goes in with the next
  /// two-way run.
  bool only_matches;
  bool deletes_absent;  ///< what the peer has not goes here too, through the guard
  sync::Taking taking;
};

/// Nothing where there is no such mode.
std::optional<Mode> mode_of(std::string_view name);

/// "two-way, slow, ...": for sentences.
inline constexpr std::string_view ModeNames =
    "two-way, slow, from-peer, to-peer, refresh-from-peer and refresh-to-peer";

}  // namespace pim::bridge
