// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/child_end.h"

#include <unistd.h>

#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

struct End {
  ThreadTeam& team;
  const Inside& inside;
  LogSink& log;
};

apr_status_t stop_team(void* data) noexcept {
  const auto& end = *static_cast<End*>(data);
  if (!end.inside.empty()) {
    ::_exit(0);
  }
  try {
    if (end.team.join(ChildPatience)) {
      return APR_SUCCESS;
    }
    end.log.write(LogLevel::Warning, "SQL0102",
                  "Background work did not stop in time; the child ends without waiting for it.");
  } catch (...) {
    log_fault(end.log, "SQL0103");
  }
  ::_exit(0);
}

}  // namespace

void stop_before_end(apr_pool_t* child_pool, ThreadTeam& team, const Inside& inside, LogSink& log) {
  End* const end = make_in<End>(child_pool, End{team, inside, log});
  apr_pool_pre_cleanup_register(child_pool, end, &stop_team);
}

}  // namespace pim::httpd
