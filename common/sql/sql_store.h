// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/base/result.h"
#include "common/store/store.h"

namespace pim::sql {

/// Beside store::Store: what the owner of a process and pimctl need.
class SqlStore : public store::Store {
 public:
  /// 32 hexadecimal digits, made with the store; the same in a restored backup.
  virtual const std::string& store_id() const = 0;
  /// A thread for what requests must not do, where the database needs one. What it cannot do it
  /// says once to `log` (which must outlive it) and tries again. start twice = once.
  virtual void start_maintenance(LogSink& log) = 0;
  /// Returns when the thread has ended. The destructor does it too.
  virtual void stop_maintenance() = 0;
  /// The names of the portals in it, by name.
  virtual Result<std::vector<std::string>> portal_names() = 0;
  /// Sentences about what is wrong, at most 100; empty = sound. Reads the whole store.
  virtual Result<std::vector<std::string>> integrity_check() = 0;
};

}  // namespace pim::sql
