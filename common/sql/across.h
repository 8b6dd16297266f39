// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/sql/transaction.h"
#include "common/store/store.h"

// The statements that look at more than one owner, all of them, each in its own transaction. The
// functions of the same names in store::Store say what they do.
namespace pim::sql {

Result<store::Portal> find_or_make_portal(Engine& engine, std::string_view name,
                                          std::string_view new_id);
/// By name.
Result<std::vector<std::string>> portal_names(Engine& engine);
Result<store::Portal> renew_portal_epoch(Engine& engine, std::string_view name, Seconds now);
/// In the caller's transaction; which portal, or nothing where there is none of that name.
Result<std::optional<store::Portal>> renew_epoch_in(Transaction& transaction, std::string_view name,
                                                    Seconds now);
/// The two of SqlStore (mark.cpp).
Result<std::int64_t> raise_mark(Engine& engine);
Result<bool> notice_restore(Engine& engine, std::int64_t kept, Seconds now);
Result<store::Owner> find_or_make_owner(Engine& engine, std::string_view portal,
                                        std::string_view name);
Result<std::optional<store::Owner>> find_owner(Engine& engine, store::OwnerId id);
Result<std::optional<store::Owner>> find_owner(Engine& engine, std::string_view portal,
                                               std::string_view name);

Result<std::vector<store::RunClaim>> claim_runs(Engine& engine, std::string_view portal,
                                                std::string_view holder,
                                                std::span<const std::string> gone, Seconds now,
                                                Seconds lease_until, std::size_t limit);
Result<std::size_t> renew_leases(Engine& engine, std::span<const store::RunClaim> claims,
                                 Seconds lease_until);
Result<std::vector<std::string>> holders(Engine& engine, std::string_view portal);
Result<store::OpenQuestions> open_questions(Engine& engine);
Result<std::size_t> purge(Engine& engine, Seconds sessions_before, Seconds runs_before,
                          std::size_t limit);

}  // namespace pim::sql
