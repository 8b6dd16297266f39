// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "common/base/result.h"
#include "common/sql/postgres_connection.h"
#include "common/store/types.h"

namespace pim::sql {

inline constexpr std::size_t TokenSize = 8;
/// Tokens that an owner's row keeps: so many further transactions may end before the outcome of
/// one is asked for.
inline constexpr std::size_t TokensKept = 64;

std::string make_token();

/// What is asked after a connection was lost during COMMIT.
struct LostCommit {
  store::OwnerId owner = 0;
  std::int64_t turn = 0;
  std::string token = {};
};

/// Finds out, over a new connection, whether a transaction was committed: success where it was,
/// Unavailable where it was not, Unknown where nobody can tell in time. Waits for the server to
/// come back, and for the old connection's end on the server: it holds the owner's row until then.
Status outcome_of(const PostgresLink& link, const LostCommit& lost);

}  // namespace pim::sql
