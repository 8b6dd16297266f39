// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>

#include "common/sync/local.h"
#include "common/sync/take.h"

// Changes that were put by (Effect::HeldBack): each is a staged row, and a held row for its item.
// While both stand nothing of the item goes to that side (sync rules 22, 33).
namespace pim::sync {

/// Stages what a server's batch has put by: it is acknowledged with its message.
Status put_by(const Scope& scope, const store::Pairing& pairing, std::span<const Incoming> batch,
              std::span<const Result<Outcome>> outcomes);

struct ChangesDecided {
  std::size_t waiting = 0;  ///< held on one question to a person
  bool more = false;        ///< the rest was left for another call, in another transaction
  StageApplied taken;
};

/// Decides at the end of a package what it has put by: all of it waits for a person where more than
/// half of the records were set to one same value, else it is taken in, at most `limit` records of
/// it. `circumstances.watch` has counted the package. Call it after flush(), before
/// decide_proposals().
Result<ChangesDecided> decide_changes(const Scope& scope, store::Pairing& pairing,
                                      const content::Ability& ability, Circumstances circumstances,
                                      Care care, std::size_t limit);

/// A slow sync brings all of that side's records: what it had changed before is void, and comes
/// again or is gone. The questions stay until the package's end has shown which.
Status void_held_changes(const Scope& scope, const store::Pairing& pairing);

/// How many changes, not deletions, wait for a person in this pairing.
Result<std::size_t> count_waiting_changes(const Scope& scope, const store::Pairing& pairing);

/// What these items of one pairing would hold if their held changes were taken in; items without
/// one are left out. A Read transaction does.
Result<std::map<store::ItemId, std::string>> look_at_held_changes(
    store::UnitOfWork& work, const HashKey& key, const store::Pairing& pairing,
    std::span<const store::ItemId> items, Seconds now);

/// Does what a person has decided about one of them; the caller has seen that the item is at the
/// revision asked about, and stores the pairing.
Status decide_held_change(const Scope& scope, store::Pairing& pairing, const store::Held& row,
                          HeldDecision decision, std::string_view name);

}  // namespace pim::sync
