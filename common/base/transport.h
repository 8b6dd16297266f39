// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/base/clock.h"
#include "common/base/result.h"

namespace pim {

struct HttpRequest {
  std::string url;
  std::string content_type;
  std::string body;
  std::string ca_file;    ///< a further CA for this peer; empty = the system's
  Seconds timeout = 120;  ///< for the whole exchange
  bool named = true;      ///< by the administrator; false = typed by a user, so less trusted
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;
  Seconds retry_after = 0;  ///< from Retry-After, 0 = none
  std::string url;          ///< where the answer came from
};

/// One POST to a peer. Errors: Unavailable (no connection, time-out, TLS trouble; the message says
/// which), Denied (the address guard), TooLarge (reply above its limit), Cancelled.
/// After any error it is unknown whether the peer has seen the request: send the same bytes again.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpReply> post(const HttpRequest& request) = 0;
};

}  // namespace pim
