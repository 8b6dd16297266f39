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

/// The kind of sync (mode.h) of a connection that names none.
inline constexpr std::string_view TwoWay = "two-way";

/// From and to Connection::options, "=from-peer,contacts,tasks=todo": the kind of sync of runs
/// whose order names none, where it is not two-way; then the collections, with the name there where
/// it is another one. Empty options mean the contacts.
std::vector<Wanted> unpack_wanted(std::string_view options);
std::string usual_mode(std::string_view options);
std::string pack_wanted(const std::vector<Wanted>& wanted, std::string_view mode = TwoWay);

}  // namespace pim::bridge
