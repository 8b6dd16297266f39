// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/store/types.h"

namespace pim::console {

/// Seals the password of a user at a peer before it is stored. Thread-safe. Ring 3 binds it to the
/// vault; what is sealed here is opened by the bridge's PeerBook, with the same purpose.
class Sealer {
 public:
  virtual ~Sealer() = default;
  /// Unavailable where there is no usable key file: nothing is stored then.
  virtual Result<std::string> seal(std::string_view secret, std::string_view purpose) = 0;
};

/// What a connection's password is sealed for: it opens only for the same peer, address and user,
/// so that a changed row cannot send it elsewhere. A named peer's address is the administrator's
/// (Connection::url is empty), and may change.
inline std::string password_purpose(const store::Connection& connection) {
  return "peer-password\n" + connection.peer + "\n" + connection.url + "\n" + connection.user;
}

}  // namespace pim::console
