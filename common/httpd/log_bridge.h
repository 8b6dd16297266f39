// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/base/log.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Writes lines of rings 1 and 2 to a server's error log, as "TAG: message" under a module's name
/// (LogLevel syncml:debug works). Thread-safe. The server record outlives it.
class ServerLog final : public LogSink {
 public:
  ServerLog(const server_rec* server, int module_index)
      : server_(server), module_index_(module_index) {}
  void write(LogLevel level, std::string_view tag, std::string_view message) override;

 private:
  const server_rec* server_;
  int module_index_;
};

/// The same for lines that belong to one request: they carry the client's address.
class RequestLog final : public LogSink {
 public:
  RequestLog(const request_rec* request, int module_index)
      : request_(request), module_index_(module_index) {}
  void write(LogLevel level, std::string_view tag, std::string_view message) override;

 private:
  const request_rec* request_;
  int module_index_;
};

}  // namespace pim::httpd
