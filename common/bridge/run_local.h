// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/bridge/run_work.h"
#include "common/content/kind.h"
#include "common/sync/mass_change.h"
#include "common/sync/reconcile.h"

// What the steps of a run that work here, without the peer, have in common.
namespace pim::bridge {

/// A collection of the run inside one transaction.
struct Local {
  RunCollection& saved;
  store::Pairing pairing;
  content::Ability ability;
  const content::Kind* kind = nullptr;
  sync::MassWatch watch;

  sync::Scope scope(RunUnit& unit, const HashKey& key) const {
    return {unit.work(),
            key,
            *kind,
            saved.collection,
            {store::AuthorKind::Peer, pairing.id, unit.connection.peer,
             std::to_string(unit.run.number)},
            unit.now,
            &ability};
  }
  sync::Circumstances circumstances(const RunUnit& unit) {
    return {saved.slow || pairing.stage_slow,
            false,
            unit.detail.portal,
            saved.had_records,
            saved.same_epoch,
            unit.mode.taking,
            unit.detail.policy,
            &watch};
  }
};

/// NotFound where the collection or the pairing is gone.
Result<Local> load_local(const RunScene& scene, RunUnit& unit, RunCollection& saved);

/// A record was recognised, and a side lacks something of it.
bool unites(const sync::Outcome& outcome, bool sends);
/// What a change is called in a line.
std::string_view name_of(store::ChangeOp op);
/// What an outcome is called in a line of a plan or a result; empty = nothing to tell.
std::string_view op_name(const sync::Outcome& outcome, bool sends);
store::RunItem line_of(const RunCollection& collection, std::string_view direction,
                       std::string_view op, store::ItemId item, std::string_view label);
/// A line for each, of what was done to it here.
Status tell_named(RunUnit& unit, const Local& local, std::string_view op,
                  std::span<const sync::Named> records);

/// Ends a run whose work is done, in words that tell what it came to. `overtaken`: a mirror could
/// delete nothing, since the peer has begun to compare everything.
Result<Step> finish_run(const RunScene& scene, RunUnit& unit, bool overtaken = false);

}  // namespace pim::bridge
