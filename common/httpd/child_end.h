// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "common/base/log.h"
#include "common/httpd/thread_team.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// How long a child that ends waits for its background threads.
inline constexpr std::chrono::seconds ChildPatience{5};

/// Counts the requests of a child that are inside of a module's code.
class Inside {
 public:
  class Visit {
   public:
    explicit Visit(Inside& inside) : count_(inside.count_) { ++count_; }
    ~Visit() { --count_; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    std::atomic<unsigned>& count_;
  };
  bool empty() const { return count_ == 0; }

 private:
  std::atomic<unsigned> count_ = 0;
};

/// Stops a team before the child's pool frees anything its threads use. A team that has not stopped
/// in time would run on in unloaded code: the process then ends at once, which the store survives
/// at any instant. So it does where a request is inside still: prefork ends its children in a
/// signal handler, and nothing that the interrupted request uses may be touched there. All three
/// outlive the pool's pre-cleanups.
void stop_before_end(apr_pool_t* child_pool, ThreadTeam& team, const Inside& inside, LogSink& log);

}  // namespace pim::httpd
