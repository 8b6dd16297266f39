// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "common/httpd/log_bridge.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

// The exception barrier. An exception that leaves a hook ends the child with all its connections,
// so every hook runs its body through one of these. Exceptions here are bugs or missing memory.

/// What an exception says, in words that hold nothing of a request.
inline std::string text_of_current_exception() noexcept {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of unknown kind";
  }
}

inline void log_fault(LogSink& log, std::string_view tag) noexcept {
  try {
    log.write(LogLevel::Error, tag,
              "A fault of the program was caught: " + text_of_current_exception());
  } catch (...) {  // no memory for the line itself
  }
}

/// Runs a request hook: an exception becomes HTTP 500 and one line under `tag`.
template <class Body>
int guard_request(request_rec* request, int module_index, std::string_view tag,
                  Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    RequestLog log(request, module_index);
    log_fault(log, tag);
    return HTTP_INTERNAL_SERVER_ERROR;
  }
}

/// Runs a hook that answers nothing (child_init, cleanups); `otherwise` is returned after a fault.
template <class Body, class Value>
Value guard_server(const server_rec* server, int module_index, std::string_view tag,
                   Value otherwise, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    ServerLog log(server, module_index);
    log_fault(log, tag);
    return otherwise;
  }
}

}  // namespace pim::httpd
