// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/pack.h"
#include "common/store/store.h"

// Portals are each other's memory: each tells with its Alert how far it has heard the other one. A
// store that was put back sees by it that it has said more than it knows, whether or not anybody
// noticed (sync rule 17).
namespace pim::session {

/// The last Next of the other side, and how many messages of that session were heard.
struct Heard {
  std::string next;
  std::uint64_t messages = 0;
};

/// What a portal's Alert says beside its anchors, in its Meta (EMI).
struct PortalWords {
  /// `X-PIMSYNC put-back`: either store was put back, and what is known of the other one may be of
  /// another life of it (sync rule 23).
  bool put_back = false;
  /// `X-PIMSYNC heard=NEXT/N`. Said by a portal that knows with whom it speaks, so that its own
  /// Next is one of this relation; empty where it has heard nothing yet.
  std::optional<Heard> heard = {};

  void write(std::vector<std::string>& emi) const;
  static PortalWords read(const std::vector<std::string>& emi);
  void pack(Packer& packer) const;
  static PortalWords unpack(Unpacker& unpacker);
};

/// How far this store has heard that side. Errors of the store.
Result<Heard> heard_of(store::UnitOfWork& work, const store::Pairing& pairing);
/// Whether this store knows all that it said and that side has heard. Errors of the store.
Result<bool> knows_said(store::UnitOfWork& work, const store::Pairing& pairing, const Heard& heard);

}  // namespace pim::session
