// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pim::bridge {

/// A collection that a connection syncs.
struct Wanted {
  std::string collection;  ///< ours
  std::string remote;      ///< what the peer calls its own
  bool operator==(const Wanted&) const = default;
};

/// From and to Connection::options, "contacts,tasks=todo": the name there stands only where it is
/// another one. Empty options mean the contacts.
std::vector<Wanted> unpack_wanted(std::string_view options);
std::string pack_wanted(const std::vector<Wanted>& wanted);

}  // namespace pim::bridge
