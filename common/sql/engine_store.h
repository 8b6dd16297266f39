// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>

#include "common/sql/across.h"
#include "common/sql/transaction.h"
#include "common/sql/unit.h"

namespace pim::sql {

/// What every store over an engine does alike; Base is its interface.
template <class Base>
class EngineStore : public Base {
 public:
  Result<std::unique_ptr<store::UnitOfWork>> begin(store::OwnerId owner,
                                                   store::Access access) override {
    PIM_TRY(auto transaction, engine().begin(owner, access));
    writes_.fetch_add(access == store::Access::Write ? 1 : 0, std::memory_order_relaxed);
    return std::make_unique<Unit>(owner, std::move(transaction));
  }
  Result<store::Portal> portal(std::string_view name, std::string_view new_id) override {
    return find_or_make_portal(engine(), name, new_id);
  }
  Result<store::Portal> renew_epoch(std::string_view name, Seconds now) override {
    return renew_portal_epoch(engine(), name, now);
  }
  Result<store::Owner> owner(std::string_view portal, std::string_view name) override {
    return find_or_make_owner(engine(), portal, name);
  }
  Result<std::optional<store::Owner>> find_owner(store::OwnerId id) override {
    return sql::find_owner(engine(), id);
  }
  Result<std::optional<store::Owner>> find_owner(std::string_view portal,
                                                 std::string_view name) override {
    return sql::find_owner(engine(), portal, name);
  }
  Result<std::vector<store::RunClaim>> claim_runs(std::string_view portal, std::string_view holder,
                                                  std::span<const std::string> gone, Seconds now,
                                                  Seconds lease_until, std::size_t limit) override {
    return sql::claim_runs(engine(), portal, holder, gone, now, lease_until, limit);
  }
  Result<std::size_t> renew_leases(std::span<const store::RunClaim> claims,
                                   Seconds lease_until) override {
    return sql::renew_leases(engine(), claims, lease_until);
  }
  Result<std::vector<std::string>> holders(std::string_view portal) override {
    return sql::holders(engine(), portal);
  }
  Result<std::int64_t> raise_mark() override { return sql::raise_mark(engine()); }
  Result<bool> notice_restore(std::int64_t kept, Seconds now) override {
    return sql::notice_restore(engine(), kept, now);
  }
  std::uint64_t writes() const override { return writes_.load(std::memory_order_relaxed); }
  Result<std::vector<std::string>> portal_names() override { return sql::portal_names(engine()); }
  Result<std::vector<UserLine>> users_of(std::string_view portal) override {
    return sql::users_of(engine(), portal);
  }
  Result<std::optional<store::OwnerId>> let_go_owner(std::string_view portal,
                                                     std::string_view name) override {
    return sql::let_go_owner(engine(), portal, name);
  }
  Result<std::size_t> remove_rows(store::OwnerId owner, std::size_t limit) override {
    return sql::remove_rows(engine(), owner, limit);
  }
  Result<std::vector<store::OwnerId>> half_removed() override {
    return sql::half_removed(engine());
  }
  Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                            std::size_t limit) override {
    return sql::purge(engine(), sessions_before, runs_before, limit);
  }
  Result<store::OpenQuestions> open_questions() override { return sql::open_questions(engine()); }
  store::Counters counters() const override { return engine().counters(); }

 protected:
  virtual Engine& engine() = 0;
  virtual const Engine& engine() const = 0;

 private:
  std::atomic<std::uint64_t> writes_ = 0;
};

}  // namespace pim::sql
