// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/sql/filling.h"

namespace pim::sql::testing {

/// How many contacts one message() adds.
inline constexpr std::int64_t MessageItems = 20;

/// What a message of a session does, in one transaction: new contacts with keys and map rows, a
/// staged row, an update of the last contact before, the session with its reply. `number` is its
/// MsgID. All of it or nothing is there afterwards.
Status message(store::Store& store, store::OwnerId owner, store::PairingId pairing,
               std::int64_t number);

/// How many messages the store holds; fails where one is there in part.
std::int64_t count_messages(store::Store& store, store::OwnerId owner, store::PairingId pairing);

/// The same, and the whole file is checked before.
std::int64_t check_messages(SqliteStore& store, store::OwnerId owner, store::PairingId pairing);

}  // namespace pim::sql::testing
