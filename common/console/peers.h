// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pim::console {

/// A peer portal that the administrator has named.
struct NamedPeer {
  std::string name;
  std::string title;
  std::string url;  ///< of its SyncML endpoint
  bool operator==(const NamedPeer&) const = default;
};

/// The peers of this portal. Thread-safe.
class PeerDirectory {
 public:
  virtual ~PeerDirectory() = default;
  /// By name.
  virtual std::vector<NamedPeer> named() const = 0;
  /// Whether users may type the address of another one.
  virtual bool others_allowed() const = 0;

  std::optional<NamedPeer> find(std::string_view name) const {
    for (NamedPeer& peer : named()) {
      if (peer.name == name) {
        return std::move(peer);
      }
    }
    return std::nullopt;
  }
};

}  // namespace pim::console
