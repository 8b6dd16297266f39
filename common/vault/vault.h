// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/random.h"
#include "common/base/result.h"
#include "common/vault/key_file.h"

namespace pim::vault {

/// Seals small secrets (passwords at peers) for keeping in the database, and opens them again.
/// Authenticated: XSalsa20-Poly1305 by libsodium. Text form, safe in any column:
///     v1:<8 digits that name the key>:<base64url of nonce and box>
/// Thread-safe; `random` must outlive it.
class Vault {
 public:
  Vault(SealingKey key, Random& random) : key_(std::move(key)), random_(&random) {}

  /// `purpose` is bound in: what was sealed for one owner's connection opens for no other.
  std::string seal(std::string_view secret, std::string_view purpose) const;

  /// Corrupt: no sealed text, altered, or sealed for another purpose. Denied: sealed under another
  /// key file; the sentence says so, because it is what a wrong restore looks like.
  Result<std::string> open(std::string_view sealed, std::string_view purpose) const;

 private:
  SealingKey key_;
  Random* random_;
};

}  // namespace pim::vault
