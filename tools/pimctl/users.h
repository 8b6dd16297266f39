// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/pimctl/devices.h"

namespace pim::pimctl {

/// A line for each user of the portal: name, records. (`place.user` is not asked.)
ExitCode user_list(const DevicePlace& place, const Output& output);
/// Removes the user with all records, versions, devices, connections and runs. Without `sure` it
/// says what that would be, and is Usage. What an earlier call that was stopped left goes first.
ExitCode user_remove(const DevicePlace& place, bool sure, const Output& output);

}  // namespace pim::pimctl
