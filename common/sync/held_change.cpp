// SPDX-License-Identifier: Apache-2.0
#include "common/sync/held_change.h"

#include <algorithm>
#include <functional>
#include <set>

#include "common/base/limits.h"
#include "common/sync/look.h"

namespace pim::sync {

using store::ChangeOp;
using store::Held;
using store::HeldState;
using store::Staged;

namespace {

bool is_change(const Held& row) {
  return row.op != ChangeOp::Delete;
}

/// Calls `each` with the held changes of a state, page by page, until it says false.
Status walk_changes(const Scope& scope, const store::Pairing& pairing, HeldState state,
                    const std::function<Result<bool>(std::vector<Held>&)>& each) {
  std::int64_t after = 0;
  while (true) {
    PIM_TRY(auto page, scope.work.held(pairing.id, state, after, limits::PageRows));
    if (page.empty()) {
      return {};
    }
    after = page.back().number;
    std::erase_if(page, [](const Held& row) { return !is_change(row); });
    if (!page.empty()) {
      PIM_TRY(const bool more, each(page));
      if (!more) {
        return {};
      }
    }
  }
}

Result<std::vector<Staged>> staged_of(const Scope& scope, const store::Pairing& pairing,
                                      std::span<const Held> rows) {
  std::vector<store::ItemId> items;
  for (const Held& row : rows) {
    items.push_back(row.item);
  }
  PIM_TRY(auto staged, scope.work.staged_for_items(pairing.id, items));
  std::erase_if(staged, [](const Staged& row) { return row.op != ChangeOp::Replace; });
  return staged;
}

/// Questions whose change is gone from the stage are none any more.
Status drop_void(const Scope& scope, const store::Pairing& pairing, HeldState state) {
  return walk_changes(scope, pairing, state, [&](std::vector<Held>& page) -> Result<bool> {
    PIM_TRY(const auto staged, staged_of(scope, pairing, page));
    std::set<store::ItemId> there;
    for (const Staged& row : staged) {
      there.insert(row.item);
    }
    std::vector<std::int64_t> gone;
    for (const Held& row : page) {
      if (!there.contains(row.item)) {
        gone.push_back(row.number);
      }
    }
    if (!gone.empty()) {
      PIM_CHECK(scope.work.drop_held(gone));
    }
    return true;
  });
}

/// Takes rows of the stage in, whatever the guard thinks of them. Those that cannot be taken in
/// stay there, and are told when it is applied.
Result<StageApplied> release(const Scope& scope, store::Pairing& pairing,
                             const content::Ability& ability, Circumstances circumstances,
                             Care care, std::vector<Staged> rows) {
  if (rows.empty()) {
    return StageApplied{};
  }
  circumstances.watch = nullptr;
  PIM_TRY(auto page, enter_rows(scope, std::move(rows)));
  StageCursor cursor;
  return apply_stage(scope, pairing, ability, circumstances, care, std::move(page), cursor);
}

Status drop(const Scope& scope, std::span<const Held> rows) {
  std::vector<std::int64_t> numbers;
  for (const Held& row : rows) {
    numbers.push_back(row.number);
  }
  return scope.work.drop_held(numbers);
}

}  // namespace

Result<ChangesDecided> decide_changes(const Scope& scope, store::Pairing& pairing,
                                      const content::Ability& ability, Circumstances circumstances,
                                      Care care, std::size_t limit) {
  ChangesDecided decided;
  if (circumstances.slow) {
    PIM_CHECK(drop_void(scope, pairing, HeldState::Waiting));
    PIM_CHECK(drop_void(scope, pairing, HeldState::Proposed));
  }
  std::vector<Held> open;
  const bool wait = circumstances.watch->holds();
  const auto gather = [&](std::vector<Held>& page) -> Result<bool> {
    open.insert(open.end(), page.begin(), page.end());
    return wait || open.size() <= limit;
  };
  PIM_CHECK(walk_changes(scope, pairing, HeldState::Proposed, gather));
  if (open.empty()) {
    return decided;
  }
  if (wait) {
    for (Held& row : open) {
      row.state = HeldState::Waiting;
    }
    decided.waiting = open.size();
    PIM_CHECK(scope.work.put_held(open));
    return decided;
  }
  decided.more = open.size() > limit;
  open.resize(std::min(open.size(), limit));
  PIM_TRY(auto rows, staged_of(scope, pairing, open));
  PIM_CHECK(drop(scope, open));
  PIM_TRY(decided.taken, release(scope, pairing, ability, circumstances, care, std::move(rows)));
  return decided;
}

Status put_by(const Scope& scope, const store::Pairing& pairing, std::span<const Incoming> batch,
              std::span<const Result<Outcome>> outcomes) {
  std::vector<Staged> rows;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (outcomes[i] && outcomes[i]->effect == Effect::HeldBack) {
      Staged row;
      row.peer_id = batch[i].peer_id;
      row.op = ChangeOp::Replace;
      row.content = batch[i].entry.stored;
      row.modified = batch[i].modified;
      row.item = outcomes[i]->item;
      rows.push_back(std::move(row));
    }
  }
  return rows.empty() ? Status{} : scope.work.put_staged(pairing.id, rows);
}

Status void_held_changes(const Scope& scope, const store::Pairing& pairing) {
  const auto unstage = [&](std::vector<Held>& page) -> Result<bool> {
    PIM_TRY(const auto staged, staged_of(scope, pairing, page));
    std::vector<std::string> names;
    for (const Staged& row : staged) {
      names.push_back(row.peer_id);
    }
    PIM_CHECK(scope.work.drop_staged(pairing.id, names));
    return true;
  };
  PIM_CHECK(walk_changes(scope, pairing, HeldState::Waiting, unstage));
  return walk_changes(scope, pairing, HeldState::Proposed, unstage);
}

Result<std::size_t> count_waiting_changes(const Scope& scope, const store::Pairing& pairing) {
  std::size_t count = 0;
  const auto add = [&](std::vector<Held>& page) -> Result<bool> {
    count += page.size();
    return true;
  };
  PIM_CHECK(walk_changes(scope, pairing, HeldState::Waiting, add));
  return count;
}

// ---------------------------------------------------------------- a person decides

namespace {

/// Of a decision, and of a look at what it would do: by itself, outside of any session.
struct Ground {
  content::Ability ability;
  Circumstances circumstances;
};

Result<Ground> ground_of(const content::Kind& kind, const store::Pairing& pairing) {
  Ground ground;
  PIM_TRY(ground.ability, pairing.ability.empty()
                              ? Result<content::Ability>(content::unknown_ability(kind))
                              : content::Ability::unpack(pairing.ability));
  ground.circumstances.portal = pairing.peer == store::PeerKind::Portal;
  return ground;
}

/// What a person turns away as a whole may hold an edit that he would have kept by itself.
store::Conflict turned_away(const Scope& scope, const store::Pairing& pairing, const Held& row,
                            std::string record, std::string_view name) {
  store::Conflict conflict;
  conflict.pairing = pairing.id;
  conflict.item = row.item;
  conflict.record = std::move(record);
  conflict.at = scope.now;
  conflict.choice = "kept";
  conflict.by = name;
  return conflict;
}

/// Ours stays, and goes there again: what that side holds is its base now, so ours is an edit.
/// What it gave stays to be looked up among the conflicts.
Status keep_ours(const Scope& scope, store::Pairing& pairing, const Held& row,
                 std::span<const Staged> staged, std::string_view name) {
  Workset work(scope, &pairing);
  PIM_TRY(store::Item * item, work.item(row.item));
  PIM_TRY(const store::MapRow* found, work.row_of(row.item));
  if (item == nullptr || found == nullptr) {
    return scope.work.drop_held(std::span(&row.number, 1));
  }
  store::MapRow next = *found;
  Seconds later_than = std::max(item->changed_at, row.at);
  for (const Staged& change : staged) {
    PIM_TRY(auto entry, scope.kind.enter(change.content, {scope.key, 0, scope.ability}));
    work.conflict(turned_away(scope, pairing, row, entry.stored, name));
    next.base = std::move(entry.stored);
    next.base_said_by_side = true;
    later_than = std::max(later_than, change.modified);
  }
  if (work.current(next)) {
    next.state = store::MapState::Pending;
    next.sent.clear();
    work.put_row(std::move(next));
  }
  if (!item->deleted) {
    PIM_CHECK(work.touch(*item, std::max(scope.now, later_than + 1)));
    item->decision = name;  // the other portal does not ask about what a person chose here
  }
  PIM_CHECK(work.drop_held_changes(row.item));
  return work.flush();
}

}  // namespace

Status decide_held_change(const Scope& scope, store::Pairing& pairing, const Held& row,
                          HeldDecision decision, std::string_view name) {
  PIM_TRY(auto staged, staged_of(scope, pairing, std::span(&row, 1)));
  PIM_TRY(const Ground ground, ground_of(scope.kind, pairing));
  Scope in = scope;
  in.ability = &ground.ability;
  if (decision == HeldDecision::Keep || staged.empty()) {
    return keep_ours(in, pairing, row, staged, name);
  }
  for (Staged& change : staged) {
    change.consent = name;
  }
  PIM_CHECK(release(in, pairing, ground.ability, ground.circumstances, Care::EachAlone,
                    std::move(staged)));
  return scope.work.drop_held(std::span(&row.number, 1));
}

Result<std::map<store::ItemId, std::string>> look_at_held_changes(
    store::UnitOfWork& work, const HashKey& key, const store::Pairing& pairing,
    std::span<const store::ItemId> items, Seconds now) {
  PIM_TRY(const auto collection, work.collection(pairing.collection));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (kind == nullptr) {
    return std::map<store::ItemId, std::string>();
  }
  PIM_TRY(const Ground ground, ground_of(*kind, pairing));
  const store::Author author{store::AuthorKind::Peer, pairing.id, pairing.side, ""};
  const Scope scope{work, key, *kind, pairing.collection, author, now, &ground.ability};
  PIM_TRY(auto rows, work.held_for_items(pairing.id, items));
  std::erase_if(rows, [](const Held& row) { return !is_change(row); });
  PIM_TRY(auto staged, staged_of(scope, pairing, rows));
  PIM_TRY(const auto page, enter_rows(scope, std::move(staged)));
  return look_at_contents(scope, pairing, ground.ability, ground.circumstances, page.incoming);
}

}  // namespace pim::sync
