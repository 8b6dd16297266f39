// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/sql/transaction.h"
#include "common/store/types.h"

// How a user's rows leave a store. A user may have hundreds of thousands, and other users write
// meanwhile: first the name is taken from the owner, in one small transaction, then the rows go in
// slices. The owner's own row stays without a name, so that its id is never given again.
namespace pim::sql {

/// Nobody finds this owner any more, nothing is written for it, and whoever gets the name next is
/// another one. Nothing where there is no such user.
Result<std::optional<store::OwnerId>> let_go_owner(Engine& engine, std::string_view portal,
                                                   std::string_view name);
/// Removes at most `limit` rows of an owner that was let go; how many. 0 = all are gone.
Result<std::size_t> remove_rows(Engine& engine, store::OwnerId owner, std::size_t limit);
/// Owners that were let go and still have rows, since who removed them was stopped.
Result<std::vector<store::OwnerId>> half_removed(Engine& engine);

struct UserLine {
  std::string name;
  std::int64_t records = 0;
};
/// The users of a portal, by name.
Result<std::vector<UserLine>> users_of(Engine& engine, std::string_view portal);

}  // namespace pim::sql
