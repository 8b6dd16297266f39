// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "common/store/types.h"

// On SQLite the owner, the collection and the id of an item are packed into one integer, the row's
// own key. Compared with (owner, id) as an index beside the table this saves one B-tree for each
// item and half of a look-up (tests/sql/bench.cpp measures it).
namespace pim::sql {

inline constexpr unsigned IdBits = 32;
inline constexpr unsigned CollectionBits = 8;
inline constexpr std::int64_t MaxId = (std::int64_t{1} << IdBits) - 1;
inline constexpr std::int64_t MaxCollection = (std::int64_t{1} << CollectionBits) - 1;
inline constexpr std::int64_t MaxOwner = (std::int64_t{1} << (63 - IdBits - CollectionBits)) - 1;

/// Ids outside of what we can have given become 0, which no item has.
constexpr std::int64_t item_key(store::OwnerId owner, store::ItemId id) {
  return (owner << IdBits) | (id > 0 && id <= MaxId ? id : 0);
}
constexpr store::ItemId id_of(std::int64_t key) {
  return key & MaxId;
}

constexpr std::int64_t find_key(store::OwnerId owner, std::int64_t collection, store::ItemId id) {
  return (((owner << CollectionBits) | collection) << IdBits) | (id & MaxId);
}

}  // namespace pim::sql
