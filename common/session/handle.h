// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/digest.h"
#include "common/base/random.h"
#include "common/store/types.h"

namespace pim::session {

/// The handle that stands in RespURI: 128 random bits and the owner's number, authenticated under
/// the store's key, so that a guessed or altered one costs no look-up and names nobody else's row.
struct Handle {
  std::string id;  ///< 32 hexadecimal digits, the session row's key
  store::OwnerId owner = 0;
};

/// "<32 hex>-<owner>-<16 hex>": below 80 signs, nothing that old devices trip over (sync rule 14).
std::string write_handle(const HashKey& key, const Handle& handle);
std::optional<Handle> read_handle(const HashKey& key, std::string_view text);
Handle new_handle(Random& random, store::OwnerId owner);

}  // namespace pim::session
