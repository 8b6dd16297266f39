// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/log_bridge.h"

#include <algorithm>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

int level_of(LogLevel level) {
  switch (level) {
    case LogLevel::Error: return APLOG_ERR;
    case LogLevel::Warning: return APLOG_WARNING;
    case LogLevel::Notice: return APLOG_NOTICE;
    case LogLevel::Info: return APLOG_INFO;
    case LogLevel::Debug: return APLOG_DEBUG;
    case LogLevel::Trace: return APLOG_TRACE1;
  }
  return APLOG_ERR;
}

/// httpd cuts lines at MAX_STRING_LEN itself; this bounds what it is handed.
int length_of(std::string_view text) {
  constexpr std::size_t MaxPart = 4096;
  return static_cast<int>(std::min(text.size(), MaxPart));
}

}  // namespace

void ServerLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  const int at = level_of(level);
  if (APLOG_MODULE_IS_LEVEL(server_, module_index_, at)) {
    ap_log_error_(nullptr, 0, module_index_, at, 0, server_, "%.*s: %.*s", length_of(tag),
                  tag.data(), length_of(message), message.data());
  }
}

void RequestLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  const int at = level_of(level);
  if (APLOG_R_MODULE_IS_LEVEL(request_, module_index_, at)) {
    ap_log_rerror_(nullptr, 0, module_index_, at, 0, request_, "%.*s: %.*s", length_of(tag),
                   tag.data(), length_of(message), message.data());
  }
}

}  // namespace pim::httpd
