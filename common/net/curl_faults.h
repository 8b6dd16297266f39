// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <string>

#include "common/base/result.h"
#include "common/net/origin.h"

namespace pim::net {

/// What is known of an exchange that failed.
struct Fault {
  CURLcode code = CURLE_OK;
  long verify_result = 0;  ///< CURLINFO_SSL_VERIFYRESULT
  bool guarded = false;    ///< the address guard refused an address, and none was left
  bool too_large = false;  ///< the reply grew above its limit
  bool stopped = false;    ///< a stop was asked for
  bool sent = false;       ///< a connection stood; the peer may have seen the request
  std::string ca_file;
};

/// The error of a failed exchange: a plain sentence that names the server and says what to do.
Error error_of(const Fault& fault, const Origin& origin);

}  // namespace pim::net
