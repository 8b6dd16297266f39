// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "common/sync/guard.h"
#include "common/sync/incoming.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// What became of a package's proposed Deletes.
struct HeldDecided {
  std::vector<Named> deleted;
  std::size_t waiting = 0;  ///< held on one question to a person
  bool put_off = false;     ///< a broken package's wait for more of the kind, undecided
  std::size_t changed = 0;  ///< edited since they were proposed: they live, and go out again
};

/// What the package that ends here brought itself.
enum class Deletes : std::uint8_t {
  None,     ///< none that was answered outside of this pairing's proposals
  Brought,  ///< at least one, be it one that an earlier, broken package had brought before
};

/// Proposes the deletion of every live record that the side has not named in this slow session,
/// since it is how ours shall be (sync rule 40). What has come or changed here after `upto`, where
/// the session began, it could not name: that stays. What waits for a person already goes on
/// waiting. Call it after flush(); follow it with decide_proposals().
Status propose_absent(const Scope& scope, store::Pairing& pairing, store::Revision upto);

/// Decides the Deletes this pairing has proposed, all at once at the end of a package (sync rules
/// 32, 33; design rule 8). What a person decided at the other portal is done without asking.
/// What only a broken package proposed waits a day for more of the kind
/// (limits::BrokenProposalWait). Uses its own Worksets of a page each inside the transaction; call
/// it after flush().
Result<HeldDecided> decide_proposals(const Scope& scope, store::Pairing& pairing, GuardLimits guard,
                                     Deletes deletes);

/// How many wait for a person in this pairing.
Result<std::size_t> count_waiting(const Scope& scope, const store::Pairing& pairing);

/// Adds the revisions a side has written itself to those its next feed leaves out (design rule 3);
/// does nothing for an empty range.
void skip_own(store::Pairing& pairing, store::RevisionRange range);

}  // namespace pim::sync
