// SPDX-License-Identifier: Apache-2.0
#include "common/session/identity.h"

#include "common/base/text.h"

namespace pim::session {

std::string PortalMark::side() const { return portal_id + "." + std::to_string(owner); }

void write_mark(syncml::DevInf& info, const PortalMark& mark) {
  info.extensions.push_back({std::string(PortalExtension),
                             {std::string(PortalRevision), mark.portal_id,
                              std::to_string(mark.owner), std::to_string(mark.epoch)}});
}

std::optional<PortalMark> read_mark(const syncml::DevInf& info) {
  for (const auto& [name, values] : info.extensions) {
    if (!equals_ignore_case(name, PortalExtension) || values.size() < 4 ||
        values[0] != PortalRevision) {
      continue;
    }
    const auto owner = parse_unsigned(values[2]);
    const auto epoch = parse_unsigned(values[3]);
    if (values[1].size() == 32 && owner && *owner <= INT64_MAX && epoch && *epoch <= INT64_MAX) {
      return PortalMark{values[1], static_cast<store::OwnerId>(*owner),
                        static_cast<std::int64_t>(*epoch)};
    }
  }
  return {};
}

std::string datastore_name(std::string_view uri) {
  while (uri.starts_with("./") || uri.starts_with("/")) {
    uri.remove_prefix(uri.starts_with("./") ? 2 : 1);
  }
  return std::string(uri.substr(0, uri.find('?')));
}

}  // namespace pim::session
