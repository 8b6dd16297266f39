// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "common/sync/workset.h"

// A record that a side brings and that cannot be taken in is refused, and the side forgets its
// change (sync rule 13). What we hold of it must not go there over that change, nor, in a slow
// sync, beside the record as one that side lacks. So its map row stays open (Workset::unread) until
// that side says more of it: under a name that counts as Pending, under a hint as Unconfirmed.
namespace pim::sync {

struct Unread {
  std::string their_name;
  std::string our_name;  ///< where that side names ours; either may be empty
  int status = 0;        ///< what it was answered
};

/// Notes it in the map rows of those that are known or hinted at.
Status set_unread(Workset& work, std::span<const Unread> records);

/// That side has said more of the item: where that has not settled the row, ours goes there again,
/// as one that it may lack where only the name spoke for it.
Status end_unread(Workset& work, store::ItemId item);

}  // namespace pim::sync
