// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/message.h"

#include <array>
#include <string_view>

#include "common/base/text.h"

namespace pim::syncml {
namespace {

struct NamesOfVersion {
  Version version;
  std::string_view dtd;
  std::string_view proto;
};

constexpr std::array<NamesOfVersion, 3> VersionNames = {{{Version::V10, "1.0", "SyncML/1.0"},
                                                         {Version::V11, "1.1", "SyncML/1.1"},
                                                         {Version::V12, "1.2", "SyncML/1.2"}}};

}  // namespace

bool Meta::empty() const {
  return *this == Meta{};
}

std::string ver_dtd_of(Version version) {
  return std::string(VersionNames[static_cast<std::size_t>(version)].dtd);
}

std::string ver_proto_of(Version version) {
  return std::string(VersionNames[static_cast<std::size_t>(version)].proto);
}

std::optional<Version> version_of(const Header& header) {
  // VerProto may be left out after the first message of a package; then VerDTD tells alone.
  const bool proto_known = !header.ver_proto.empty();
  const bool dtd_known = !header.ver_dtd.empty();
  for (const auto& [version, dtd, proto] : VersionNames) {
    const bool proto_fits = !proto_known || equals_ignore_case(header.ver_proto, proto);
    const bool dtd_fits = !dtd_known || header.ver_dtd == dtd;
    if (proto_fits && dtd_fits && (proto_known || dtd_known)) {
      return version;
    }
  }
  return std::nullopt;
}

}  // namespace pim::syncml
