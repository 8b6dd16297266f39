// SPDX-License-Identifier: Apache-2.0
// What gives way in a merge stays to be looked up among the conflicts, and can be had back.
#include "common/content/one_property.h"
#include "common/sync/reconcile.h"

namespace pim::sync {

/// What has been made of the record lacks the value, and ours had it.
bool Reconciler::ours_gave_way(const Merging& of, const content::Lost& lost) const {
  if (of.before == of.after) {
    return false;
  }
  const auto with_ours = content::with_property_of(work_.scope().kind, of.after, of.before, lost);
  return with_ours && *with_ours;
}

void Reconciler::keep_lost(const Merging& of, content::Merged& merged, Outcome& outcome) {
  for (content::Lost& lost : merged.lost) {
    store::Conflict row;
    row.pairing = work_.pairing()->id;
    row.item = of.item;
    row.record = of.theirs;
    if (ours_gave_way(of, lost)) {
      row.rev = of.rev;
      row.record = of.rev == 0 ? of.before : of.theirs;
    }
    row.property = std::move(lost.property);
    row.kept = std::move(lost.kept);
    row.lost = std::move(lost.lost);
    row.at = work_.scope().now;
    work_.conflict(std::move(row));
    ++outcome.conflicts;
  }
}

}  // namespace pim::sync
