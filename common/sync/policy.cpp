// SPDX-License-Identifier: Apache-2.0
#include "common/sync/policy.h"

#include <algorithm>
#include <array>

#include "common/sync/reconcile.h"

namespace pim::sync {
namespace {

constexpr std::array<std::string_view, 5> Names{"merge", "newest", "here", "there", "both"};

}  // namespace

std::string_view name_of(Policy policy) {
  return Names[static_cast<std::size_t>(policy)];
}

std::optional<Policy> policy_of(std::string_view name) {
  const auto* const found = std::ranges::find(Names, name);
  return found == Names.end() ? std::nullopt
                              : std::optional(static_cast<Policy>(found - Names.begin()));
}

// ---------------------------------------------------------------- the Reconciler's part

content::Winner Reconciler::winner_of(const Incoming& incoming, const store::Item& item,
                                      content::Winner wish) const {
  if (wish != content::Winner::ByTime) {
    return wish;
  }
  switch (is_.policy) {
    case Policy::Merge: break;
    case Policy::Here: return content::Winner::Ours;
    case Policy::There: return content::Winner::Theirs;
    case Policy::Newest:
    case Policy::Both:  // a whole record wins: the same side in every property
      return theirs_newer(incoming, item) ? content::Winner::Theirs : content::Winner::Ours;
  }
  return wish;
}

bool Reconciler::theirs_newer(const Incoming& incoming, const store::Item& item) {
  if (incoming.modified != item.changed_at) {
    return incoming.modified > item.changed_at;
  }
  return incoming.entry.stored > item.content;
}

/// The record changed last, whole. What the other side had besides is in its version and in the
/// row of the conflict.
Result<content::Merged> Reconciler::whole_newer(const Incoming& incoming, const store::Item& item,
                                                content::MergeInput input,
                                                content::Merged merged) const {
  if (!theirs_newer(incoming, item)) {
    merged.stored = item.content;
    merged.changed = false;
    return merged;
  }
  PIM_TRY(const content::Form form, work_.scope().kind.render(item.content, ability_));
  input.base = form.text;
  input.base_said_by_side = false;  // it never had more of ours than it can hold (sync rule 24)
  input.base_unconfirmed = false;
  input.earlier.clear();
  input.sent.clear();
  input.theirs_not_later = false;
  input.winner = content::Winner::Theirs;
  PIM_TRY(content::Merged theirs, work_.scope().kind.merge(input));
  theirs.lost = std::move(merged.lost);
  return theirs;
}

/// The record that gave way becomes one of its own, under a UID of its own: it goes to the other
/// side like a record made here. Before the other one takes the winner's place.
Status Reconciler::keep_loser(const Incoming& incoming, const store::Item& item) {
  const bool ours_lost = theirs_newer(incoming, item);
  PIM_TRY(const content::Entry copy, renamed(ours_lost ? item.content : incoming.entry.stored, 1));
  const Seconds made = ours_lost ? item.changed_at : incoming.modified;
  PIM_TRY(const store::Item* own, work_.create(copy, made != 0 ? made : work_.scope().now, 0));
  return to_add(own->id,
                false);  // the feed leaves out what is written while that side's are taken in
}

}  // namespace pim::sync
