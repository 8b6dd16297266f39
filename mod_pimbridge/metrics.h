// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "common/httpd/metrics.h"
#include "common/store/types.h"
#include "mod_pimbridge/peer_settings.h"

namespace pim::mod_pimbridge {

/// What is counted of each peer, in the order of the page.
enum class Count : std::size_t {
  RunsDone,
  RunsPlanned,
  RunsPartly,
  RunsWaiting,
  RunsAway,
  RunsSignIn,
  RunsStore,
  RunsCancelled,
  RunsFailed,
  HereAdded,
  HereUpdated,
  HereDeleted,
  HereFailed,
  ThereAdded,
  ThereUpdated,
  ThereDeleted,
  ThereFailed,
  Joined,
  Conflicts,
  Held,
  Messages,
  BytesIn,
  BytesOut,
  Seconds,
  LastSuccess,
  RetryAfter,
  End,
};

/// Lives in memory that all children share, zeroed.
struct PeerMetrics {
  static constexpr std::size_t MaxName = 64;  ///< of read_name()
  std::array<char, MaxName + 1> name;
  std::array<httpd::Cell, static_cast<std::size_t>(Count::End)> cells;
};

/// Figures by peer. The peers are those that the configuration names, so that no user can add a
/// line to the page; the last place is for typed addresses, and for names beyond the room there is.
struct Metrics {
  static constexpr std::size_t MaxPeers = 63;
  std::array<PeerMetrics, MaxPeers + 1> peers;

  /// Gives each a place, or finds the one it had before a reload. By the parent process only.
  void add_peers(std::span<const PeerSettings> named);
  /// A run that has ended.
  void take(const store::Run& run, std::string_view peer);
  /// A run waits so long, since its peer is busy.
  void postpone(Seconds wait, std::string_view peer);
  std::string text() const;

 private:
  PeerMetrics& place_of(std::string_view peer);
};

}  // namespace pim::mod_pimbridge
