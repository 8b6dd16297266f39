// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/pimctl/commands.h"

namespace pim::pimctl {

/// Whose devices, and where their passwords lie.
struct DevicePlace {
  StorePlace store;
  std::string key_file;
  std::optional<std::string> portal;  ///< as typed; nothing = "default"
  std::string user;

  std::string portal_or_default() const { return portal.value_or("default"); }
};

/// What a new device password is for.
struct NewDevice {
  std::string name;
  std::string id;  ///< bound to it at once; empty = to the device that uses it first
  bool json = false;
};

/// Makes a password and tells it, once: what is kept is sealed under the key file.
ExitCode device_add(const DevicePlace& place, const NewDevice& device, Random& random,
                    const Output& output);
/// A line for each: number, name, device, when it signed in last.
ExitCode device_list(const DevicePlace& place, const Output& output);
/// The password signs in no more, from the next message on. Usage where there is no such number.
ExitCode device_revoke(const DevicePlace& place, std::int64_t number, const Output& output);

/// All of the user's, in one transaction: none of his devices signs in by one of its own any more.
ExitCode device_revoke_all(const DevicePlace& place, const Output& output);

}  // namespace pim::pimctl
