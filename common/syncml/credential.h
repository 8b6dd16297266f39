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

/// How a digest is made: 1.0 needs the password itself, later versions its hash.
/// `nonce` in octets. 16 octets.
std::string digest_of(Version version, std::string_view user, std::string_view password,
                      std::string_view nonce);
Cred digest_cred(Version version, std::string_view user, std::string_view password,
                 std::string_view nonce);
/// The 16 octets of a digest: base64 as it should be, or raw as some devices put it into WBXML.
/// Unsupported for another type, Malformed for other data.
Result<std::string> read_digest(const Cred& cred);

Cred basic_cred(std::string_view user, std::string_view password);
/// Malformed where the data is no base64 of "user:password"; Unsupported for another type.
Result<UserPassword> read_basic(const Cred& cred);

}  // namespace pim::syncml
