// SPDX-License-Identifier: Apache-2.0
#include "common/store/faulty_store.h"

#include <functional>
#include <utility>

#include "common/store/faulty_work.h"

namespace pim::store {

template <class Function, class... Arguments>
auto FaultyStore::call(std::string_view name, Function function, Arguments&&... arguments) {
  using Answer = std::invoke_result_t<Function, Store&, Arguments...>;
  if (auto error = plan_.next(name)) {
    return Answer(Failure(std::move(*error)));
  }
  return std::invoke(function, inner_, std::forward<Arguments>(arguments)...);
}

Result<std::unique_ptr<UnitOfWork>> FaultyStore::begin(OwnerId owner, Access access) {
  PIM_TRY(auto inner, call("begin", &Store::begin, owner, access));
  return std::make_unique<FaultyWork>(plan_, std::move(inner));
}

Result<Portal> FaultyStore::portal(std::string_view name, std::string_view new_id) {
  return call("portal", &Store::portal, name, new_id);
}

Result<Portal> FaultyStore::renew_epoch(std::string_view name, Seconds now) {
  return call("renew_epoch", &Store::renew_epoch, name, now);
}

Result<Owner> FaultyStore::owner(std::string_view portal, std::string_view name) {
  return call("owner", &Store::owner, portal, name);
}

Result<std::optional<Owner>> FaultyStore::find_owner(OwnerId id) {
  using ById = Result<std::optional<Owner>> (Store::*)(OwnerId);
  return call("find_owner", static_cast<ById>(&Store::find_owner), id);
}

Result<std::optional<Owner>> FaultyStore::find_owner(std::string_view portal,
                                                     std::string_view name) {
  using ByName = Result<std::optional<Owner>> (Store::*)(std::string_view, std::string_view);
  return call("find_owner_by_name", static_cast<ByName>(&Store::find_owner), portal, name);
}

Result<std::vector<RunClaim>> FaultyStore::claim_runs(std::string_view portal,
                                                      std::string_view holder,
                                                      std::span<const std::string> gone,
                                                      Seconds now, Seconds lease_until,
                                                      std::size_t limit) {
  return call("claim_runs", &Store::claim_runs, portal, holder, gone, now, lease_until, limit);
}

Result<std::size_t> FaultyStore::renew_leases(std::span<const RunClaim> claims,
                                              Seconds lease_until) {
  return call("renew_leases", &Store::renew_leases, claims, lease_until);
}

Result<std::vector<std::string>> FaultyStore::holders(std::string_view portal) {
  return call("holders", &Store::holders, portal);
}

Result<std::size_t> FaultyStore::purge(Seconds sessions_before, Seconds runs_before,
                                       std::size_t limit) {
  return call("purge", &Store::purge, sessions_before, runs_before, limit);
}

Result<OpenQuestions> FaultyStore::open_questions() {
  return call("open_questions", &Store::open_questions);
}

}  // namespace pim::store
