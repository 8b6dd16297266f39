// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace pim {

/// What went wrong, in classes a caller can act on. One map turns a class into a SyncML status
/// (session/status_of.h), one into an HTTP status, one into a log level.
enum class ErrorCode : std::uint8_t {
  Malformed,      ///< input that breaks its grammar
  TooLarge,       ///< input beyond a limit of limits.h
  Unsupported,    ///< well formed, but a version, type or option we do not speak
  NotFound,       ///< the thing named does not exist
  AlreadyExists,  ///< the thing to be made exists
  Conflict,       ///< the state moved since it was looked at; read again and repeat
  Busy,           ///< a lock was not had in time; nothing changed, repeat later
  Denied,         ///< known caller, not allowed
  Unauthorized,   ///< missing or wrong credentials
  Unavailable,    ///< the peer or the database is away; nothing changed
  Unknown,        ///< the connection was lost during COMMIT: done or not, read back to learn it
  Full,           ///< no space
  Refused,        ///< the store refused this record (constraint); the others are not concerned
  Corrupt,        ///< what was stored cannot be read back
  Cancelled,      ///< a stop was asked for
  Internal,       ///< a fault of ours
};

/// The stable name of a code, for logs and problem documents ("malformed", "too-large", ...).
std::string_view name_of(ErrorCode code);

/// An error as a value: its class, a sentence for people, and the place it was found at.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;  ///< what happened and what to do; never contains record content or secrets
  std::string place;    ///< element path, byte offset, file:line ...; may be empty

  /// "message (place)" for logs.
  std::string text() const;
};

using Failure = tl::unexpected<Error>;

/// A T or an Error. [[nodiscard]]: an ignored one is a compile-time warning.
template <class T>
struct [[nodiscard]] Result : tl::expected<T, Error> {
  using tl::expected<T, Error>::expected;
};

/// Success without a value.
using Status = Result<void>;

/// Makes the error half of any Result.
inline Failure fail(ErrorCode code, std::string message, std::string place = {}) {
  return Failure(Error{code, std::move(message), std::move(place)});
}

/// Hands an error on: `if (!r) return pass(r);`
template <class T>
Failure pass(Result<T>&& result) {
  return Failure(std::move(result.error()));
}
template <class T>
Failure pass(Result<T>& result) {
  return Failure(std::move(result.error()));
}

}  // namespace pim

// PIM_TRY(name, expression): name = value of the expression, or return its error.
// PIM_CHECK(expression): return the error of a Status.
#define PIM_TRY_PASTE(a, b) a##b
#define PIM_TRY_JOIN(a, b) PIM_TRY_PASTE(a, b)
#define PIM_TRY_IMPL(temporary, name, ...) \
  auto temporary = (__VA_ARGS__);          \
  if (!temporary) {                        \
    return ::pim::pass(temporary);         \
  }                                        \
  name = std::move(*temporary)
#define PIM_TRY(name, ...) PIM_TRY_IMPL(PIM_TRY_JOIN(pim_try_, __LINE__), name, __VA_ARGS__)
#define PIM_CHECK(...)                \
  do {                                \
    auto pim_check_ = (__VA_ARGS__);  \
    if (!pim_check_) {                \
      return ::pim::pass(pim_check_); \
    }                                 \
  } while (false)
