// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/bridge/runner.h"
#include "common/console/peers.h"
#include "common/console/sealer.h"
#include "common/httpd/key_slot.h"
#include "common/net/curl_transport.h"
#include "mod_pimbridge/peer_settings.h"

namespace pim::mod_pimbridge {

/// The peers of a portal, for the console and for runs, with the passwords of users there.
/// Thread-safe; `keys` outlives it.
class Peers final : public bridge::PeerBook, public console::PeerDirectory, public console::Sealer {
 public:
  Peers(std::vector<PeerSettings> peers, net::OtherPeers others, httpd::KeySlot& keys)
      : peers_(std::move(peers)), others_(others), keys_(keys) {}

  Result<bridge::PeerTarget> target(const store::Connection& connection) override;
  std::vector<console::NamedPeer> named() const override;
  bool others_allowed() const override { return others_ == net::OtherPeers::Public; }
  Result<std::string> seal(std::string_view secret, std::string_view purpose) override;

  net::TransportConfig transport_config() const;

 private:
  const PeerSettings* find(std::string_view name) const;
  Status locate(const store::Connection& connection, bridge::PeerTarget& target) const;

  std::vector<PeerSettings> peers_;
  net::OtherPeers others_;
  httpd::KeySlot& keys_;
};

}  // namespace pim::mod_pimbridge
