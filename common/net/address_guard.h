// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

namespace pim::net {

/// Whether an address is global unicast: one that a user may make this server connect to.
/// Loopback, private, link-local, shared, multicast, documentation, benchmark and reserved ranges
/// are not; neither is an IPv6 form that leads to such an IPv4 address. Ask it about the address
/// that is connected to, never about what a name resolved to a moment before (DNS rebinding).
bool is_public_address(const sockaddr& address, socklen_t size);

}  // namespace pim::net
