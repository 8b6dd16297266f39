// SPDX-License-Identifier: Apache-2.0
#include "mod_pimbridge/peers.h"

#include <algorithm>

namespace pim::mod_pimbridge {

const PeerSettings* Peers::find(std::string_view name) const {
  const auto found = std::ranges::find(peers_, name, &PeerSettings::name);
  return found == peers_.end() ? nullptr : &*found;
}

/// A named peer is where the administrator says today, a typed one where the user said.
Status Peers::locate(const store::Connection& connection, bridge::PeerTarget& target) const {
  if (!connection.url.empty()) {
    if (others_ == net::OtherPeers::Refused) {
      return fail(ErrorCode::Denied,
                  "Only portals that the administrator has named may be used here.");
    }
    target.url = connection.url;
    target.named = false;
    return {};
  }
  const PeerSettings* const peer = find(connection.peer);
  if (peer == nullptr) {
    return fail(ErrorCode::NotFound,
                "The portal '" + connection.peer + "' is not named here any more; choose another.");
  }
  target.url = peer->url;
  target.ca_file = peer->ca_file;
  target.timeout = peer->timeout;
  target.may_send_password = peer->may_send_password;
  target.may_send_digest = peer->may_send_digest;
  return {};
}

Result<bridge::PeerTarget> Peers::target(const store::Connection& connection) {
  bridge::PeerTarget target;
  PIM_CHECK(locate(connection, target));
  target.user = connection.user;
  PIM_TRY(const vault::Vault* const vault, keys_.get());
  PIM_TRY(target.password,
          vault->open(connection.sealed_password, console::password_purpose(connection)));
  return target;
}

std::vector<console::NamedPeer> Peers::named() const {
  std::vector<console::NamedPeer> named;
  named.reserve(peers_.size());
  for (const PeerSettings& peer : peers_) {
    named.push_back({peer.name, peer.title.empty() ? peer.name : peer.title, peer.url});
  }
  return named;
}

Result<std::string> Peers::seal(std::string_view secret, std::string_view purpose) {
  PIM_TRY(const vault::Vault* const vault, keys_.get());
  return vault->seal(secret, purpose);
}

net::TransportConfig Peers::transport_config() const {
  net::TransportConfig config;
  config.others = others_;
  for (const PeerSettings& peer : peers_) {
    config.peers.push_back({peer.url, peer.ca_file});
  }
  return config;
}

}  // namespace pim::mod_pimbridge
