// SPDX-License-Identifier: Apache-2.0
#include "common/session/identity.h"

#include "common/base/text.h"

namespace pim::session {

std::string PortalMark::side() const {
  return portal_id + "." + std::to_string(owner);
}

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

namespace {

/// "https://host:443" in lower case; empty where it is no such URL.
std::string origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = url.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#\\"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) {
    return {};
  }
  const std::string name = to_lower_ascii(url.substr(0, scheme));
  std::string host = to_lower_ascii(authority);
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  if (!has_port) {
    host += name == "https" ? ":443" : ":80";
  }
  return name + "://" + host;
}

}  // namespace

bool same_origin(std::string_view a, std::string_view b) {
  const std::string origin = origin_of(a);
  return !origin.empty() && origin == origin_of(b);
}

std::string datastore_name(std::string_view uri) {
  while (uri.starts_with("./") || uri.starts_with("/")) {
    uri.remove_prefix(uri.starts_with("./") ? 2 : 1);
  }
  return std::string(uri.substr(0, uri.find('?')));
}

}  // namespace pim::session
