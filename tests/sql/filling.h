// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/sql/scratch.h"

namespace pim::sql::testing {

/// A pairing of contacts with this side, made where it is missing.
store::PairingId make_pairing(store::Store& store, store::OwnerId owner, const std::string& side);

/// Puts `count` items with search row, two keys and a confirmed map row into alice's contacts, by
/// SQL, in one go. Every hundredth says "frequent", none says "rare".
void fill(const std::string& path, store::OwnerId owner, store::PairingId pairing,
          std::int64_t count);

/// A batch of new contacts and what is written beside them.
struct Contacts {
  Contacts() = default;
  /// Takes ids and revisions from the unit. `from` numbers the names, so that batches differ.
  Contacts(store::UnitOfWork& unit, std::size_t count, std::size_t from);
  void append(const Contacts& more);
  /// The contacts from `at` on once more, under new revisions.
  std::vector<store::ItemWrite> updates(store::UnitOfWork& unit, std::size_t at, std::size_t count);

  store::Revision first_rev = 0;
  std::vector<store::ItemId> ids;
  std::vector<std::string> peer_ids;
  std::vector<std::uint64_t> uid_keys;
  std::vector<store::ItemWrite> writes;
  std::vector<store::MatchKey> keys;
  std::vector<store::MapRow> maps;
  std::vector<store::Staged> staged;
};

}  // namespace pim::sql::testing
