// SPDX-License-Identifier: Apache-2.0
#include "common/sync/take.h"

#include <optional>
#include <set>
#include <utility>

#include "common/sync/held.h"
#include "common/sync/look.h"

namespace pim::sync {

namespace {

using Outcomes = std::vector<Result<Outcome>>;

/// Between portals the records whose UID we have go before those that may only be alike: a record
/// that is merely like another must not take its place.
Result<std::vector<std::size_t>> order_of(Reconciler& reconciler, std::span<const Incoming> batch) {
  std::vector<std::size_t> order;
  std::vector<std::size_t> later;
  order.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    PIM_TRY(const bool stranger, reconciler.is_stranger(batch[i]));
    (stranger ? later : order).push_back(i);
  }
  order.insert(order.end(), later.begin(), later.end());
  return order;
}

/// Devices re-key a record by an Add and a Delete in either order: the Delete goes first, so that
/// the Add finds what it takes over (sync rule 32). Not one that undoes a command before it.
std::vector<std::size_t> deletes_first(std::span<const Incoming> batch) {
  std::vector<std::size_t> order;
  std::vector<std::size_t> later;
  std::set<std::string_view> named;
  order.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const bool first = named.insert(batch[i].peer_id).second;
    (first && batch[i].op == store::ChangeOp::Delete ? order : later).push_back(i);
  }
  order.insert(order.end(), later.begin(), later.end());
  return order;
}

/// A series goes before its parts: they move with it, and what the side had of them is known by the
/// revision before the batch. Not the Deletes that go first; commands of one name keep their order.
Status parts_last(Workset& work, std::span<const Incoming> batch, std::vector<std::size_t>& order) {
  if (!work.parts().any()) {
    return {};
  }
  std::vector<std::size_t> parts;
  std::vector<std::size_t> others;
  std::set<std::string_view> moved;
  for (const std::size_t i : order) {
    const std::string& name = batch[i].peer_id;
    PIM_TRY(const store::PartRow* row, work.parts().by_peer(name));
    const bool moves =
        row != nullptr && (batch[i].op != store::ChangeOp::Delete || moved.contains(name));
    (moves ? parts : others).push_back(i);
    if (moves) {
      moved.insert(name);
    }
  }
  order = std::move(others);
  order.insert(order.end(), parts.begin(), parts.end());
  return {};
}

Result<Outcomes> run_batch(Workset& work, const content::Ability& ability,
                           Circumstances circumstances, std::span<const Incoming> batch) {
  Reconciler reconciler(work, ability, circumstances);
  PIM_CHECK(reconciler.preload(batch));
  std::vector<std::size_t> order;
  if (circumstances.portal) {
    PIM_TRY(order, order_of(reconciler, batch));
  } else {
    order = deletes_first(batch);
    PIM_CHECK(parts_last(work, batch, order));
  }
  Outcomes outcomes(batch.size(), Outcome{});
  for (const std::size_t i : order) {
    PIM_TRY(outcomes[i], reconciler.take(batch[i]));
  }
  return outcomes;
}

/// True where the batch has shown a value to be frequent that was not so before it: then the batch
/// is looked at once more, with that known from its first record on. The tally is as it was.
bool must_look_again(MassWatch* watch, const ValueTally& before) {
  if (watch == nullptr) {
    return false;
  }
  bool again = false;
  for (const std::uint64_t value : watch->tally.above(watch->limits.count)) {
    const bool fresh = before.of(value) <= watch->limits.count;
    again = (fresh && watch->frequent.insert(value).second) || again;
  }
  if (again) {
    watch->tally = before;
  }
  return again;
}

/// The batch, run over a Workset that nothing has been written of.
Result<Outcomes> run_watched(const Scope& scope, store::Pairing& pairing, Purpose purpose,
                             const content::Ability& ability, Circumstances circumstances,
                             std::span<const Incoming> batch, std::optional<Workset>& work) {
  work.emplace(scope, &pairing, purpose);
  if (circumstances.watch == nullptr || !circumstances.watch->counts()) {
    return run_batch(*work, ability, circumstances, batch);
  }
  const ValueTally before = circumstances.watch->tally;
  const store::Pairing untouched = pairing;
  auto outcomes = run_batch(*work, ability, circumstances, batch);
  if (outcomes && must_look_again(circumstances.watch, before)) {
    pairing = untouched;
    work.emplace(scope, &pairing, purpose);
    outcomes = run_batch(*work, ability, circumstances, batch);
  }
  return outcomes;
}

/// Errors of one record; everything else ends the transaction.
bool concerns_one_record(ErrorCode code) {
  return code == ErrorCode::Refused || code == ErrorCode::Malformed ||
         code == ErrorCode::Unsupported || code == ErrorCode::TooLarge;
}

/// What the batch sets, each record for itself since one of them cannot be taken in.
Status look_for_frequent(const Scope& scope, const store::Pairing& pairing,
                         const content::Ability& ability, Circumstances circumstances,
                         std::span<const Incoming> batch) {
  if (circumstances.watch == nullptr || !circumstances.watch->counts()) {
    return {};
  }
  const ValueTally before = circumstances.watch->tally;
  for (const Incoming& incoming : batch) {
    store::Pairing copy = pairing;
    Workset work(scope, &copy, Purpose::Look);
    auto looked = run_batch(work, ability, circumstances, std::span(&incoming, 1));
    if (!looked && !concerns_one_record(looked.error().code)) {
      return pass(looked);
    }
  }
  [[maybe_unused]] const bool again = must_look_again(circumstances.watch, before);
  circumstances.watch->tally = before;
  return {};
}

Result<Outcomes> take_each(const Scope& scope, store::Pairing& pairing,
                           const content::Ability& ability, Circumstances circumstances,
                           std::span<const Incoming> batch) {
  PIM_CHECK(look_for_frequent(scope, pairing, ability, circumstances, batch));
  Outcomes outcomes(batch.size(), Outcome{});
  for (const std::size_t i : deletes_first(batch)) {
    PIM_CHECK(scope.work.savepoint());
    Workset work(scope, &pairing);
    auto taken = run_batch(work, ability, circumstances, batch.subspan(i, 1));
    Status written = taken ? work.flush() : Status(pass(taken));
    if (written) {
      skip_own(pairing, work.own_range());
      outcomes[i] = std::move(taken->front());
      continue;
    }
    if (!concerns_one_record(written.error().code)) {
      return pass(written);
    }
    PIM_CHECK(scope.work.rollback_to_savepoint());
    outcomes[i] = pass(written);
  }
  return outcomes;
}

}  // namespace

Result<Outcomes> take_batch(const Scope& scope, store::Pairing& pairing,
                            const content::Ability& ability, Circumstances circumstances,
                            std::span<const Incoming> batch, Care care) {
  if (care == Care::EachAlone) {
    return take_each(scope, pairing, ability, circumstances, batch);
  }
  std::optional<Workset> work;
  auto outcomes = run_watched(scope, pairing, Purpose::Write, ability, circumstances, batch, work);
  if (!outcomes) {
    if (concerns_one_record(outcomes.error().code)) {
      outcomes.error().code = ErrorCode::Refused;  // one of them: find out which
    }
    return outcomes;
  }
  PIM_CHECK(work->flush());
  skip_own(pairing, work->own_range());
  return outcomes;
}

Result<Outcomes> look_at_batch(const Scope& scope, store::Pairing& pairing,
                               const content::Ability& ability, Circumstances circumstances,
                               std::span<const Incoming> batch) {
  store::Pairing copy = pairing;
  std::optional<Workset> work;
  return run_watched(scope, copy, Purpose::Look, ability, circumstances, batch, work);
}

Result<std::map<store::ItemId, std::string>> look_at_contents(const Scope& scope,
                                                              const store::Pairing& pairing,
                                                              const content::Ability& ability,
                                                              Circumstances circumstances,
                                                              std::span<const Incoming> batch) {
  store::Pairing copy = pairing;
  Workset work(scope, &copy, Purpose::Look);
  PIM_TRY(const Outcomes outcomes, run_batch(work, ability, circumstances, batch));
  std::map<store::ItemId, std::string> contents;
  for (const Result<Outcome>& outcome : outcomes) {
    if (!outcome || outcome->item == 0) {
      continue;
    }
    PIM_TRY(const store::Item* item, work.item(outcome->item));
    if (item != nullptr) {
      contents[item->id] = item->content;
    }
  }
  return contents;
}

namespace {

/// Entered records of a page looked at before, by row.
class Ready {
 public:
  explicit Ready(StagePage page) : page_(std::move(page)) {}

  /// In the order of the rows.
  std::optional<content::Entry> take(const store::Staged& row) {
    while (next_ < page_.index.size() && page_.rows[page_.index[next_]].peer_id != row.peer_id) {
      ++next_;
    }
    if (next_ == page_.index.size() || page_.rows[page_.index[next_]].op != row.op ||
        page_.rows[page_.index[next_]].content != row.content) {
      next_ = 0;
      return {};
    }
    return std::move(page_.incoming[next_++].entry);
  }

 private:
  StagePage page_;
  std::size_t next_ = 0;
};

Incoming incoming_of(const store::Staged& row) {
  Incoming incoming;
  incoming.op = row.op;
  incoming.peer_id = row.peer_id.starts_with('#') ? "" : row.peer_id;
  incoming.modified = row.modified;
  incoming.item = row.op == store::ChangeOp::Add ? 0 : row.item;
  incoming.reserved = row.reserved;
  incoming.staged = true;
  incoming.consent = row.consent;
  return incoming;
}

}  // namespace

Result<StagePage> stage_page(const Scope& scope, const store::Pairing& pairing,
                             const StageCursor& after, std::size_t limit, StagePage ready) {
  PIM_TRY(auto rows, scope.work.staged(pairing.id, after.op, after.peer, limit));
  return enter_rows(scope, std::move(rows), std::move(ready));
}

Result<StagePage> enter_rows(const Scope& scope, std::vector<store::Staged> rows, StagePage ready) {
  StagePage page;
  page.rows = std::move(rows);
  Ready entered(std::move(ready));
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    store::Staged& row = page.rows[i];
    Incoming incoming = incoming_of(row);
    row.reason.clear();
    if (row.op != store::ChangeOp::Delete) {
      if (auto known = entered.take(row)) {
        incoming.entry = std::move(*known);
      } else {
        auto entry = scope.kind.enter(row.content, {scope.key, 0, scope.ability});
        if (!entry) {
          row.reason = entry.error().text();
          continue;
        }
        incoming.entry = std::move(*entry);
      }
    }
    page.incoming.push_back(std::move(incoming));
    page.index.push_back(i);
  }
  return page;
}

Status settle_stage(const Scope& scope, store::Pairing& pairing) {
  if (pairing.stage_slow) {
    PIM_TRY(const auto left, scope.work.staged(pairing.id, store::ChangeOp::Delete, "", 1));
    pairing.stage_slow = !left.empty();
  }
  return {};
}

void TakeCounts::count(const Outcome& outcome) {
  ++taken;
  conflicts += outcome.conflicts;
  doubtful += outcome.doubtful != 0 ? 1 : 0;
  added += outcome.copied ? 1 : 0;
  switch (outcome.effect) {
    case Effect::Added: ++added; break;
    case Effect::Revived:
    case Effect::Updated: ++updated; break;
    case Effect::Joined:
      ++joined;
      united += outcome.united ? 1 : 0;
      break;
    case Effect::Proposed:
    case Effect::Gone:
    case Effect::Unknown:
    case Effect::EditKept:
    case Effect::StaysDeleted:
    case Effect::HeldBack:
    case Effect::LeftOut:
    case Effect::Unchanged: break;
  }
}

TakeCounts& TakeCounts::operator+=(const TakeCounts& more) {
  added += more.added;
  updated += more.updated;
  deleted += more.deleted;
  joined += more.joined;
  conflicts += more.conflicts;
  failed += more.failed;
  doubtful += more.doubtful;
  united += more.united;
  taken += more.taken;
  return *this;
}

Result<StageApplied> apply_stage(const Scope& scope, store::Pairing& pairing,
                                 const content::Ability& ability, Circumstances circumstances,
                                 Care care, StagePage page, StageCursor& cursor) {
  StageApplied applied;
  cursor = {page.rows.back().op, page.rows.back().peer_id};
  PIM_TRY(auto outcomes, take_batch(scope, pairing, ability, circumstances, page.incoming, care));
  std::vector<bool> waits(page.rows.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    store::Staged& row = page.rows[page.index[i]];
    if (outcomes[i]) {
      applied.counts.count(*outcomes[i]);
      waits[page.index[i]] = outcomes[i]->effect == Effect::HeldBack;
      row.item = waits[page.index[i]] ? outcomes[i]->item : row.item;
      applied.outcomes.push_back(
          {std::move(*outcomes[i]), std::move(page.incoming[i].entry.facts.label)});
    } else {
      row.reason = outcomes[i].error().text();
    }
  }
  std::vector<std::string> done;
  std::vector<store::Staged> kept;
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    store::Staged& row = page.rows[i];
    if (waits[i]) {
      if (row.op == store::ChangeOp::Add) {  // it was found to be a change of that item
        row.op = store::ChangeOp::Replace;
        row.reserved = 0;
        kept.push_back(std::move(row));
      }
      continue;  // else it stays as it is
    }
    if (row.reason.empty()) {
      done.push_back(row.peer_id);
    } else {
      ++applied.counts.failed;
      applied.failures.push_back({row, Error{ErrorCode::Refused, row.reason, ""}});
      kept.push_back(std::move(row));
    }
  }
  PIM_CHECK(scope.work.drop_staged(pairing.id, done));
  if (!kept.empty()) {
    PIM_CHECK(scope.work.put_staged(pairing.id, kept));
  }
  return applied;
}

}  // namespace pim::sync
