// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>

#include "common/store/store.h"

namespace pim::store {

class MemoryCore;
struct StoreState;

/// A store that lives in memory: for tests and the simulator. One writer at a time; readers see
/// the state committed when they began and wait for nobody. Thread-safe; outlives its units of
/// work.
class MemoryStore final : public Store {
 public:
  /// The content of a whole store at one moment; cheap to take and to keep.
  using Snapshot = std::shared_ptr<const StoreState>;

  explicit MemoryStore(const HashKey& key,
                       std::chrono::milliseconds busy_wait = std::chrono::seconds(5));
  ~MemoryStore() override;

  Snapshot snapshot() const;
  /// Puts back what a snapshot of this or another memory store holds, as a restored backup does:
  /// counters and epochs go back as well. Busy.
  Status restore(const Snapshot& snapshot);

  Result<std::unique_ptr<UnitOfWork>> begin(OwnerId owner, Access access) override;
  HashKey key() const override { return key_; }
  Result<Portal> portal(std::string_view name, std::string_view new_id) override;
  Result<Portal> renew_epoch(std::string_view name, Seconds now) override;
  Result<Owner> owner(std::string_view portal, std::string_view name) override;
  Result<std::optional<Owner>> find_owner(OwnerId id) override;
  Result<std::optional<Owner>> find_owner(std::string_view portal, std::string_view name) override;
  Result<std::vector<RunClaim>> claim_runs(std::string_view portal, std::string_view holder,
                                           std::span<const std::string> gone, Seconds now,
                                           Seconds lease_until, std::size_t limit) override;
  Result<std::size_t> renew_leases(std::span<const RunClaim> claims, Seconds lease_until) override;
  Result<std::vector<std::string>> holders(std::string_view portal) override;
  Result<OpenQuestions> open_questions() override;
  Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                            std::size_t limit) override;
  Counters counters() const override;

 private:
  HashKey key_;
  std::unique_ptr<MemoryCore> core_;
};

}  // namespace pim::store
