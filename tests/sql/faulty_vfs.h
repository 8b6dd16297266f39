// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>

namespace pim::sql::testing {

/// An sqlite VFS over the platform's whose n-th write to the disk fails: a full disk, an I/O error,
/// a sync that fails, an index of the log that cannot be opened. One at a time; every connection of
/// this program that names it goes through it.
class FaultyVfs {
 public:
  FaultyVfs();
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  /// For SqliteOptions::vfs.
  static std::string name() { return "pim-faulty"; }

  enum class Call { Write, Sync, MapLog };
  enum class Lasts { Once, UntilDisarmed };
  /// The n-th call of this kind from now on (1 = the next) gives `code`.
  void arm(Call call, int nth, int code, Lasts lasts);
  void disarm();
  /// A fault was given since arm().
  bool fired() const { return fired_; }

  /// The code for this call, SQLITE_OK where none is due.
  int next(Call call);

 private:
  std::atomic<bool> armed_{false};
  std::atomic<bool> fired_{false};
  std::atomic<int> left_{0};
  Call call_ = Call::Write;
  Lasts lasts_ = Lasts::Once;
  int code_ = 0;
};

}  // namespace pim::sql::testing
