// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/credential.h"

#include "common/base/digest.h"
#include "common/base/text.h"

namespace pim::syncml {

Cred basic_cred(std::string_view user, std::string_view password) {
  Cred cred;
  cred.meta.type = AuthBasic;
  cred.meta.format = "b64";
  cred.data = base64_encode(std::string(user).append(":").append(password));
  return cred;
}

std::string digest_of(Version version, std::string_view user, std::string_view password,
                      std::string_view nonce) {
  const std::string secret = std::string(user).append(":").append(password);
  if (version == Version::V10) {
    return md5(secret + ":" + std::string(nonce));
  }
  return md5(base64_encode(md5(secret)) + ":" + std::string(nonce));
}

Cred digest_cred(Version version, std::string_view user, std::string_view password,
                 std::string_view nonce) {
  Cred cred;
  cred.meta.type = AuthMd5;
  cred.meta.format = "b64";
  cred.data = base64_encode(digest_of(version, user, password, nonce));
  return cred;
}

Result<std::string> read_digest(const Cred& cred) {
  constexpr std::size_t Length = 16;
  if (!equals_ignore_case(cred.meta.type, AuthMd5)) {
    return fail(ErrorCode::Unsupported, "the credentials are not of type auth-md5");
  }
  if (cred.data.size() == Length) {
    return cred.data;  // base64 of 16 octets has 22 signs or more
  }
  PIM_TRY(std::string digest, base64_decode(cred.data));
  if (digest.size() != Length) {
    return fail(ErrorCode::Malformed, "a digest has 16 octets");
  }
  return digest;
}

Result<UserPassword> read_basic(const Cred& cred) {
  if (!cred.meta.type.empty() && !equals_ignore_case(cred.meta.type, AuthBasic)) {
    return fail(ErrorCode::Unsupported, "the credentials are not of type auth-basic");
  }
  // always base64, even in WBXML and whatever Format says
  PIM_TRY(const std::string plain, base64_decode(cred.data));
  const std::size_t colon = plain.find(':');
  if (colon == std::string::npos) {
    return fail(ErrorCode::Malformed, "the credentials hold no colon");
  }
  return UserPassword{plain.substr(0, colon), plain.substr(colon + 1)};
}

}  // namespace pim::syncml
