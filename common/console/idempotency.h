// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/console/call.h"

namespace pim::console {

/// Makes a request that creates something harmless to repeat: the same Idempotency-Key, address and
/// body give what the first one made. Kept until the store purges what has not been touched for
/// long, in a row of the session table (client role, ended, device "api"): it is what a session row
/// is for the protocol, the memory of an answered request, and goes the same way.
class IdempotencyKey {
 public:
  /// WrongHeader where the key is too long or has other than printable ASCII characters.
  static Outcome<IdempotencyKey> read(const Call& call);

  /// What the first request made. KeyReused where that was another request.
  Outcome<std::optional<std::int64_t>> made(store::UnitOfWork& work) const;
  /// Remembers what this request made; does nothing without a key.
  Status remember(store::UnitOfWork& work, std::int64_t made, Seconds now) const;

 private:
  std::string key_;
  std::string handle_;  ///< of the row, made of the key
  std::string request_hash_;
};

}  // namespace pim::console
