// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/random.h"
#include "common/httpd/portal_settings.h"
#include "common/httpd/store_errors.h"
#include "common/httpd/store_slot.h"
#include "common/httpd/thread_team.h"

namespace pim::httpd {

/// The stores of one child process and the thread that keeps them tidy. Servers that name the same
/// store share one. Make it in child_init, after the user has changed, and in one thread.
class ChildStores {
 public:
  /// `tag` marks lines about stores that cannot be opened; `log` and `clock` outlive this. `errors`
  /// may be null.
  ChildStores(const Clock& clock, Random& random, LogSink& log, std::string tag,
              StoreErrors* errors)
      : clock_(clock), random_(random), log_(log), tag_(std::move(tag)), errors_(errors) {}

  /// The slot of a portal's store; null where no store is named. Nothing is opened here: a database
  /// that does not answer would keep the child from serving anything, of any site.
  StoreSlot* slot(const PortalSettings& settings);
  std::vector<StoreSlot*> all() const;
  /// Starts the thread that opens the stores and then purges them, in a team that ends before this
  /// does.
  void start_housekeeping(ThreadTeam& team);

 private:
  const Clock& clock_;
  Random& random_;
  LogSink& log_;
  std::string tag_;
  StoreErrors* errors_;
  std::map<std::string, std::unique_ptr<StoreSlot>> slots_;  ///< by address
};

}  // namespace pim::httpd
