// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "common/store/types.h"

namespace pim::store {

/// What every new owner is made with; the same in every store.
inline std::vector<Collection> standard_collections() {
  return {Collection{.name = "contacts", .kind = "contacts", .display_name = "Contacts"},
          Collection{.name = "calendar", .kind = "calendar", .display_name = "Calendar"},
          Collection{.name = "tasks", .kind = "tasks", .display_name = "Tasks"},
          Collection{.name = "notes", .kind = "notes", .display_name = "Notes"}};
}

/// The epoch of a new portal; 0 in a pairing means that none is known.
inline constexpr std::int64_t FirstEpoch = 1;

/// How far renew_epoch() moves an owner's id counter: more than anybody adds between two backups,
/// and the ids of a usual store still fit the 8 characters of a small MaxGUIDSize.
inline constexpr ItemId EpochIdSkip = 1'000'000;

/// Conflict::choice of a doubtful match that settle_doubtful() has settled.
inline constexpr std::string_view ChoiceGone = "gone";

}  // namespace pim::store
