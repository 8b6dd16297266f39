// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Called in a child's watchdog thread. Must be short, must not throw.
using WatchdogTick = void (*)(void* data) noexcept;

/// Has mod_watchdog call `tick` in every child, each time so much time has passed. Call it in
/// post_config. `data` must live as long as the configuration. False where mod_watchdog is not
/// loaded or refuses.
bool call_every(const char* name, std::chrono::milliseconds interval, apr_pool_t* pool,
                WatchdogTick tick, void* data);

}  // namespace pim::httpd
