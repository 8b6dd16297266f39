// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/session/server.h"
#include "common/syncml/message.h"

namespace pim::session {

/// A reply that runs nothing: one Status for the header, the same one for every command (sign-in
/// refused, unknown version, busy, taken over). Carries no RespURI (sync rule 7).
struct SimpleReply {
  int code = 0;
  bool final = true;                        ///< busy goes without (sync rule 12)
  std::string_view challenge = {};          ///< the type of its Chal; empty = none
  std::string next_nonce = {};              ///< base64, in that Chal
  std::vector<std::string> supported = {};  ///< 513 and 505: what we speak, an Item each
};
/// A Chal; the nonce in base64, empty = none.
syncml::Meta chal(std::string_view type, std::string next_nonce);
/// The answer to a version that is not among those `spoken` (newest first), or to one that changed
/// in the middle of a session: 505 where the protocol is spoken and the DTD is not, else 513, with
/// what is spoken.
SimpleReply unsupported_version(const syncml::Header& header,
                                std::span<const syncml::Version> spoken);
std::string write_simple(const syncml::Message& message, syncml::Encoding encoding,
                         syncml::Version version, const SimpleReply& reply);

}  // namespace pim::session
