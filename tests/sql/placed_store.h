// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "common/store/store.h"

namespace pim::sql::testing {

/// Hands every call on; keeps the place where the store lies as long as the store.
class PlacedStore final : public store::Store {
 public:
  PlacedStore(std::shared_ptr<void> place, std::unique_ptr<store::Store> store)
      : place_(std::move(place)), store_(std::move(store)) {}

  Result<std::unique_ptr<store::UnitOfWork>> begin(store::OwnerId owner,
                                                   store::Access access) override {
    return store_->begin(owner, access);
  }
  HashKey key() const override { return store_->key(); }
  Result<store::Portal> portal(std::string_view name, std::string_view new_id) override {
    return store_->portal(name, new_id);
  }
  Result<store::Portal> renew_epoch(std::string_view name, Seconds now) override {
    return store_->renew_epoch(name, now);
  }
  Result<store::Owner> owner(std::string_view portal, std::string_view name) override {
    return store_->owner(portal, name);
  }
  Result<std::optional<store::Owner>> find_owner(store::OwnerId id) override {
    return store_->find_owner(id);
  }
  Result<std::optional<store::Owner>> find_owner(std::string_view portal,
                                                 std::string_view name) override {
    return store_->find_owner(portal, name);
  }
  Result<std::vector<store::RunClaim>> claim_runs(std::string_view portal, std::string_view holder,
                                                  std::span<const std::string> gone, Seconds now,
                                                  Seconds lease_until, std::size_t limit) override {
    return store_->claim_runs(portal, holder, gone, now, lease_until, limit);
  }
  Result<std::size_t> renew_leases(std::span<const store::RunClaim> claims,
                                   Seconds lease_until) override {
    return store_->renew_leases(claims, lease_until);
  }
  Result<std::vector<std::string>> holders(std::string_view portal) override {
    return store_->holders(portal);
  }
  Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                            std::size_t limit) override {
    return store_->purge(sessions_before, runs_before, limit);
  }
  Result<store::OpenQuestions> open_questions() override { return store_->open_questions(); }
  store::Counters counters() const override { return store_->counters(); }

 private:
  std::shared_ptr<void> place_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace pim::sql::testing
