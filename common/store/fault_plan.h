// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::store {

enum class AfterFault : std::uint8_t {
  Recovers,  ///< one call fails, the next ones work
  Dead,      ///< every further call fails: the process has crashed
};

/// Which call of a FaultyStore fails, and how.
struct Fault {
  /// The n-th call from now on, the first is 1.
  std::uint64_t call = 0;
  ErrorCode code = ErrorCode::Unavailable;
  AfterFault after = AfterFault::Recovers;
  /// Only calls of this name count ("commit-done": committed, and not told); empty = every call.
  std::string at = {};
};

/// Counts the calls of a FaultyStore and says which one fails. Thread-safe.
class FaultPlan {
 public:
  /// Sets a fault and counts anew; a dead store lives again.
  void arm(const Fault& fault);
  /// No fault from here on; counts anew; a dead store lives again.
  void disarm();

  /// Calls since arm() or disarm().
  std::uint64_t calls() const;
  /// The name of the call that failed ("put_maps"), empty = none yet.
  std::string fired_at() const;

  /// Counts a call; its error where it is to fail.
  std::optional<Error> next(std::string_view name);
  /// The same for a call that has had its effect already: its error is always Unknown.
  std::optional<Error> next_done(std::string_view name);

 private:
  mutable std::mutex mutex_;
  std::optional<Fault> fault_;
  std::uint64_t calls_ = 0;
  std::uint64_t matching_ = 0;  ///< calls the fault counts
  std::string fired_at_;
};

}  // namespace pim::store
