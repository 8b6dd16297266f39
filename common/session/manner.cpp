// SPDX-License-Identifier: Apache-2.0
#include "common/session/manner.h"

#include <algorithm>

#include "common/base/pack.h"

namespace pim::session {

namespace {

constexpr std::uint64_t Layout = 1;

}  // namespace

std::string Manner::pack() const {
  Packer packer;
  packer.u(Layout)
      .s(url)
      .u(static_cast<std::uint64_t>(encoding))
      .u(static_cast<std::uint64_t>(version))
      .b(digest)
      .b(fresh)
      .s(nonce);
  return std::move(packer).octets();
}

Manner Manner::of(std::string_view packed, std::string_view url) {
  Manner unknown;
  unknown.url = url;
  Unpacker unpacker(packed);
  if (packed.empty() || unpacker.u() != Layout) {
    return unknown;
  }
  Manner known;
  known.url = unpacker.s();
  known.encoding = static_cast<syncml::Encoding>(std::min<std::uint64_t>(unpacker.u(), 1));
  known.version = static_cast<syncml::Version>(std::min<std::uint64_t>(unpacker.u(), 2));
  known.digest = unpacker.b();
  known.fresh = unpacker.b();
  known.nonce = unpacker.s();
  return unpacker.finish("manner") && known.url == url ? known : unknown;
}

}  // namespace pim::session
