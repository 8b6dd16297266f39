// SPDX-License-Identifier: Apache-2.0
#include "common/net/curl_pool.h"

#include <algorithm>
#include <utility>

namespace pim::net {
namespace {

constexpr std::size_t MaxIdle = 16;  // a run needs one; more would only hold sockets of others

}  // namespace

CurlLibrary::CurlLibrary() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

CurlLibrary::~CurlLibrary() {
  curl_global_cleanup();
}

CurlHandle CurlPool::take(const std::string& origin) {
  {
    const std::scoped_lock lock(mutex_);
    const auto same = std::ranges::find(idle_, origin, &Idle::origin);
    if (same != idle_.end()) {
      CurlHandle handle = std::move(same->handle);
      idle_.erase(same);
      curl_easy_reset(handle.get());  // keeps the connections
      return handle;
    }
  }
  return CurlHandle(curl_easy_init());
}

void CurlPool::give(CurlHandle handle, std::string origin) {
  Idle oldest;  // closes its connections after the lock is gone
  const std::scoped_lock lock(mutex_);
  if (idle_.size() >= MaxIdle) {
    oldest = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
  idle_.push_back({std::move(handle), std::move(origin)});
}

}  // namespace pim::net
