// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::net {

/// Scheme, host and port of an http(s) URL.
struct Origin {
  std::string scheme;  ///< "http" or "https"
  std::string host;    ///< lower case; IPv6 in brackets
  std::uint16_t port = 0;
  bool operator==(const Origin&) const = default;

  /// "https://host" or "http://host:8080".
  std::string text() const;
};

/// Reads the origin of an absolute URL. Deliberately narrower than RFC 3986, so that no two
/// readers can see two hosts in one URL: http and https only, no user information, no blanks,
/// control signs, backslashes or percent signs before the path, ASCII only. Malformed otherwise;
/// the message is a sentence for users and does not repeat the URL.
Result<Origin> origin_of(std::string_view url);

/// Whether a RespURI may be followed from `url`: both absolute, scheme, host and port equal
/// (a session must not be led to another server).
bool same_origin(std::string_view url, std::string_view other);

}  // namespace pim::net
