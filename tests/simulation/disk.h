// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "common/store/store.h"
#include "tests/simulation/script.h"

namespace pim::sim {

enum class StoreKind : std::uint8_t { Memory, Sqlite };

/// A portal's store with what a simulation does to it: store calls that fail, a process that dies
/// between two of them, backups made and put back.
class Disk {
 public:
  virtual ~Disk() = default;
  /// The store as the engine sees it: with the faults that were ordered.
  virtual store::Store& store() = 0;
  /// The same without faults, for people and for the oracle.
  virtual store::Store& calm() = 0;
  /// The next calls go wrong as the kind says: Error: the n-th fails, once. Crash: it and all
  /// after it fail, and what was not committed is gone. Unknown: the next commit is done and
  /// reported as unknown.
  virtual void arm(FaultKind kind, int n) = 0;
  /// Everything works again; true where the fault had struck.
  virtual bool disarm() = 0;
  virtual void snapshot() = 0;
  /// Puts the last snapshot back; false where none was made.
  virtual bool restore() = 0;
};

std::unique_ptr<Disk> make_disk(StoreKind kind, std::uint64_t seed);

/// Clears away what a process that crashed has left of its disks.
void remove_disks_of(int process);

}  // namespace pim::sim
