// SPDX-License-Identifier: Apache-2.0
#include "common/sync/join.h"

#include <algorithm>
#include <set>

#include "common/base/limits.h"
#include "common/sync/forms.h"

namespace pim::sync {

using store::Item;
using store::KeyKind;
using store::MapState;

namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char sign) { return sign >= '0' && sign <= '9'; });
}

}  // namespace

Joiner::Joiner(Workset& work, const content::Ability& ability, bool portal, Matching matching)
    : work_(work), ability_(ability), portal_(portal), matching_(matching) {}

bool Joiner::uid_counts(const Incoming& incoming) const {
  // phones write UID:<their LUID>: two of one model both have UID:667 (sync rule 30)
  const std::string& uid = incoming.entry.facts.uid;
  return portal_ || (incoming.entry.uid_given && uid != incoming.peer_id && !all_digits(uid));
}

Status Joiner::preload(std::span<const Incoming> incoming) {
  std::vector<std::uint64_t> keys;
  for (const Incoming& change : incoming) {
    if (change.op != store::ChangeOp::Delete) {
      keys.push_back(work_.uid_key(change.entry.facts.uid));
      keys.push_back(change.entry.facts.fingerprint);
    }
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  PIM_CHECK(work_.preload_keys(keys));
  PIM_CHECK(preload_joining(keys));
  if (matching_ != Matching::Likely) {
    return {};
  }
  std::set<std::uint64_t> weak;
  for (const Incoming& change : incoming) {
    if (change.op == store::ChangeOp::Delete) {
      continue;
    }
    PIM_TRY(auto equals, work_.by_key(change.entry.facts.fingerprint));
    if (equals.empty()) {
      weak.insert(change.entry.facts.weak_keys.begin(), change.entry.facts.weak_keys.end());
    }
  }
  if (weak.empty()) {
    return {};
  }
  const std::vector<std::uint64_t> wanted(weak.begin(), weak.end());
  PIM_TRY(auto hits, work_.scope().work.find_weak(work_.scope().collection, wanted));
  for (const store::MatchKey& hit : hits) {
    weak_[hit.key].push_back(hit.item);
  }
  return {};
}

/// What joining asks of each record found: what waits for it, and who has the UID that it may give
/// up.
Status Joiner::preload_joining(std::span<const std::uint64_t> keys) {
  std::set<store::ItemId> found;
  std::vector<std::uint64_t> uids;
  for (const std::uint64_t key : keys) {
    PIM_TRY(const auto hits, work_.by_key(key));
    for (const Workset::KeyHit& hit : hits) {
      PIM_TRY(const Item* item, work_.item(hit.item));
      if (found.insert(hit.item).second && item != nullptr) {
        uids.push_back(work_.uid_key(item->uid));
      }
    }
  }
  PIM_CHECK(work_.preload_held(std::vector(found.begin(), found.end())));
  return work_.preload_keys(uids);
}

Result<bool> Joiner::free_to_return(const Item& item) {
  if (item.deleted) {
    return false;
  }
  PIM_TRY(const store::MapRow* row, work_.row_of(item.id));
  return row == nullptr || !work_.known(*row) || !row->peer_id;
}

Result<bool> Joiner::free_to_join(const Item& item) {
  PIM_TRY(const bool free, free_to_return(item));
  PIM_TRY(const store::MapRow* row, work_.row_of(item.id));
  const bool there = row != nullptr && work_.known(*row) &&
                     (row->state == MapState::Mapped || row->state == MapState::Pending);
  return free && !there;
}

Result<Item*> Joiner::live_with_uid(std::string_view uid, store::ItemId except) {
  PIM_TRY(auto hits, work_.by_key(work_.uid_key(uid)));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind == KeyKind::Fingerprint || hit.item == except) {
      continue;
    }
    PIM_TRY(Item * item, work_.item(hit.item));
    if (item != nullptr && !item->deleted) {
      return item;
    }
  }
  return nullptr;
}

Result<Item*> Joiner::by_uid(const Incoming& incoming) {
  if (!uid_counts(incoming)) {
    return nullptr;
  }
  PIM_TRY(auto hits, work_.by_key(work_.uid_key(incoming.entry.facts.uid)));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind == KeyKind::Fingerprint) {
      continue;
    }
    PIM_TRY(Item * item, work_.item(hit.item));
    if (item == nullptr || item->deleted) {
      continue;
    }
    PIM_TRY(const bool free, free_to_return(*item));
    if (portal_) {
      // between portals the UID alone joins; on a mapped record it is a rename (sync rule 30)
      if (free || hit.kind == KeyKind::Uid) {
        return item;
      }
      continue;
    }
    if (free && work_.scope().kind.second_key_agrees(item->content, incoming.entry.stored)) {
      return item;
    }
  }
  return nullptr;
}

Result<Item*> Joiner::by_fingerprint(const Incoming& incoming) {
  PIM_TRY(auto hits, work_.by_key(incoming.entry.facts.fingerprint));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind != KeyKind::Fingerprint) {
      continue;
    }
    PIM_TRY(Item * item, work_.item(hit.item));
    if (item == nullptr || item->fingerprint != incoming.entry.facts.fingerprint) {
      continue;
    }
    PIM_TRY(const bool free, free_to_join(*item));
    if (free) {
      return item;
    }
  }
  return nullptr;
}

Result<Joiner::Match> Joiner::by_likeness(const Incoming& incoming) {
  std::set<store::ItemId> candidates;
  for (const std::uint64_t key : incoming.entry.facts.weak_keys) {
    const auto found = weak_.find(key);
    // what many share tells nothing of any of them (content rule 7.1)
    if (found == weak_.end() || found->second.size() > limits::MaxCandidates) {
      continue;
    }
    for (const store::ItemId id : found->second) {
      if (candidates.size() < limits::MaxCandidates) {
        candidates.insert(id);
      }
    }
  }
  Match match;
  std::vector<Item*> same;
  const std::vector<store::ItemId> ids(candidates.begin(), candidates.end());
  PIM_CHECK(work_.preload_items(ids));
  PIM_CHECK(work_.preload_rows(ids));
  for (const store::ItemId id : ids) {
    PIM_TRY(Item * item, work_.item(id));
    if (item == nullptr) {
      continue;
    }
    PIM_TRY(const bool free, free_to_join(*item));
    if (!free) {
      continue;
    }
    switch (work_.scope().kind.compare(item->content, incoming.entry.stored, ability_)) {
      case content::Likeness::Same: same.push_back(item); break;
      case content::Likeness::Ask: match.doubtful = item->id; break;
      case content::Likeness::Different: break;
    }
  }
  if (same.size() == 1) {
    return Match{same.front(), 0};
  }
  if (!same.empty()) {
    match.doubtful = same.front()->id;  // several could be it: a person decides
  }
  return match;
}

Result<Item*> Joiner::by_proposal(const Incoming& incoming) {
  if (portal_ || ability_.whole) {
    return nullptr;
  }
  const content::Kind& kind = work_.scope().kind;
  PIM_TRY(const auto proposed, work_.proposed(limits::MaxProposalsCompared));
  for (const store::ItemId id : proposed) {
    if (!proposals_.try_emplace(id).second) {
      continue;
    }
    PIM_TRY(const Item* item, work_.item(id));
    if (item == nullptr || item->deleted) {
      continue;
    }
    if (const auto form = kind.render(item->content, ability_)) {
      const auto facts = kind.facts(form->text, work_.scope().key);
      proposals_[id] = facts ? std::optional(facts->fingerprint) : std::nullopt;
    }
  }
  for (const store::ItemId id : proposed) {
    if (proposals_[id] != incoming.entry.facts.fingerprint) {
      continue;
    }
    PIM_TRY(Item * item, work_.item(id));
    PIM_TRY(const bool free, free_to_join(*item));
    if (free) {
      return item;
    }
  }
  return nullptr;
}

Result<Joiner::Match> Joiner::find(const Incoming& incoming) {
  PIM_TRY(Item * item, by_uid(incoming));
  if (item == nullptr) {
    PIM_TRY(item, by_fingerprint(incoming));
  }
  if (item == nullptr) {
    PIM_TRY(item, by_proposal(incoming));
  }
  if (item != nullptr || matching_ != Matching::Likely) {
    return Match{item, 0};
  }
  return by_likeness(incoming);
}

Result<std::vector<store::ItemId>> open_adds(store::UnitOfWork& work, store::PairingId pairing,
                                             std::size_t most, Seconds due_by) {
  std::vector<store::ItemId> adds;
  Seconds after_retry = INT64_MIN;
  store::ItemId after_item = 0;
  while (adds.size() < most) {
    PIM_TRY(const auto rows,
            work.open_maps(pairing, due_by, after_retry, after_item, limits::PageRows));
    for (const store::MapRow& row : rows) {
      if (row.state == MapState::Unconfirmed && adds.size() < most) {
        adds.push_back(row.item);
      }
    }
    if (rows.size() < limits::PageRows) {
      break;
    }
    after_retry = rows.back().retry_at;
    after_item = rows.back().item;
  }
  return adds;
}

Status Joiner::load_open_adds() {
  if (open_adds_known_) {
    return {};
  }
  open_adds_known_ = true;
  PIM_TRY(const auto items,
          open_adds(work_.scope().work, work_.pairing()->id, limits::PageRows, store::NeverAgain));
  PIM_CHECK(work_.preload_rows(items));
  PIM_CHECK(work_.preload_items(items));
  for (const store::ItemId id : items) {
    PIM_TRY(const bool open, is_open(id));
    if (!open) {
      continue;
    }
    PIM_TRY(const store::MapRow* row, work_.row_of(id));
    PIM_TRY(const auto form, added_form(work_, *row, ability_));
    OpenAdd add{id, 0, {}};
    if (form) {
      if (auto facts = work_.scope().kind.facts(*form, work_.scope().key)) {
        add.fingerprint = facts->fingerprint;
        add.weak_keys = std::move(facts->weak_keys);
      }
    }
    open_adds_.push_back(std::move(add));
  }
  return {};
}

Result<bool> Joiner::is_open(store::ItemId id) {
  PIM_TRY(const Item* item, work_.item(id));
  PIM_TRY(const store::MapRow* row, work_.row_of(id));
  return item != nullptr && row != nullptr && row->state == MapState::Unconfirmed;
}

Result<Item*> Joiner::unconfirmed(const Incoming& incoming) {
  PIM_CHECK(load_open_adds());
  const content::Facts& facts = incoming.entry.facts;
  std::vector<Workset::KeyHit> named;
  if (incoming.entry.uid_given && uid_counts(incoming)) {
    PIM_TRY(named, work_.by_key(work_.uid_key(facts.uid)));
  }
  for (const OpenAdd& add : open_adds_) {
    const bool same = add.fingerprint == facts.fingerprint ||
                      std::ranges::any_of(named, [&](const Workset::KeyHit& hit) {
                        return hit.item == add.item && hit.kind != KeyKind::Fingerprint;
                      });
    PIM_TRY(const bool open, is_open(add.item));
    if (same && open) {
      return work_.item(add.item);
    }
  }
  return nullptr;
}

Result<Joiner::Match> Joiner::edited_unconfirmed(const Incoming& incoming) {
  if (incoming.entry.uid_given && uid_counts(incoming)) {
    return Match{};
  }
  PIM_CHECK(load_open_adds());
  const content::Kind& kind = work_.scope().kind;
  const auto& weak = incoming.entry.facts.weak_keys;
  std::vector<store::ItemId> edited;
  Match match;
  for (const OpenAdd& add : open_adds_) {
    const bool shares = std::ranges::any_of(add.weak_keys, [&](std::uint64_t key) {
      return std::ranges::find(weak, key) != weak.end();
    });
    PIM_TRY(const bool open, is_open(add.item));
    if (!shares || !open) {
      continue;
    }
    PIM_TRY(const store::MapRow* row, work_.row_of(add.item));
    PIM_TRY(const auto form, added_form(work_, *row, ability_));
    if (!form || !kind.near(*form, incoming.entry.stored)) {
      continue;
    }
    match.doubtful = add.item;
    if (kind.compare(*form, incoming.entry.stored, ability_) != content::Likeness::Different) {
      edited.push_back(add.item);
    }
  }
  if (edited.size() == 1) {
    PIM_TRY(match.item, work_.item(edited.front()));
  }
  return match;
}

Result<Item*> Joiner::tombstone(const Incoming& incoming) {
  if (!portal_ || !incoming.entry.uid_given) {
    return nullptr;
  }
  PIM_TRY(auto hits, work_.by_key(work_.uid_key(incoming.entry.facts.uid)));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind == KeyKind::Fingerprint) {
      continue;
    }
    PIM_TRY(Item * item, work_.item(hit.item));
    if (item == nullptr || !item->deleted) {
      continue;
    }
    PIM_TRY(const store::MapRow* row, work_.row_of(hit.item));
    if (row == nullptr || !work_.current(*row) || !row->peer_id) {
      return item;
    }
  }
  return nullptr;
}

}  // namespace pim::sync
