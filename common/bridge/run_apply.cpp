// SPDX-License-Identifier: Apache-2.0
// The stage becomes records, page by page; then what was proposed and put by is decided.
#include <set>
#include <utility>

#include "common/base/limits.h"
#include "common/bridge/run_local.h"
#include "common/sync/held.h"
#include "common/sync/held_change.h"
#include "common/sync/outgoing.h"
#include "common/sync/relation.h"

namespace pim::bridge {

namespace {

/// Void hints removed with a run; what is left costs nothing but space and goes with the next.
constexpr std::size_t HintsPerRun = 2'000;
/// Staged records applied in one transaction: some 10 ms in which nobody else writes.
constexpr std::size_t ApplyRows = 100;

/// What was done here to the records of a page, one by one.
Status tell_outcomes(RunUnit& unit, const Local& local,
                     std::span<const sync::StageOutcome> outcomes) {
  const bool names_adds = unit.names_adds();
  std::vector<store::RunItem> lines;
  for (const sync::StageOutcome& one : outcomes) {
    const bool added = one.outcome.effect == sync::Effect::Added;
    const bool later = one.outcome.effect == sync::Effect::Proposed ||  // when it is decided
                       one.outcome.effect == sync::Effect::HeldBack ||
                       one.outcome.effect == sync::Effect::LeftOut;  // with its Status
    const std::string_view op = op_name(one.outcome, unit.mode.sends);
    if (op.empty() || op == "join" || later || (added && !names_adds)) {
      continue;
    }
    lines.push_back(line_of(local.saved, "here", op, one.outcome.item, one.label));
  }
  return unit.lines(lines);
}

Status tell_failures(const RunScene& scene, RunUnit& unit, const Local& local,
                     std::span<const sync::StageFailure> failures) {
  std::vector<store::RunItem> lines;
  for (const sync::StageFailure& failure : failures) {
    scene.log.write(LogLevel::Warning, "PMB0122",
                    "a record could not be applied; it stays staged: " + failure.error.text());
    // what a person calls it, where it can be read at all
    const auto facts = local.kind->facts(failure.row.content, scene.store.key());
    const std::string& name = facts ? facts->label : failure.row.peer_id;
    auto line = line_of(local.saved, "here", "fail", failure.row.item, name);
    line.status = 510;
    line.reason = failure.error.text();
    lines.push_back(std::move(line));
  }
  return unit.lines(lines);
}

/// Counts what was taken in, and tells it.
Status tell_applied(const RunScene& scene, RunUnit& unit, const Local& local,
                    const sync::StageApplied& applied) {
  CollectionResult& result = unit.counts(local.saved.collection);
  result.here.added += applied.counts.added;
  result.here.updated += applied.counts.changed();
  result.here.conflicts += applied.counts.conflicts;
  result.here.failed += applied.counts.failed;
  result.joined += applied.counts.joined;
  result.doubtful += applied.counts.doubtful;
  PIM_CHECK(tell_outcomes(unit, local, applied.outcomes));
  return tell_failures(scene, unit, local, applied.failures);
}

/// The page that apply_page() will come to, read and entered while others may write.
Result<sync::StagePage> look_ahead(const RunScene& scene) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Read));
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(const Local local, load_local(scene, unit, one));
    PIM_TRY(auto page, sync::stage_page(local.scope(unit, scene.store.key()), local.pairing,
                                        one.cursor, ApplyRows));
    if (!page.rows.empty()) {
      return page;
    }
  }
  return sync::StagePage{};
}

/// Items whose deletion lies in the stage.
Result<std::set<store::ItemId>> staged_deletes(const sync::Scope& scope,
                                               const store::Pairing& pairing,
                                               const std::vector<Result<sync::Outcome>>& outcomes) {
  std::vector<store::ItemId> items;
  for (const auto& outcome : outcomes) {
    if (outcome && outcome->item != 0) {
      items.push_back(outcome->item);
    }
  }
  PIM_TRY(const auto rows, scope.work.staged_for_items(pairing.id, items));
  std::set<store::ItemId> deleted;
  for (const store::Staged& row : rows) {
    if (row.op == store::ChangeOp::Delete) {
      deleted.insert(row.item);
    }
  }
  return deleted;
}

/// Takes out of the page what would change records here; it stays staged, and with a deletion what
/// comes after it for the same record. How many.
Result<std::uint64_t> keep_back(const sync::Scope& scope, RunUnit& unit, Local& local,
                                sync::StagePage& page) {
  sync::Circumstances circumstances = local.circumstances(unit);
  circumstances.watch = nullptr;  // whatever would change something stays, be it much or little
  PIM_TRY(auto outcomes,
          sync::look_at_batch(scope, local.pairing, local.ability, circumstances, page.incoming));
  PIM_TRY(const auto deleted, staged_deletes(scope, local.pairing, outcomes));
  sync::StagePage kept;
  std::vector<store::Staged> joining;
  std::vector<bool> stays(page.rows.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    store::Staged& row = page.rows[page.index[i]];
    const bool follows =
        row.op != store::ChangeOp::Delete && outcomes[i] && deleted.contains(outcomes[i]->item);
    stays[page.index[i]] = follows || (outcomes[i] && outcomes[i]->changed_here);
    if (!stays[page.index[i]]) {
      kept.incoming.push_back(std::move(page.incoming[i]));
    } else if (row.op == store::ChangeOp::Add && outcomes[i]->effect != sync::Effect::Added) {
      row.item = outcomes[i]->item;
      joining.push_back(row);
    }
  }
  if (!joining.empty()) {
    PIM_CHECK(scope.work.put_staged(local.pairing.id, joining));
  }
  for (std::size_t i = 0, next = 0; i < page.rows.size(); ++i) {
    const bool entered = next < page.index.size() && page.index[next] == i;
    next += entered ? 1 : 0;
    if (!stays[i]) {
      if (entered) {
        kept.index.push_back(kept.rows.size());
      }
      kept.rows.push_back(std::move(page.rows[i]));
    }
  }
  const std::uint64_t count = page.rows.size() - kept.rows.size();
  page = std::move(kept);
  return count;
}

/// One page of one collection; false = nothing left in any.
Result<bool> apply_page(const RunScene& scene, RunUnit& unit, sync::Care care,
                        sync::StagePage ready) {
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load_local(scene, unit, one));
    const sync::Scope scope = local.scope(unit, scene.store.key());
    PIM_TRY(auto page, sync::stage_page(scope, local.pairing, one.cursor, ApplyRows,
                                        std::exchange(ready, {})));
    if (page.rows.empty()) {
      continue;
    }
    CollectionResult& result = unit.counts(one.collection);
    if (one.cursor == sync::StageCursor{}) {
      local.watch.tally = {};
    }
    if (unit.mode.only_matches) {
      if (one.cursor == sync::StageCursor{}) {
        result.kept_back = 0;  // the walk begins again, over what it kept back before
      }
      one.cursor = {page.rows.back().op, page.rows.back().peer_id};
      PIM_TRY(const std::uint64_t kept, keep_back(scope, unit, local, page));
      result.kept_back += kept;
    }
    if (!page.rows.empty()) {
      sync::StageCursor behind = one.cursor;
      PIM_TRY(const auto applied,
              sync::apply_stage(scope, local.pairing, local.ability, local.circumstances(unit),
                                care, std::move(page), behind));
      if (!unit.mode.only_matches) {
        one.cursor = std::move(behind);
      }
      PIM_CHECK(tell_applied(scene, unit, local, applied));
    }
    local.watch.tally.trim();
    one.tally = local.watch.tally;
    PIM_TRY([[maybe_unused]] const auto id, unit.work().put_pairing(local.pairing));
    return true;
  }
  return false;
}

struct Closing {
  bool something = false;  ///< something has to go to the peer
  bool more = false;       ///< what was put by is not all taken in yet: another transaction
  bool overtaken = false;  ///< the peer compares everything anew: this mirror can delete nothing
};

/// Changes that were put by (design rule 8): they wait, or a page of them is taken in.
Result<sync::ChangesDecided> close_changes(const RunScene& scene, RunUnit& unit, Local& local,
                                           sync::Care care) {
  PIM_TRY(auto decided,
          sync::decide_changes(local.scope(unit, scene.store.key()), local.pairing, local.ability,
                               local.circumstances(unit), care, ApplyRows));
  PIM_CHECK(tell_applied(scene, unit, local, decided.taken));
  return decided;
}

/// Decides what was proposed and put by.
Result<Closing> close_apply(const RunScene& scene, RunUnit& unit, sync::Care care) {
  Closing closing;
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load_local(scene, unit, one));
    const sync::Scope scope = local.scope(unit, scene.store.key());
    PIM_CHECK(sync::settle_stage(scope, local.pairing));
    PIM_TRY(const auto changes, close_changes(scene, unit, local, care));
    closing.more = changes.more;
    if (closing.more) {
      PIM_TRY([[maybe_unused]] const auto id, unit.work().put_pairing(local.pairing));
      return closing;
    }
    const bool mirrors = unit.mode.deletes_absent && one.slow && !unit.detail.adopted &&
                         unit.detail.phase == RunPhase::Apply;
    // a slow sync of the peer's own, begun since, makes a hint of all that it has named
    const bool named = one.generation == local.pairing.generation;
    closing.overtaken |= mirrors && !named;
    if (mirrors && named && unit.counts(one.collection).here.failed == 0) {
      // where a record of the peer's could not be read, ours may be that one: nothing is deleted
      PIM_CHECK(sync::propose_absent(scope, local.pairing, one.rev));
    }
    // a peer that comes up empty asks for everything to go: a person decides (design rule 8)
    const bool came_empty = mirrors && one.cursor == sync::StageCursor{};
    const sync::GuardLimits guard = came_empty ? sync::GuardLimits{0, 0} : scene.config.guard;
    PIM_TRY(auto decided, sync::decide_proposals(scope, local.pairing, guard, sync::Deletes::None));
    CollectionResult& result = unit.counts(one.collection);
    result.here.deleted += decided.deleted.size();
    PIM_CHECK(tell_named(unit, local, "delete", decided.deleted));
    PIM_TRY(const std::size_t waiting, sync::count_waiting(scope, local.pairing));
    result.held = waiting;
    PIM_TRY(result.held_changes, sync::count_waiting_changes(scope, local.pairing));
    if (decided.waiting + changes.waiting != 0) {
      scene.log.write(LogLevel::Notice, "PMB0121",
                      std::to_string(decided.waiting) + " deletions and " +
                          std::to_string(changes.waiting) +
                          " changes are held until a person decides");
    }
    PIM_TRY(auto collection, unit.work().collection(one.collection));
    sync::FeedCursor cursor;
    cursor.upto = collection ? collection->rev : 0;
    sync::Workset work(scope, &local.pairing);
    sync::OutgoingFeed feed(work, local.ability, sync::Sender::Client, unit.detail.portal);
    PIM_TRY(auto next, feed.next(cursor, 1));
    PIM_CHECK(work.flush());
    if (!next.changes.empty()) {
      closing.something = true;
    } else if (unit.detail.phase == RunPhase::Apply) {
      // nothing of ours is missing there: the feed begins here next time
      sync::advance_seen(local.pairing, cursor.upto);
      local.pairing.resend_above.reset();
      local.pairing.repeat_deletes.clear();
      if (local.pairing.current && local.pairing.current->good) {
        local.pairing.current->after = local.pairing.seen;
      }
    }
    if (one.slow && sync::may_leave_hints(local.pairing)) {
      PIM_TRY([[maybe_unused]] const auto dropped,
              unit.work().drop_hints(local.pairing.id, local.pairing.hint_floor, HintsPerRun));
    }
    PIM_TRY([[maybe_unused]] const auto id, unit.work().put_pairing(local.pairing));
  }
  return closing;
}

Result<Step> apply_once(const RunScene& scene, sync::Care care) {
  PIM_TRY(auto ready, look_ahead(scene));
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  if (unit.run.cancel_asked && unit.detail.phase == RunPhase::Apply) {
    return finish_run(scene, unit);  // what is not taken in yet stays staged
  }
  PIM_TRY(const bool applied, apply_page(scene, unit, care, std::move(ready)));
  if (applied) {
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  PIM_TRY(const Closing closing, close_apply(scene, unit, care));
  if (closing.more) {
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  if (unit.detail.phase == RunPhase::Apply && closing.something && unit.mode.sends &&
      !unit.run.cancel_asked) {
    unit.detail.phase = RunPhase::SendBegin;
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  if (unit.detail.adopted && !unit.run.cancel_asked) {
    unit.detail.adopted = false;  // the session left by another run is closed: now this one's own
    unit.detail.phase = RunPhase::Begin;
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  return finish_run(scene, unit, closing.overtaken);
}

}  // namespace

Result<Step> step_apply(const RunScene& scene) {
  auto step = apply_once(scene, sync::Care::Batch);
  if (!step && step.error().code == ErrorCode::Refused) {
    step = apply_once(scene, sync::Care::EachAlone);  // one bad record never stops the others
  }
  return step;
}

}  // namespace pim::bridge
