// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "common/base/transport.h"
#include "common/net/origin.h"

namespace pim::net {

/// A peer named by directive: its origin is exempt from the address guard, for requests that mean
/// it (HttpRequest::named).
struct NamedPeer {
  std::string url;
  std::string ca_file;  ///< used where a request brings none
};

enum class OtherPeers : std::uint8_t {
  Refused,  ///< only named peers are connected to
  Public,   ///< and https servers at global unicast addresses
};

struct TransportConfig {
  std::vector<NamedPeer> peers;
  OtherPeers others = OtherPeers::Refused;
  std::string user_agent = "pimsync";
  Seconds connect_timeout = 10;
  /// A connection on which nothing moves for so long is given up; a server that works on a large
  /// message is silent meanwhile, so this is not much below the time-out of a request.
  Seconds idle_timeout = 90;
  /// Above MaxMsgSize, since a foreign server may overshoot what we told it.
  std::size_t max_reply = 4UL * 1024 * 1024;
};

/// Transport over libcurl. http and https only, TLS 1.2 and up with the chain and the name checked,
/// no redirects, no proxies from the environment, connections kept alive between requests.
/// Thread-safe; concurrent requests use connections of their own. Once a stop is requested every
/// request ends as Cancelled within about a second. The process must ignore SIGPIPE, as httpd does
/// (signal dispositions belong to the program, not to a library). Close it (destroy it) before the
/// process ends or the module that holds it is unloaded.
class CurlTransport final : public Transport {
 public:
  CurlTransport(TransportConfig config, std::stop_token stop);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  Result<HttpReply> post(const HttpRequest& request) override;

 private:
  class Pool;
  struct Exchange;
  const NamedPeer* named(const Origin& origin) const;
  Status check_allowed(const Origin& origin, const NamedPeer* peer) const;
  void prepare(Exchange& exchange) const;

  TransportConfig config_;
  std::vector<Origin> origins_;  ///< of config_.peers, in the same order
  std::stop_token stop_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace pim::net
