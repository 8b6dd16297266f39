// SPDX-License-Identifier: Apache-2.0
#include "common/sync/held.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/sync/held_change.h"
#include "common/sync/local.h"
#include "common/sync/outgoing.h"
#include "common/sync/parts.h"

namespace pim::sync {

using store::Held;
using store::HeldState;

namespace {

std::vector<store::ItemId> items_of(std::span<const Held> rows) {
  std::vector<store::ItemId> ids;
  ids.reserve(rows.size());
  for (const Held& row : rows) {
    ids.push_back(row.item);
  }
  return ids;
}

/// The item must reach that side again, whatever it has of it.
Status send_again(Workset& work, store::ItemId item) {
  PIM_TRY(const store::MapRow* row, work.row_of(item));
  if (row != nullptr && work.current(*row)) {
    return {};
  }
  work.put_row(to_add_row(item, work.pairing()->generation));
  return {};
}

Status decide_page(const Scope& scope, store::Pairing& pairing, std::vector<Held>& page, bool wait,
                   HeldDecided& decided) {
  Workset work(scope, &pairing);
  const auto ids = items_of(page);
  PIM_CHECK(work.preload_items(ids));
  PIM_CHECK(work.preload_rows(ids));
  std::vector<std::int64_t> done;
  std::vector<Held> waiting;
  for (Held& row : page) {
    PIM_TRY(store::Item * item, work.item(row.item));
    if (item == nullptr || item->deleted) {
      done.push_back(row.number);
    } else if (item->rev != row.rev) {
      done.push_back(row.number);
      PIM_CHECK(send_again(work, row.item));
      ++decided.changed;
    } else if (wait && row.consent.empty()) {
      row.state = HeldState::Waiting;
      waiting.push_back(row);
      ++decided.waiting;
    } else {
      decided.deleted.push_back({item->id, item->label});
      PIM_CHECK(save_edited_parts(work, *item));
      PIM_CHECK(work.kill(*item, row.consent));
      PIM_CHECK(retire_parts(work, item->id));
      done.push_back(row.number);
    }
  }
  PIM_CHECK(work.flush());
  skip_own(pairing, work.own_range());
  if (!waiting.empty()) {
    PIM_CHECK(scope.work.put_held(waiting));
  }
  return done.empty() ? Status{} : scope.work.drop_held(done);
}

}  // namespace

void skip_own(store::Pairing& pairing, store::RevisionRange range) {
  if (range.first == 0 || range.last < range.first) {
    return;
  }
  auto& skip = pairing.skip;
  if (!skip.empty() && skip.back().last + 1 == range.first) {
    skip.back().last = range.last;
    return;
  }
  if (skip.size() < limits::MaxSkipRanges) {
    skip.push_back(range);  // beyond that the feed reads them and the map rows tell
  }
}

namespace {

/// Proposals left by a package that broke, and none of this one: a phone being emptied says so in
/// two halves. Not for ever: after a day they count alone (sync rule 32).
Result<bool> left_alone(const Scope& scope, const store::Pairing& pairing) {
  std::int64_t after = 0;
  bool young = false;
  while (true) {
    PIM_TRY(auto page, scope.work.held(pairing.id, HeldState::Proposed, after, limits::PageRows));
    for (const Held& row : page) {
      if (row.work == scope.author.work) {
        return false;
      }
      const Seconds age = scope.now - row.at;
      // proposed further ahead than the wait: the clock has been set back since
      young = young || (age < limits::BrokenProposalWait && age > -limits::BrokenProposalWait);
    }
    if (page.empty()) {
      return young;
    }
    after = page.back().number;
  }
}

}  // namespace

Status propose_absent(const Scope& scope, store::Pairing& pairing, store::Revision upto) {
  store::FeedQuery query;
  query.collection = scope.collection;
  query.pairing = pairing.id;
  query.limit = limits::PageRows;
  query.upto = upto;
  while (true) {
    PIM_TRY(auto page, scope.work.feed(query));
    if (page.empty()) {
      return {};
    }
    query.after = page.back().rev;
    Workset work(scope, &pairing);
    for (const store::FeedRow& row : page) {
      if (row.deleted || (row.map && (work.current(*row.map) || is_let_go(*row.map)))) {
        continue;
      }
      PIM_TRY(const bool asked, work.is_held(row.id));
      if (!asked) {
        Held held;
        held.pairing = pairing.id;
        held.item = row.id;
        held.rev = row.rev;
        held.work = scope.author.work;
        held.at = scope.now;
        work.propose(std::move(held));
        work.drop_row(row.id);
      }
    }
    PIM_CHECK(work.flush());
  }
}

Result<HeldDecided> decide_proposals(const Scope& scope, store::Pairing& pairing, GuardLimits guard,
                                     Deletes deletes) {
  HeldDecided decided;
  if (deletes == Deletes::None) {
    PIM_TRY(const bool wait_for_more, left_alone(scope, pairing));
    if (wait_for_more) {
      decided.put_off = true;
      return decided;
    }
  }
  PIM_TRY(const std::size_t asked, scope.work.count_held(pairing.id, HeldState::Proposed, true));
  PIM_TRY(auto collection, scope.work.collection(scope.collection));
  const std::int64_t live = collection ? collection->live : 0;
  const bool wait = guard.holds(static_cast<std::int64_t>(asked), live);
  std::int64_t after = 0;
  while (true) {
    PIM_TRY(auto page, scope.work.held(pairing.id, HeldState::Proposed, after, limits::PageRows));
    if (page.empty()) {
      return decided;
    }
    after = page.back().number;
    PIM_CHECK(decide_page(scope, pairing, page, wait, decided));
  }
}

Result<std::size_t> count_waiting(const Scope& scope, const store::Pairing& pairing) {
  return scope.work.count_held(pairing.id, HeldState::Waiting, false);
}

// ---------------------------------------------------------------- a person decides

namespace {

/// Names one decision for ever: what it makes carries it to the other portals (sync rule 33).
std::string decision_name(const Held& row, Seconds now) {
  return "d" + std::to_string(row.number) + "-" + std::to_string(now);
}

bool answers(HeldDecision decision, const Held& row) {
  const bool deletion = row.op == store::ChangeOp::Delete;
  return decision == HeldDecision::Keep || (decision == HeldDecision::Delete) == deletion;
}

Result<bool> decide_one(const Scope& scope, store::Pairing& pairing, const Held& row,
                        HeldDecision decision, HeldOutcome& outcome) {
  Workset work(scope, &pairing);
  PIM_TRY(store::Item * item, work.item(row.item));
  const bool change = row.op != store::ChangeOp::Delete;
  if (item == nullptr || (item->deleted && !change)) {
    return true;
  }
  if (item->rev != row.rev) {
    Held again = row;
    again.rev = item->rev;
    ++outcome.asked_again;
    PIM_CHECK(scope.work.put_held(std::span(&again, 1)));
    return false;
  }
  if (change) {
    PIM_CHECK(decide_held_change(scope, pairing, row, decision, decision_name(row, scope.now)));
    ++(decision == HeldDecision::Change ? outcome.changed : outcome.kept);
    return false;  // its row has gone with it
  }
  if (decision == HeldDecision::Delete) {
    PIM_CHECK(save_edited_parts(work, *item));
    PIM_CHECK(work.kill(*item, row.consent.empty() ? decision_name(row, scope.now) : row.consent));
    PIM_CHECK(retire_parts(work, item->id));
    ++outcome.deleted;
  } else {
    // a new revision, newer than the deletion at the other side: it lives there again
    // (sync rule 33)
    PIM_CHECK(work.touch(*item, std::max({scope.now, item->changed_at + 1, row.at + 1})));
    PIM_CHECK(send_again(work, item->id));
    ++outcome.kept;
  }
  PIM_CHECK(work.flush());
  return true;
}

}  // namespace

Result<HeldOutcome> decide_held(store::Store& store, store::UnitOfWork& work,
                                std::span<const std::int64_t> numbers, HeldDecision decision,
                                std::string_view user, Seconds now) {
  HeldOutcome outcome;
  std::vector<std::int64_t> done;
  for (const std::int64_t number : numbers) {
    PIM_TRY(auto rows, work.all_held(number - 1, 1));
    if (rows.empty() || rows.front().number != number || rows.front().state != HeldState::Waiting ||
        !answers(decision, rows.front())) {
      continue;  // decided meanwhile: nothing is done twice
    }
    PIM_TRY(auto pairing, work.pairing(rows.front().pairing));
    if (!pairing) {
      continue;
    }
    const store::Pairing before = *pairing;
    PIM_TRY(auto collection, work.collection(pairing->collection));
    const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
    if (kind == nullptr) {
      continue;
    }
    const Scope scope{work,
                      store.key(),
                      *kind,
                      pairing->collection,
                      {store::AuthorKind::User, 0, std::string(user), ""},
                      now};
    PIM_TRY(const bool settled, decide_one(scope, *pairing, rows.front(), decision, outcome));
    if (settled) {
      done.push_back(number);
    }
    if (*pairing != before) {
      PIM_TRY([[maybe_unused]] const auto id, work.put_pairing(*pairing));
    }
  }
  if (!done.empty()) {
    PIM_CHECK(work.drop_held(done));
  }
  return outcome;
}

}  // namespace pim::sync
