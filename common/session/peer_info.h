// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "common/session/identity.h"
#include "common/syncml/codec.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/message.h"

namespace pim::session {

/// What the other side has told of itself in this message (Device Information, in Put or Results).
struct PeerInfo {
  std::optional<syncml::DevInf> dev_inf;
  std::string text;                ///< as it came
  std::optional<PortalMark> mark;  ///< it is one of our portals

  /// Takes a Put or Results in; gives SyncML's status for it: 400 where one cannot be read, which
  /// leaves what stood here.
  int take(const syncml::InfoCmd& info, syncml::Encoding encoding);
};

}  // namespace pim::session
