// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/syncml/message.h"

namespace pim::session {

/// How a peer is spoken to: learnt by trying, kept with the connection (store::Connection::manner),
/// and forgotten where the peer's address is another.
struct Manner {
  std::string url;
  syncml::Encoding encoding = syncml::Encoding::Wbxml;
  syncml::Version version = syncml::Version::V12;
  bool digest = false;  ///< it asked for a digest in place of the password
  bool fresh = false;   ///< `nonce` came with a challenge just now; not to be asked twice
  std::string nonce;    ///< for the next sign-in, octets
  bool operator==(const Manner&) const = default;

  std::string pack() const;
  /// What is packed there, or the manner of a peer that nothing is known of.
  static Manner of(std::string_view packed, std::string_view url);
};

}  // namespace pim::session
