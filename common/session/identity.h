// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/store/types.h"
#include "common/syncml/dev_inf.h"

namespace pim::session {

/// The DevInf extension by which a portal of ours is known (sync rule 3); never Man or Mod.
inline constexpr std::string_view PortalExtension = "X-PIMSYNC";
inline constexpr std::string_view PortalRevision = "1";

/// What that extension tells.
struct PortalMark {
  std::string portal_id;
  store::OwnerId owner = 0;
  std::int64_t epoch = 0;
  /// "portalid.owner": the side of a pairing between portals (sync rule 1).
  std::string side() const;
  bool operator==(const PortalMark&) const = default;
};

void write_mark(syncml::DevInf& info, const PortalMark& mark);
std::optional<PortalMark> read_mark(const syncml::DevInf& info);

/// Scheme, host and port agree: a RespURI must lead nobody's password to another host.
bool same_origin(std::string_view a, std::string_view b);

/// A datastore URI as we compare it: without "./", leading slashes and CGI part.
std::string datastore_name(std::string_view uri);

}  // namespace pim::session
