// SPDX-License-Identifier: Apache-2.0
#include "common/base/result.h"

namespace pim {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Malformed: return "malformed";
    case ErrorCode::TooLarge: return "too-large";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::AlreadyExists: return "already-exists";
    case ErrorCode::Conflict: return "conflict";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Denied: return "denied";
    case ErrorCode::Unauthorized: return "unauthorized";
    case ErrorCode::Unavailable: return "unavailable";
    case ErrorCode::Unknown: return "unknown-outcome";
    case ErrorCode::Full: return "full";
    case ErrorCode::Refused: return "refused";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Internal: return "internal";
  }
  return "internal";
}

std::string Error::text() const {
  if (place.empty()) {
    return message;
  }
  return message + " (" + place + ")";
}

}  // namespace pim
