// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "common/base/pack.h"
#include "common/sync/guard.h"

// Which values one package sets in how many records: more than half set to one same value wait for
// a person (design rule 8).
namespace pim::sync {

/// How many records were set to each value, by the hashes of Kind::set_values(). Of all that came
/// only the most frequent are carried from one message to the next (limits::TalliedValues).
class ValueTally {
 public:
  void count(std::span<const std::uint64_t> values);
  std::uint64_t of(std::uint64_t value) const;
  std::vector<std::uint64_t> above(std::uint64_t records) const;
  /// The records set to the most frequent value.
  std::uint64_t most() const;
  /// Forgets all but the most frequent.
  void trim();
  void pack(Packer& packer) const;
  static ValueTally unpack(Unpacker& unpacker);

 private:
  std::map<std::uint64_t, std::uint64_t> counts_;
};

/// The guard's eye on one package. Changes are taken in while the package goes on, and it is only
/// at its end that the records can be counted. So what sets a value that more than `limits.count`
/// records were set to is put by until then.
struct MassWatch {
  GuardLimits limits;
  std::int64_t live = 0;  ///< records of the collection
  ValueTally tally;
  /// Known to be frequent from a first look at a batch, before its records are counted again.
  std::set<std::uint64_t> frequent;

  /// Fewer records than may always change are not worth the counting.
  bool counts() const { return live > static_cast<std::int64_t>(limits.count); }
  bool suspects(std::span<const std::uint64_t> values) const;
  /// After the package: too many were set to one value.
  bool holds() const { return limits.holds_values(static_cast<std::int64_t>(tally.most()), live); }
};

}  // namespace pim::sync
