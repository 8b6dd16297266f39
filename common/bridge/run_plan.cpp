// SPDX-License-Identifier: Apache-2.0
// What a run would do, looked at without a write, and told as the lines of a preview.
#include <unordered_set>
#include <utility>

#include "common/base/limits.h"
#include "common/bridge/run_local.h"
#include "common/sync/held_change.h"
#include "common/sync/outgoing.h"

namespace pim::bridge {

using store::RunState;

namespace {

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
  switch (op) {
    case store::ChangeOp::Add: ++there.added; break;
    case store::ChangeOp::Replace: ++there.updated; break;
    case store::ChangeOp::Delete: ++there.deleted; break;
  }
  lines.push_back(line_of(saved, "there", name_of(op), item, label));
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
        lines.push_back(line_of(local.saved, "here", "delete", item.id, item.label));
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
            line_of(local.saved, "there", "delete", 0, page.incoming[i].entry.facts.label));
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
        lines.push_back(line_of(local.saved, "here", op, outcome.item, label));
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
        auto line = line_of(local.saved, "here", "fail", row.item, row.peer_id);
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
Status write_lines(const RunScene& scene, std::span<store::RunItem> lines) {
  bool first = true;
  while (first || !lines.empty()) {
    PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
    if (std::exchange(first, false)) {
      PIM_CHECK(unit.work().drop_run_items(unit.run.number));
      unit.detail.lines = 0;
    }
    const std::size_t count = std::min(lines.size(), limits::PageRows);
    PIM_CHECK(unit.lines(lines.first(count)));
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

Result<Step> finish_preview(const RunScene& scene, const RunResult& result, Found& found) {
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
      PIM_TRY(Local local, load_local(scene, unit, one));
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

}  // namespace pim::bridge
