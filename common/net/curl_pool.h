// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace pim::net {

/// libcurl's process-wide state for as long as one of these lives (libcurl counts).
class CurlLibrary {
 public:
  CurlLibrary();
  ~CurlLibrary();
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

struct CloseCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CloseCurl>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, FreeList>;

/// Idle handles with their open connections, each remembering the origin it last spoke to, so that
/// the messages of one run meet on one connection. Thread-safe.
class CurlPool {
 public:
  /// A handle that was idle, best one for this origin, reset; or a new one. Null without memory.
  CurlHandle take(const std::string& origin);
  /// Gives it back; the oldest go where too many idle.
  void give(CurlHandle handle, std::string origin);

 private:
  struct Idle {
    CurlHandle handle;
    std::string origin;
  };
  CurlLibrary library_;  // first in, last out
  std::mutex mutex_;
  std::vector<Idle> idle_;  // oldest first
};

}  // namespace pim::net
