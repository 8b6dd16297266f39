// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>

#include "common/console/problem.h"
#include "common/store/store.h"

namespace pim::console {

/// What people call the things that rows name by number.
class Labels {
 public:
  /// Reads the items in one batch, and all pairings of the owner.
  static Result<Labels> read(store::UnitOfWork& work, std::span<const store::ItemId> items);

  /// {"id", "label", "deleted"}; null for 0, without a label where the item is gone.
  Json item(store::ItemId id) const;
  /// Null where it is gone.
  const store::Item* record(store::ItemId id) const;
  const std::string& collection(store::PairingId pairing) const;
  /// The name of the connection to that side, or the side's own (a device's) name.
  const std::string& peer(store::PairingId pairing) const;

 private:
  struct Relation {
    std::string collection;
    std::string peer;
  };
  std::map<store::ItemId, store::Item> items_;
  std::map<store::PairingId, Relation> pairings_;
};

}  // namespace pim::console
