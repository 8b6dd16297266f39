// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/credential.h"

#include "common/base/text.h"

namespace pim::syncml {

Cred basic_cred(std::string_view user, std::string_view password) {
  Cred cred;
  cred.meta.type = AuthBasic;
  cred.meta.format = "b64";
  cred.data = base64_encode(std::string(user).append(":").append(password));
  return cred;
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
