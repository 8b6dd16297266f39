// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/base/result.h"
#include "common/sql/removal.h"
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
  /// Raises the mark of the store by one, and gives it. It is kept beside the store as well, where
  /// no backup reaches (restore_mark.h).
  virtual Result<std::int64_t> raise_mark() = 0;
  /// `kept`: the mark as it was kept beside the store. Where it is ahead, the store was put back:
  /// each of its portals gets a new epoch (Store::renew_epoch), once, and the answer is true.
  virtual Result<bool> notice_restore(std::int64_t kept, Seconds now) = 0;
  /// Units of work that were begun to write, by this object.
  virtual std::uint64_t writes() const = 0;
  /// The names of the portals in it, by name.
  virtual Result<std::vector<std::string>> portal_names() = 0;
  /// The users of a portal, by name.
  virtual Result<std::vector<UserLine>> users_of(std::string_view portal) = 0;
  /// Removing a user, in this order (removal.h).
  virtual Result<std::optional<store::OwnerId>> let_go_owner(std::string_view portal,
                                                             std::string_view name) = 0;
  virtual Result<std::size_t> remove_rows(store::OwnerId owner, std::size_t limit) = 0;
  virtual Result<std::vector<store::OwnerId>> half_removed() = 0;
  /// Sentences about what is wrong, at most 100; empty = sound. Reads the whole store.
  virtual Result<std::vector<std::string>> integrity_check() = 0;
};

}  // namespace pim::sql
