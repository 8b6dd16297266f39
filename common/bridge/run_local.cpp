// SPDX-License-Identifier: Apache-2.0
// The local half of a run: the plan, its preview, and what becomes of the stage.
#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "common/base/limits.h"
#include "common/bridge/run_work.h"
#include "common/sync/held.h"
#include "common/sync/held_change.h"
#include "common/sync/left_out.h"
#include "common/sync/outgoing.h"
#include "common/sync/relation.h"

namespace pim::bridge {

using store::RunState;

namespace {

/// Void hints removed with a run; what is left costs nothing but space and goes with the next.
constexpr std::size_t HintsPerRun = 2'000;
/// Staged records applied in one transaction: some 10 ms in which nobody else writes.
constexpr std::size_t ApplyRows = 100;

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

Result<Local> load(const RunScene& scene, RunUnit& unit, RunCollection& saved) {
  PIM_TRY(auto pairing, unit.work().pairing(saved.pairing));
  PIM_TRY(auto collection, unit.work().collection(saved.collection));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (!pairing || kind == nullptr) {
    return fail(ErrorCode::NotFound, "The collection of this run is gone.");
  }
  Local local{saved,
              std::move(*pairing),
              {},
              kind,
              {scene.config.guard, collection->live, saved.tally, {}}};
  PIM_TRY(local.ability, local.pairing.ability.empty()
                             ? Result<content::Ability>(content::unknown_ability(*kind))
                             : content::Ability::unpack(local.pairing.ability));
  return local;
}

/// A record that was recognised, and of which a side lacks something.
bool unites(const sync::Outcome& outcome, bool sends) {
  return outcome.effect == sync::Effect::Joined && (outcome.united || (sends && outcome.owed));
}

std::string_view op_name(const sync::Outcome& outcome, bool sends) {
  switch (outcome.effect) {
    case sync::Effect::Added: return "add";
    case sync::Effect::Revived:
    case sync::Effect::Updated: return "update";
    case sync::Effect::Joined:
      return outcome.conflicts != 0 ? "conflict" : unites(outcome, sends) ? "unite" : "join";
    case sync::Effect::Proposed: return "delete";
    case sync::Effect::LeftOut: return "delete";
    case sync::Effect::EditKept: return "keep";
    case sync::Effect::HeldBack: return "update";
    case sync::Effect::Gone:
    case sync::Effect::Unknown:
    case sync::Effect::StaysDeleted:
    case sync::Effect::Unchanged: return "";
  }
  return "";
}

store::RunItem plan_line(const RunCollection& collection, std::string_view direction,
                         std::string_view op, store::ItemId item, std::string_view label) {
  store::RunItem line;
  line.collection = collection.collection;
  line.direction = direction;
  line.op = op;
  line.item = item;
  line.label = label;
  return line;
}

// ---------------------------------------------------------------- preview

/// An Add in the stage that joins a record of ours and is more than equal to it.
struct Recognised {
  store::PairingId pairing = 0;
  store::ItemId reserved = 0;
  store::ItemId item = 0;
};

/// What a look has found, written once it is over.
struct Found {
  std::vector<store::RunItem> lines;
  std::vector<Recognised> recognised;
};

void count_there(const RunCollection& saved, store::ChangeOp op, store::ItemId item,
                 const std::string& label, Counts& there, std::vector<store::RunItem>& lines) {
  std::string_view name = "add";
  switch (op) {
    case store::ChangeOp::Add: ++there.added; break;
    case store::ChangeOp::Replace:
      name = "update";
      ++there.updated;
      break;
    case store::ChangeOp::Delete:
      name = "delete";
      ++there.deleted;
      break;
  }
  lines.push_back(plan_line(saved, "there", name, item, label));
}

/// What a mirror of the peer would delete here: records that nothing of the peer's names.
Result<std::uint64_t> look_at_absent(RunUnit& unit, Local& local, const HashKey& key,
                                     std::vector<store::RunItem>& lines,
                                     const std::unordered_set<store::ItemId>& spoken_for) {
  std::uint64_t absent = 0;
  store::PageQuery query;
  query.collection = local.saved.collection;
  query.limit = limits::PageRows;
  const sync::Scope scope = local.scope(unit, key);
  while (true) {
    PIM_TRY(auto page, scope.work.page(query));
    if (page.empty()) {
      return absent;
    }
    query.after_key = page.back().sort_key;
    query.after_id = page.back().id;
    for (const store::Item& item : page) {
      if (!spoken_for.contains(item.id) && item.rev <= local.saved.rev) {
        ++absent;
        lines.push_back(plan_line(local.saved, "here", "delete", item.id, item.label));
      }
    }
  }
}

/// What the stage would do here. Nothing is written: the transaction is rolled back.
Status look_at_stage(const RunScene& scene, RunUnit& unit, Local& local, Found& found,
                     std::unordered_set<store::ItemId>& spoken_for) {
  std::vector<store::RunItem>& lines = found.lines;
  sync::StageCursor cursor;
  CollectionResult& counts = unit.counts(local.saved.collection);
  std::uint64_t deletions = 0;
  std::uint64_t put_by = 0;
  local.watch.tally = {};
  while (true) {
    const sync::Scope scope = local.scope(unit, scene.store.key());
    PIM_TRY(auto page, sync::stage_page(scope, local.pairing, cursor, limits::PageRows));
    if (page.rows.empty()) {
      break;
    }
    cursor = {page.rows.back().op, page.rows.back().peer_id};
    PIM_TRY(auto outcomes, sync::look_at_batch(scope, local.pairing, local.ability,
                                               local.circumstances(unit), page.incoming));
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const store::Staged& row = page.rows[page.index[i]];
      if (!outcomes[i]) {
        continue;
      }
      const sync::Outcome& outcome = *outcomes[i];
      spoken_for.insert(outcome.item);
      if (unit.mode.only_matches && outcome.changed_here) {
        ++counts.kept_back;
        continue;
      }
      if (outcome.effect == sync::Effect::LeftOut) {
        ++counts.there.deleted;
        lines.push_back(
            plan_line(local.saved, "there", "delete", 0, page.incoming[i].entry.facts.label));
        continue;
      }
      sync::TakeCounts one;
      one.count(outcome);
      counts.here.added += one.added;
      counts.here.updated += one.changed();
      counts.here.conflicts += one.conflicts;
      counts.joined += one.joined;
      counts.doubtful += one.doubtful;
      if (outcome.effect == sync::Effect::Proposed) {
        ++counts.here.deleted;
        deletions += row.consent.empty() ? 1U : 0U;
      }
      put_by += outcome.effect == sync::Effect::HeldBack ? 1U : 0U;
      const std::string_view op =
          outcome.doubtful != 0 ? "doubt" : op_name(outcome, unit.mode.sends);
      const auto& label = page.incoming[i].entry.facts.label;
      if (!op.empty()) {
        lines.push_back(plan_line(local.saved, "here", op, outcome.item, label));
      }
      if (row.op == store::ChangeOp::Add && row.reserved != 0 && row.item != outcome.item &&
          unites(outcome, unit.mode.sends)) {
        found.recognised.push_back({local.pairing.id, row.reserved, outcome.item});
      }
      if (unit.mode.sends && outcome.owed) {
        count_there(local.saved, *outcome.owed, outcome.item, label, counts.there, lines);
      }
    }
    for (const store::Staged& row : page.rows) {
      if (!row.reason.empty()) {
        ++counts.here.failed;
        auto line = plan_line(local.saved, "here", "fail", row.item, row.peer_id);
        line.reason = row.reason;
        lines.push_back(std::move(line));
      }
    }
  }
  if (unit.mode.deletes_absent && counts.here.failed == 0) {
    PIM_TRY(const std::uint64_t absent,
            look_at_absent(unit, local, scene.store.key(), lines, spoken_for));
    counts.here.deleted += absent;
    deletions += absent;
  }
  PIM_TRY(auto collection, unit.work().collection(local.saved.collection));
  if (scene.config.guard.holds(static_cast<std::int64_t>(deletions),
                               collection ? collection->live : 0)) {
    counts.here.deleted -= deletions;
    counts.held += deletions;
  }
  PIM_TRY(const std::size_t waiting,
          sync::count_waiting_changes(local.scope(unit, scene.store.key()), local.pairing));
  const std::uint64_t held =
      local.watch.holds() ? put_by : std::min(put_by, std::uint64_t{waiting});
  counts.held += held;
  counts.held_changes += held;
  counts.here.updated += put_by - held;
  return {};
}

/// What would go out.
Status look_at_feed(const RunScene& scene, RunUnit& unit, Local& local,
                    std::vector<store::RunItem>& lines,
                    const std::unordered_set<store::ItemId>& spoken_for) {
  PIM_TRY(auto collection, unit.work().collection(local.saved.collection));
  sync::FeedCursor cursor;
  cursor.upto = collection ? collection->rev : 0;
  CollectionResult& counts = unit.counts(local.saved.collection);
  while (true) {
    sync::Workset work(local.scope(unit, scene.store.key()), &local.pairing, sync::Purpose::Look);
    sync::OutgoingFeed feed(work, local.ability, sync::Sender::Client, unit.detail.portal);
    PIM_TRY(auto page, feed.next(cursor, limits::PageRows));
    if (page.changes.empty()) {
      return {};
    }
    cursor = page.end;
    for (const sync::Outgoing& change : page.changes) {
      if (spoken_for.contains(change.item)) {
        continue;
      }
      count_there(local.saved, change.op, change.item, change.label, counts.there, lines);
    }
  }
}

/// A mirror of a collection that is empty here over one that is not (design rule 8).
Result<bool> would_empty_peer(RunUnit& unit) {
  if (unit.mode.taking != sync::Taking::OursWin) {
    return false;
  }
  for (const RunCollection& one : unit.detail.collections) {
    PIM_TRY(auto collection, unit.work().collection(one.collection));
    PIM_TRY(auto staged, unit.work().staged(one.pairing, store::ChangeOp::Delete, "", 1));
    if (!staged.empty() && (!collection || collection->live == 0)) {
      return true;
    }
  }
  return false;
}

/// Some at a time, so that others can write between them. A preview that breaks off here is made
/// anew, and so are its lines.
Status write_lines(const RunScene& scene, std::span<const store::RunItem> lines) {
  bool first = true;
  while (first || !lines.empty()) {
    PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
    if (std::exchange(first, false)) {
      PIM_CHECK(unit.work().drop_run_items(unit.run.number));
      unit.detail.lines = 0;
    }
    const std::size_t count = std::min(lines.size(), limits::PageRows);
    for (const store::RunItem& line : lines.first(count)) {
      PIM_CHECK(unit.line(line));
    }
    PIM_CHECK(unit.commit());
    lines = lines.subspan(count);
  }
  return {};
}

/// Names in the stage what its Adds were found to join: the lines tell their fields by that, and
/// nothing of those records goes out until it is taken in (sync rule 22).
Status name_recognised(const RunScene& scene, std::span<const Recognised> found) {
  while (!found.empty()) {
    PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
    const auto page = found.first(std::min(found.size(), limits::PageRows));
    for (const Recognised& one : page) {
      PIM_TRY(auto rows, unit.work().staged_by_reserved(one.pairing, std::span(&one.reserved, 1)));
      std::erase_if(rows, [](const store::Staged& row) { return row.op != store::ChangeOp::Add; });
      for (store::Staged& row : rows) {
        row.item = one.item;
      }
      PIM_CHECK(unit.work().put_staged(one.pairing, rows));
    }
    PIM_CHECK(unit.commit());
    found = found.subspan(page.size());
  }
  return {};
}

Result<Step> finish_preview(const RunScene& scene, const RunResult& result, const Found& found) {
  PIM_CHECK(write_lines(scene, found.lines));
  PIM_CHECK(name_recognised(scene, found.recognised));
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  unit.result.collections = result.collections;
  PIM_CHECK(unit.finish(RunState::Done, "planned",
                        "This is what a sync would do. No record has changed on either side."));
  return Step::Finished;
}

}  // namespace

Result<Step> step_plan(const RunScene& scene) {
  RunResult result;
  Found found;
  {
    PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
    if (unit.run.cancel_asked) {
      PIM_CHECK(unit.finish(RunState::Cancelled, "cancelled",
                            "The run was cancelled. What the peer sent is kept for the next run; "
                            "no record has changed."));
      return Step::Finished;
    }
    PIM_TRY(const bool would_empty, would_empty_peer(unit));
    if (would_empty) {
      return end_for(unit, Error{ErrorCode::Refused,
                                 "There is nothing here, and a mirror would delete everything at "
                                 "the other side. Nothing was changed. Sync in both directions "
                                 "first.",
                                 ""});
    }
    if (!unit.run.plan_only) {
      unit.detail.phase = RunPhase::Apply;
      PIM_CHECK(unit.commit());
      return Step::Again;
    }
  }
  {
    // however long it takes, nobody waits for a look
    PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Read));
    for (RunCollection& one : unit.detail.collections) {
      PIM_TRY(Local local, load(scene, unit, one));
      std::unordered_set<store::ItemId> spoken_for;
      PIM_CHECK(look_at_stage(scene, unit, local, found, spoken_for));
      if (unit.mode.sends) {
        PIM_CHECK(look_at_feed(scene, unit, local, found.lines, spoken_for));
      }
    }
    result = unit.result;
  }
  return finish_preview(scene, result, found);
}

// ---------------------------------------------------------------- apply

namespace {

Status note_failures(const RunScene& scene, RunUnit& unit, const Local& local,
                     const std::vector<sync::StageFailure>& failures) {
  for (const sync::StageFailure& failure : failures) {
    scene.log.write(LogLevel::Warning, "PMB0122",
                    "a record could not be applied; it stays staged: " + failure.error.text());
    // what a person calls it, where it can be read at all
    const auto facts = local.kind->facts(failure.row.content, scene.store.key());
    const std::string& name = facts ? facts->label : failure.row.peer_id;
    auto line = plan_line(local.saved, "here", "fail", failure.row.item, name);
    line.status = 510;
    line.reason = failure.error.text();
    PIM_CHECK(unit.line(std::move(line)));
  }
  return {};
}

/// The page that apply_page() will come to, read and entered while others may write.
Result<sync::StagePage> look_ahead(const RunScene& scene) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Read));
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load(scene, unit, one));
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
    PIM_TRY(Local local, load(scene, unit, one));
    sync::TakeCounts counts;
    std::vector<sync::StageFailure> failures;
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
    sync::StageCursor behind = one.cursor;
    PIM_TRY(const bool applied,
            sync::apply_stage(scope, local.pairing, local.ability, local.circumstances(unit), care,
                              std::move(page), behind, counts, failures));
    if (applied && !unit.mode.only_matches) {
      one.cursor = std::move(behind);
    }
    local.watch.tally.trim();
    one.tally = local.watch.tally;
    result.here.added += counts.added;
    result.here.updated += counts.changed();
    result.here.conflicts += counts.conflicts;
    result.here.failed += counts.failed;
    result.joined += counts.joined;
    result.doubtful += counts.doubtful;
    PIM_CHECK(note_failures(scene, unit, local, failures));
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
  CollectionResult& result = unit.counts(local.saved.collection);
  result.here.updated += decided.taken.changed();
  result.here.conflicts += decided.taken.conflicts;
  result.here.failed += decided.taken.failed;
  return decided;
}

/// Decides what was proposed and put by.
Result<Closing> close_apply(const RunScene& scene, RunUnit& unit, sync::Care care) {
  Closing closing;
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load(scene, unit, one));
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
    result.here.deleted += decided.deleted;
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

/// "12 deletions", or, where changes wait, "12 deletions and changes".
std::string what_waits(std::uint64_t held, std::uint64_t changes) {
  const std::string_view what = changes == 0      ? " deletions wait"
                                : changes == held ? " changes wait"
                                                  : " deletions and changes wait";
  return std::to_string(held) + std::string(what);
}

/// A mirror of ours that was stopped deletes nothing there with a later run: what only the other
/// side has, and has still, is here now too.
Status give_up_mirror(const RunScene& scene, RunUnit& unit) {
  for (RunCollection& one : unit.detail.collections) {
    PIM_TRY(Local local, load(scene, unit, one));
    PIM_TRY(const std::size_t taken,
            sync::take_in_left_out(local.scope(unit, scene.store.key()), local.pairing));
    unit.counts(one.collection).here.added += taken;
    PIM_TRY([[maybe_unused]] const auto id, unit.work().put_pairing(local.pairing));
  }
  return {};
}

Result<Step> finish_run(const RunScene& scene, RunUnit& unit, bool overtaken = false) {
  std::uint64_t held = 0;
  std::uint64_t held_changes = 0;
  std::uint64_t failed = 0;
  std::uint64_t kept_back = 0;
  for (const CollectionResult& one : unit.result.collections) {
    held += one.held;
    held_changes += one.held_changes;
    kept_back += one.kept_back;
    failed += one.here.failed + one.there.failed;
  }
  if (unit.run.cancel_asked && unit.mode.taking == sync::Taking::OursWin) {
    PIM_CHECK(give_up_mirror(scene, unit));
    PIM_CHECK(
        unit.finish(RunState::Cancelled, "cancelled",
                    "The run was cancelled. What was done stays done. What the other side has "
                    "and you had not is here now too: nothing more is deleted there."));
  } else if (unit.run.cancel_asked) {
    PIM_CHECK(unit.finish(RunState::Cancelled, "cancelled",
                          "The run was cancelled. What was done stays done, the rest goes with the "
                          "next run."));
  } else if (held != 0) {
    PIM_CHECK(unit.finish(
        RunState::Waiting, "waiting",
        what_waits(held, held_changes) + " for your decision. Everything else is done."));
  } else if (overtaken) {
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          "The other side has begun to compare everything meanwhile, so nothing "
                          "was deleted here for being absent there. Everything else is done; run "
                          "it again."));
  } else if (!unit.detail.skipped.empty()) {
    std::string names;
    for (const std::string& name : unit.detail.skipped) {
      names += (names.empty() ? "'" : ", '") + name + "'";
    }
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          "The other side does not open " + names +
                              ", which was left out. Everything else is done."));
  } else if (failed != 0) {
    PIM_CHECK(unit.finish(RunState::Done, "partly",
                          std::to_string(failed) +
                              " records could not be synced; they are named in the result. "
                              "Everything else is done."));
  } else if (kept_back != 0) {
    PIM_CHECK(unit.finish(RunState::Done, "done",
                          "The other side has what you have. " + std::to_string(kept_back) +
                              " changes of theirs wait here; a sync in both directions takes "
                              "them in."));
  } else if (!unit.mode.sends) {
    PIM_CHECK(unit.finish(RunState::Done, "done",
                          "What the other side has is here. Nothing of yours was sent."));
  } else {
    PIM_CHECK(unit.finish(RunState::Done, "done", "Both sides hold the same."));
  }
  return Step::Finished;
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
