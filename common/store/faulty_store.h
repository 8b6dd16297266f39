// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/store/fault_plan.h"
#include "common/store/store.h"

namespace pim::store {

/// A store in front of another that fails where a test wants it to. begin(), every function of a
/// UnitOfWork and every function of Store but key() and counters() is one call; commit() is two:
/// "commit" fails before the other store has committed, "commit-done" after it, with Unknown. So a
/// test that arms call 1, 2, 3 ... until nothing fails any more has seen every place a crash can
/// strike. A call that fails does not reach the other store, commit-done excepted. Thread-safe; the
/// other store must outlive it.
class FaultyStore final : public Store {
 public:
  explicit FaultyStore(Store& inner) : inner_(inner) {}

  void arm(const Fault& fault) { plan_.arm(fault); }
  void disarm() { plan_.disarm(); }
  /// Calls since arm() or disarm().
  std::uint64_t calls() const { return plan_.calls(); }
  /// The call that failed, by name; empty = none yet.
  std::string fired_at() const { return plan_.fired_at(); }

  Result<std::unique_ptr<UnitOfWork>> begin(OwnerId owner, Access access) override;
  HashKey key() const override { return inner_.key(); }
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
  Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                            std::size_t limit) override;
  Result<OpenQuestions> open_questions() override;
  Counters counters() const override { return inner_.counters(); }

 private:
  template <class Function, class... Arguments>
  auto call(std::string_view name, Function function, Arguments&&... arguments);

  Store& inner_;
  FaultPlan plan_;
};

}  // namespace pim::store
