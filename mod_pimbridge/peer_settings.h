// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/base/clock.h"

namespace pim::mod_pimbridge {

/// A peer portal, as a <PimBridgePeer NAME> section says.
struct PeerSettings {
  std::string name;
  std::string title;
  std::string url;
  std::string ca_file;
  Seconds timeout = 120;
  bool may_send_password = true;
  bool may_send_digest = true;
  bool operator==(const PeerSettings&) const = default;
};

}  // namespace pim::mod_pimbridge
