// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/log.h"
#include "common/httpd/thread_team.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// How long a child that ends waits for its background threads.
inline constexpr std::chrono::seconds ChildPatience{5};

/// Stops a team before the child's pool frees anything its threads use. A team that has not stopped
/// in time would run on in unloaded code: the process then ends at once, which the store survives
/// at any instant. `team` and `log` outlive the pool's pre-cleanups.
void stop_before_end(apr_pool_t* child_pool, ThreadTeam& team, LogSink& log);

}  // namespace pim::httpd
