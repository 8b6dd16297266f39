// SPDX-License-Identifier: Apache-2.0
// What a portal's user does, and what the oracle reads past the engine.
#include <algorithm>

#include "common/content/kind.h"
#include "tests/simulation/portal.h"

namespace pim::sim {
namespace {

/// Runs `act` with a context inside a write transaction and commits where it says so.
template <class Act>
bool in_context(store::Store& store, std::unique_ptr<store::UnitOfWork> work,
                std::string_view datastore, Seconds now, Act&& act) {
  const content::Kind* kind = content::kind_of(datastore);
  if (!work || kind == nullptr) {
    return false;
  }
  sync::LocalContext context{store, *work, *kind, std::string(datastore), std::string(UserName),
                             now};
  return act(context) && work->commit().has_value();
}

}  // namespace

std::vector<sync::Imported> Portal::import(const Card& card) {
  std::vector<sync::Imported> imported;
  const std::string text = card.text();
  in_context(disk_->calm(), begin(store::Access::Write), parts_.form->datastore, clock_.now(),
             [&](sync::LocalContext& context) {
               auto result = sync::import_records(context, std::span(&text, 1));
               if (fine(result)) {
                 imported = std::move(*result);
               }
               return !imported.empty();
             });
  return imported;
}

bool Portal::replace(store::ItemId item, const Card& card) {
  return in_context(disk_->calm(), begin(store::Access::Write), parts_.form->datastore,
                    clock_.now(), [&](sync::LocalContext& context) {
                      return fine(sync::replace_item(context, item, card.text(), 0));
                    });
}

bool Portal::remove(store::ItemId item) {
  return in_context(
      disk_->calm(), begin(store::Access::Write), parts_.form->datastore, clock_.now(),
      [&](sync::LocalContext& context) { return fine(sync::delete_item(context, item, 0)); });
}

Portal::Decision Portal::decide(sync::HeldDecision decision) {
  Decision made;
  auto work = begin(store::Access::Write);
  if (!work) {
    return made;
  }
  const auto rows = work->all_held(0, limits::PageRows);
  std::vector<std::int64_t> numbers;
  std::vector<std::int64_t> changes;
  std::vector<store::ItemId> ids;
  if (fine(rows)) {
    for (const store::Held& row : *rows) {
      if (row.state != store::HeldState::Waiting) {
        continue;
      }
      if (row.op == store::ChangeOp::Delete) {
        numbers.push_back(row.number);
        ids.push_back(row.item);
      } else {
        changes.push_back(row.number);
      }
    }
  }
  if (numbers.empty() && changes.empty()) {
    return made;
  }
  const auto before = work->items(ids);
  const auto outcome =
      sync::decide_held(disk_->calm(), *work, numbers, decision, UserName, clock_.now());
  const auto changed = sync::decide_held(
      disk_->calm(), *work, changes,
      decision == sync::HeldDecision::Keep ? decision : sync::HeldDecision::Change, UserName,
      clock_.now());
  const auto after = work->items(ids);
  const auto left = work->all_held(0, limits::PageRows);
  if (!fine(before) || !fine(outcome) || !fine(changed) || !fine(after) || !fine(left) ||
      !fine(work->commit())) {
    return made;
  }
  made.changes = changes.size();
  for (const store::Item& item : *before) {
    const auto now = std::find_if(after->begin(), after->end(),
                                  [&](const store::Item& other) { return other.id == item.id; });
    const bool asked_again = std::any_of(left->begin(), left->end(), [&](const store::Held& row) {
      return row.item == item.id && row.state == store::HeldState::Waiting;
    });
    if (item.deleted || now == after->end()) {
      continue;
    }
    StoredCard card{item.id, now->deleted, Card(item.content, *parts_.form)};
    if (now->deleted) {
      made.deleted.push_back(std::move(card));
    } else if (!asked_again) {
      made.kept.push_back(std::move(card));
    }
  }
  return made;
}

std::size_t Portal::held(store::HeldState state) {
  auto work = begin(store::Access::Read);
  const auto rows = work ? work->all_held(0, limits::PageRows)
                         : Result<std::vector<store::Held>>(std::vector<store::Held>());
  return fine(rows)
             ? static_cast<std::size_t>(std::ranges::count(*rows, state, &store::Held::state))
             : 0;
}

std::size_t Portal::waiting() {
  return held(store::HeldState::Waiting);
}

bool Portal::has_proposals() {
  return held(store::HeldState::Proposed) != 0;
}

std::int64_t Portal::live() {
  auto work = begin(store::Access::Read);
  const auto collection = work ? work->collection(parts_.form->datastore)
                               : Result<std::optional<store::Collection>>(std::nullopt);
  return fine(collection) && *collection ? (*collection)->live : 0;
}

std::vector<StoredCard> Portal::cards(bool deleted) {
  std::vector<StoredCard> cards;
  auto work = begin(store::Access::Read);
  if (!work) {
    return cards;
  }
  const auto collection = work->collection(parts_.form->datastore);
  if (!fine(collection) || !*collection) {
    return cards;
  }
  store::FeedQuery query;
  query.collection = parts_.form->datastore;
  query.upto = (*collection)->rev;
  for (;;) {
    const auto rows = work->feed(query);
    std::vector<store::ItemId> ids;
    if (fine(rows)) {
      for (const store::FeedRow& row : *rows) {
        query.after = row.rev;
        if (row.deleted == deleted) {
          ids.push_back(row.id);
        }
      }
    }
    const auto items = work->items(ids);
    if (fine(items)) {
      for (const store::Item& item : *items) {
        cards.push_back({item.id, item.deleted, Card(item.content, *parts_.form)});
      }
    }
    if (!rows || rows->size() < query.limit) {
      break;
    }
  }
  std::sort(cards.begin(), cards.end(),
            [](const StoredCard& a, const StoredCard& b) { return a.item < b.item; });
  return cards;
}

std::vector<store::Conflict> Portal::all_conflicts() {
  std::vector<store::Conflict> all;
  auto work = begin(store::Access::Read);
  while (work) {
    const auto rows = work->conflicts(all.empty() ? 0 : all.back().number, limits::PageRows);
    if (!fine(rows) || rows->empty()) {
      break;
    }
    all.insert(all.end(), rows->begin(), rows->end());
  }
  return all;
}

std::vector<std::pair<store::ItemId, store::ItemId>> Portal::doubts() {
  std::vector<std::pair<store::ItemId, store::ItemId>> doubts;
  for (const store::Conflict& row : all_conflicts()) {
    if (row.kind == store::ConflictKind::Doubtful) {
      doubts.emplace_back(row.item, row.other);
    }
  }
  return doubts;
}

std::string Portal::conflict_texts() {
  std::string texts;
  for (const store::Conflict& row : all_conflicts()) {
    texts += row.lost + "\n" + row.kept + "\n" + row.record + "\n";
  }
  return texts;
}

std::string Portal::archive_texts() {
  std::string texts;
  const std::vector<StoredCard> dead = cards(true);
  const std::vector<StoredCard> live = cards(false);
  auto work = begin(store::Access::Read);
  if (!work) {
    return texts;
  }
  for (const auto* list : {&dead, &live}) {
    for (const StoredCard& card : *list) {
      texts += card.card.text();
      const auto versions = work->versions(card.item, limits::PageRows);
      if (fine(versions)) {
        for (const store::ItemVersion& version : *versions) {
          texts += version.content;
        }
      }
    }
  }
  const auto pairings = work->pairings();
  if (fine(pairings)) {
    for (const store::Pairing& pairing : *pairings) {
      const auto rows = work->staged(pairing.id, store::ChangeOp::Add, "", limits::PageRows);
      if (fine(rows)) {
        for (const store::Staged& row : *rows) {
          texts += row.content;
        }
      }
    }
  }
  return texts + conflict_texts();
}

}  // namespace pim::sim
