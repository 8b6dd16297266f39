// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/watchdog.h"

#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

#include <mod_watchdog.h>

namespace pim::httpd {
namespace {

struct Call {
  WatchdogTick tick = nullptr;
  void* data = nullptr;
};

/// A callback that once returns anything but success is never called again.
apr_status_t on_watchdog(int state, void* data, apr_pool_t*) {
  if (state == AP_WATCHDOG_STATE_RUNNING) {
    const auto* const call = static_cast<const Call*>(data);
    call->tick(call->data);
  }
  return APR_SUCCESS;
}

}  // namespace

bool call_every(const char* name, std::chrono::milliseconds interval, apr_pool_t* pool,
                WatchdogTick tick, void* data) {
  auto* const get_instance = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
  auto* const register_callback = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);
  if (get_instance == nullptr || register_callback == nullptr) {
    return false;
  }
  constexpr int InChildren = 0;
  constexpr int InEveryChild = 0;
  ap_watchdog_t* watchdog = nullptr;
  if (get_instance(&watchdog, name, InChildren, InEveryChild, pool) != APR_SUCCESS) {
    return false;
  }
  auto* const call = make_in<Call>(pool, Call{tick, data});
  const auto microseconds = std::chrono::microseconds(interval).count();
  return register_callback(watchdog, microseconds, call, &on_watchdog) == APR_SUCCESS;
}

}  // namespace pim::httpd
