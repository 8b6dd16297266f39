// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/console/peers.h"
#include "common/console/problem.h"
#include "common/store/types.h"

namespace pim::console {

/// The names of its collections out of Connection::options.
std::vector<std::string> unpack_collections(std::string_view options);

/// A connection as its user sees it. The password never comes out, only whether there is one.
Json json_connection(const store::Connection& connection, const PeerDirectory& peers);

}  // namespace pim::console
