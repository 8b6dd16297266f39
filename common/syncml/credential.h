// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/syncml/message.h"

namespace pim::syncml {

struct UserPassword {
  std::string user;
  std::string password;
};

inline constexpr std::string_view AuthBasic = "syncml:auth-basic";
inline constexpr std::string_view AuthMd5 = "syncml:auth-md5";

Cred basic_cred(std::string_view user, std::string_view password);
/// Malformed where the data is no base64 of "user:password"; Unsupported for another type.
Result<UserPassword> read_basic(const Cred& cred);

}  // namespace pim::syncml
