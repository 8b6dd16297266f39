// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/result.h"
#include "common/syncml/message.h"

namespace pim::session {

/// The SyncML status that tells a peer of an error of ours (Representation Protocol 10).
constexpr int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Malformed: return 400;
    case ErrorCode::Unauthorized: return 401;
    case ErrorCode::Denied: return 403;
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Conflict: return 409;
    case ErrorCode::TooLarge: return 413;
    case ErrorCode::Unsupported: return 415;
    case ErrorCode::AlreadyExists: return 418;
    case ErrorCode::Full: return 420;
    case ErrorCode::Busy: return 101;
    case ErrorCode::Unavailable:
    case ErrorCode::Unknown: return 503;
    case ErrorCode::Refused:
    case ErrorCode::Corrupt: return 510;
    case ErrorCode::Cancelled: return 514;
    case ErrorCode::Internal: return 500;
  }
  return 500;
}

/// An answer to more than a header or a "go on": a message that holds one takes the session
/// further.
inline bool says_something(const syncml::StatusCmd& status) {
  return status.cmd != "SyncHdr" && status.cmd != "Alert";
}

}  // namespace pim::session
