// SPDX-License-Identifier: Apache-2.0
#include "common/net/address_guard.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace pim::net {
namespace {

using V6 = std::array<std::uint8_t, 16>;

struct V4Range {
  std::uint32_t network;
  int bits;
};

// The IANA registry of special-purpose addresses, all that is not globally reachable or reserved.
constexpr std::array V4Special = {
    V4Range{0x00000000, 8},   // this network
    V4Range{0x0a000000, 8},   // private
    V4Range{0x64400000, 10},  // shared (carrier NAT)
    V4Range{0x7f000000, 8},   // loopback
    V4Range{0xa9fe0000, 16},  // link-local, cloud metadata
    V4Range{0xac100000, 12},  // private
    V4Range{0xc0000000, 24},  // protocol assignments
    V4Range{0xc0000200, 24},  // documentation
    V4Range{0xc0586300, 24},  // 6to4 relays
    V4Range{0xc0a80000, 16},  // private
    V4Range{0xc6120000, 15},  // benchmarks
    V4Range{0xc6336400, 24},  // documentation
    V4Range{0xcb007100, 24},  // documentation
    V4Range{0xe0000000, 4},   // multicast
    V4Range{0xf0000000, 4},   // reserved, broadcast
};

bool is_public_v4(std::uint32_t address) {
  return std::ranges::none_of(V4Special, [address](const V4Range& range) {
    return (address ^ range.network) >> (32 - range.bits) == 0;
  });
}

bool begins_with(const V6& address, std::initializer_list<std::uint8_t> octets) {
  return std::equal(octets.begin(), octets.end(), address.begin());
}

std::uint32_t last_four(const V6& address) {
  return (std::uint32_t{address[12]} << 24) | (std::uint32_t{address[13]} << 16) |
         (std::uint32_t{address[14]} << 8) | std::uint32_t{address[15]};
}

bool is_public_v6(const V6& address) {
  if (begins_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}) ||
      begins_with(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {
    return is_public_v4(last_four(address));  // mapped; NAT64
  }
  if ((address[0] & 0xe0) != 0x20) {
    return false;  // only 2000::/3 is global unicast
  }
  const bool assignments = begins_with(address, {0x20, 0x01}) && address[2] < 2;  // Teredo, ORCHID
  const bool documentation = begins_with(address, {0x20, 0x01, 0x0d, 0xb8}) ||
                             (begins_with(address, {0x3f, 0xff}) && (address[2] & 0xf0) == 0);
  const bool six_to_four = begins_with(address, {0x20, 0x02});
  return !assignments && !documentation && !six_to_four;
}

}  // namespace

bool is_public_address(const sockaddr& address, socklen_t size) {
  if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    V6 octets{};
    std::memcpy(octets.data(), &v6.sin6_addr, octets.size());
    return is_public_v6(octets);
  }
  return false;
}

}  // namespace pim::net
